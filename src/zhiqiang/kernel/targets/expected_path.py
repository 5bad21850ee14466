"""Expected path E(t): piecewise linear through the start and the milestones, level beyond both ends."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from zhiqiang.kernel.targets.calendar_years import between


def expected(start: tuple[date, Decimal], milestones: Iterable[tuple[date, Decimal]], day: date) -> Decimal:
    """Value of the path on `day`; milestones not after the start are passed over."""
    before_on, before = start
    if day <= before_on:
        return before
    for due, value in sorted(milestones):
        if due <= before_on:
            continue
        if day <= due:
            return before + (value - before) * between(before_on, day) / between(before_on, due)
        before_on, before = due, value
    return before
