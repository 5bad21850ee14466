"""From monthly figures to what a target is judged by, and the rules over one outside value; pure.

A rate is observed as the rate of the last twelve months, at the end of each quarter and of the present month: these
windows can be compared with each other, and at a year's end they are the year's own rate (decision 0009).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.plan import Plan, PlanTarget, grammar
from zhiqiang.kernel.targets import Baseline, Direction, Kind, Milestone, Observation, Operator, Target

WINDOW_MONTHS = 12
#: Measures whose monthly cells are net changes of a level, and those of them that are a fraction (decision 0021).
RUNNING = frozenset({"stock", "coverage", "density"})
RUNNING_FRACTIONS = frozenset({"coverage", "density"})
BEGINNING = "0001-01"


@dataclass(frozen=True, slots=True)
class Cell:
    """One month's figure of one unit; for a series, the value of the period that ends in that month."""

    month: str
    numerator: Decimal
    denominator: Decimal | None = None
    benchmark: Decimal | None = None
    data_version: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """What stands behind a printed value: the months, and their numerator and denominator."""

    first: str
    last: str
    numerator: Decimal | None
    denominator: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        return None if self.quotient is None else self.quotient * 100

    @property
    def quotient(self) -> Decimal | None:
        """So many for each unit of the denominator; None where there is none."""
        return None if self.numerator is None or not self.denominator else self.numerator / self.denominator


def month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def last_day(month: str) -> date:
    year, number = int(month[:4]), int(month[5:7])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def shift(month: str, by: int) -> str:
    """The month `by` months later."""
    index = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def total(cells: Iterable[Cell], first: str, last: str) -> Window:
    """Numerator and denominator summed over months; None where nothing was counted."""
    inside = [cell for cell in cells if first <= cell.month <= last]
    if not inside:
        return Window(first, last, None, None)
    parts = [cell.denominator for cell in inside if cell.denominator is not None]
    return Window(first, last, sum((cell.numerator for cell in inside), Decimal(0)), sum(parts) if parts else None)


def window_of(shape: str, target: PlanTarget, cells: Sequence[Cell], on: date) -> Window:
    """The window whose rows are the target's value on a day: what a printed figure opens to."""
    month = month_of(on)
    if shape == "series":
        known = [cell for cell in cells if last_day(cell.month) <= on]
        return (
            Window(known[-1].month, known[-1].month, known[-1].numerator, None)
            if known
            else Window(month, month, None, None)
        )
    if shape == "ratio":
        return total(cells, shift(month, 1 - WINDOW_MONTHS), month)
    if shape in RUNNING:
        moment = month if on == last_day(month) else on.isoformat()
        return replace(total(cells, BEGINNING, month), first=moment, last=moment)
    return total(cells, count_start(target, on), month)


def count_start(target: PlanTarget, on: date) -> str:
    """The first month that a count of this target includes."""
    if target.kind == "annual_flow" or (target.kind == "per_unit" and target.yearly_from is not None):
        return f"{on.year:04d}-01"
    return month_of(target.start) if target.start else "0001-01"


def observations(shape: str, target: PlanTarget, cells: Sequence[Cell], until: date) -> list[Observation]:
    """What a target is judged by on a day, from a unit's monthly figures (in order of month)."""
    if shape == "series":
        return _series(target, [cell for cell in cells if last_day(cell.month) <= until])
    if not cells:
        return []
    if shape in RUNNING:
        return _running(shape, cells, until)
    months = _months(min(cells[0].month, month_of(until)), month_of(until))
    if shape == "ratio":
        months = [month for month in months if int(month[5:7]) % 3 == 0 or month == month_of(until)]
        windows = [(month, total(cells, shift(month, 1 - WINDOW_MONTHS), month)) for month in months]
        return [
            Observation(min(last_day(month), until), numerator=window.numerator, denominator=window.denominator)
            for month, window in windows
            if window.denominator
        ]
    return [
        Observation(min(last_day(month), until), value=window.numerator)
        for month in months
        if (window := total(cells, count_start(target, last_day(month)), month)).numerator is not None
    ]


