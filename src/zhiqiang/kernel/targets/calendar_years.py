"""Dates on a line whose unit is the calendar year, so that year ends lie exactly one apart, leap year or not."""

import calendar
from datetime import date
from decimal import Decimal
from functools import lru_cache


@lru_cache(maxsize=4096)
def position(day: date) -> Decimal:
    """The end of `day` in calendar years: 31 December 2025 is 2026 exactly."""
    length = 366 if calendar.isleap(day.year) else 365
    return day.year + Decimal(day.timetuple().tm_yday) / length


def between(start: date, end: date) -> Decimal:
    """Calendar years from `start` to `end`; negative when `end` is earlier."""
    return position(end) - position(start)


def shifted(day: date, months: int) -> date:
    """The same day `months` later (earlier if negative), month ends staying month ends; never out of range."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    month += 1
    last = calendar.monthrange(year, month)[1]
    month_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month, last if month_end else min(day.day, last))
