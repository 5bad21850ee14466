"""A target broken down: the matrix of all, one target with its units, and its two charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiqiang.domains.goals.facade import Line, goal_text, line_on, reporting_units, title_of, value_text
from zhiqiang.domains.steering.models import Portion, Share
from zhiqiang.domains.steering.presentation.board import rounded, value_of
from zhiqiang.domains.steering.presentation.plots import (
    PathPlot,
    PathRow,
    SlopePlot,
    SlopeRow,
    path_plot,
    slope_plot,
)
from zhiqiang.domains.steering.presentation.statuses import chip
from zhiqiang.domains.steering.queries.shares import Held, breakdown, proposed, units_meant
from zhiqiang.domains.steering.queries.standing import Standing, judged
from zhiqiang.domains.steering.rules import Breakdown, Way, way_of
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES
from zhiqiang.kernel.plan import Plan, PlanTarget


@dataclass(frozen=True, slots=True)
class UnitCell:
    """One unit of a target: its figure (`short`) beside its share (`asked`), as the matrix prints them."""

    unit: Unit
    line: Line
    held: Held | None
    waiting: Portion | None

    @property
    def status(self) -> str:
        """The status where the unit has a share and it can be judged, else nothing."""
        return self.line.status if self.held is not None and self.line.is_coloured else ""

    @property
    def short(self) -> str:
        return figure_text(self.line.value, "", self.line.indicator.decimals)

    @property
    def asked(self) -> str:
        return figure_text(rounded(self.line.indicator, self.held.value)) if self.held else ""

    @property
    def share_text(self) -> str:
        return value_of(self.line, self.held.value) if self.held else "—"

    @property
    def value_text(self) -> str:
        return value_text(self.line)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target of the matrix; `check` is None where it cannot be shared."""

    target: PlanTarget
    title: str
    goal: str
    check: Breakdown | None
    cells: tuple[UnitCell, ...]

    @property
    def is_shared(self) -> bool:
        return any(cell.held or cell.waiting for cell in self.cells)

    @property
    def total(self) -> str:
        if self.check is None or self.check.total is None:
            return "—"
        return self.check.shown(self.check.total)

    @property
    def status(self) -> str:
        """Whether parts make the whole, as a status code of its own."""
        if self.check is None or not self.is_shared:
            return ""
        return "full" if self.check.makes_the_whole else "gap" if self.check.falls_short else "partial"


def target_rows(now: Standing) -> list[TargetRow]:
    """Every target with a number whose day is still to come, or that has been shared; the plan's order."""
    given, pending, units = now.shares.given, _pending(), reporting_units()
    rows = []
    for target in now.plan.targets:
        if way_of(target) is Way.NONE or (target.due < now.on and target.id not in given):
            continue
        rows.append(_row(now, target, given.get(target.id, {}), pending.get(target.id, {}), units))
    return rows


def target_row(now: Standing, target: PlanTarget) -> TargetRow:
    """One target with all its units; the check is over what stands and what waits together."""
    given, pending = now.shares.given, _pending()
    return _row(now, target, given.get(target.id, {}), pending.get(target.id, {}), reporting_units())


def _row(
    now: Standing,
    target: PlanTarget,
    given: Mapping[str, Portion],
    pending: Mapping[str, Portion],
    units: Sequence[Unit],
) -> TargetRow:
    cells = []
    for unit in now.units:
        current = next((one for one in now.lines[unit.code] if one.target.id == target.id), None)
        line = current or judged(now.city.evidence, target, unit, now.on, now.held.get(unit.code, {}))
        cells.append(UnitCell(unit, line, now.held.get(unit.code, {}).get(target.id), pending.get(unit.code)))
    together = {**given, **pending}
    indicator = now.plan.indicator(target.indicator)
    check = breakdown(now.plan, target, together, units_meant(now.plan, target, units))
    return TargetRow(target, title_of(indicator), goal_text(target, indicator.unit), check, tuple(cells))


def _pending() -> dict[str, dict[str, Portion]]:
    rows = Share.objects.filter(state="recorded").select_related("unit").order_by("decided_on", "pk")
    found: dict[str, dict[str, Portion]] = {}
    for row in rows:
        found.setdefault(row.target, {})[row.unit.code] = row
    return found


def history(target: str) -> list[Share]:
    """Every verified share of a target that a later one has replaced."""
    standing = {share.pk for share in proposed(target).values()}
    rows = Share.objects.filter(target=target, state__in=EVIDENCE_STATES).exclude(pk__in=standing)
    return list(rows.select_related("unit").order_by("-decided_on", "unit__position"))


def against_path(row: TargetRow) -> PathPlot | None:
    """The units of a target on one axis, each against its own path; None where none has a figure."""
    rows = []
    for cell in row.cells:
        assessed = cell.line.assessment
        shared = cell.held is not None
        expected = assessed.expected if assessed and shared else None
        goal = cell.held.value if cell.held else None
        text = f"{cell.value_text} / {cell.share_text}" if shared else cell.value_text
        rows.append(PathRow(cell.unit.short, cell.line.value, expected, goal, chip(cell.status).colour, text))
    return path_plot(rows) if any(one.value is not None for one in rows) else None


@dataclass(frozen=True, slots=True)
class Slopes:
    """The drawn slopes and the table behind them."""

    labels: tuple[str, ...]
    rows: tuple[tuple[SlopeRow, tuple[str, ...]], ...]
    plot: SlopePlot


def slopes(now: Standing, target: PlanTarget, chosen: str = "") -> Slopes | None:
    """The value of every unit at each year's end, and today; None where there is one moment or no figure."""
    days = [date(year, 12, 31) for year in range(now.plan.period_start.year, now.on.year)] + [now.on]
    last = max(target.due, now.on)
    days = [day for day in days if day <= last]
    labels = tuple(str(day.year) if (day.month, day.day) == (12, 31) else f"{day:%Y-%m-%d}" for day in days)
    rows = []
    for unit in now.units:
        lines = [line_on(now.city.evidence, target, unit, day) for day in days]
        values = tuple(one.value for one in lines)
        row = SlopeRow(unit.short, values, unit.code == chosen, value_text(lines[-1]))
        rows.append((row, tuple(value_text(one) for one in lines)))
    plot = slope_plot([row for row, _texts in rows], labels)
    return Slopes(labels, tuple(rows), plot) if plot.slopes else None


def goal_words(plan: Plan, target: PlanTarget) -> str:
    """A target's goal in a few signs."""
    return goal_text(target, plan.indicator(target.indicator).unit)


def typed_values(units: Sequence[Unit], target: str) -> list[tuple[Unit, str]]:
    """The form's rows: each unit with the value that stands or waits."""
    known = proposed(target)
    return [(unit, f"{known[unit.code].value.normalize():f}" if unit.code in known else "") for unit in units]


def equal_texts(target: PlanTarget, units: Sequence[Unit]) -> dict[str, str]:
    """What the form proposes to begin with: a count in equal whole parts that add up, any other goal for each unit."""
    assert target.value is not None
    summed = way_of(target) is Way.SUM
    parts = equal_parts(target.value, len(units)) if summed else [target.value] * len(units)
    return {unit.code: f"{part.normalize():f}" for unit, part in zip(units, parts, strict=True)}


def equal_parts(goal: Decimal, count: int) -> list[Decimal]:
    """A count in whole parts as equal as can be, the larger first; they add up to no less than the goal."""
    if not count:
        return []
    whole = int(goal.to_integral_value(rounding="ROUND_CEILING"))
    base, rest = divmod(whole, count)
    return [Decimal(base + (1 if n < rest else 0)) for n in range(count)]
