"""A call on one page: how many stand where, and its applications page by page, at a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from zhiqiang.domains.programmes.models import Application, Round
from zhiqiang.domains.programmes.models.catalogue import catalogue
from zhiqiang.domains.programmes.queries import facts
from zhiqiang.domains.programmes.queries.programmes import ROUNDS
from zhiqiang.domains.programmes.workflow import APPLICATION
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _

REVIEW = ("accepted", "reviewing", "reviewed", "visited")
DECIDED = ("proposed", "on_notice", "contested", "recognised", "rejected", "refused")
IN_HAND = tuple(state.code for state in APPLICATION.states if state.code != "draft")
PAID = "paid"
#: Group → its states; drafts are nobody's business yet.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "received": IN_HAND,
    "unchecked": ("submitted",),
    "incomplete": ("incomplete",),
    "review": REVIEW,
    "decided": DECIDED,
    PAID: ("recognised",),
}
GROUP_TITLES: Mapping[str, Text] = {
    "received": _("已收"),
    "unchecked": _("待受理"),
    "incomplete": _("待补正"),
    "review": _("办理中"),
    "decided": _("已定"),
    PAID: _("已付"),
}


@dataclass(frozen=True)
class Overview:
    """How many applications of a call stand in which group, and what has been paid: application id → fen."""

    counts: Mapping[str, int]
    by_state: Mapping[str, int]
    paid: Mapping[int, int]


def overview(call: Round) -> Overview:
    """The counts of a call: one query, one more for what was recognised, and what the payers say of those."""
    rows = Application.objects.filter(round=call, submitted_at__isnull=False).order_by()
    by_state: dict[str, int] = dict(rows.values_list("state").annotate(how_many=Count("pk")))
    recognised = list(rows.filter(state="recognised").values_list("pk", flat=True)) if "recognised" in by_state else []
    paid = {pk: fen for pk, fen in facts.paid(recognised).items() if fen > 0} if recognised else {}
    counts = {group: sum(by_state.get(state, 0) for state in states) for group, states in GROUPS.items()}
    return Overview({**counts, PAID: len(paid)}, by_state, paid)


def applications_of(call: Round, group: str, shown: Overview) -> "QuerySet[Application]":
    """The applications of a group of a call, the oldest submission first."""
    rows = Application.objects.filter(round=call, submitted_at__isnull=False)
    if group == PAID:
        rows = rows.filter(pk__in=list(shown.paid))
    elif group in GROUPS and group != "received":
        rows = rows.filter(state__in=GROUPS[group])
    return rows.select_related("applicant", "unit").order_by("submitted_at", "pk")


def rounds_with_counts() -> "QuerySet[Round]":
    """Every call with how many applications it has received, the newest first."""
    received = Count("applications", filter=Q(applications__submitted_at__isnull=False))
    return Round.objects.select_related("definition", "created_by").annotate(received=received)


def callable_programmes(on: date) -> list[tuple[str, str]]:
    """Code and title of the programmes for which a call may be opened."""
    return [(one.code, one.title) for one in catalogue().programmes if one.applies_in == ROUNDS and one.in_force(on)]
