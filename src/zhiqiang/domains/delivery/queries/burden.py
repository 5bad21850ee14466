"""How much the units are asked for: reports and fields a month, the share that the system fills, what was spared."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from zhiqiang.domains.delivery.actions.reports import TEXTS
from zhiqiang.domains.delivery.models import RefusedRequest, Report, ReportedFigure
from zhiqiang.foundation import clock
from zhiqiang.foundation.reference.models import Unit


@dataclass(frozen=True, slots=True)
class Burden:
    """What one unit (or all, where it is None) was asked in one month (or in all shown, where that is "")."""

    unit: Unit | None
    month: str
    requests: int
    prefilled: int
    spared: int

    @property
    def fields(self) -> int:
        """Fields asked: those that the system fills and those that somebody writes."""
        return self.prefilled + self.requests * len(TEXTS)

    @property
    def share(self) -> Fraction | None:
        """The part of the fields that the system fills."""
        return Fraction(self.prefilled, self.fields) if self.fields else None


def burden(*, first: date, last: date) -> list[Burden]:
    """By unit in administrative order and month, of the reports opened between two days; nothing asked, no line."""
    found: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    opened = Report.objects.filter(recorded_at__date__range=(first, last))
    for place, rows, unit, day in (
        (0, opened, "unit", "recorded_at"),
        (1, ReportedFigure.objects.filter(report__recorded_at__date__range=(first, last)), "report__unit",
         "report__recorded_at"),
        (2, RefusedRequest.objects.filter(at__date__range=(first, last)), "unit", "at"),
    ):  # fmt: skip
        by_month = rows.annotate(opened_in=TruncMonth(day, tzinfo=clock.ZONE)).order_by()
        for key, month, number in by_month.values_list(unit, "opened_in").annotate(number=Count("pk")):
            found[key, f"{month:%Y-%m}"][place] += number
    units = {one.pk: one for one in Unit.objects.all()}
    lines = [Burden(units[unit], month, *numbers) for (unit, month), numbers in found.items()]
    return sorted(lines, key=lambda one: (one.month, one.unit.position if one.unit else 0))


def summed(lines: list[Burden], *, unit: Unit | None = None, month: str = "") -> Burden:
    """These lines as one."""
    return Burden(
        unit, month, sum(one.requests for one in lines), sum(one.prefilled for one in lines),
        sum(one.spared for one in lines),
    )  # fmt: skip


def by_unit(lines: list[Burden]) -> list[Burden]:
    """One line for each unit, over all months."""
    units = {one.unit.pk: one.unit for one in lines if one.unit is not None}
    ordered = sorted(units.values(), key=lambda one: one.position)
    return [summed([one for one in lines if one.unit == unit], unit=unit) for unit in ordered]


def by_month(lines: list[Burden]) -> list[Burden]:
    """One line for each month, over all units."""
    months = sorted({one.month for one in lines})
    return [summed([one for one in lines if one.month == month], month=month) for month in months]


def of_a_year() -> dict[str, Any]:
    """The burden meter of the last twelve months: `whole`, `units`, `months` and the `first` day."""
    today = clock.today()
    first = date(today.year - 1, today.month, 1)
    lines = burden(first=first, last=today)
    return {"whole": summed(lines), "units": by_unit(lines), "months": by_month(lines), "first": first}
