"""What the record of an interview must say."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiqiang.kernel.findings import Finding

TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def broken_interview_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:  # noqa: ARG001 (a check's shape)
    """Every rule that the values of an interview break."""
    at = values.get("held_at")
    if at and not TIME.fullmatch(at):
        yield Finding("held_at", f"时间“{at}”应写作两位小时和分钟。", "如 09:30。")
    person, interviewer = values.get("person"), values.get("interviewer")
    if person and interviewer and person.strip() == interviewer.strip():
        yield Finding("interviewer", "约谈人与被约谈人不能是同一人。", "请核对两边的姓名和职务。")


def wrong_day(held_on: date, today: date, last: date) -> str:
    """Why an interview is not held on a day; empty where it may. `last`: the last day by the notice's time limit."""
    if held_on < today:
        return f"约谈日期 {held_on} 早于今天。"
    if held_on > last:
        return f"约谈应在通知后的时限内举行，最迟 {last}，不能是 {held_on}。"
    return ""


def is_the_person(named: str, attended: str) -> bool:
    """Whether who came is who was asked: nobody sends a proxy. Blanks do not count."""
    return "".join(named.split()) == "".join(attended.split())
