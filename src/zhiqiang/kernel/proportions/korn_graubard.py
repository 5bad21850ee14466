"""Interval for a rate from a complex survey (Korn & Graubard 1998, Survey Methodology 24:193)."""

from dataclasses import dataclass

from scipy.special import stdtrit

from zhiqiang.kernel.proportions.clopper_pearson import beta_interval
from zhiqiang.kernel.proportions.interval import Interval, error_rate


@dataclass(frozen=True)
class SurveyEstimate:
    """A rate with its design variance.

    `n`: units tested. `degrees`: degrees of freedom of the variance. `variance` is None where the sample cannot tell
    (one unit out of many in a stratum). `complete`: everything was tested, so nothing is left to chance.
    """

    rate: float
    variance: float | None
    n: int
    degrees: int
    complete: bool = False

    @property
    def standard_error(self) -> float | None:
        """The square root of the variance."""
        return None if self.variance is None else self.variance**0.5


def korn_graubard(estimate: SurveyEstimate, confidence: float = 0.95) -> Interval | None:
    """Clopper–Pearson at the effective sample size; None where the variance is not known or has no freedom left.

    n_e = p(1-p)/v · (t_{n-1}/t_df)², as R's svyciprop(method = "beta"). With no spread at all (v = 0), n_e = n.
    """
    alpha = error_rate(confidence)
    if estimate.complete:
        return Interval(estimate.rate, estimate.rate)
    if estimate.variance is None or estimate.degrees < 1:
        return None
    rate, effective = estimate.rate, float(estimate.n)
    if estimate.variance > 0:
        ratio = float(stdtrit(estimate.n - 1, alpha / 2) / stdtrit(estimate.degrees, alpha / 2))
        effective = rate * (1 - rate) / estimate.variance * ratio**2
    return beta_interval(effective * rate, effective, alpha)
