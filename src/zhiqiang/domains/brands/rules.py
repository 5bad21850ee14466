"""Rules over brands, licences and geographical indications, pure; among them what may never be called an honour."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.spans import Span, intersect

Values = Mapping[str, Any]
#: Protection in a single case, which the law forbids to use in advertising, exhibitions or other business.
WELL_KNOWN_MARK = re.compile(r"[驰馳]名商[标標]|well-?known(trade)?marks?")
REASON = "“驰名商标”只是个案中的保护，不是荣誉，法律禁止把它用于宣传（商标法第十四条）。"
INSTEAD = "请删去这几个字；认定的事实随案卷保存。"


def well_known_mark(text: str) -> bool:
    """Whether a text speaks of a well-known mark (驰名商标), however its letters and blanks are written."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return WELL_KNOWN_MARK.search(re.sub(r"[^\w-]|[\s_]", "", plain)) is not None


def overlap(span: Span, others: Iterable[Span]) -> Span | None:
    """The first of the other spans that shares a day with this one."""
    return next((one for one in others if intersect([span], [one])), None)


def in_words(span: Span) -> str:
    """A span as a message says it."""
    return f"{span.start} 至 {span.end or '今'}"


def last_day(start: date, years: int) -> date:
    """The last day of a term of whole years: 2024-03-01 for three years ends on 2027-02-28."""
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:  # begun on a leap day, in a year without one
        return date(start.year + years, 2, 28)


def brand_rules(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that one brand breaks."""
    yield from _no_well_known_mark(values, ("title", "products", "recognised_by", "honours"))
    yield from _days(values, "认定日期", "有效期截止日", today)


def licence_rules(values: Values, today: date, *, years: int) -> Iterable[Finding]:
    """Every rule that one licence breaks; `years`: the longest term that the city sets."""
    yield from _no_well_known_mark(values, ("products",))
    yield from _days(values, "授权起日", "授权止日", today)
    start, end = values.get("valid_from"), values.get("valid_to")
    if start and end and end > (latest := last_day(start, years)):
        words = f"授权到 {end}，超过最长 {years} 年（最晚到 {latest}）。"
        yield Finding("valid_to", words, "到期后重新授权。")


def indication_rules(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that one geographical indication breaks."""
    yield from _no_well_known_mark(values, ("title", "products", "area"))
    yield from _days(values, "公告或注册日期", "有效期截止日", today)


def indication_user_rules(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that one user of a geographical indication breaks."""
    yield from _no_well_known_mark(values, ("products",))
    yield from _days(values, "核准或许可日期", "用标截止日", today)


def outlives(values: Values, parent: Any, words: str) -> Iterable[Finding]:
    """A permission begins and ends within what it is given under (`valid_from`, `valid_to` of `parent`)."""
    start, end = values.get("valid_from"), values.get("valid_to")
    if start and start < parent.valid_from:
        yield Finding("valid_from", f"起日 {start} 早于{words}的起日 {parent.valid_from}。", "请核对日期。")
    if parent.valid_to is None:
        return
    if start and start > parent.valid_to:
        yield Finding("valid_from", f"{words}只到 {parent.valid_to}，不能再授权。", "请先续展。")
    if end is None or end > parent.valid_to:
        yield Finding("valid_to", f"不能长于{words}（到 {parent.valid_to}）。", f"最晚填 {parent.valid_to}。")


def _no_well_known_mark(values: Values, names: Iterable[str]) -> Iterable[Finding]:
    for name in names:
        if well_known_mark(values.get(name) or ""):
            yield Finding(name, REASON, INSTEAD)


def _days(values: Values, start: str, end: str, today: date) -> Iterable[Finding]:
    first, last = values.get("valid_from"), values.get("valid_to")
    if first and first > today:
        yield Finding("valid_from", f"{start} {first} 晚于今天。", "请核对年份和月份。")
    if first and last and last < first:
        yield Finding("valid_to", f"{end} {last} 早于{start} {first}。", "请核对两个日期是否填反。")
