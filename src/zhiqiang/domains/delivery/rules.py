"""Periods of reports, the share of a duty that is done, its status, and what must agree within one record. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from zhiqiang.kernel.findings import Finding

NONE, MONTHLY, QUARTERLY, YEARLY = "none", "monthly", "quarterly", "yearly"
MONTHS = {MONTHLY: 1, QUARTERLY: 3, YEARLY: 12}
_PERIOD = re.compile(r"(\d{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))?")
ON_TRACK, WATCH, BEHIND, OVERDUE, FINISHED, NOT_STARTED = (
    "on_track", "watch", "behind", "overdue", "done", "not_started",
)  # fmt: skip
#: The worst first: the order of the ledger's counts.
STATUSES = (OVERDUE, BEHIND, WATCH, ON_TRACK, NOT_STARTED, FINISHED)


class PeriodError(ValueError):
    """No period, with what one looks like in Chinese."""


def span_of(period: str) -> tuple[date, date]:
    """The first and last day of "2026-09", "2026Q3" or "2026". Raises PeriodError."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise PeriodError(f"“{period}”不是报告期，应写作 2026-09、2026Q3 或 2026。")
    year, quarter, month = int(found[1]), found[2], found[3]
    first = int(month) if month else int(quarter) * 3 - 2 if quarter else 1
    months = MONTHS[rhythm_of(period)]
    after = year * 12 + first - 1 + months
    return date(year, first, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def rhythm_of(period: str) -> str:
    """Which rhythm a period belongs to. Raises PeriodError."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise PeriodError(f"“{period}”不是报告期，应写作 2026-09、2026Q3 或 2026。")
    return QUARTERLY if found[2] else MONTHLY if found[3] else YEARLY


def period_of(rhythm: str, day: date) -> str:
    """The period of a rhythm in which a day lies."""
    if rhythm == MONTHLY:
        return f"{day.year:04d}-{day.month:02d}"
    return f"{day.year:04d}Q{(day.month + 2) // 3}" if rhythm == QUARTERLY else f"{day.year:04d}"


def last_ended(rhythm: str, today: date) -> str:
    """The newest period of a rhythm that has ended before today: on 1 January that of December."""
    first, _last = span_of(period_of(rhythm, today))
    return period_of(rhythm, first - timedelta(days=1))


def share_done(milestones: Iterable[tuple[int, bool]]) -> Fraction | None:
    """What part is done, by weight: each milestone (weight, done) counts wholly or not at all; None without any."""
    known = list(milestones)
    whole = sum(weight for weight, _done in known)
    return Fraction(sum(weight for weight, done in known if done), whole) if whole else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides a duty's status on a day. `late`: its own day or a clock has passed; `behind`: a milestone or a
    report is past its day; `near`: its own day is close."""

    started: bool
    closed: bool
    late: bool = False
    behind: bool = False
    near: bool = False


def status_of(standing: Standing) -> str:
    """The computed status of a duty: the worst that holds."""
    if standing.closed:
        return FINISHED
    if standing.late:
        return OVERDUE
    if standing.behind:
        return BEHIND
    if not standing.started:
        return NOT_STARTED
    return WATCH if standing.near else ON_TRACK


def broken_duty_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:  # noqa: ARG001 (a check's shape)
    """What a duty must agree on."""
    starts, due = values.get("starts_on"), values.get("due_on")
    if starts and due and due < starts:
        yield Finding("due_on", f"完成期限 {due} 早于开始日期 {starts}。", "请核对这两个日期。")
    if values.get("rhythm") not in (None, NONE) and values.get("difficulty"):
        yield Finding("difficulty", "急难分类只用于一次办完的任务。", "定期报告的任务请留空，以各期报告的时限为准。")
    needed = {
        "plan": ("clause", "来源是方案条目的，须写条目编号", "如 T7.1。"),
        "target": ("target", "来源是目标的，须写目标编号", "如 G2027.2。"),
        "order": ("source_ref", "来源是督办单的，须写督办单编号", "如 承质强督〔2026〕1号。"),
        "decision": ("source_ref", "来源是会议决定的，须写会议与事项编号", "如 2026年第2次调度会第3项。"),
    }
    field, message, example = needed.get(values.get("source_kind") or "", ("", "", ""))
    if field and not values.get(field):
        yield Finding(field, f"{message}。", example)


def broken_milestone_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:  # noqa: ARG001 (a check's shape)
    """A milestone weighs something and lies within its duty."""
    weight, due, duty = values.get("weight"), values.get("due_on"), values.get("duty")
    if weight is not None and not 1 <= weight <= 100:
        yield Finding("weight", f"权重 {weight} 不在 1 至 100 之间。", "各节点按权重相加，不必凑成 100。")
    if due and duty is not None and not duty.starts_on <= due <= duty.due_on:
        yield Finding("due_on", f"节点日期 {due} 不在任务的 {duty.starts_on} 至 {duty.due_on} 之内。", "请核对。")


def broken_helper_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:  # noqa: ARG001 (a check's shape)
    """One who helps is named once and is not the one who is helped."""
    unit, department, duty = values.get("helping_unit"), values.get("helping_department"), values.get("duty")
    if (unit is None) == (department is None):
        yield Finding("helping_unit", "协助单位和协助部门须填一个，且只填一个。", "两家协助的请分两条登记。")
    if duty is not None and (unit == duty.unit and unit is not None):
        yield Finding("helping_unit", "协助单位就是责任单位。", "责任单位不必再登记为协助。")
    if duty is not None and department is not None and department == duty.lead:
        yield Finding("helping_department", "协助部门就是牵头部门。", "牵头部门不必再登记为协助。")
    first, last = values.get("valid_from"), values.get("valid_to")
    if first and last and last < first:
        yield Finding("valid_to", f"止于 {last}，早于起于 {first}。", "请核对这两个日期。")
