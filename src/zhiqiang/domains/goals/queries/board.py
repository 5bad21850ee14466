"""Reading the board: every target of the plan, judged for the city and each unit from figures alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache

from django.utils.translation import gettext as _

from zhiqiang.domains.goals.queries.evidence import Evidence, city_unit
from zhiqiang.domains.goals.rules import (
    Cell,
    Window,
    observations,
    window_of,
    worst_units,
)
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.declaration import FRACTIONS, Measure, Shape
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.kernel.plan import Indicator, Plan, PlanTarget
from zhiqiang.kernel.proportions import wilson
from zhiqiang.kernel.proportions.verdict import SMALLEST_SHOWN
from zhiqiang.kernel.targets import Assessment, Observation, Status, Thresholds, Verdict, assess

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
        seen = seen_by(evidence, measure, target, unit=unit, known=known, on=judged_on)
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
        value = window.quotient if measure.shape is Shape.DENSITY else window.numerator
        assessment = Assessment(Verdict.OPEN, Status.NOT_DUE, (), value=value)
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


def seen_by(
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
