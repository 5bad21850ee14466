"""How many samples prove a rate: the smallest n whose exact lower bound reaches it in spite of k failures."""

from decimal import Decimal

from scipy.special import betainc

from zhiqiang.kernel.proportions.interval import error_rate


def samples_to_prove(rate: Decimal | float, failures: int = 0, confidence: float = 0.95) -> int | None:
    """The smallest sample that shows "at least `rate`" with so many failures in it; None for a rate of 1.

    No sample proves 100%: only a complete count does. ValueError: rate outside 0..1, failures below 0.
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"比率应在 0 和 1 之间，现为 {rate}")
    if failures < 0:
        raise ValueError(f"不合格数不能是负数，现为 {failures}")
    alpha = error_rate(confidence)
    if rate == 1:
        return None
    low = max(failures, 1)
    if rate == 0:
        return low
    # Proof means P(at most k failures | rate) <= alpha, which only falls as n grows: double, then halve.
    high = low
    while _chance(failures, high, rate) > alpha:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _chance(failures, middle, rate) > alpha else (low, middle)
    return high


def _chance(failures: int, n: int, rate: Decimal | float) -> float:
    return 1.0 if n <= failures else float(betainc(n - failures, failures + 1, float(rate)))
