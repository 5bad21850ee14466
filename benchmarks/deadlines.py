"""Deadlines a second on one core, against a day-by-day loop over the same starts in the same run.

Run: python benchmarks/deadlines.py. Ends with 1 if the indexed path is below 200,000 a second or any answer differs.
"""

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

from zhiqiang.foundation.parameters import load_parameters, package_calendar
from zhiqiang.kernel.workdays import Calendar, Limit, compute_deadline, due_date

GOAL = 200_000
DAY = timedelta(days=1)


def day_by_day(limit: Limit, start: date, calendar: Calendar) -> date:
    """The naive count: step a day, ask the calendar."""
    left, day = limit.amount, start
    while left:
        day += DAY
        left -= calendar.is_working(day)
    return day


def rate(
    compute: Callable[[Limit, date, Calendar], object], limit: Limit, starts: list[date], calendar: Calendar
) -> float:
    """Deadlines a second, the best of three runs."""
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        for start in starts:
            compute(limit, start, calendar)
        best = min(best, time.perf_counter() - begun)
    return len(starts) / best


def main() -> int:
    """Print the table of rates; 0 if the goal is met and all paths agree."""
    calendar = package_calendar()
    calendar.is_working(date(2026, 1, 1))
    begun = time.perf_counter()
    _ = calendar.index
    print(f"index built in {(time.perf_counter() - begun) * 1000:.1f} ms")
    days = [date(2020, 1, 1) + step * DAY for step in range(2400)]
    slowest = float("inf")
    for rule in ("complaint.accept", "report.verify", "complaint.mediate"):
        limit = load_parameters().get(rule).limit(date(2021, 8, 1))
        if any(due_date(limit, day, calendar) != day_by_day(limit, day, calendar) for day in days):
            print(f"{rule}: the paths differ")
            return 1
        starts = days * 20
        fast = rate(due_date, limit, starts, calendar)
        naive = rate(day_by_day, limit, days, calendar)
        proof = rate(compute_deadline, limit, days, calendar)
        slowest = min(slowest, fast)
        print(
            f"{rule} ({limit.amount} working days): due date {fast:,.0f}/s, with proof {proof:,.0f}/s, "
            f"day by day {naive:,.0f}/s ({fast / naive:.1f} times)"
        )
    print(f"goal {GOAL:,}/s: {'met' if slowest >= GOAL else 'NOT met'}")
    return int(slowest < GOAL)


if __name__ == "__main__":
    sys.exit(main())
