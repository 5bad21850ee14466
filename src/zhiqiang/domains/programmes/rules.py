"""Rules over what is filled in, handed in, reviewed and recognised; pure.

Answers are kept as JSON by field code: text, whole numbers and fen as they are, decimals and days as text.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.programmes.conditions import fact_value
from zhiqiang.kernel.programmes.eligibility import eligible, level_refusals
from zhiqiang.kernel.programmes.model import FilledBy, FormField, Programme, Value

Facts = Mapping[str, Any]
LONGEST_SUBJECT = 200
LAST_MONTH = 12
SHORT_TEXT, LONG_TEXT = 200, 4000
MOST = Decimal(10) ** 15
FIRST_DAY = date(1900, 1, 1)
ONE_DAY = timedelta(days=1)
#: The ground on which a recognition falls when its yearly report does not come.
NO_REPORT = "no_report"


def as_answer(value: object) -> Any:
    """A value of a form as it is kept; None where it is empty."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | int):
        return value
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def typed_answer(field: FormField, answer: object) -> Value | None:
    """A kept answer as the kernel compares it; None where it is empty or not of its type."""
    if answer is None or answer == "":
        return None
    try:
        value: Value | None = _TYPED[field.type](answer)
    except (ValueError, InvalidOperation, TypeError):
        return None
    return value


def _yes(answer: object) -> bool:
    if not isinstance(answer, bool):
        raise TypeError
    return answer


_TYPED: Mapping[str, Any] = {
    "text": lambda answer: str(answer).strip() or None,
    "long_text": lambda answer: str(answer).strip() or None,
    "choice": lambda answer: str(answer).strip() or None,
    "integer": lambda answer: Decimal(int(answer)),
    "money": lambda answer: Decimal(int(answer)),
    "decimal": lambda answer: Decimal(str(answer)),
    "date": lambda answer: date.fromisoformat(str(answer)),
    "yes_no": _yes,
}


def is_asked(field: FormField, facts: Facts) -> bool:
    """Whether a field must be asked: what the system knows is shown instead."""
    return not field.prefill or fact_value(facts, field.prefill) is None


