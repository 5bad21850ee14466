"""Targets against another place (高于, 达到全省平均): the gap G = V_city - V_province of one period and vintage."""

from decimal import Decimal

from zhiqiang.kernel.targets.assessment import Assessment, UndecidableError
from zhiqiang.kernel.targets.case import Case, level
from zhiqiang.kernel.targets.declaration import Observation
from zhiqiang.kernel.targets.outcome import outcome
from zhiqiang.kernel.targets.signals import (
    Signals,
    band,
    is_worsening,
    level_trend,
    measure,
    span,
    trend_reasons,
)
from zhiqiang.kernel.targets.vocabulary import Operator, Status, Verdict, worst
from zhiqiang.kernel.targets.wording import day, number


def judge(case: Case) -> Assessment:
    """G > 0 (高于) or G ≥ 0 (达到); value, expected and forecast are gaps, the goal is the gap of zero."""

    def gap(observation: Observation) -> Decimal | None:
        value = level(case.target, observation)
        return None if value is None or observation.benchmark is None else value - observation.benchmark

    current = case.current(case.points(lambda observation: level(case.target, observation)))
    if current.source.benchmark is None:
        raise UndecidableError(Status.BENCHMARK_MISSING, f"{day(current.on)}缺少对标值，不作判定。")
    gaps = [point for point in case.points(gap) if point.on <= current.on]
    series = [(point.on, point.value) for point in gaps][-case.thresholds.trend_periods :]
    zero = Decimal(0)
    signals = measure(
        case,
        at=current.on,
        value=current.value - current.source.benchmark,
        goal=zero,
        whole=span(case, zero, zero),
        expected=zero,
        trend=level_trend(series),
    )
    attained = _attains(case, signals.value)
    asked = "高于" if case.target.operator is Operator.ABOVE else "达到"
    figures = f"本市{number(current.value)}，对标值{number(current.source.benchmark)}，差{number(signals.value)}"
    reasons = [f"{figures}；要求{asked}对标值。", *trend_reasons(series)]
    if case.is_due:
        return outcome(case, signals, Verdict.MET if attained else Verdict.MISSED, reasons)
    if signals.forecast is not None:
        reasons.append(f"照近期趋势，到期时差距预计为{number(signals.forecast)}。")
    return outcome(case, signals, Verdict.OPEN, reasons, status=_in_flight(case, signals, attained=attained))


def _attains(case: Case, gap: Decimal) -> bool:
    return case.sign * gap > 0 if case.target.operator is Operator.ABOVE else case.sign * gap >= 0


def _in_flight(case: Case, signals: Signals, *, attained: bool) -> Status:
    if attained:
        falls = signals.forecast is not None and not _attains(case, signals.forecast)
        return Status.WATCH if falls else Status.ON_TRACK
    if is_worsening(case, signals):
        return Status.WORSENING
    return worst(Status.WATCH, band(case, signals.lag), band(case, signals.shortfall))
