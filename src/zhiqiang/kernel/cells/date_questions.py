"""What is asked back about a date that is not one certain day."""

import datetime
import re
from collections.abc import Callable

from zhiqiang.kernel.cells.answers import Ask, Bad

_SEP = r" ?[-./\\年月,、。 ] ?"
_DAY = r"\d{1,4}(?:[-./年月]\d{1,2}){1,2}[日号]?"


def ask_about(text: str, typed: str, year_hint: int | None) -> Ask | Bad:
    """The question for `text` (the plain writing of what was `typed`), or Bad where it is no date at all."""
    for pattern, question in _QUESTIONS:
        if found := pattern.fullmatch(text):
            return question(found, year_hint)
    return Bad(f"“{typed}”不是日期，例如 2026-01-05")


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _short_year(found: re.Match[str], _hint: int | None) -> Ask:
    year, month, day = (int(part) for part in found.groups())
    return Ask(f"“{found.string}”的年份只有两位，请填四位年份", _iso(2000 + year, month, day))


def _day_first_or_month_first(found: re.Match[str], _hint: int | None) -> Ask:
    first, second, year = (int(part) for part in found.groups())
    readings = {text for text in (_iso(year, first, second), _iso(year, second, first)) if text}
    if len(readings) == 2:
        return Ask(f"“{found.string}”可能是 {first} 月 {second} 日，也可能是 {second} 月 {first} 日")
    return Ask(f"“{found.string}”的年份写在后面，请按年-月-日填写", next(iter(readings), None))


def _no_year(found: re.Match[str], hint: int | None) -> Ask:
    month, day = int(found[1]), int(found[2])
    return Ask(f"“{found.string}”没有年份", _iso(hint, month, day) if hint else None)


def _no_year_no_day(found: re.Match[str], _hint: int | None) -> Ask:
    return Ask(f"“{found.string}”只写了月，请补全")


def _two_digit_year(found: re.Match[str], _hint: int | None) -> Ask:
    return Ask(f"“{found.string}”的年份只有两位，请按年-月-日填写")


def _no_day(found: re.Match[str], _hint: int | None) -> Ask:
    return Ask(f"“{found.string}”只写到月，请补上日")


def _only_year(found: re.Match[str], _hint: int | None) -> Ask:
    return Ask(f"“{found.string}”只写了年，请补上月和日")


def _vague(found: re.Match[str], _hint: int | None) -> Ask:
    return Ask(f"“{found.string}”不是确切的一天，请填具体日期")


def _span(found: re.Match[str], _hint: int | None) -> Ask:
    return Ask(f"“{found.string}”是一段时间，请填一个日期")


def _several(found: re.Match[str], _hint: int | None) -> Ask:
    return Ask(f"“{found.string}”写了几个日期，请只填一个")


def _serial_as_text(found: re.Match[str], _hint: int | None) -> Ask:
    day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(found[0]))
    return Ask(f"“{found.string}”像是表格的日期序号，是 {day} 吗？", day.isoformat())


def _letters(found: re.Match[str], _hint: int | None) -> Ask:
    digits = found.string.translate(str.maketrans("OolI", "0011"))
    return Ask(f"“{found.string}”中有字母，应为数字吗？", _iso(*(int(part) for part in re.findall(r"\d+", digits)[:3])))


def _open_ended(found: re.Match[str], _hint: int | None) -> Ask:
    return Ask(f"“{found.string}”不是日期；没有期限的请留空并在备注说明")


def _lunar(found: re.Match[str], _hint: int | None) -> Ask:
    return Ask(f"“{found.string}”像是农历，请填公历日期")


def _zone(found: re.Match[str], _hint: int | None) -> Ask:
    return Ask(f"“{found.string}”不是北京时间，换算后可能差一天，请填北京时间的日期")


def _remark(found: re.Match[str], _hint: int | None) -> Ask:
    return Ask(f"“{found.string}”带有说明，请只填日期")


#: Tried in this order.
_QUESTIONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int | None], Ask]], ...] = (
    (re.compile(rf"'?(\d\d){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})[日号]?"), _short_year),
    (re.compile(r"(\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"), _short_year),
    (re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}(\d{{4}})"), _day_first_or_month_first),
    (re.compile(r"(?:19|20)\d\d(?: ?[-./年] ?\d{1,2} ?月?份?|0[1-9]|1[0-2])"), _no_day),
    (re.compile(r"(?:19|20)\d\d ?年?"), _only_year),
    (re.compile(r"([1-9]|0[1-9]|1[0-2]) ?[-./月] ?([0-3]?\d) ?[日号]?"), _no_year),
    (re.compile(r"3[2-9]\d{3}|[4-6]\d{4}|7[0-2]\d{3}"), _serial_as_text),
    (re.compile(rf"{_DAY} ?(?:-|至|到) ?(?:{_DAY}|\d{{1,2}}[日号]?)"), _span),
    (re.compile(r"\d{1,4}[-./年月\d]*\d ?(?:-|至|到) ?\d{1,2}[日号]"), _span),
    (re.compile(rf"{_DAY}(?: ?[、,;和及] ?{_DAY})+"), _several),
    (re.compile(r".*[年月] ?\d{0,2} ?(?:上旬|中旬|下旬|初|中|底|末|左右|前后|以前|以后)"), _vague),
    (re.compile(r"(\d{1,2})[- ][A-Za-z]{3,9}[- ,]+\d\d"), _two_digit_year),
    (re.compile(r"(?:0?[1-9]|1[0-2]) ?月份?"), _no_year_no_day),
    (re.compile(r"(?:今|去|前|明|本)[年月日天].*|昨[天日]?.*|上个?月.*|约.*|.*(?:左右|前后|[?？])"), _vague),
    (re.compile(r"(?=.*\d)(?=.*[OolI])[\dOolI]{4}[-./年][\dOolI]{1,2}[-./月][\dOolI]{1,2}日?"), _letters),
    (re.compile(r"长期(?:有效)?|永久(?:有效)?|无固定期限"), _open_ended),
    (re.compile(r".*(?:正月|腊月|冬月|初[一二三四五六七八九十]|农历).*"), _lunar),
    (re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.]+ ?(?:Z|[-+]\d\d:?\d\d)"), _zone),
    (re.compile(rf"{_DAY} ?\(.*\)|{_DAY} ?[^\d\s].*"), _remark),
)
