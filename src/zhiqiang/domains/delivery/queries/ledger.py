"""The ledger as a list of any length: status by one expression in the database, pages by key, counts in one query.

The expression says what `rules.status_of` says; a test holds the two equal.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from zhiqiang.domains.delivery import rules, workflow
from zhiqiang.domains.delivery.models import Duty, Milestone, Report
from zhiqiang.domains.delivery.queries.lines import NOT_STARTED, DutyLine, lines_of, near_days
from zhiqiang.foundation import clock
from zhiqiang.foundation.workflow.models import ClockRun
from zhiqiang.foundation.workflow.verification import RECORDED

PAGE_ROWS = 50
OPEN, ALL = "open", "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks of the ledger. `status`: one of the words, "open" or "all"; `after`: where the page begins."""

    q: str = ""
    unit: str = ""
    clause: str = ""
    lead: int | None = None
    status: str = OPEN
    after: tuple[date, int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its lines, how many there are by status (whatever status is chosen), and where the next one begins."""

    lines: list[DutyLine]
    counts: Mapping[str, int]
    total: int
    after: str


def wanted(query: Mapping[str, str]) -> Wanted:
    """What an address asks for; what it cannot mean is as if it were not said."""
    status, lead = query.get("status", OPEN), query.get("lead", "")
    return Wanted(
        q=query.get("q", "").strip()[:80],
        unit=query.get("unit", "")[:32],
        clause=query.get("clause", "")[:20],
        lead=int(lead) if lead.isdecimal() and len(lead) < 19 else None,
        status=status if status in (*rules.STATUSES, ALL) else OPEN,
        after=_place(query.get("after", "")),
    )


def _place(text: str) -> tuple[date, int] | None:
    day, _dot, key = text.partition(".")
    try:
        return date.fromisoformat(day), int(key)
    except ValueError:
        return None


def page_of(rows: "QuerySet[Duty]", asked: Wanted) -> Page:
    """The page asked for among these duties; cancelled ones are in no page."""
    picked = _chosen(rows, asked)
    counts = _counts(picked)
    if asked.status == OPEN:
        picked = picked.exclude(state=workflow.CLOSED)
    elif asked.status != ALL:
        picked = picked.annotate(status=_Past().status()).filter(status=asked.status)
    if asked.after is not None:
        day, key = asked.after
        # The first condition is said twice over, so that the index can be entered at the day.
        picked = picked.filter(due_on__gte=day).filter(Q(due_on__gt=day) | Q(pk__gt=key))
    keys = list(picked.order_by("due_on", "pk").values_list("pk", "due_on")[: PAGE_ROWS + 1])
    shown = Duty.objects.filter(pk__in=[pk for pk, _day in keys[:PAGE_ROWS]]).select_related("unit", "lead")
    lines = lines_of(shown.order_by("due_on", "pk"), clock.now())
    after = f"{keys[PAGE_ROWS - 1][1]}.{keys[PAGE_ROWS - 1][0]}" if len(keys) > PAGE_ROWS else ""
    finished = counts.get(rules.FINISHED, 0)
    everything = sum(counts.values())
    totals = {OPEN: everything - finished, ALL: everything}
    return Page(lines, counts | totals, totals.get(asked.status, counts.get(asked.status, 0)), after)


def _chosen(rows: "QuerySet[Duty]", asked: Wanted) -> "QuerySet[Duty]":
    rows = rows.exclude(state=workflow.CANCELLED)
    if asked.q:
        rows = rows.filter(Q(number__icontains=asked.q) | Q(title__icontains=asked.q))
    if asked.unit:
        rows = rows.filter(unit__code=asked.unit)
    if asked.clause:
        rows = rows.filter(clause=asked.clause)
    return rows.filter(lead=asked.lead) if asked.lead is not None else rows


def _counts(rows: "QuerySet[Duty]") -> dict[str, int]:
    """How many duties stand in each status. Only those around which something is past or near are judged one by one:
    of the others the state alone says it, and states are counted from an index."""
    past = _Past()
    counts: Counter[str] = Counter()
    for state, number in rows.order_by().values_list("state").annotate(number=Count("pk")):
        counts[_AT_EASE.get(state, rules.ON_TRACK)] += number
    judged = rows.filter(pk__in=past.candidates()).annotate(status=past.status()).order_by()
    for state, status, number in judged.values_list("state", "status").annotate(number=Count("pk")):
        counts[_AT_EASE.get(state, rules.ON_TRACK)] -= number
        counts[status] += number
    return dict(counts)


#: The status of a duty around which nothing is past or near, by its state; on track in any other.
_AT_EASE = {
    **dict.fromkeys(NOT_STARTED, rules.NOT_STARTED),
    workflow.CLOSED: rules.FINISHED,
    workflow.SUSPENDED: rules.WATCH,
}


class _Past:
    """What is past or near around duties now, as subqueries of their keys."""

    def __init__(self) -> None:
        now, self.today = clock.now(), clock.today()
        self.near = self.today + near_days()
        self.expired = ClockRun.objects.filter(register="delivery.duties", stopped_at=None, due__lt=now).order_by()
        self.undone = Milestone.objects.filter(
            state__in=(RECORDED, workflow.CLAIMED), due_on__lt=self.today
        ).order_by().values("duty")  # fmt: skip
        self.unreported = Report.objects.filter(state__in=workflow.OWED, due_at__lt=now).order_by().values("duty")

    def candidates(self) -> "QuerySet[Any]":
        """The keys of all duties around which anything is past or near."""
        near = Duty.objects.filter(due_on__lte=self.near).order_by().values("pk")
        return near.union(self.expired.values("record"), self.undone, self.unreported)

    def status(self) -> Case:
        """The computed status of a duty, as the database says it."""
        ran_out = self.expired.filter(clock__in=workflow.HOLDER_CLOCKS).values("record")
        at_rest = (workflow.SUSPENDED, *workflow.WITH_THE_CITY)
        with_city = Q(state__in=workflow.WITH_THE_CITY)
        whens: list[Any] = [
            When(state__in=(workflow.CLOSED, workflow.CANCELLED), then=Value(rules.FINISHED)),
            When(~Q(state__in=at_rest) & (Q(due_on__lt=self.today) | Q(pk__in=ran_out)), then=Value(rules.OVERDUE)),
            When(Q(pk__in=self.undone) | Q(pk__in=self.unreported), then=Value(rules.BEHIND)),
            When(state__in=NOT_STARTED, then=Value(rules.NOT_STARTED)),
            When(state=workflow.SUSPENDED, then=Value(rules.WATCH)),
            When(with_city & Q(pk__in=self.expired.values("record")), then=Value(rules.WATCH)),
            When(~with_city & Q(due_on__lte=self.near), then=Value(rules.WATCH)),
        ]
        return Case(*whens, default=Value(rules.ON_TRACK), output_field=CharField())
