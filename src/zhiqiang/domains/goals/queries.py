"""Reading the board: every target of the plan, judged for the city and each unit from figures alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.domains.goals.rules import (
    Cell,
    Window,
    cells_until,
    judged,
    last_day,
    month_of,
    observations,
    window_of,
    worst_units,
)
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import follow
from zhiqiang.foundation.catalogue import measures
from zhiqiang.foundation.evidence.declaration import FRACTIONS, RUNNING, Measure, Shape
from zhiqiang.foundation.evidence.figures import CellTable, CutOff, cut_offs, load_cells
from zhiqiang.foundation.evidence.levels import levels
from zhiqiang.foundation.evidence.rows import digest, evidence_rows, exclusions
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.kernel.plan import Indicator, Plan, PlanTarget
from zhiqiang.kernel.proportions import wilson
from zhiqiang.kernel.proportions.verdict import SMALLEST_SHOWN
from zhiqiang.kernel.targets import Assessment, Observation, Status, Target, Thresholds, Verdict, assess

NOT_BOUND, NO_GOAL = "not_bound", "no_goal"
UNCOLOURED = frozenset({NOT_BOUND, NO_GOAL, *(status.value for status in Status if not status.coloured)})
ACT_ON = ("behind", "worsening", "missed")
GOOD = ("on_track", "met")
WHOLE = Decimal(100)  # no rate is forecast beyond it, whatever the trend
CITY_ONLY_SHAPES = frozenset({Shape.SERIES})
JUDGED_BY_UNIT = frozenset({Shape.RATIO, Shape.COVERAGE})


@dataclass(frozen=True)
class Line:
    """One target for one unit: the figure, what stands behind it, and the judgement."""

    target: PlanTarget
    indicator: Indicator
    unit: Unit
    clause: str
    status: str
    window: Window | None = None
    assessment: Assessment | None = None
    measure: Measure | None = None
    data_version: int | None = None
    other_version: int | None = None
    cut_off: datetime | None = None
    reasons: tuple[str, ...] = ()
    judged_on: date | None = None

    @property
    def value(self) -> Decimal | None:
        return self.assessment.value if self.assessment else None

    @property
    def verdict(self) -> str:
        return self.assessment.verdict.value if self.assessment else Verdict.OPEN.value

    @property
    def is_survey(self) -> bool:
        return self.measure is not None and self.measure.survey

    @property
    def data_reference(self) -> str | None:
        """The data versions behind the figure: "samples@7", or of two datasets "above_scale@3+officers@2"."""
        if self.measure is None or self.data_version is None:
            return None
        numbers = (self.data_version, self.other_version)
        pairs = zip(self.measure.datasets, numbers, strict=False)
        return "+".join(f"{slug}@{version}" for slug, version in pairs if version is not None)

    @cached_property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """The 95 % Wilson interval of a sampled rate, in per cent; None where the figure is no sample."""
        return self.interval_of(self.window) if self.is_survey and self.window else None

    @staticmethod
    def interval_of(window: Window) -> tuple[Decimal, Decimal] | None:
        if not window.denominator or window.numerator is None:
            return None
        found = wilson(int(window.numerator), int(window.denominator))
        return (_percent(found.lower), _percent(found.upper)) if found else None

    @property
    def is_coloured(self) -> bool:
        return self.status not in UNCOLOURED


@dataclass(frozen=True)
class Board:
    """Every target for one unit on one day."""

    plan: Plan
    unit: Unit
    on: date
    lines: tuple[Line, ...]
    cut_off: datetime | None
    stale: bool
    evidence: "Evidence"

    @cached_property
    def counts(self) -> Mapping[str, int]:
        return Counter(line.status for line in self.lines)

    @cached_property
    def by_indicator(self) -> dict[str, tuple[Line, ...]]:
        grouped: dict[str, list[Line]] = {}
        for line in self.lines:
            grouped.setdefault(line.indicator.code, []).append(line)
        return {code: tuple(lines) for code, lines in grouped.items()}

    def line(self, target_id: str) -> Line:
        """Raises KeyError."""
        return next((line for line in self.lines if line.target.id == target_id), None) or _missing(target_id)

    def current(self, indicator: str) -> Line:
        """The line that matters now: the next milestone not yet due, else the last one."""
        lines = self.by_indicator[indicator]
        return next((line for line in lines if line.target.due >= self.on), lines[-1])


class Evidence:
    """The cells that a board needs, loaded once: a constant number of queries however many units and targets."""

    def __init__(self, plan: Plan, known_at: datetime | None = None) -> None:
        self.plan = plan
        self.measures = {
            indicator.code: measures()[indicator.measure]
            for indicator in plan.indicators
            if indicator.measure and indicator.measure in measures()
        }
        self.table: CellTable = load_cells([one.code for one in self.measures.values()], known_at)
        datasets = {slug for one in self.measures.values() for slug in one.datasets}
        self.cut_offs: Mapping[str, CutOff] = cut_offs(sorted(datasets), known_at)
        self.city = city_unit().code
        zones = plan.settings.count_zones_per_county
        self.counties = [unit for unit in reporting_units() if zones or not unit.is_zone]
        self._spoken: dict[tuple[str, date], Target] = {}

    def cells(self, indicator: str, unit: str) -> tuple[Cell, ...]:
        """An indicator's monthly figures for one unit, in order; of what is valid also those known to come."""
        measure = self.measures.get(indicator)
        if measure is None:
            return ()
        return tuple(
            Cell(one.month, one.numerator, one.denominator, one.benchmark, one.data_version)
            for one in self.table.series(measure.code, unit)
        )

    def known(self, indicator: str, unit: str, until: date) -> list[Cell]:
        """The figures up to a day, to the very day where the measure says what is valid on a day."""
        measure, level = self.measures.get(indicator), None
        if measure is not None and measure.shape in RUNNING and until != last_day(month_of(until)):
            plain = measure.shape is Shape.STOCK
            nothing = (Decimal(0), None if plain else Decimal(0))
            level = levels(measure.code, until, self.cut_offs).get(unit, nothing)
        return cells_until(self.cells(indicator, unit), until, level)

    def versions(self, measure: Measure, known: Sequence[Cell]) -> tuple[int | None, int | None]:
        """The data versions that a window of these figures rests on: its dataset's and its second dataset's."""
        if measure.shape not in RUNNING:
            return max((cell.data_version for cell in known), default=None), None
        other = self.cut_offs[measure.other.dataset].version if measure.other else None
        return self.cut_offs[measure.dataset].version, other

    def spoken(self, target: PlanTarget, on: date) -> Target:
        """A target as the kernel judges it on a day: the same for every unit, so made once."""
        key = (target.id, on)
        if key not in self._spoken:
            self._spoken[key] = judged(self.plan, target, on, self.cells(target.indicator, self.city))
        return self._spoken[key]


