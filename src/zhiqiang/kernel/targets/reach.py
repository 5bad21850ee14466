"""Targets that ask for a level at a date: 达到, 左右 (approximate) and a stock valid on the day."""

from datetime import date
from decimal import Decimal

from zhiqiang.kernel.targets.assessment import Assessment, UndecidableError
from zhiqiang.kernel.targets.case import Case, Point, level
from zhiqiang.kernel.targets.expected_path import expected
from zhiqiang.kernel.targets.outcome import outcome
from zhiqiang.kernel.targets.signals import banded, explain, level_trend, measure, recent, span, trend_reasons
from zhiqiang.kernel.targets.vocabulary import Kind, Status, Verdict


def judge(case: Case) -> Assessment:
    """V ≥ T on the due date (≤ for lower-is-better); before it, lag behind the path and shortfall of the forecast."""
    points = case.points(lambda observation: level(case.target, observation))
    return judge_level(case, points, case.goal)


def judge_level(case: Case, points: list[Point], goal: Decimal) -> Assessment:
    current = case.current(points)
    series = recent(case, points, current.on)
    start = _start(case, points)
    signals = measure(
        case,
        at=current.on,
        value=current.value,
        goal=goal,
        whole=span(case, goal, start[1]),
        expected=expected(start, case.path, min(current.on, case.milestone.due)),
        trend=level_trend(series),
        lost=current.source.expiring * case.sign if case.target.kind is Kind.STOCK else Decimal(0),
    )
    reasons = explain(signals) + trend_reasons(series)
    if case.target.baseline is None:
        reasons.append("没有基期值，以最早一期观测作为路径起点。")
    if case.is_due:
        return outcome(case, signals, _verdict(case, current.value, goal), reasons)
    if len(series) < 2 and not case.reaches(current.value, goal):
        raise UndecidableError(Status.NO_DATA, "只有一期数据且没有基期值，无法判断进度。")
    return outcome(case, signals, Verdict.OPEN, reasons, status=banded(case, signals))


def _start(case: Case, points: list[Point]) -> tuple[date, Decimal]:
    baseline = case.target.baseline
    return (baseline.on, baseline.value) if baseline else (points[0].on, points[0].value)


def _verdict(case: Case, value: Decimal, goal: Decimal) -> Verdict:
    if case.reaches(value, goal):
        return Verdict.MET
    if case.target.kind is Kind.APPROXIMATE:
        tolerance = case.target.tolerance
        allowed = case.thresholds.tolerance if tolerance is None else tolerance
        if case.reaches(value, goal - case.sign * abs(allowed)):
            return Verdict.NEARLY_MET
    return Verdict.MISSED
