"""Numbers and dates as the Chinese reasons print them."""

from datetime import date
from decimal import Decimal


def number(value: Decimal) -> str:
    """At most four decimals, no trailing zeros; very large or small values in powers of ten."""
    if value and not -5 <= value.adjusted() <= 15:
        return f"{value:.4E}"
    text = f"{value:.4f}"
    return "0" if Decimal(text) == 0 else text.rstrip("0").rstrip(".")


def percent(share: Decimal) -> str:
    return f"{number(share * 100)}%"


def day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"
