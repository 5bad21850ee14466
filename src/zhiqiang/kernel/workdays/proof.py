"""The proof of a deadline in words that a citizen, an officer and a court can follow."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from zhiqiang.kernel.workdays.calendar import WEEKEND
from zhiqiang.kernel.workdays.deadline import Deadline, PassedDay, Unit

UNIT_NAMES = {Unit.HOUR: "小时", Unit.DAY: "日", Unit.WORKING_DAY: "个工作日", Unit.MONTH: "个月"}


def explain(deadline: Deadline) -> list[str]:
    """The proof, one Chinese sentence a line, in the order of the arithmetic."""
    limit = deadline.limit
    lines = [
        f"规则：{limit.rule}（{limit.version} 起施行的版本，{limit.article}）",
        f"时限：{limit.amount} {UNIT_NAMES[limit.unit]}",
        f"起算：{_when(deadline.start)}；"
        + ("自该时刻起连续计算" if limit.unit is Unit.HOUR else f"当日不计，自 {deadline.first_counted} 起算"),
    ]
    for suspension in deadline.suspensions:
        reason = f"（{suspension.reason}）" if suspension.reason else ""
        lines.append(f"中止：{_when(suspension.start)} 至 {_when(suspension.end)}{reason}，期间不计")
    if deadline.skipped:
        lines.append(f"跳过休息日 {len(deadline.skipped)} 天：{_listed(deadline.skipped)}")
    if deadline.suspended:
        lines.append(f"因中止未计 {len(deadline.suspended)} 天")
    if deadline.worked_weekends:
        lines.append("调休上班、照常计算的周末：" + "、".join(_when(day) for day in deadline.worked_weekends))
    if deadline.rolled:
        lines.append(
            f"期满日 {_when(deadline.last_day)} 不能届满，顺延 {len(deadline.rolled)} 天：" + _listed(deadline.rolled)
        )
    lines.append(f"到期：{_when(deadline.due)}")
    if deadline.provisional:
        lines.append("暂定：涉及尚未公布放假安排的年份，公布后须重新计算")
    return lines


def _when(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return f"{value}（星期{'一二三四五六日'[value.weekday()]}）"


def _listed(days: Iterable[PassedDay]) -> str:
    parts = []
    for reason, group in groupby(days, key=_cause):
        parts.append(f"{reason} " + "、".join(f"{passed.day:%m-%d}" for passed in group))
    return "；".join(parts)


def _cause(passed: PassedDay) -> str:
    return "周末" if passed.reason in WEEKEND else passed.reason
