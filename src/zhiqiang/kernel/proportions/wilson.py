"""Wilson score interval (Wilson 1927, JASA 22:209), without continuity correction."""

import math

from scipy.special import ndtri

from zhiqiang.kernel.proportions.interval import Interval, check_counts, error_rate


def wilson(successes: int, n: int, confidence: float = 0.95) -> Interval | None:
    """The two-sided interval for a rate, for display; None for an empty sample. ValueError for impossible counts."""
    check_counts(successes, n)
    z2 = float(ndtri(1 - error_rate(confidence) / 2)) ** 2
    if n == 0:
        return None
    centre = successes + z2 / 2
    spread = math.sqrt(z2 * (successes * (n - successes) / n + z2 / 4))
    lower = 0.0 if successes == 0 else (centre - spread) / (n + z2)
    upper = 1.0 if successes == n else (centre + spread) / (n + z2)
    return Interval(lower, upper)
