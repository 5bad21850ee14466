"""Spans of calendar months, never of days: 365 days drift with leap years, 30 days with every month."""

from datetime import date, timedelta

from zhiqiang.kernel.workdays import add_months


def last_valid_day(start: date, months: int) -> date:
    """The last day of a validity of so many months that begins with `start` (民法典第二百零二条).

    The day before the same day of the last month; where that month has no such day, its own last day.
    """
    same = add_months(start, months)
    return same - timedelta(days=1) if same.day == start.day else same
