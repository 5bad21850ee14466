"""The many writings of one day brought to digits and separators, before the day is read."""

import re

from zhiqiang.kernel.cells.chinese_numerals import parse_digits, parse_number
from zhiqiang.kernel.cells.drafts import Draft

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_CIRCLES = str.maketrans(dict.fromkeys("○Ｏ◯０", "〇"))
_CHINESE = re.compile(
    r"([〇零OΟ一二三四五六七八九]{4})年(?:(元|[一二三四五六七八九十]{1,3})月(?:份)?(?:([一二三四五六七八九十]{1,3})[日号]?)?)?"
)
_WEEKDAY = re.compile(r" ?[(（]? ?(?:星期|礼拜|周)[一二三四五六日天] ?[)）]?$")
_TIME = re.compile(
    r"(?<=[\d日号])(?:T| +|(?<=[日号]))"
    r"(?:(?:上午|下午|中午|晚上|凌晨|早上|AM|PM) ?)?"
    r"(?:\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?|[时点](?:\d{1,2}分?|半|整)?(?:\d{1,2}秒)?))"
    r"(?: ?[AP]M)?(?:\+08:?00)?$|(?<=[\d日号]) ?(?:上午|下午|中午|晚上|凌晨|早上)$"
)


def plain_writing(draft: Draft) -> Draft:
    """Half-width digits, no weekday, no time of day, Arabic numerals, English months as numbers."""
    draft = draft.half_width()
    draft = draft.to(_WEEKDAY.sub("", draft.text), "去掉星期")
    draft = draft.to(_TIME.sub("", draft.text), "去掉时间")
    draft = draft.to(_WEEKDAY.sub("", draft.text), "去掉星期")
    draft = draft.to(_arabic(draft.text), "汉字日期改为数字")
    draft = draft.to(re.sub(r"(?<=年)元(?=月)", "1", draft.text), "汉字日期改为数字")
    draft = draft.to(_english(draft.text), "英文月份改为数字")
    return draft.to(re.sub(" ?[~—–―] ?", "-", draft.text), "统一连字符")


def _arabic(text: str) -> str:
    found = _CHINESE.fullmatch(text.translate(_CIRCLES))
    if not found:
        return text
    year = parse_digits(re.sub("[OΟ]", "〇", found[1]))
    month = parse_number((found[2] or "一").replace("元", "一"))
    day = parse_number(found[3] or "一")
    if year is None or month is None or day is None:
        return text
    return f"{year}年" + (f"{month}月" if found[2] else "") + (f"{day}日" if found[3] else "")


def _english(text: str) -> str:
    """Jan 5, 2026 and 5-Jan-2026: a named month leaves one reading, given a year of four digits."""
    low = text.lower()
    if found := re.fullmatch(rf"{_MONTH} ?(\d{{1,2}})(?:st|nd|rd|th)?,? ?(\d{{4}})", low):
        return f"{found[3]}-{_MONTHS.index(found[1]) + 1}-{found[2]}"
    if found := re.fullmatch(rf"(\d{{1,2}})[- ]{_MONTH}[- ,]? ?(\d{{4}})", low):
        return f"{found[3]}-{_MONTHS.index(found[2]) + 1}-{found[1]}"
    return text
