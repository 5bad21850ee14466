"""Puts verdict, status and reasons together, the same way for every kind."""

from datetime import date
from typing import Any

from zhiqiang.kernel.targets.assessment import Assessment
from zhiqiang.kernel.targets.case import Case
from zhiqiang.kernel.targets.signals import Signals
from zhiqiang.kernel.targets.vocabulary import Kind, Status, Verdict
from zhiqiang.kernel.targets.wording import beside, day, number

_AT_DUE = {Verdict.MET: Status.MET, Verdict.NEARLY_MET: Status.MET, Verdict.MISSED: Status.MISSED}
_STATUS_WORDS = {
    Status.ON_TRACK: "正常",
    Status.WATCH: "关注",
    Status.BEHIND: "滞后",
    Status.WORSENING: "恶化",
}


def outcome(
    case: Case,
    signals: Signals,
    verdict: Verdict,
    reasons: list[str],
    *,
    status: Status | None = None,
    due: date | None = None,
    **details: Any,
) -> Assessment:
    """An assessment; without a `status` the verdict gives it (met and nearly met are both met)."""
    due = due or case.milestone.due
    return Assessment(
        verdict=verdict,
        status=status or _AT_DUE[verdict],
        reasons=(_headline(case, signals, verdict, status, due), *_modal(case, verdict), *reasons),
        value=signals.value,
        goal=signals.goal,
        due=due,
        expected=signals.expected,
        forecast=signals.forecast,
        trend=signals.trend,
        required_rate=signals.required_rate,
        required_pace=signals.required_pace,
        lag=signals.lag,
        shortfall=signals.shortfall,
        aspirational=case.target.aspirational,
        **details,
    )


def _headline(case: Case, signals: Signals, verdict: Verdict, status: Status | None, due: date) -> str:
    comparison = f"目标{number(signals.goal)}（{day(due)}到期），当前值{beside(signals.value, signals.goal)}"
    if verdict is Verdict.OPEN and status is not None:
        return f"{_STATUS_WORDS[status]}：{comparison}，尚未到期。"
    if verdict is Verdict.MET:
        early = "" if case.as_of >= due else "，提前完成且不会再失去"
        return f"达到：{comparison}{early}。"
    if verdict is Verdict.NEARLY_MET:
        return f"基本达到（左右）：{comparison}；按严格口径未达到。"
    return f"未达到：{comparison}。"


def _modal(case: Case, verdict: Verdict) -> list[str]:
    reasons = []
    if case.target.aspirational:
        reasons.append("力争项：照常计算，未达到时不计入未完成。")
    if case.target.kind is Kind.APPROXIMATE and verdict is Verdict.MET:
        reasons.append("按严格口径与“左右”口径均达到。")
    return reasons
