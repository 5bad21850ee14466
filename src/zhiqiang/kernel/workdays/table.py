"""Reads the holiday table, one entry a year, into a calendar; a faulty table is refused whole, with every fault."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from zhiqiang.kernel.workdays.calendar import ONE_DAY, Calendar, SpecialDay

LONGEST_HOLIDAY = 31  # days; a longer span is a slip of the pen in one of its two dates


class CalendarError(ValueError):
    """A holiday table that cannot be used; `problems` is a tuple of (key, meaning)."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{key}:{meaning}" for key, meaning in self.problems))


def calendar_from_table(table: Mapping[str, Any]) -> Calendar:
    """Build a calendar from `{"year": [{"year", "notice", "source", "off": [{"name", "from", "to"}],
    "worked": [{"name", "on"}]}, ...]}`.

    A day may lie in the year before its notice (31 December belongs to the New Year holiday).
    Raises CalendarError with all problems at once.
    """
    problems: list[tuple[str, str]] = []
    exceptions: dict[date, SpecialDay] = {}
    years: list[int] = []
    entries = table.get("year")
    if not isinstance(entries, list) or not entries:
        raise CalendarError([("year", "至少要有一年的放假安排（[[year]]）")])
    for position, entry in enumerate(entries):
        key = f"year[{position}]"
        year = entry.get("year") if isinstance(entry, Mapping) else None
        if not isinstance(year, int) or not 1950 <= year <= 9000:
            problems.append((key, "缺少年份 year，或不是四位数字的年份"))
            continue
        if year in years:
            problems.append((f"{key}.year", f"{year} 年重复，每年只能有一段"))
        years.append(year)
        for where, day, special in _days(entry, f"{key}（{year}）", problems):
            if conflict := _conflict(exceptions, day, special, year):
                problems.append((where, conflict))
            else:
                exceptions[day] = special
    if years:
        missing = sorted(set(range(min(years), max(years) + 1)) - set(years))
        problems += [("year", f"缺少 {year} 年，公布的年份必须连续") for year in missing]
    if problems:
        raise CalendarError(problems)
    return Calendar(exceptions, min(years), max(years))


def _days(entry: Mapping[str, Any], key: str, problems: list[tuple[str, str]]) -> list[tuple[str, date, SpecialDay]]:
    found: list[tuple[str, date, SpecialDay]] = []
    for kind in ("off", "worked"):
        rows = entry.get(kind, [])
        if not isinstance(rows, list):
            problems.append((f"{key}.{kind}", "应为列表"))
            continue
        for position, row in enumerate(rows):
            where = f"{key}.{kind}[{position}]"
            try:
                first, last, name = _span(row, kind)
            except ValueError as error:
                problems.append((where, str(error)))
                continue
            day = first
            while day <= last:
                found.append((where, day, SpecialDay(kind == "worked", name)))
                day += ONE_DAY
    return found


def _span(row: Any, kind: str) -> tuple[date, date, str]:
    if not isinstance(row, Mapping) or not str(row.get("name", "")).strip():
        raise ValueError("缺少名称 name")
    first, last = (_day(row.get(key)) for key in (("on", "on") if kind == "worked" else ("from", "to")))
    if first is None or last is None:
        raise ValueError("日期缺失或格式不对，应写作 2026-01-01;off 用 from 与 to,worked 用 on")
    if not 0 <= (last - first).days < LONGEST_HOLIDAY:
        raise ValueError(f"从 {first} 到 {last}：起止颠倒，或超过 {LONGEST_HOLIDAY} 天")
    return first, last, str(row["name"]).strip()


def _day(value: object) -> date | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _conflict(exceptions: Mapping[date, SpecialDay], day: date, special: SpecialDay, year: int) -> str:
    if day.year not in (year - 1, year):
        return f"{day} 不属于 {year} 年的安排"
    if special.working and day.weekday() < 5:
        return f"{day} 本来就是星期一至星期五，不是调休上班日"
    if day in exceptions and exceptions[day].working != special.working:
        return f"{day} 既写作放假又写作上班"
    return ""
