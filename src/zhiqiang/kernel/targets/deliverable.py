"""Promises without a figure: something is delivered by a date or it is not, 0 or 100 for each weighted milestone.

Milestones carry the date of their accepted evidence (`done_on`); where none does, an observation that reaches the value
of a milestone delivers it, and anything less counts for nothing.
"""

from datetime import date
from decimal import Decimal

from zhiqiang.kernel.targets.assessment import Assessment, UndecidableError
from zhiqiang.kernel.targets.case import Case, level
from zhiqiang.kernel.targets.declaration import Milestone
from zhiqiang.kernel.targets.outcome import outcome
from zhiqiang.kernel.targets.signals import Signals, share
from zhiqiang.kernel.targets.vocabulary import Status, Verdict
from zhiqiang.kernel.targets.wording import number


def judge(case: Case) -> Assessment:
    """Met when delivered by the due date and never lost again; in flight the days that an earlier milestone is late."""
    delivered = _deliveries(case)
    stones = case.target.milestones
    whole = sum((_weight(stone) for stone in stones), Decimal(0))
    scored = _percent(sum((_weight(s) for s in stones if _done(delivered, s, case.as_of)), Decimal(0)), whole)
    asked = _percent(sum((_weight(s) for s in stones if s.due <= case.as_of), Decimal(0)), whole)
    goal = _percent(sum((_weight(s) for s in stones if s.due <= case.milestone.due), Decimal(0)), whole)
    overdue = [s for s in stones if s.due < case.as_of and not _done(delivered, s, case.as_of)]
    late = max(((case.as_of - s.due).days for s in overdue), default=0)
    behind = share(_percent(sum((_weight(s) for s in overdue), Decimal(0)), whole), Decimal(100))
    signals = Signals(scored, goal, asked, None, None, None, None, behind, None)
    done_on = delivered[case.milestone]
    reasons = [
        f"{len(stones)}个节点中已完成{sum(_done(delivered, s, case.as_of) for s in stones)}个，得{number(scored)}分。"
    ]
    if late:
        reasons.append(f"有{len(overdue)}个节点逾期，最长逾期{late}天。")
    if done_on is not None and done_on <= min(case.as_of, case.milestone.due):
        return outcome(case, signals, Verdict.MET, reasons, days_late=late)
    if case.is_due:
        if done_on is not None and done_on <= case.as_of:
            late = max(late, (done_on - case.milestone.due).days)
            reasons.append(f"已交付，但逾期{(done_on - case.milestone.due).days}天。")
        return outcome(case, signals, Verdict.MISSED, reasons, days_late=late)
    return outcome(case, signals, Verdict.OPEN, reasons, status=_in_flight(case, late), days_late=late)


def _deliveries(case: Case) -> dict[Milestone, date | None]:
    """When each milestone was delivered; raises UndecidableError where nothing could tell."""
    stones = case.target.milestones
    if any(stone.done_on is not None or stone.weight is not None for stone in stones):
        return {stone: stone.done_on for stone in stones}
    points = case.points(lambda observation: level(case.target, observation))
    if not points:
        raise UndecidableError(Status.NO_DATA, "没有交付节点的证据或观测。")
    return {
        stone: next(
            (
                point.on
                for point in points
                if case.reaches(point.value, Decimal(100) if stone.value is None else stone.value)
            ),
            None,
        )
        for stone in stones
    }


def _done(delivered: dict[Milestone, date | None], stone: Milestone, as_of: date) -> bool:
    on = delivered[stone]
    return on is not None and on <= as_of


def _weight(stone: Milestone) -> Decimal:
    return max(stone.weight, Decimal(0)) if stone.weight is not None else Decimal(1)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return part * 100 / whole if whole else Decimal(0)


def _in_flight(case: Case, late: int) -> Status:
    if late == 0:
        return Status.ON_TRACK
    return Status.WATCH if late <= case.thresholds.late_watch_days else Status.BEHIND
