"""Numbers and dates as the Chinese reasons print them."""

from datetime import date
from decimal import Decimal


def number(value: Decimal) -> str:
    """Two decimals (four below one), no trailing zeros; very large or small values in powers of ten."""
    if value and not -4 <= value.adjusted() <= 15:
        return f"{value:.4E}"
    text = f"{value:.2f}" if abs(value) >= 1 else f"{value:.4f}"
    return "0" if Decimal(text) == 0 else text.rstrip("0").rstrip(".")


def beside(value: Decimal, goal: Decimal) -> str:
    """A value with as many digits as tell it from the goal: 97.99999 must not read 98 against 98."""
    text = number(value)
    return text if value == goal or text != number(goal) else f"{value:.18G}"


def percent(share: Decimal) -> str:
    """A share in whole per cent; "不到1%" below one, for a lag of 0.4 % is not none."""
    whole = share * 100
    return "不到1%" if 0 < whole < 1 else f"{number(whole.to_integral_value())}%"


def day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"