def _running(shape: str, cells: Sequence[Cell], until: date) -> list[Observation]:
    """The level at each month's end and on the day itself."""
    by_month = {cell.month: cell for cell in cells}
    numerator = denominator = Decimal(0)
    found = []
    for month in _months(cells[0].month, month_of(until)):
        if cell := by_month.get(month):
            numerator += cell.numerator
            denominator += cell.denominator or 0
        on = min(last_day(month), until)
        if shape not in RUNNING_FRACTIONS:
            found.append(Observation(on, value=numerator))
        elif denominator and shape == "density":  # so many for each unit of the series, no share of a whole
            found.append(Observation(on, value=numerator / denominator))
        elif denominator:
            found.append(Observation(on, numerator=numerator, denominator=denominator))
    return found


def worst_units(shape: str, target: PlanTarget, cells: Mapping[str, Sequence[Cell]], until: date) -> list[Observation]:
    """What a promise for every unit is judged by: each unit's count side by side; a unit without any has none."""
    seen = {unit: {one.on: one.value for one in observations(shape, target, own, until)} for unit, own in cells.items()}
    days = sorted({day for counts in seen.values() for day in counts})
    return [
        Observation(day, units={unit: counts.get(day) or Decimal(0) for unit, counts in seen.items()}) for day in days
    ]


def cells_until(cells: Iterable[Cell], until: date, level: tuple[Decimal, Decimal | None] | None) -> list[Cell]:
    """The cells up to a day; `level` is a running measure's on that day, where it ends no month.

    The month of the day then holds the net change up to the day, so that the sum of cells is the level.
    """
    month = month_of(until)
    known = [cell for cell in cells if cell.month <= month]
    if level is None:
        return known
    before = [cell for cell in known if cell.month < month]
    numerator = level[0] - sum((cell.numerator for cell in before), Decimal(0))
    denominator = (level[1] or Decimal(0)) - sum((cell.denominator or Decimal(0) for cell in before), Decimal(0))
    if not numerator and not denominator:
        return before
    version = known[-1].data_version if known else 0
    return [*before, Cell(month, numerator, denominator if level[1] is not None else None, None, version)]


def _months(first: str, last: str) -> list[str]:
    months, month = [], first
    while month <= last:
        months.append(month)
        month = shift(month, 1)
    return months


def _series(target: PlanTarget, cells: Sequence[Cell]) -> list[Observation]:
    if target.kind == "benchmark" and target.compared_as == "average_growth":
        return _average_growth(target, cells)
    return [Observation(last_day(cell.month), value=cell.numerator, benchmark=cell.benchmark) for cell in cells]


def _average_growth(target: PlanTarget, cells: Sequence[Cell]) -> list[Observation]:
    """Mean yearly growth since the base year, in per cent, beside the province's over the same years."""
    base = next((cell for cell in cells if cell.month[:4] == str(target.base_year)), None)
    if base is None or base.numerator <= 0:
        return []
    return [
        Observation(
            last_day(cell.month),
            value=_mean_growth(base.numerator, cell.numerator, years),
            benchmark=_mean_growth(base.benchmark, cell.benchmark, years),
        )
        for cell in cells
        if (years := int(cell.month[:4]) - int(base.month[:4])) > 0
    ]


def _mean_growth(start: Decimal | None, end: Decimal | None, years: int) -> Decimal | None:
    if start is None or end is None or start <= 0 or end <= 0:
        return None
    return ((end / start) ** (Decimal(1) / years) - 1) * 100


