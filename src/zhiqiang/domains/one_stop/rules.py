"""Rules over one window, service, request or visit, pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiqiang.kernel.findings import Finding

Values = Mapping[str, Any]

NO_NEED, OPEN, ANSWERED, SOLVED = "no_need", "open", "answered", "solved"
#: Outcomes of a visit that the count of served firms takes: a need and an answer to it are on record.
SERVED = (ANSWERED, SOLVED)


def broken_standing(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that a window or a service of the catalogue breaks."""
    start, end = values.get("valid_from"), values.get("valid_to")
    if start and start > today:
        yield Finding("valid_from", f"启用日期 {start} 晚于今天。", "请在启用之后填报。")
    if start and end and end < start:
        yield Finding("valid_to", f"停用日期 {end} 早于启用日期 {start}。", "请核对两个日期是否填反。")


def broken_request(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that a request breaks."""
    asked = values.get("asked_on")
    if asked and asked > today:
        yield Finding("asked_on", f"提出日期 {asked} 晚于今天。", "请填实际提出的日期。")
    window, unit = values.get("window"), values.get("unit")
    if window is not None and unit is not None and window.unit_id != unit.pk:
        yield Finding("unit", "填报单位不是所选窗口的单位。", "请选窗口所在的单位，或改选本单位的窗口。")


def broken_visit(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that a visit breaks: the outcome says what the texts hold."""
    visited, answered = values.get("visited_on"), values.get("answered_on")
    if visited and visited > today:
        yield Finding("visited_on", f"走访日期 {visited} 晚于今天。", "请在走访之后填报。")
    if answered and answered > today:
        yield Finding("answered_on", f"答复日期 {answered} 晚于今天。", "请填实际答复的日期。")
    if visited and answered and answered < visited:
        yield Finding("answered_on", f"答复日期 {answered} 早于走访日期 {visited}。", "请核对两个日期。")
    outcome = values.get("outcome")
    if outcome == NO_NEED:
        if values.get("needs"):
            yield Finding("outcome", "填了需求，结果却是“无需求”。", "请改正结果，或删去需求。")
        return
    if outcome and not values.get("needs"):
        yield Finding("needs", "没有填企业的需求。", "请补填；企业没有提出需求的，结果选“无需求”。")
    if outcome in SERVED and not values.get("answer"):
        yield Finding("answer", "没有填对需求的答复。", "请补填；还没有答复的，结果选“待答复”。")
    if outcome == OPEN and values.get("answer"):
        yield Finding("outcome", "填了答复，结果却是“待答复”。", "请改为“已答复”或“已解决”。")