def board(*, unit: Unit | None = None, on: date | None = None, known_at: datetime | None = None) -> Board:
    """The board of one unit (the city by default) as of a day, from the figures known now or at a moment."""
    return boards([unit or city_unit()], on=on, known_at=known_at)[0]


def boards(units: Iterable[Unit], *, on: date | None = None, known_at: datetime | None = None) -> list[Board]:
    """The boards of several units, from one loading of figures."""
    plan, day = active_plan(), on or clock.today()
    evidence, thresholds = Evidence(plan, known_at), thresholds_on(day)
    return [_board(evidence, unit, day, thresholds) for unit in units]


def _board(evidence: Evidence, unit: Unit, on: date, thresholds: Thresholds) -> Board:
    lines = tuple(line_of(evidence, target, unit, on, thresholds) for target in evidence.plan.targets)
    moments = [line.cut_off for line in lines if line.cut_off is not None]
    stale = any(one.dirty for one in evidence.cut_offs.values())
    return Board(evidence.plan, unit, on, lines, max(moments, default=None), stale, evidence)


def line_of(evidence: Evidence, target: PlanTarget, unit: Unit, on: date, thresholds: Thresholds) -> Line:
    """One target judged for one unit on a day; a target whose due date has passed is judged on that date."""
    indicator, measure = evidence.plan.indicator(target.indicator), evidence.measures.get(target.indicator)
    clause = evidence.plan.clause_of(target)
    if measure is None:
        waits = _("“%(title)s”所在业务尚未建成，接通前不判定。") % {"title": indicator.title}
        return Line(target, indicator, unit, clause, NOT_BOUND, reasons=(waits,))
    if measure.shape in CITY_ONLY_SHAPES and not unit.is_city:
        reason = _("外部统计只有全市数，没有分单位的值。")
        return Line(target, indicator, unit, clause, Status.NO_DATA.value, measure=measure, reasons=(reason,))
    judged_on = min(on, target.due)
    known = evidence.known(indicator.code, unit.code, judged_on)
    window = window_of(measure.shape, target, known, judged_on)
    if _is_judged(measure, target, unit, evidence):
        seen = _seen(evidence, measure, target, unit=unit, known=known, on=judged_on)
        assessment = assess(evidence.spoken(target, judged_on), seen, judged_on, thresholds)
        if target.kind == "benchmark":
            assessment = beside_benchmark(assessment, seen)
        if indicator.unit == "%" and measure.shape in FRACTIONS and (assessment.forecast or 0) > WHOLE:
            assessment = replace(assessment, forecast=WHOLE)
        status, reasons = assessment.status.value, assessment.reasons
        if measure.survey and not unit.is_city and (window.denominator or 0) < SMALLEST_SHOWN:
            status = Status.NO_DATA.value
            few = {"n": f"{window.denominator or 0:.0f}", "least": SMALLEST_SHOWN}
            reasons = (_("样本 %(n)s 批，不足 %(least)s 批，不作判定。") % few,)
    else:
        # A city-wide count is no goal of one unit until the city breaks it down.
        assessment = Assessment(Verdict.OPEN, Status.NOT_DUE, (), value=window.numerator)
        status, reasons = NO_GOAL, (_("目标由全市完成，尚未分解到单位；这里只显示本单位的数。"),)
    data_version, other_version = evidence.versions(measure, known)
    return Line(
        target,
        indicator,
        unit,
        clause,
        status,
        window,
        assessment,
        measure,
        data_version=data_version,
        other_version=other_version,
        cut_off=evidence.cut_offs[measure.dataset].at,
        reasons=reasons,
        judged_on=judged_on,
    )


