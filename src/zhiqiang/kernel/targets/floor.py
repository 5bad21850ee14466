"""Targets that ask to stay above a floor (稳定在、保持在): every period of the window counts.

In flight the German sustainability strategy's rule for constant targets applies: attained now × trend.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.targets.assessment import Assessment, UndecidableError
from zhiqiang.kernel.targets.calendar_years import between
from zhiqiang.kernel.targets.case import Case, Point, level
from zhiqiang.kernel.targets.outcome import outcome
from zhiqiang.kernel.targets.signals import Signals, level_trend, measure, recent, span, trend_reasons
from zhiqiang.kernel.targets.theil_sen import median
from zhiqiang.kernel.targets.vocabulary import Status, Verdict
from zhiqiang.kernel.targets.wording import number


def judge(case: Case) -> Assessment:
    points = case.points(lambda observation: level(case.target, observation))
    current = case.current(points)
    goal = case.goal
    window = _window(case, points, current)
    kept = sum(case.reaches(point.value, goal) for point in window)
    series = recent(case, points, current.on)
    baseline = case.target.baseline
    signals = measure(
        case,
        at=current.on,
        value=current.value,
        goal=goal,
        whole=span(case, goal, baseline.value if baseline else goal),
        expected=goal,
        trend=level_trend(series),
    )
    lowest = min((point.value for point in window), key=lambda value: case.sign * value, default=None)
    reasons = _window_reasons(len(window), kept, lowest)
    details: dict[str, Any] = {"periods_met": kept, "periods": len(window), "minimum": lowest}
    if case.is_due:
        if not window:
            raise UndecidableError(Status.NO_DATA, "窗口期内没有观测数据。")
        return outcome(case, signals, Verdict.MET if kept == len(window) else Verdict.MISSED, reasons, **details)
    next_value = _next_value(series, signals)
    status, why = _two_by_two(case, signals, broken=kept < len(window), next_value=next_value)
    return outcome(case, signals, Verdict.OPEN, [why, *reasons, *trend_reasons(series)], status=status, **details)


def _window(case: Case, points: list[Point], current: Point) -> list[Point]:
    """Periods after the previous milestone (else the start of the plan) up to the due date."""
    opened = case.previous.due if case.previous else case.target.begins
    closed = max(case.milestone.due, current.on)
    return [point for point in points if (opened is None or point.on > opened) and point.on <= closed]


def _next_value(series: list[tuple[date, Decimal]], signals: Signals) -> Decimal | None:
    """The trend one period ahead, a period being the usual distance of the readings."""
    if signals.trend is None:
        return None
    period = median([between(series[i][0], series[i + 1][0]) for i in range(len(series) - 1)])
    return signals.value + signals.trend * period


def _two_by_two(case: Case, signals: Signals, *, broken: bool, next_value: Decimal | None) -> tuple[Status, str]:
    if not case.reaches(signals.value, signals.goal):
        if signals.trend is not None and case.sign * signals.trend < 0:
            return Status.WORSENING, "当前值越过底线，且趋势仍在变差。"
        return Status.BEHIND, "当前值越过底线，趋势未变差。"
    if broken:
        return Status.BEHIND, "当前值守住底线，但窗口期内已有期次越过底线，本期到期时不能再判为达到。"
    if next_value is not None and not case.reaches(next_value, signals.goal):
        return Status.WATCH, f"当前值守住底线，但照近期趋势下一期预计{number(next_value)}，将越过底线。"
    return Status.ON_TRACK, "当前值守住底线，下一期预计仍能守住。"


def _window_reasons(periods: int, kept: int, lowest: Decimal | None) -> list[str]:
    if lowest is None:
        return ["窗口期内还没有观测。"]
    return [f"窗口期内{periods}期中有{kept}期守住底线，最差一期为{number(lowest)}。"]
