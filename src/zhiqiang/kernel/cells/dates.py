"""Dates as officers write them; a date with a missing part, or two readings, is asked back."""

import calendar
import datetime
import math
import re

from zhiqiang.kernel.cells.answers import Answer, Ask, Bad, Cell, Read
from zhiqiang.kernel.cells.date_questions import ask_about
from zhiqiang.kernel.cells.date_writings import plain_writing
from zhiqiang.kernel.cells.drafts import LONGEST_VALUE, Draft, begin, nothing_to_read

#: Serial numbers of spreadsheets count from here; the day off is their 29 February 1900, which never was.
_EPOCH_1900 = datetime.date(1899, 12, 30)
_EPOCH_1904 = datetime.date(1904, 1, 1)
#: 1 January 1990 to 31 December 2099: other numbers are not taken for serial numbers.
_SERIALS = range(32_874, 73_051)

_YEAR_MONTH_DAY = re.compile(r"(\d{4})(?: ?[-./\\年,、。·_ ] ?)(\d{1,2})(?: ?[-./\\月,、。·_ ] ?)(\d{1,2}) ?[日号.。]?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")


def read_date(
    cell: Cell,
    *,
    earliest: datetime.date | None = None,
    latest: datetime.date | None = None,
    year_hint: int | None = None,
    date_system_1904: bool = False,
) -> Answer[datetime.date]:
    """A day. `year_hint` (the year of the report) is used for suggestions only, never to fill in a missing year."""
    answer = _read(cell, year_hint, date_system_1904)
    if not isinstance(answer, Read) or answer.value is None:
        return answer
    if earliest is not None and answer.value < earliest:
        return Bad(f"{answer.value} 早于 {earliest}，请核对年份")
    if latest is not None and answer.value > latest:
        return Bad(f"{answer.value} 晚于 {latest}，请核对年份")
    return answer


def read_month(cell: Cell) -> Answer[datetime.date]:
    """A month, as its first day: 2026年1月, 2026-01, 202601, or any day in it."""
    if isinstance(cell, str):
        draft = plain_writing(begin(cell).without_text_mark())
        found = re.fullmatch(r"(\d{4}) ?[-./年] ?(\d{1,2}) ?月?(?:份)?", draft.text)
        found = found or re.fullmatch(r"((?:19|20)\d\d)(\d\d)", draft.text)
        if found:
            return _month(draft, int(found[1]), int(found[2]))
    if (
        isinstance(cell, int | float)
        and not isinstance(cell, bool)
        and 190_001 <= cell <= 209_912
        and cell == int(cell)
    ):
        return _month(Draft(""), int(cell) // 100, int(cell) % 100)
    answer = read_date(cell)
    if isinstance(answer, Read) and answer.value is not None and answer.value.day != 1:
        return Read(answer.value.replace(day=1), "取所在月份")
    return answer


def _month(draft: Draft, year: int, month: int) -> Answer[datetime.date]:
    return _day(draft, year, month, 1) if 1 <= month <= 12 else Bad(f"没有 {month} 月")


def _read(cell: Cell, year_hint: int | None, date_system_1904: bool) -> Answer[datetime.date]:
    if cell is None:
        return Read(None)
    if isinstance(cell, datetime.datetime):
        return Read(cell.date(), "去掉时间" if cell.time() != datetime.time() else None)
    if isinstance(cell, datetime.date):
        return Read(cell)
    if isinstance(cell, bool | datetime.time):
        return Bad("这一格不是日期")
    if isinstance(cell, str):
        return _from_text(begin(cell), year_hint)
    return _from_number(float(cell), _EPOCH_1904 if date_system_1904 else _EPOCH_1900, year_hint)


def _from_number(number: float, epoch: datetime.date, year_hint: int | None) -> Answer[datetime.date]:
    if not math.isfinite(number):
        return Bad("这一格不是日期")
    whole = int(number)
    if whole in _SERIALS:
        notes = ("由表格的日期序号换算",) + (("去掉时间",) if number != whole else ())
        return Draft("", notes).read(epoch + datetime.timedelta(days=whole))
    if number != whole and 1990 <= whole <= 2099:
        return Ask(f"“{number}”只有年和月，而且 1 月与 10 月写成数是一样的，请填完整日期")
    if number != whole:
        return Bad(f"“{number}”不是日期")
    return _from_text(Draft(str(whole)), year_hint)


def _from_text(draft: Draft, year_hint: int | None) -> Answer[datetime.date]:
    if (nothing := nothing_to_read(draft, LONGEST_VALUE)) is not None:
        return nothing
    typed = draft.text
    draft = plain_writing(draft.without_text_mark())
    if found := _COMPACT.fullmatch(draft.text) or _YEAR_MONTH_DAY.fullmatch(draft.text):
        year, month, day = (int(part) for part in found.groups())
        answer = _day(draft, year, month, day)
        if not isinstance(answer, Read) or answer.value is None:
            return answer
        return _weekday_agrees(typed, answer, answer.value)
    return ask_about(draft.text, typed, year_hint)


def _day(draft: Draft, year: int, month: int, day: int) -> Answer[datetime.date]:
    if not 1900 <= year <= 2199:
        return Bad(f"年份 {year} 不对")
    if not 1 <= month <= 12:
        swapped = f"{year}-{day:02d}-{month:02d}" if 1 <= day <= 12 and 1 <= month <= 31 else None
        if swapped and month > calendar.monthrange(year, day)[1]:
            swapped = None
        return Bad(f"没有 {month} 月", swapped)
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return Bad(f"{year} 年 {month} 月没有 {day} 日")
    value = datetime.date(year, month, day)
    usual = draft.text in (value.isoformat(), value.strftime("%Y/%m/%d"), "")
    return (draft if usual or draft.notes else draft.noted("统一日期写法")).read(value)


def _weekday_agrees(typed: str, answer: Read[datetime.date], value: datetime.date) -> Answer[datetime.date]:
    found = re.search(r"(?:星期|礼拜|周)([一二三四五六日天])", typed)
    real = "一二三四五六日"[value.weekday()]
    if found and found[1].replace("天", "日") != real:
        return Ask(f"{value} 是星期{real}，与所写的“{found[0]}”不符，请核对", value.isoformat())
    return answer