def _is_judged(measure: Measure, target: PlanTarget, unit: Unit, evidence: Evidence) -> bool:
    """Whether the target says anything of this unit: rates do, a promise for every unit does of those it means."""
    if target.kind == "per_unit":
        return unit.is_city or unit in evidence.counties
    return measure.shape in JUDGED_BY_UNIT or unit.is_city


def _seen(
    evidence: Evidence, measure: Measure, target: PlanTarget, *, unit: Unit, known: Sequence[Cell], on: date
) -> list[Observation]:
    """What the target is judged by for this unit."""
    if target.kind == "per_unit" and unit.is_city:
        if not known:
            return []
        code = target.indicator
        return worst_units(
            measure.shape, target, {one.short: evidence.known(code, one.code, on) for one in evidence.counties}, on
        )
    if target.kind == "per_unit" and not known:  # counted, and nothing there: none
        return [Observation(on, value=Decimal(0))] if evidence.known(target.indicator, evidence.city, on) else []
    seen = observations(measure.shape, target, known, on)
    if measure.shape is Shape.STOCK and seen:
        to_come = sum((one.numerator for one in evidence.known(target.indicator, unit.code, target.due)), Decimal(0))
        seen[-1] = replace(seen[-1], expiring=max((seen[-1].value or Decimal(0)) - to_come, Decimal(0)))
    return seen


def beside_benchmark(assessment: Assessment, seen: Sequence[Observation]) -> Assessment:
    """A comparison as it is printed: the city's own value against the benchmark, where the kernel judges their gap."""
    current = next((one for one in reversed(seen) if one.value is not None and one.benchmark is not None), None)
    if current is None or assessment.value is None or current.benchmark is None:
        return assessment
    base = current.benchmark
    forecast = None if assessment.forecast is None else assessment.forecast + base
    return replace(assessment, value=assessment.value + base, goal=base, expected=base, forecast=forecast)


def thresholds_on(day: date) -> Thresholds:
    """The method's numbers in force on a day: dated parameters, the kernel's defaults for those not set."""
    return _thresholds(day)


@lru_cache(maxsize=64)
def _thresholds(day: date) -> Thresholds:
    found = load_parameters()
    return replace(
        Thresholds(),
        watch_above=found.value("target.band.on_track", day),
        behind_above=found.value("target.band.watch", day),
        attainment_on_track=found.value("target.attainment.on_track", day),
        attainment_watch=found.value("target.attainment.watch", day),
        trend_periods=int(found.value("target.trend.window", day)),
        span_resolutions=found.value("target.span.floor", day),
        qualitative_min_step=found.value("target.qualitative.minimum_step", day),
    )


