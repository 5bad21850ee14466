"""Rules over events, courses and attendances, and the days of observances; pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.plan.records import nearest

SEPARATORS = re.compile(r"[\s、,，;；]+")
ADDRESS = re.compile(r"https?://[^\s/]+\S*")
DAY = timedelta(days=1)


def parts(text: str) -> list[str]:
    """The things a text lists, whatever they are separated by, each once."""
    return list(dict.fromkeys(part for part in SEPARATORS.split(text or "") if part))


def names(text: str) -> list[str]:
    """The firms a text lists, each once; a name may hold a space."""
    return list(dict.fromkeys(part.strip() for part in re.split(r"[、,，;；\n]+", text or "") if part.strip()))


def broken_event(values: Mapping[str, Any], today: date, clauses: Collection[str] | None) -> Iterable[Finding]:
    """Every rule that these values of an event break; `clauses`: what the plan in force has (None: no plan)."""
    yield from _days(values, today)
    yield from _clauses(values, clauses)
    listed, number = names(values.get("enterprise_list") or ""), values.get("enterprises")
    if number is not None and len(listed) > number:
        words = f"列出了 {len(listed)} 家企业，参加企业数却是 {number}。"
        yield Finding("enterprises", words, f"请改为 {len(listed)} 或核对名单。")
    for link in parts(values.get("media_links") or ""):
        if not ADDRESS.fullmatch(link):
            yield Finding("media_links", f"“{link}”不是网址。", "请填以 http 开头的网址，多个用空格隔开。")


def broken_course(values: Mapping[str, Any], today: date, clauses: Collection[str] | None) -> Iterable[Finding]:
    """Every rule that these values of a course break."""
    yield from _days(values, today)
    yield from _clauses(values, clauses)
    if values.get("hours") == 0:
        yield Finding("hours", "学时不能为 0。", "请填培训总学时。")


def broken_attendance(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values of an attendance break; `course` has the days of the course."""
    course, day, until = (values.get(name) for name in ("course", "attended_on", "certificate_until"))
    if day and day > today:
        yield Finding("attended_on", f"参训日期 {day} 晚于今天。", "请在培训之后填报。")
    elif course is not None and day and not course.starts_on <= day <= (course.ends_on or course.starts_on):
        yield Finding("attended_on", f"参训日期 {day} 不在培训日期之内。", f"培训自 {course.starts_on} 开始，请核对。")
    if values.get("people") == 0:
        yield Finding("people", "人数不能为 0。", "没有人参加的不必登记。")
    if values.get("person") and values.get("people") not in {None, 1}:
        yield Finding("people", "填了姓名的一条只登记一人。", "请把人数改为 1，或删去姓名按单位合并登记。")
    if values.get("certificate") and values.get("result") not in {None, "passed"}:
        yield Finding("certificate", "没有考核合格，不应有证书编号。", "请核对结果，或删去证书编号。")
    if until and not values.get("certificate"):
        yield Finding("certificate_until", "填了证书有效至，没有填证书编号。", "请补证书编号。")
    if until and day and until < day:
        yield Finding("certificate_until", f"证书有效至 {until} 早于参训日期 {day}。", "请核对两个日期。")


def _days(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    start, end = values.get("starts_on"), values.get("ends_on")
    if start and start > today:
        yield Finding("starts_on", f"开始日期 {start} 晚于今天。", "请在开始之后填报。")
    if start and end and end < start:
        yield Finding("ends_on", f"结束日期 {end} 早于开始日期 {start}。", "请核对两个日期；只有一天的留空。")


def _clauses(values: Mapping[str, Any], known: Collection[str] | None) -> Iterable[Finding]:
    for clause in parts(values.get("clauses") or ""):
        if known is not None and clause not in known:
            yield Finding(
                "clauses", f"现行方案没有“{clause}”这一条{nearest(clause, known)}。", "请按方案的条款编号填写。"
            )


@dataclass(frozen=True, slots=True)
class Observance:
    """A day, or a month, that comes every year: fixed (month and day), a whole month, or the nth weekday of a month."""

    name: str
    month: int
    since: int
    source: str
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None

    def days_in(self, year: int) -> tuple[date, date]:
        """Its first and last day in a year."""
        first = date(year, self.month, 1)
        if self.day is not None:
            return (date(year, self.month, self.day),) * 2
        if self.weekday is not None and self.nth is not None:
            day = first + timedelta(days=(self.weekday - first.isoweekday()) % 7 + 7 * (self.nth - 1))
            return day, day
        return first, date(year + self.month // 12, self.month % 12 + 1, 1) - DAY


@dataclass(frozen=True, slots=True)
class Coming:
    """An observance on its next days; `left`: days until it begins, 0 while it lasts."""

    observance: Observance
    starts: date
    ends: date
    left: int


def coming(observances: Iterable[Observance], today: date) -> list[Coming]:
    """Every observance on the next days that have not passed, the nearest first."""
    found = []
    for one in observances:
        starts, ends = one.days_in(today.year)
        if ends < today:
            starts, ends = one.days_in(today.year + 1)
        found.append(Coming(one, starts, ends, max((starts - today).days, 0)))
    return sorted(found, key=lambda each: (each.starts, each.observance.name))