def all_facts(programme: Programme, facts: Facts, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the system knows and what was filled in, by name: the facts that conditions and amounts are asked of."""
    found = dict(facts)
    for field in programme.fields:
        value = typed_answer(field, answers.get(field.code)) if is_asked(field, facts) else facts[field.prefill]
        if value is not None:
            found[field.code] = value
    return found


def missing(
    programme: Programme, facts: Facts, answers: Mapping[str, Any], slots: Collection[str], on: date
) -> list[Finding]:
    """Each thing that an application still lacks before it can be handed in, and each condition that stands against."""
    known = all_facts(programme, facts, answers)
    found = list(_empty_fields(programme, facts, known, "applicant"))
    found += [
        Finding(f"document.{one.code}", f"缺少材料“{one.title}”。", one.hint or "请上传。")
        for one in programme.documents
        if one.required and one.code not in slots
    ]
    answer = eligible(programme, known, on)
    asked = {field.code for field in programme.fields}
    found += [Finding(reason.fact if reason.fact in asked else "", reason.message) for reason in answer.missing]
    found += [
        Finding(reason.fact if reason.fact in asked else "", f"条件尚不能确认：{reason.message}")
        for reason in answer.unknown
    ]
    return list(dict.fromkeys(found))


def unfilled_by_officer(programme: Programme, facts: Facts, answers: Mapping[str, Any]) -> list[Finding]:
    """The findings of the office that are still to be filled in before a decision."""
    return list(_empty_fields(programme, facts, all_facts(programme, facts, answers), "officer"))


def _empty_fields(programme: Programme, facts: Facts, known: Facts, filled_by: FilledBy) -> Iterator[Finding]:
    for field in programme.fields:
        if field.required and field.filled_by == filled_by and field.code not in known and is_asked(field, facts):
            yield Finding(field.code, f"“{field.title}”没有填写。", field.hint or "请填写。")


def subject_of(programme: Programme, known: Facts, applicant: str) -> str:
    """What is applied for, in words: the thing named by its field, else the applicant itself."""
    named_by = programme.recognition.named_by if programme.recognition else ""
    if not named_by and programme.incentive and programme.incentive.same_thing:
        named_by = next((name for name in programme.incentive.same_thing if programme.field(name)), "")
    name = str(known.get(named_by, "")).strip() if named_by else applicant
    return name[:LONGEST_SUBJECT]


def broken_level(programme: Programme, level: str, known: Facts) -> list[Finding]:
    """Why a level cannot be given."""
    levels = programme.recognition.levels if programme.recognition else ()
    if not levels:
        return [Finding("level", f"“{programme.title}”不分级。", "请把级别留空。")] if level else []
    chosen = next((one for one in levels if one.code == level), None)
    if chosen is None:
        titles = "、".join(one.title for one in levels)
        return [Finding("level", "没有选认定级别。" if not level else "没有这个级别。", f"可选：{titles}。")]
    return [Finding("level", reason.message) for reason in level_refusals(programme, chosen, known)]


def broken_round(values: Mapping[str, Any], programme: Programme, today: date) -> Iterable[Finding]:
    """Every rule that a new round breaks."""
    opens, closes, quota = values.get("opens_on"), values.get("closes_on"), values.get("quota")
    if programme.applies_in != "rounds":
        yield Finding("", f"“{programme.title}”不按批次申报。", "常年受理的直接申报，外部名单在认定台账登记。")
    if opens and closes and closes < opens:
        yield Finding("closes_on", f"截止日 {closes} 早于开始日 {opens}。", "请核对。")
    if closes and closes < today:
        yield Finding("closes_on", f"截止日 {closes} 已过。", "请填今天或以后的日期。")
    if opens and not programme.in_force(opens):
        yield Finding("opens_on", f"{opens} 不在“{programme.title}”的有效期内。", "请换日期或更新项目定义。")
    at_most = programme.quota.at_most if programme.quota else None
    if quota is not None and at_most is not None and quota > at_most:
        yield Finding("quota", f"名额 {quota} 超过项目规定的上限 {at_most}。", "请改小，或更新项目定义。")


def broken_recognition(values: Mapping[str, Any], today: date, programme: Programme | None) -> Iterable[Finding]:
    """Every rule that a recognition breaks."""
    start, end = values.get("valid_from"), values.get("valid_to")
    started, finished = values.get("started_on"), values.get("finished_on")
    if start and start > today:
        yield Finding("valid_from", f"认定日期 {start} 晚于今天。", "未认定的不计入，请在认定后填报。")
    if start and end and end < start:
        yield Finding("valid_to", f"有效至 {end} 早于有效起 {start}。", "请核对。")
    if started and finished and finished < started:
        yield Finding("finished_on", f"完工日期 {finished} 早于开工日期 {started}。", "请核对。")
    for name, day in (("started_on", started), ("finished_on", finished)):
        if day and day > today:
            yield Finding(name, f"{day} 晚于今天。", "尚未发生的请留空，发生后再填。")
    is_project = programme is not None and programme.recognition and programme.recognition.subject == "project"
    if is_project and finished and not started:
        yield Finding("started_on", "填了完工日期而没有开工日期。", "请补填开工日期。")
    if programme is not None:
        yield from _broken_level(programme, values.get("level") or "")


def _broken_level(programme: Programme, level: str) -> Iterator[Finding]:
    levels = programme.recognition.levels if programme.recognition else ()
    titles = "、".join(one.title for one in levels)
    if level and level not in {one.code for one in levels}:
        yield Finding("level", f"“{programme.title}”没有这个级别。", f"可选：{titles}。" if levels else "请留空。")
    if not level and levels:
        yield Finding("level", f"“{programme.title}”分级认定，没有填级别。", f"可选：{titles}。")


def owes_reports(programme: Programme) -> bool:
    """Whether a recognition is removed when its yearly report does not come: then it owes one each year."""
    grounds = programme.recognition.grounds if programme.recognition else ()
    return any(ground.code == NO_REPORT for ground in grounds)


def fact_as_json(value: object) -> Any:
    """A fact as it is kept with an application: days and decimals marked as such."""
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return {"number": str(value)} if isinstance(value, Decimal) else value


def fact_from_json(kept: Any) -> Any:
    """The fact that `fact_as_json` kept."""
    if isinstance(kept, dict) and "date" in kept:
        return date.fromisoformat(kept["date"])
    return Decimal(kept["number"]) if isinstance(kept, dict) and "number" in kept else kept


def months_later(day: date, months: int) -> date:
    """The same day so many calendar months on, or the last day of that month where it has none."""
    year, month = divmod(day.year * LAST_MONTH + day.month - 1 + months, LAST_MONTH)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_valid_day(start: date, months: int) -> date:
    """The last day of a validity of so many months that begins on `start`."""
    return months_later(start, months) - ONE_DAY


def holds_answer(field: FormField, answer: object) -> bool:
    """Whether a kept answer is of its field's type and within its range."""
    value = typed_answer(field, answer)
    if value is None:
        return False
    if field.type == "choice":
        return value in {choice.code for choice in field.choices}
    if isinstance(value, str):
        return len(value) <= (LONG_TEXT if field.type == "long_text" else SHORT_TEXT)
    if isinstance(value, Decimal):
        return value.is_finite() and abs(value) < MOST and (field.type != "money" or value >= 0)
    return not isinstance(value, date) or value >= FIRST_DAY
