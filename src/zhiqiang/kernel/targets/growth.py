"""Growth targets: levels are observed, per cent is aimed at, in one year (增长) or on average (年均增长).

The average is the geometric one: years of 12 % and 7 % leave 11.06 % to grow for an average of 10 % over three years.
"""

from datetime import date
from decimal import Decimal

from zhiqiang.kernel.targets.assessment import Assessment, UndecidableError
from zhiqiang.kernel.targets.calendar_years import between, position, shifted
from zhiqiang.kernel.targets.case import Case, Point, level
from zhiqiang.kernel.targets.declaration import Observation
from zhiqiang.kernel.targets.outcome import outcome
from zhiqiang.kernel.targets.signals import (
    Signals,
    banded,
    explain,
    level_trend,
    measure,
    recent,
    share,
    span,
    trend_reasons,
)
from zhiqiang.kernel.targets.theil_sen import slope
from zhiqiang.kernel.targets.vocabulary import Status, Verdict
from zhiqiang.kernel.targets.wording import day, number

_PARTNER_DAYS = 31


def judge_single_year(case: Case) -> Assessment:
    """V_t / V_{t-1} - 1 ≥ g, both years of the same vintage; refuses figures more than twelve months old."""
    levels = case.points(lambda observation: level(case.target, observation))
    current = case.current(levels)
    if not case.is_due:
        case.refuse_older(current.on, case.thresholds.growth_lag_months)
    rates = [(point.on, rate) for point in levels if (rate := _rate(case, levels, point)) is not None]
    known = dict(rates)
    if current.on not in known:
        raise UndecidableError(Status.NO_DATA, _why_no_rate(case, levels, current))
    series = [pair for pair in rates if pair[0] <= current.on][-case.thresholds.trend_periods :]
    goal = case.goal
    signals = measure(
        case,
        at=current.on,
        value=known[current.on],
        goal=goal,
        whole=span(case, goal, Decimal(0)),
        expected=goal,
        trend=level_trend(series),
    )
    reasons = explain(signals) + trend_reasons(series)
    if case.is_due:
        return outcome(case, signals, _verdict(case, signals.value, goal), reasons)
    return outcome(case, signals, Verdict.OPEN, reasons, status=banded(case, signals))


def _verdict(case: Case, value: Decimal, goal: Decimal) -> Verdict:
    return Verdict.MET if case.reaches(value, goal) else Verdict.MISSED


def _rate(case: Case, levels: list[Point], point: Point) -> Decimal | None:
    before = _year_before(case, levels, point)
    if before is None or before <= 0:
        return None
    return (point.value / before - 1) * 100


def _year_before(case: Case, levels: list[Point], point: Point) -> Decimal | None:
    """The level one year earlier, of the same vintage where vintages are given."""
    wanted = shifted(point.on, -12)
    near = [other.on for other in levels if other.on < point.on and abs((other.on - wanted).days) <= _PARTNER_DAYS]
    baseline = case.target.baseline
    if baseline and baseline.on < point.on and abs((baseline.on - wanted).days) <= _PARTNER_DAYS:
        near.append(baseline.on)
    if not near:
        return None
    on = min(near, key=lambda other: (abs((other - wanted).days), other))
    vintage = point.source.vintage
    same = case.points(lambda other: level(case.target, other) if _comparable(other, on, vintage) else None)
    if same:
        return same[0].value
    observed = any(other.on == on for other in levels)
    return baseline.value if baseline and baseline.on == on and not observed else None


def _comparable(other: Observation, on: date, vintage: str) -> bool:
    return other.on == on and (not vintage or not other.vintage or other.vintage == vintage)


def _why_no_rate(case: Case, levels: list[Point], point: Point) -> str:
    before = _year_before(case, levels, point)
    if before is not None:
        return f"{day(point.on)}的上年同期值为{number(before)}，不是正数，增长率没有意义。"
    return f"{day(point.on)}没有同一版本的上年同期值，无法计算增长率。"


def judge_average(case: Case) -> Assessment:
    """(V_n / V_0)^(1/n) - 1 ≥ g from the baseline (without one, from the earliest level) to the due date."""
    levels = case.points(lambda observation: level(case.target, observation))
    current = case.current(levels)
    baseline = case.target.baseline
    begun, start = (baseline.on, baseline.value) if baseline else (levels[0].on, levels[0].value)
    elapsed = between(begun, current.on)
    if elapsed <= 0:
        raise UndecidableError(Status.NO_DATA, "基期之后还没有观测，无法计算年均增长。")
    if start <= 0 or current.value <= 0:
        raise UndecidableError(Status.NO_DATA, "基期值或当前值不是正数，年均增长没有意义。")
    goal = case.goal
    if goal <= -100:
        raise UndecidableError(Status.NO_DATA, "年均增长目标不高于-100%，没有意义。")
    signals, needed = _average_signals(case, levels, current, begun, start)
    series = recent(case, levels, current.on)
    reasons = _average_reasons(signals) + trend_reasons(series)
    if case.is_due:
        # compared as levels: a power of a short Decimal is exact where its root is not
        met = case.reaches(current.value, start * _power(1 + goal / 100, elapsed))
        return outcome(case, signals, Verdict.MET if met else Verdict.MISSED, reasons)
    if needed is not None:
        reasons.append(f"其余年份每年需增长{number(needed)}%，年均才能达到{number(goal)}%。")
    return outcome(case, signals, Verdict.OPEN, reasons, status=banded(case, signals))


def _average_signals(
    case: Case, levels: list[Point], current: Point, begun: date, start: Decimal
) -> tuple[Signals, Decimal | None]:
    """Signals in per cent a year; the level goes on growing at its recent (log Theil–Sen) rate, which is the trend."""
    goal = case.goal
    elapsed = between(begun, current.on)
    left = max(between(current.on, case.milestone.due), Decimal(0))
    value = (_power(current.value / start, 1 / elapsed) - 1) * 100
    series = [(position(on), reading.ln()) for on, reading in recent(case, levels, current.on) if reading > 0]
    growth = slope(series)
    whole = span(case, goal, Decimal(0))
    forecast = None
    if growth is not None:
        at_due = (current.value / start).ln() + growth * left
        forecast = ((at_due / (elapsed + left)).exp() - 1) * 100
    needed = None
    if left:
        wanted = start * _power(1 + goal / 100, elapsed + left)
        needed = (_power(wanted / current.value, 1 / left) - 1) * 100
    return (
        Signals(
            value=value,
            goal=goal,
            expected=goal,
            forecast=forecast,
            trend=None if growth is None else (growth.exp() - 1) * 100,
            required_rate=needed,
            required_pace=needed,
            lag=share(case.sign * (goal - value), whole),
            shortfall=None if forecast is None else share(case.sign * (goal - forecast), whole),
        ),
        needed,
    )


def _average_reasons(signals: Signals) -> list[str]:
    reasons = [f"基期以来年均增长{number(signals.value)}%，目标{number(signals.goal)}%。"]
    if signals.trend is not None and signals.forecast is not None:
        reasons.append(f"近期每年增长{number(signals.trend)}%，照此到期年均预计{number(signals.forecast)}%。")
    return reasons


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    """base^exponent for a positive base; a whole exponent is computed without logarithms."""
    return base ** (int(exponent) if exponent == exponent.to_integral_value() else exponent)
