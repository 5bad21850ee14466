"""The working calendar of this home: the announced years in the database, which an administrator extends."""

from datetime import date
from functools import lru_cache

from zhiqiang.foundation.reference.models import CalendarYear, Holiday
from zhiqiang.kernel.workdays import Calendar, SpecialDay


def working_calendar() -> Calendar:
    """The calendar as it stands; two small queries tell whether the one built last still holds."""
    years = tuple(CalendarYear.objects.order_by("year").values_list("year", flat=True))
    days = tuple(Holiday.objects.order_by("day").values_list("day", "working", "title"))
    return _build(years, days)


@lru_cache(maxsize=4)
def _build(years: tuple[int, ...], days: tuple[tuple[date, bool, str], ...]) -> Calendar:
    last = years[0] if years else 1
    while last + 1 in years:
        last += 1
    return Calendar({day: SpecialDay(working, title) for day, working, title in days}, years[0] if years else 1, last)
