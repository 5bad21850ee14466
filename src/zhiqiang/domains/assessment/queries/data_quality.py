"""How good the data of a unit are over a period: complete, timely, consistent, revised. Never a part of its score."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q, Sum

from zhiqiang.domains.assessment.queries.facts import reports_of
from zhiqiang.domains.assessment.rules import Period
from zhiqiang.domains.goals.facade import reporting_units
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import Membership
from zhiqiang.foundation.evidence.models import Figure
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.foundation.workflow.models import ClockRun

VERIFY, RESUBMIT = "verify_by", "resubmit_by"


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; None where there is nothing to judge by, which is no zero."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """The share in per cent to one place."""
        if not self.whole:
            return None
        return (Decimal(100) * self.part / self.whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Card:
    """One unit: `complete` reports handed in of those owed; `timely` records verified in time of those due;
    `consistent` records not sent back of those handed to a verifier; `revised` past figures changed of all past ones;
    `rejected` workbook rows refused of those read."""

    unit: Unit
    complete: Share
    timely: Share
    consistent: Share
    revised: Share
    rejected: Share


def cards(period: Period) -> list[Card]:
    """The cards of all units in administrative order, in a constant number of queries."""
    units = reporting_units()
    first = datetime.combine(period.first, time(), tzinfo=clock.ZONE)
    after = datetime.combine(period.last + timedelta(days=1), time(), tzinfo=clock.ZONE)
    owed, handed_in = Counter[str](), Counter[str]()
    for line in reports_of(period):
        if line.on_time is not None or line.submitted_on is not None:
            owed[line.unit] += 1
            handed_in[line.unit] += line.submitted_on is not None
    in_time, due = _verified_in_time(first, after)
    begun, sent_back = _sent_back(first, after)
    changed, past = _revisions(period, first, after)
    refused, read = _import_rows(first, after)
    return [
        Card(
            unit=unit,
            complete=Share(handed_in[unit.code], owed[unit.code]),
            timely=Share(in_time[unit.path], due[unit.path]),
            consistent=Share(max(begun[unit.path] - sent_back[unit.path], 0), begun[unit.path]),
            revised=Share(changed[unit.code], past[unit.code]),
            rejected=Share(refused[unit.code], read[unit.code]),
        )
        for unit in units
    ]


def _verified_in_time(first: datetime, after: datetime) -> tuple[Counter[str], Counter[str]]:
    """By unit path: verifications whose time ran out in the period, and those of them that were done by then."""
    runs = ClockRun.objects.filter(clock=VERIFY, due__gte=first, due__lt=min(after, clock.now()))
    due, in_time = Counter[str](), Counter[str]()
    for path, limit, stopped in runs.values_list("unit_path", "due", "stopped_at").iterator():
        due[path] += 1
        in_time[path] += stopped is not None and stopped <= limit
    return in_time, due


def _sent_back(first: datetime, after: datetime) -> tuple[Counter[str], Counter[str]]:
    runs = ClockRun.objects.filter(clock__in=(VERIFY, RESUBMIT), started_at__gte=first, started_at__lt=after)
    begun, sent_back = Counter[str](), Counter[str]()
    for path, code in runs.values_list("unit_path", "clock").iterator():
        begun[path] += code == VERIFY
        sent_back[path] += code == RESUBMIT
    return begun, sent_back


def _revisions(period: Period, first: datetime, after: datetime) -> tuple[Counter[str], Counter[str]]:
    """Figures of months before the period: those replaced within it, and all. What is current may still grow."""
    month = f"{period.first:%Y-%m}"
    before = Figure.objects.filter(month__lt=month)
    changed = before.filter(superseded_at__gte=first, superseded_at__lt=after)
    known = before.filter(Q(superseded_at=None) | Q(superseded_at__gte=after), computed_at__lt=after)
    return _by_unit(changed.values_list("unit", "measure", "month").distinct()), _by_unit(
        known.values_list("unit", "measure", "month").distinct()
    )


def _by_unit(cells: Iterable[tuple[str, str, str]]) -> Counter[str]:
    return Counter(unit for unit, _measure, _month in cells)


def _import_rows(first: datetime, after: datetime) -> tuple[Counter[str], Counter[str]]:
    """Rows of committed workbooks by the unit of who handed them in."""
    done = ImportBatch.Status.COMMITTED
    batches = ImportBatch.objects.filter(status=done, committed_at__gte=first, committed_at__lt=after)
    homes = dict(Membership.objects.filter(role="reporter").values_list("user", "unit__code"))
    refused, read = Counter[str](), Counter[str]()
    for actor, bad, all_rows in batches.values_list("actor").annotate(bad=Sum("rejected"), rows=Sum("total")):
        if code := homes.get(actor):
            refused[code] += bad or 0
            read[code] += all_rows or 0
    return refused, read
