"""Rules over patents, clusters and their members, pure.

Patent numbers: ZC 0006-2003 (application number, check digit), with ZL before it once the patent is granted.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.spans import Span
from zhiqiang.kernel.workdays import add_months

DAY = timedelta(days=1)
#: Year of filing (two digits before October 2003), kind of application, running number, check digit.
NUMBER = re.compile(r"(?:ZL|CN)?(?P<body>(?P<year>\d{4})(?P<kind>\d)\d{7}|\d{2}(?P<old>\d)\d{5})(?P<check>[\dX])")
INVENTIONS = ("1", "8")  # 8: entered from an international application
OTHER_KINDS = {"2": "实用新型", "9": "实用新型", "3": "外观设计"}
WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
EVENTS = {"family_on": "海外同族授权日", "pledged_on": "质押登记日", "awarded_on": "获奖日"}


@dataclass(frozen=True, slots=True)
class Terms:
    """Calendar months: how long a patent lasts from filing, by how many that may be extended at most."""

    term: int
    extension: int


def check_digit(body: str) -> str:
    """The check digit of an application number of 8 or 12 digits."""
    left = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=False)) % 11
    return "X" if left == 10 else str(left)


def canonical_number(text: str) -> str | None:
    """A patent number as this register writes it (ZL202110123456.2), None where the text is none."""
    found = _parsed(text)
    return f"ZL{found['body']}.{found['check']}" if found else None


def _parsed(text: str) -> re.Match[str] | None:
    return NUMBER.fullmatch(re.sub(r"[\s.．]", "", text.upper()))


def last_day(filed_on: date, months: int) -> date:
    """The last day of a term that begins with the day of filing: the day before the same day after these months."""
    return add_months(filed_on, months) - DAY


def high_value_from(
    granted_on: date,
    *,
    strategic: bool,
    family_on: date | None,
    pledged_on: date | None,
    awarded_on: date | None,
    age: int,
) -> date:
    """The first day on which a patent is of high value while in force; `age` in months since grant.

    Five ways lead there: a strategic emerging industry (from grant), a granted family member abroad, a pledge for a
    considerable loan, a national prize, and the mere fact of having been kept up for so long.
    """
    ways = [add_months(granted_on, age), family_on, pledged_on, awarded_on, granted_on if strategic else None]
    return max(granted_on, min(day for day in ways if day is not None))


def cut(spans: Sequence[Span], day: date) -> list[Span]:
    """The same days, with the span that holds `day` cut in two: what is so from it on begins a span of its own."""
    parts: list[Span] = []
    for span in spans:
        if span.start < day and span.covers(day):
            parts += [Span(span.start, day - DAY), Span(day, span.end)]
        else:
            parts.append(span)
    return parts


def broken_patent(values: Mapping[str, Any], today: date, terms: Terms) -> Iterable[Finding]:
    """Every rule that these values of a patent break."""
    yield from _number(values.get("number") or "")
    filed, granted, until = (values.get(name) for name in ("filed_on", "valid_from", "valid_to"))
    if granted and granted > today:
        yield Finding("valid_from", f"授权公告日 {granted} 晚于今天。", "未授权的不计入，请在授权公告后填报。")
    if filed and granted and granted <= filed:
        yield Finding("valid_from", f"授权公告日 {granted} 不晚于申请日 {filed}。", "请核对两个日期。")
    found = _parsed(values.get("number") or "")
    if filed and found and found["year"] and filed.year > int(found["year"]):
        yield Finding("filed_on", f"申请日 {filed} 晚于专利号中的年份 {found['year']}。", "请核对申请日与专利号。")
    if filed:
        yield from _until(filed, until, terms)
    if granted and until and until < granted:
        yield Finding("valid_to", f"有效至 {until} 早于授权公告日 {granted}。", "请核对两个日期。")
    for name, words in EVENTS.items():
        day = values.get(name)
        if day and day > today:
            yield Finding(name, f"{words} {day} 晚于今天。", "请在发生之后填报。")
        elif day and filed and day < filed:
            yield Finding(name, f"{words} {day} 早于申请日 {filed}。", "请核对日期。")


def _number(number: str) -> Iterable[Finding]:
    if not number:
        return
    found = _parsed(number)
    if found is None:
        yield Finding("number", f"“{number}”不像专利号。", "请照专利证书填写，如 ZL202110123456.2。")
        return
    kind, expected = found["kind"] or found["old"], check_digit(found["body"])
    if kind not in INVENTIONS:
        yield Finding(
            "number", f"“{number}”是{OTHER_KINDS.get(kind, '其他')}的编号，不是发明专利。", "这里只登记发明专利。"
        )
    elif found["check"] != expected:
        yield Finding("number", f"“{number}”的校验位应为 {expected}。", "请照专利证书核对每一位。")
    elif number != canonical_number(number):
        yield Finding("number", f"“{number}”的写法不统一，同一专利会重复计数。", f"请写作 {canonical_number(number)}。")


def _until(filed: date, until: date | None, terms: Terms) -> Iterable[Finding]:
    ends = last_day(filed, terms.term)
    if until is None:
        yield Finding("valid_to", "没有填期满日。", f"没有期限补偿的应填 {ends}。")
    elif until > last_day(filed, terms.term + terms.extension):
        yield Finding("valid_to", f"有效至 {until} 超出发明专利的最长期限。", f"没有期限补偿的应填 {ends}。")


def broken_cluster(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values of a cluster break."""
    start, end = values.get("valid_from"), values.get("valid_to")
    if start and start > today:
        yield Finding("valid_from", f"列入日 {start} 晚于今天。", "请在名单公布后填报。")
    if start and end and end < start:
        yield Finding("valid_to", f"有效至 {end} 早于列入日 {start}。", "请核对两个日期。")


def broken_member(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values of a cluster's member break; `cluster` has the days of the cluster itself."""
    yield from broken_cluster(values, today)
    cluster, start = values.get("cluster"), values.get("valid_from")
    if cluster is not None and start and start < cluster.valid_from:
        words = f"列入日 {start} 早于集群列入名单的 {cluster.valid_from}。"
        yield Finding("valid_from", words, "请核对企业何时进入集群。")
    if cluster is not None and start and cluster.valid_to and start > cluster.valid_to:
        yield Finding("valid_from", f"集群只列入到 {cluster.valid_to}。", "请核对集群或日期。")
