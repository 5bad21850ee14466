"""Targets over a roster: 全覆盖 (coverage), 每县 k 个以上 (per unit: the worst counts), 按期办结率 (deadline rate)."""

from dataclasses import replace
from decimal import Decimal

from zhiqiang.kernel.targets.assessment import Assessment
from zhiqiang.kernel.targets.case import Case, Point, level
from zhiqiang.kernel.targets.declaration import Observation
from zhiqiang.kernel.targets.outcome import outcome
from zhiqiang.kernel.targets.reach import judge_level
from zhiqiang.kernel.targets.signals import banded, explain, level_trend, measure, recent, span, trend_reasons
from zhiqiang.kernel.targets.vocabulary import Status, Verdict, worst
from zhiqiang.kernel.targets.wording import number


def judge_coverage(case: Case) -> Assessment:
    """Matched over roster in per cent (100 unless the milestone says less), the roster as of the observation."""
    points = case.points(lambda observation: level(case.target, observation))
    goal = Decimal(100) if case.milestone.value is None else case.goal
    judged = _judge_standing(case, points, goal, empty=Decimal(0))
    missing = case.current(points).source.missing
    return _also(judged, f"未覆盖{len(missing)}个：{'、'.join(sorted(missing))}。") if missing else judged


def judge_deadline_rate(case: Case) -> Assessment:
    """Closed in time over closed plus overdue open, in per cent: an open overdue case stays in the denominator."""
    points = case.points(lambda observation: level(case.target, observation))
    return _judge_standing(case, points, case.goal, empty=case.goal)


def judge_per_unit(case: Case) -> Assessment:
    """Every unit reaches k: the city is as good as its worst unit.

    `units` gives the count of each; a bare `value` is the count of the worst; numerator / denominator says how many
    units of how many have reached k, and is then judged as a coverage of 100 %.
    """
    goal = case.goal
    points = case.points(lambda observation: _worst_unit(case, observation))
    if points and _counts_units(case.current(points).source):
        return _judge_units_counted(case, [point for point in points if _counts_units(point.source)])
    points = [point for point in points if not _counts_units(point.source)]
    judged = _judge_standing(case, points, goal, empty=Decimal(0))
    units = case.current(points).source.units
    if not units:
        return judged
    short = sorted(name for name, count in units.items() if not case.reaches(count, goal))
    names = f"，未达到：{'、'.join(short)}" if short else ""
    reason = f"{len(units) - len(short)}/{len(units)}个单位达到{number(goal)}{names}；全市按最差单位判定。"
    return replace(_also(judged, reason), units_met=len(units) - len(short), units=len(units))


def _judge_units_counted(case: Case, points: list[Point]) -> Assessment:
    source = case.current(points).source
    of_all = replace(case, target=replace(case.target, baseline=None))
    judged = _judge_standing(of_all, points, Decimal(100), empty=Decimal(0))
    if source.numerator is None or source.denominator is None:
        return judged
    return _also(judged, f"{number(source.numerator)}/{number(source.denominator)}个单位达到{number(case.goal)}。")


def _counts_units(observation: Observation) -> bool:
    return not observation.units and observation.value is None


def _worst_unit(case: Case, observation: Observation) -> Decimal | None:
    if observation.units:
        return min(observation.units.values(), key=lambda count: case.sign * count)
    return level(case.target, observation)


def _also(assessment: Assessment, reason: str) -> Assessment:
    return replace(assessment, reasons=(*assessment.reasons, reason))


def _judge_standing(case: Case, points: list[Point], goal: Decimal, empty: Decimal) -> Assessment:
    """Along the path from the baseline; without one the goal itself is expected at any time, the span from `empty`."""
    if case.target.baseline is not None:
        return judge_level(case, points, goal)
    current = case.current(points)
    series = recent(case, points, current.on)
    signals = measure(
        case,
        at=current.on,
        value=current.value,
        goal=goal,
        whole=span(case, goal, empty),
        expected=goal,
        trend=level_trend(series),
    )
    attained = case.reaches(current.value, goal)
    reasons = explain(signals) + trend_reasons(series)
    if case.is_due:
        return outcome(case, signals, Verdict.MET if attained else Verdict.MISSED, reasons)
    status = banded(case, signals)
    return outcome(case, signals, Verdict.OPEN, reasons, status=status if attained else worst(status, Status.WATCH))
