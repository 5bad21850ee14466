"""Targets without a number (显著提升): judged only by an operationalisation registered before the period.

The registered rule is the directional rule of the German sustainability strategy with a minimum step:
end ≥ reference, mean change > 0, last change > 0, and a total change of at least the minimum step.
"""

from datetime import date
from decimal import Decimal

from zhiqiang.kernel.targets.assessment import Assessment, UndecidableError
from zhiqiang.kernel.targets.case import Case, Point, level
from zhiqiang.kernel.targets.outcome import outcome
from zhiqiang.kernel.targets.signals import level_trend, measure, recent, span
from zhiqiang.kernel.targets.vocabulary import Status, Verdict, worst
from zhiqiang.kernel.targets.wording import day, number


def judge(case: Case) -> Assessment:
    reference = _reference(case)
    points = case.points(lambda observation: level(case.target, observation))
    current = case.current(points)
    series = _window(case, points, current)
    if len(series) < 2:
        raise UndecidableError(Status.NO_DATA, "窗口期内不足两期数据，无法判断变化方向。")
    values = [value for _, value in series]
    total = case.sign * (values[-1] - values[0])
    last = case.sign * (values[-1] - values[-2])
    step = case.thresholds.qualitative_min_step * abs(case.target.resolution)
    above = case.reaches(current.value, reference)
    signals = measure(
        case,
        at=current.on,
        value=current.value,
        goal=reference,
        whole=span(case, reference, values[0]),
        expected=reference,
        trend=level_trend(recent(case, points, current.on)),
    )
    held = f"按备案口径：参照值{number(reference)}，{'已' if above else '未'}达到"
    moved = f"窗口期累计变化{number(case.sign * total)}（至少{number(step)}），最近一期变化{number(case.sign * last)}"
    reasons = [f"{held}；{moved}。"]
    if case.is_due:
        met = above and total > 0 and last > 0 and total >= step
        return outcome(case, signals, Verdict.MET if met else Verdict.MISSED, reasons)
    status = _directional(total, last)
    if not above or total < step:
        status = worst(status, Status.WATCH)
    return outcome(case, signals, Verdict.OPEN, reasons, status=status)


def _reference(case: Case) -> Decimal:
    """The value of the milestone, or of the last one before it that has any: V_2027 is held against T_2025."""
    known = [stone for stone in case.target.milestones if stone.value is not None and stone.due <= case.milestone.due]
    if not known:
        raise UndecidableError(Status.TO_VERIFY, "定性目标没有事先备案的可计算口径，需凭证据人工认定。")
    registered, opens = case.target.registered_on, _opens(case)
    if registered is not None and registered > (opens or case.milestone.due):
        raise UndecidableError(Status.TO_VERIFY, f"口径备案于{day(registered)}，晚于考核期开始，需凭证据人工认定。")
    value = max(known, key=lambda stone: stone.due).value
    return case.goal if value is None else value


def _opens(case: Case) -> date | None:
    return case.previous.due if case.previous else case.target.begins


def _window(case: Case, points: list[Point], current: Point) -> list[tuple[date, Decimal]]:
    """Readings from the last one at or before the opening of the window up to the one judged."""
    series = _series(case, points, current.on)
    opens = _opens(case)
    before = [pair for pair in series if opens is not None and pair[0] <= opens]
    return before[-1:] + [pair for pair in series if opens is None or pair[0] > opens]


def _series(case: Case, points: list[Point], until: date) -> list[tuple[date, Decimal]]:
    known = {point.on: point.value for point in points if point.on <= until}
    if case.target.baseline and case.target.baseline.on <= until:
        known.setdefault(case.target.baseline.on, case.target.baseline.value)
    return sorted(known.items())


def _directional(total: Decimal, last: Decimal) -> Status:
    """Mean change × last change."""
    if total > 0:
        return Status.ON_TRACK if last > 0 else Status.WATCH
    if last > 0 or total == last == 0:
        return Status.BEHIND
    return Status.WORSENING
