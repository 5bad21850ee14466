"""Exact binomial bounds (Clopper & Pearson 1934, Biometrika 26:404), by quantiles of the beta distribution."""

from decimal import Decimal

from scipy.special import betainc, betaincinv

from zhiqiang.kernel.proportions.interval import Interval, check_counts, error_rate


def clopper_pearson(successes: int, n: int, confidence: float = 0.95) -> Interval | None:
    """The two-sided interval; None for an empty sample. ValueError for impossible counts."""
    check_counts(successes, n)
    alpha = error_rate(confidence)
    return beta_interval(successes, n, alpha) if n else None


def lower_bound(successes: int, n: int, confidence: float = 0.95) -> float | None:
    """The one-sided bound: with this confidence the rate is at least so much. None for an empty sample."""
    check_counts(successes, n)
    alpha = error_rate(confidence)
    return _lower(successes, n, alpha) if n else None


def upper_bound(successes: int, n: int, confidence: float = 0.95) -> float | None:
    """The one-sided bound: with this confidence the rate is at most so much. None for an empty sample."""
    check_counts(successes, n)
    alpha = error_rate(confidence)
    return 1 - _lower(n - successes, n, alpha) if n else None


def chance_of_at_most(successes: int, n: int, rate: Decimal | float) -> float:
    """P(X <= successes) for X binomial(n, rate): how surprising so poor a result is if the rate were true."""
    check_counts(successes, n)
    if not 0 <= rate <= 1:
        raise ValueError(f"比率应在 0 和 1 之间，现为 {rate}")
    if successes == n:
        return 1.0
    return float(betainc(n - successes, successes + 1, float(1 - rate)))


def beta_interval(successes: float, n: float, alpha: float) -> Interval:
    """The two-sided interval for counts that need not be whole, as effective sample sizes are not."""
    return Interval(_lower(successes, n, alpha / 2), 1 - _lower(n - successes, n, alpha / 2))


def _lower(successes: float, n: float, alpha: float) -> float:
    return 0.0 if successes <= 0 else float(betaincinv(successes, n - successes + 1, alpha))
