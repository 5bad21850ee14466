"""Rate of a count: its increase over the last twelve months, in records per year."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from zhiqiang.kernel.targets.calendar_years import between, shifted


def total(points: Sequence[tuple[date, Decimal]], day: date) -> Decimal:
    """Total on `day`: linear between two known totals, unchanged after the last; `points` is sorted, not empty."""
    after = bisect_right(points, day, key=lambda point: point[0])
    if after == 0 or after == len(points):
        return points[max(after - 1, 0)][1]
    (day_1, total_1), (day_2, total_2) = points[after - 1], points[after]
    return total_1 + (total_2 - total_1) * between(day_1, day) / between(day_1, day_2)


def trailing_rate(points: Sequence[tuple[date, Decimal]], day: date) -> Decimal | None:
    """Records of the twelve months up to `day`; a shorter history is scaled up to a year; None without history."""
    if not points or points[0][0] >= day:
        return None
    year_ago = shifted(day, -12)
    if points[0][0] <= year_ago:
        return total(points, day) - total(points, year_ago)
    return (total(points, day) - points[0][1]) / between(points[0][0], day)