def judged(plan: Plan, target: PlanTarget, on: date, cells: Sequence[Cell] = ()) -> Target:
    """The target as the kernel judges it, with the milestones that lead to it and lie behind `on`."""
    spoken = grammar(plan, target.id)
    kind = Kind(spoken.kind)
    before = (
        {} if kind is Kind.FLOOR else {m.due: m.value for m in spoken.milestones if m.due < on and m.due < target.due}
    )
    own = dict.fromkeys(target.due_dates, target.value)
    if kind is Kind.QUALITATIVE and not _registered(target):
        before, own = {}, {target.due: None}
    baseline = Baseline(*spoken.baseline) if spoken.baseline else _base_level(target, cells)
    return Target(
        kind=kind,
        milestones=tuple(Milestone(due, value) for due, value in sorted({**before, **own}.items())),
        direction=Direction(spoken.direction),
        resolution=spoken.resolution,
        baseline=baseline,
        tolerance=spoken.tolerance,
        operator=Operator.ABOVE if spoken.operator == "above" else Operator.REACH,
        aspirational=spoken.aspirational,
        per=Decimal(100) if plan.indicator(target.indicator).unit == "%" else Decimal(1),
        start=target.start - timedelta(days=1) if target.start else None,
        registered_on=target.operationalisation.registered_on if target.operationalisation else None,
    )


def _registered(target: PlanTarget) -> bool:
    return target.operationalisation is not None and target.operationalisation.registered_on is not None


def _base_level(target: PlanTarget, cells: Sequence[Cell]) -> Baseline | None:
    """For mean growth: the published level of the stated base year."""
    if target.kind != "average_growth" or target.base_year is None:
        return None
    base = next((cell for cell in cells if cell.month[:4] == str(target.base_year)), None)
    return Baseline(last_day(base.month), base.numerator) if base else None


MONTHLY = frozenset({"complaint_on_time_rate", "vaccine_check_coverage"})
SHARES = frozenset({"hightech_share", "manufacturing_pass_rate", *MONTHLY})
BY_UNIT = frozenset({"population"})  # what is published for each county too
AMOUNTS = {"rd_spending": ("经费投入", "亿元"), "population": ("常住人口", "万人")}
MOST_RESIDENTS = 5000  # in units of 10,000: no city of the country has that many, so persons were typed as such


def broken_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values break."""
    series, vintage, period = (values.get(name) for name in ("series", "vintage", "period_end"))
    if values.get("value") is not None:
        yield from _amount(series or "", values["value"])
    if series in MONTHLY and period and period != last_day(month_of(period)):
        yield Finding(
            "period_end", f"月度值的所属期止应是月末，现为 {period}。", f"请填 {last_day(month_of(period))}。"
        )
    if series == "population" and period and (period.month, period.day) != (12, 31):
        yield Finding("period_end", f"常住人口填年末数，现为 {period}。", f"请填 {period.year}-12-31 及当日的数。")
    unit = values.get("unit")
    if series and series not in BY_UNIT and unit is not None and not unit.is_city:
        yield Finding("unit", f"这一指标只有全市数，不按“{unit}”登记。", "请把填报单位改为全市。")
    if vintage and vintage > today:
        yield Finding("vintage", f"发布日期 {vintage} 晚于今天。", "请填文件上的发布日期。")
    if vintage and period and vintage < period.replace(day=1):
        yield Finding("vintage", "发布日期早于所属期。", "请核对是否把计划数当作了统计数。")


def _amount(series: str, value: Decimal) -> Iterable[Finding]:
    if series in SHARES and not 0 <= value <= 100:
        yield Finding("value", f"百分比应在 0 到 100 之间，现为 {value}。", "请核对小数点与单位。")
    if series in AMOUNTS and value <= 0:
        name, unit = AMOUNTS[series]
        yield Finding("value", f"{name}应大于 0，现为 {value}。", f"请核对数值与单位（{unit}）。")
    if series == "population" and value >= MOST_RESIDENTS:
        yield Finding("value", f"常住人口 {value} 万人太大。", "单位是万人，请核对是否按人填了。")
