"""The chain of rungs of one subject: the way it has climbed, with days, states and the running clock."""

from dataclasses import dataclass

from zhiqiang.domains.supervision.models import Order, Rung
from zhiqiang.domains.supervision.queries.ladder import ORDERS, ladder_of
from zhiqiang.domains.supervision.workflow import ANNULLED, MET, PROPOSED, WITHDRAWN
from zhiqiang.foundation import clock
from zhiqiang.foundation.workflow.models import ClockRun


@dataclass(frozen=True, slots=True)
class Link:
    """One rung of a chain; without an order it is a rung still above. `place`: done, now or empty."""

    title: str
    place: str
    order: Order | None = None
    run: ClockRun | None = None


def chain_of(order: Order, *, drafts: bool) -> list[Link]:
    """The orders of the same course as this one, and the rungs still above. `drafts`: also those not served."""
    first = order
    while first.former is not None:
        first = first.former
    rows, level = [first], [first]
    while level:
        level = list(Order.objects.filter(former__in=[one.pk for one in level]).order_by("pk"))
        rows += level
    shown = [one for one in rows if one.pk == order.pk or ((drafts or one.issued_on) and one.state != WITHDRAWN)]
    runs = {
        run.record: run
        for run in ClockRun.objects.filter(register=ORDERS, record__in=[one.pk for one in shown], stopped_at=None)
        .order_by("-due")
    }  # fmt: skip
    links = [
        Link(str(one.get_rung_display()), "now" if one.pk in runs else "done", one, runs.get(one.pk)) for one in shown
    ]
    return [*links, *_still_above(shown)]


def _still_above(shown: list[Order]) -> list[Link]:
    """The rungs above the last: ahead while the course may go on, passed where an interview has come to its end."""
    ladder, last = ladder_of(clock.today()), shown[-1]
    above = [one for one in ladder.rungs if one.position > max(ladder.rung(order.rung).position for order in shown)]
    if last.state == MET:
        return [Link(one.title, "done") for one in above] if last.rung == Rung.INTERVIEW else []
    return [] if last.state in (WITHDRAWN, ANNULLED) else [Link(one.title, "") for one in above]


def served_on(units: list[int], organisations: list[int]) -> list[Order]:
    """The orders that were served on these units or departments, the running ones first."""
    rows = Order.objects.filter(issued_on__isnull=False).exclude(state=PROPOSED).select_related("addressee", "former")
    found = [one for one in rows if one.addressee_id in units or one.lead_id in organisations]
    return sorted(found, key=lambda one: (one.ended_on is not None, one.due_on or one.issued_on, one.pk))
