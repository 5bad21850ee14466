"""What other domains may ask of supervision: orders as plain lines, what counts against a unit, what was overturned."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhiqiang.domains.supervision.models import Order, Review, Rung
from zhiqiang.domains.supervision.queries.ladder import due_on, states_on
from zhiqiang.domains.supervision.workflow import ANNULLED, STANDING, UPHELD
from zhiqiang.foundation import clock
from zhiqiang.foundation.reference.models import Unit

__all__ = ["OrderLine", "Overturned", "due_lines", "order_lines", "overturned", "standing_penalties"]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One served order. `upheld`: a review of it, or of one that it rested on, was upheld, so that it fell."""

    id: int
    number: str
    unit: str
    rung: str
    rung_title: str
    title: str
    issued_on: date
    due_on: date | None
    state: str
    state_title: str
    ground: str
    upheld: bool


@dataclass(frozen=True, slots=True)
class Overturned:
    """A served order that a review undid: what a paper that named it must say in its successor."""

    order: OrderLine
    on: date
    review: int
    reason: str


def order_lines(*, unit: str | None = None, on: date | None = None) -> list[OrderLine]:
    """The orders served by a day (today), of a unit or of all, with the state they had then; the oldest first."""
    day = on or clock.today()
    rows = _served().filter(issued_on__lte=day)
    if unit is not None:
        rows = rows.filter(addressee__code=unit)
    found = list(rows)
    then = states_on(day, found)
    return [_line(one, then.get(one.pk, one.state)) for one in found]


def standing_penalties(unit: str, first: date, last: date) -> list[OrderLine]:
    """The orders above a reminder that were served on a unit from a day to a day and stand today: neither withdrawn
    nor annulled by a review."""
    rows = _served().filter(addressee__code=unit, issued_on__gte=first, issued_on__lte=last, state__in=STANDING)
    return [_line(one, one.state) for one in rows.exclude(rung=Rung.REMIND)]


def overturned(first: date, last: date) -> list[Overturned]:
    """The served orders that reviews decided in these days undid, for the notes of a bulletin's successor."""
    found = []
    for review in Review.objects.filter(state=UPHELD, decided_on__gte=first, decided_on__lte=last).order_by("pk"):
        chain = [review.order_id]
        rows = []
        while chain:
            level = list(_served().filter(pk__in=chain))
            rows += [one for one in level if one.state == ANNULLED]
            chain = list(Order.objects.filter(former__in=chain).values_list("pk", flat=True))
        assert review.decided_on is not None
        found += [Overturned(_line(one, one.state), review.decided_on, review.pk, review.decision) for one in rows]
    return found


def due_lines(on: date) -> list[dict[str, Any]]:
    """What is due on a day as plain values: unit, unit_title, subject, title, rung, rung_title, called_for, grounds,
    facts (kind, amount, words, source), former (number or rung of the lapsed one, or ""), authority, approver,
    blocked ("" where it may be ordered). Raises LookupError on a day without a ladder."""
    titles = dict(Unit.objects.values_list("code", "short"))
    return [
        {
            "unit": one.unit,
            "unit_title": titles.get(one.unit, one.unit),
            "subject": one.subject,
            "title": one.title,
            "rung": one.rung.code,
            "rung_title": one.rung.title,
            "called_for": one.called_for.code,
            "grounds": list(one.grounds),
            "facts": [
                {"kind": str(fact.kind), "amount": fact.amount, "words": fact.words, "source": fact.source}
                for fact in one.facts
            ],
            "former": (one.former.reference or one.former.rung) if one.former else "",
            "authority": f"{one.rung.authority.title}（{one.rung.authority.article}）",
            "approver": one.rung.approver,
            "blocked": one.blocked,
        }
        for one in due_on(on)
    ]


def _served() -> "QuerySet[Order]":
    return Order.objects.filter(issued_on__isnull=False).select_related("addressee").order_by("issued_on", "pk")


def _line(order: Order, state: str) -> OrderLine:
    assert order.issued_on is not None
    return OrderLine(
        id=order.pk,
        number=order.number,
        unit=order.addressee.code,
        rung=order.rung,
        rung_title=str(order.get_rung_display()),
        title=order.title,
        issued_on=order.issued_on,
        due_on=order.due_on,
        state=state,
        state_title=str(dict(Order._meta.get_field("state").flatchoices)[state]),  # noqa: SLF001 (Django's documented model API)
        ground=order.ground,
        upheld=state == ANNULLED,
    )
