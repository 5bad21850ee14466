"""The working calendar of China: weekends, statutory holidays and make-up working days (调休).

Source: 全国年节及纪念日放假办法 and the yearly notice of the State Council's General Office.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
WEEKEND = ("星期六", "星期日")


class SpecialDay(NamedTuple):
    """A day on which the notice overrules the weekday: off with a name, or worked to make up for it."""

    working: bool
    name: str


class WorkingDayIndex(NamedTuple):
    """Working days of a window of years, countable in constant time.

    `rank[i]` is the number of working days from the window's first day up to and including day `base + i`
    (proleptic ordinal); `days` lists the working days in order.
    """

    base: int
    rank: list[int]
    days: list[date]


@dataclass(frozen=True, eq=False)
class Calendar:
    """Which days are worked, and for which years that has been announced.

    `exceptions` maps a day to what the notices say of it; every other day follows its weekday.
    `first_year`..`last_year` are the announced years, without a gap. Raises ValueError if they are reversed.
    """

    exceptions: Mapping[date, SpecialDay] = field(repr=False)
    first_year: int
    last_year: int

    def __post_init__(self) -> None:
        if self.first_year > self.last_year:
            raise ValueError(f"节假日表的年份颠倒：{self.first_year} 晚于 {self.last_year}")
        object.__setattr__(self, "exceptions", MappingProxyType(dict(self.exceptions)))

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked; past the announced years this follows the weekday (ask `is_announced`)."""
        special = self.exceptions.get(day)
        return day.weekday() < 5 if special is None else special.working

    def is_announced(self, day: date) -> bool:
        """Whether the notice for the year of `day` has been entered."""
        return self.first_year <= day.year <= self.last_year

    def is_worked_weekend(self, day: date) -> bool:
        """Whether `day` is a Saturday or Sunday on which people work."""
        return day.weekday() >= 5 and self.is_working(day)

    def rest_reason(self, day: date) -> str:
        """Why `day` is not worked: the holiday's name or the day of the weekend. Empty on a working day."""
        special = self.exceptions.get(day)
        if special is not None:
            return "" if special.working else special.name
        return "" if day.weekday() < 5 else WEEKEND[day.weekday() - 5]

    @cached_property
    def index(self) -> WorkingDayIndex:
        """Working days from the year before the first announced to ten years past the last."""
        first = date(max(self.first_year - 1, 1), 1, 1)
        stop = date(min(self.last_year + 10, 9998) + 1, 1, 1).toordinal()
        rank: list[int] = []
        days: list[date] = []
        for ordinal in range(first.toordinal(), stop):
            day = date.fromordinal(ordinal)
            if self.is_working(day):
                days.append(day)
            rank.append(len(days))
        return WorkingDayIndex(first.toordinal(), rank, days)
