"""The two signals of a target in flight: lag behind the path now, and shortfall of the forecast at the due date.

lag = max(0, d(E - V)) / S and shortfall = max(0, d(T - F)) / S with d = +1 or -1, F = V + r(t_j - t) and the span
S = max(|T - B|, 5 resolutions), which is never zero however near the baseline lies to the goal.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiqiang.kernel.targets.calendar_years import between, position
from zhiqiang.kernel.targets.case import Case, Point
from zhiqiang.kernel.targets.theil_sen import slope
from zhiqiang.kernel.targets.vocabulary import Status, worst
from zhiqiang.kernel.targets.wording import number, percent


@dataclass(frozen=True, slots=True)
class Signals:
    """Both signals with what they were computed from; None where undefined."""

    value: Decimal
    goal: Decimal
    expected: Decimal | None
    forecast: Decimal | None
    trend: Decimal | None
    required_rate: Decimal | None
    required_pace: Decimal | None
    lag: Decimal | None
    shortfall: Decimal | None


def span(case: Case, goal: Decimal, start: Decimal) -> Decimal:
    floor = case.thresholds.span_resolutions * abs(case.target.resolution)
    return max(abs(goal - start), floor)


def share(gap: Decimal, whole: Decimal) -> Decimal:
    """A gap as a share of the span; no gap is none of it, a gap in an empty span all of it."""
    if gap <= 0:
        return Decimal(0)
    return gap / whole if whole else Decimal(1)


def measure(
    case: Case,
    *,
    at: date,
    value: Decimal,
    goal: Decimal,
    whole: Decimal,
    expected: Decimal | None,
    trend: Decimal | None,
    due: date | None = None,
    lost: Decimal = Decimal(0),
) -> Signals:
    """Signals on the day `at`; `whole` is the span, `lost` what is known to fall away before the due date."""
    left = max(between(at, due or case.milestone.due), Decimal(0))
    sign = case.sign
    forecast = None if trend is None else value + trend * left - lost
    required = (goal - value) / left if left else None
    pace = None
    if required is not None and trend is not None and sign * trend > 0:
        pace = max(sign * required, Decimal(0)) / (sign * trend)
    return Signals(
        value=value,
        goal=goal,
        expected=expected,
        forecast=forecast,
        trend=trend,
        required_rate=required,
        required_pace=pace,
        lag=None if expected is None else share(sign * (expected - value), whole),
        shortfall=None if forecast is None else share(sign * (goal - forecast), whole),
    )


def band(case: Case, ratio: Decimal | None) -> Status:
    """A share of the span as a status; an undefined signal is silent."""
    if ratio is None or ratio <= case.thresholds.watch_above:
        return Status.ON_TRACK
    return Status.WATCH if ratio <= case.thresholds.behind_above else Status.BEHIND


def is_worsening(case: Case, signals: Signals) -> bool:
    """Short of the goal and moving away from it by more than one resolution a year."""
    if signals.trend is None or case.reaches(signals.value, signals.goal):
        return False
    return case.sign * signals.trend < -abs(case.target.resolution)


def banded(case: Case, signals: Signals) -> Status:
    if is_worsening(case, signals):
        return Status.WORSENING
    return worst(band(case, signals.lag), band(case, signals.shortfall))


def recent(case: Case, points: list[Point], until: date) -> list[tuple[date, Decimal]]:
    """The comparable periods of the trend: the last six readings, the baseline being one of them."""
    series = {point.on: point.value for point in points if point.on <= until}
    baseline = case.target.baseline
    if baseline and baseline.on <= until:
        series.setdefault(baseline.on, baseline.value)
    return sorted(series.items())[-case.thresholds.trend_periods :]


def level_trend(series: list[tuple[date, Decimal]]) -> Decimal | None:
    return slope([(position(on), value) for on, value in series])


def trend_reasons(series: list[tuple[date, Decimal]]) -> list[str]:
    if len(series) == 2:
        return ["趋势只依据两期数据（短序列），供参考。"]
    return ["只有一期数据，不作趋势预测。"] if len(series) < 2 else []


def explain(signals: Signals) -> list[str]:
    """The arithmetic of both signals, in words."""
    reasons = []
    if signals.expected is not None and signals.lag is not None:
        reasons.append(
            f"当前值{number(signals.value)}，按里程碑路径此时应为{number(signals.expected)}，"
            + (f"差距为全程的{percent(signals.lag)}。" if signals.lag else "没有落后。")
        )
    if signals.forecast is not None and signals.trend is not None and signals.shortfall is not None:
        reasons.append(
            f"近期每年变化{number(signals.trend)}，照此到期预计{number(signals.forecast)}，"
            f"目标{number(signals.goal)}，"
            + (f"缺口为全程的{percent(signals.shortfall)}。" if signals.shortfall else "可以达到。")
        )
    return reasons
