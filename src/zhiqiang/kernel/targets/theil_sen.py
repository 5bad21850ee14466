"""Theil–Sen slope: the median of the slopes between all pairs of points (Theil 1950, Sen 1968)."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations


def median(values: Sequence[Decimal]) -> Decimal:
    """Middle value, the mean of the two middle ones for an even number; `values` is not empty."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def slope(points: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Median slope of (x, y) pairs; None with fewer than two distinct x."""
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2) if x1 != x2]
    return median(slopes) if slopes else None
