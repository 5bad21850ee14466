"""Numbers written in Chinese characters, read only where the writing is complete."""

import re
from decimal import Decimal

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
CHARACTERS = "".join(_DIGITS) + "".join(_UNITS) + "万亿点"


def parse_number(text: str) -> Decimal | None:
    """The number, or None where the writing is not complete (一百五 may be 105 or 150; 三五 may be "three to five")."""
    whole, point, decimals = text.partition("点")
    value = _whole(whole)
    if value is None or (point and not decimals):
        return None
    if not point:
        return Decimal(value)
    places = parse_digits(decimals)
    return None if places is None else Decimal(f"{value}.{places}")


def parse_digits(text: str) -> str | None:
    """Digit by digit, as years are written (二〇二六 is "2026"); None if any character is not a digit."""
    if not text or any(char not in _DIGITS for char in text):
        return None
    return "".join(str(_DIGITS[char]) for char in text)


def _whole(text: str) -> int | None:
    for sign, size in (("亿", 10**8), ("万", 10**4)):
        if sign in text:
            left, _, right = text.rpartition(sign)
            high = _whole(left)
            low = _low(right, size)
            return None if high is None or low is None or not high else high * size + low
    return _section(text)


def _low(text: str, size: int) -> int | None:
    if not text:
        return 0
    low = _whole(text.lstrip("零〇"))
    # 三万五 is 35,000 in speech and 30,005 on paper: without 零, the next place must be filled.
    complete = low is not None and low < size and (text[0] in "零〇") == (low < size // 10)
    return low if complete else None


def _section(text: str) -> int | None:
    value, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            value += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            return None
    value += digit
    # Written back in full it must be what stood there; anything shorter is speech, with two readings.
    return value if text and value < 10_000 and (text in "零〇○" or _spell(value) == _standard(text)) else None


def _standard(text: str) -> str:
    """The same writing with Arabic digits, 十二 as 1十2."""
    units = {10: "十", 100: "百", 1000: "千"}
    plain = "".join(str(_DIGITS[char]) if char in _DIGITS else units[_UNITS[char]] for char in text)
    return "1" + plain if plain.startswith("十") else plain


def _spell(value: int) -> str:
    """The complete writing of 1 to 9,999, with Arabic digits for the Chinese ones."""
    places = zip(f"{value:04d}", ("千", "百", "十", ""), strict=True)
    spelt = "".join("0" if digit == "0" else digit + unit for digit, unit in places)
    return re.sub("0+", "0", spelt).strip("0")