def city_unit() -> Unit:
    return Unit.objects.get(kind=Unit.Kind.CITY)


def reporting_units() -> list[Unit]:
    """The reporting units in administrative order."""
    return list(Unit.objects.exclude(kind=Unit.Kind.CITY).order_by("position"))


def weakest(boards_of_units: Sequence[Board], indicator: str) -> Line | None:
    """The unit furthest below, if the sample can tell it from the rest: its interval lies below the goal."""
    lines = [one.current(indicator) for one in boards_of_units]
    below = [
        line for line in lines
        if line.status in ACT_ON and line.value is not None and line.assessment and line.assessment.goal is not None
        if line.interval is None or line.interval[1] < line.assessment.goal
    ]  # fmt: skip
    return min(below, key=lambda line: line.value or Decimal(0), default=None)


def _percent(share: float) -> Decimal:
    return Decimal(str(round(share * 100, 4)))


def _missing(target_id: str) -> Line:
    raise KeyError(target_id)


@dataclass(frozen=True)
class Rows:
    """A page of the rows behind a figure, how many there are in all, and the digest of all of them."""

    ids: tuple[int, ...]
    total: int
    digest: str


def rows_behind(line: Line, part: str = "denominator", *, offset: int = 0, limit: int | None = None) -> Rows | None:
    """The records that a line's figure counts (or one part of them); None for a part the measure does not know."""
    if line.measure is None or line.window is None:
        return None
    window = (line.measure.code, line.unit.code, line.window.first, line.window.last)
    try:
        ids, total = evidence_rows(*window, part=part, version=line.data_version, other_version=line.other_version)
    except KeyError:
        return None
    end = None if limit is None else offset + limit
    return Rows(tuple(ids[offset:end]), total, digest(ids))


def exclusions_of(line: Line) -> dict[str, int]:
    """How many rows are left out beside a line's figure, by reason."""
    if line.measure is None or line.window is None or line.data_version is None:
        return {}
    return exclusions(line.measure.code, line.unit.code, line.window.first, line.window.last, line.data_version)


def figures_touched(register: Register, row: Record) -> list[tuple[Indicator, Line, Line]]:
    """The indicators that a record bears on, with their lines for the city and for the record's unit.

    Asked of each measure's own oracle, on this one row: no second statement of what counts.
    """
    dataset = register.dataset
    if dataset is None:
        return []
    facts = {column.name: follow(row, column.source) for column in dataset.columns} | {"matched": True}
    touched = {
        one.code
        for one in measures().values()
        if dataset.slug in one.datasets and (one.dataset != dataset.slug or _bears(one, facts))
    }
    if not touched:
        return []
    city, own = boards([city_unit(), row.unit])
    return [
        (indicator, city.current(indicator.code), own.current(indicator.code))
        for indicator in city.plan.indicators
        if indicator.measure in touched
    ]


def _bears(measure: Measure, facts: Mapping[str, Any]) -> bool:
    try:
        numerator, denominator = measure.oracle([facts])
    except ValueError:
        return False
    return bool(numerator or denominator)


def judge_what_if(
    evidence: Evidence,
    line: Line,
    *,
    value: Decimal | None = None,
    goal: Decimal | None = None,
    tolerance: Decimal | None = None,
) -> Assessment:
    """The line judged with another latest value, goal or tolerance; nothing is saved."""
    assert line.measure is not None
    assert line.judged_on is not None
    spoken = evidence.spoken(line.target, line.judged_on)
    if goal is not None:
        stones = tuple(replace(m, value=goal) if m.due == line.target.due else m for m in spoken.milestones)
        spoken = replace(spoken, milestones=stones)
    if tolerance is not None:
        spoken = replace(spoken, tolerance=tolerance)
    known = evidence.known(line.indicator.code, line.unit.code, line.judged_on)
    seen = _seen(evidence, line.measure, line.target, unit=line.unit, known=known, on=line.judged_on)
    if value is not None:
        last = Observation(line.judged_on, value=value, benchmark=seen[-1].benchmark if seen else None)
        seen = [*(one for one in seen if one.on != line.judged_on), last]
    tried = assess(spoken, seen, line.judged_on, thresholds_on(line.judged_on))
    return beside_benchmark(tried, seen) if line.target.kind == "benchmark" else tried
