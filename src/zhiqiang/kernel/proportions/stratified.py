"""Stratified estimate of a rate and its variance (Cochran 1977, Sampling Techniques, ch. 5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhiqiang.kernel.proportions.interval import check_counts
from zhiqiang.kernel.proportions.korn_graubard import SurveyEstimate


@dataclass(frozen=True)
class Stratum:
    """One part of the population: its size, the units tested in it, and those that passed.

    ValueError: impossible counts, or more units tested than there are.
    """

    code: str
    population: int
    n: int
    successes: int

    def __post_init__(self) -> None:
        check_counts(self.successes, self.n)
        if self.n > self.population:
            raise ValueError(f"层“{self.code}”抽检 {self.n}，多于总体 {self.population}")


def stratified_estimate(strata: Sequence[Stratum]) -> SurveyEstimate | None:
    """p = Σ W_h p_h and v = Σ W_h² (1 - n_h/N_h) s_h²/n_h, with W_h the share of the population.

    None when there is no population, or a stratum that has one was not sampled: its rate is unknown.
    """
    strata = [stratum for stratum in strata if stratum.population]
    total = sum(stratum.population for stratum in strata)
    if not total or any(stratum.n == 0 for stratum in strata):
        return None
    n = sum(stratum.n for stratum in strata)
    variances = [_variance(stratum) for stratum in strata]
    known = [
        (stratum.population / total) ** 2 * variance
        for stratum, variance in zip(strata, variances, strict=True)
        if variance is not None
    ]
    return SurveyEstimate(
        rate=sum(stratum.population * stratum.successes / stratum.n for stratum in strata) / total,
        variance=sum(known) if len(known) == len(strata) else None,
        n=n,
        degrees=n - len(strata),
        complete=n == total,
    )


def _variance(stratum: Stratum) -> float | None:
    """The variance of a stratum's rate; None where one unit stands for many."""
    if stratum.n == stratum.population:
        return 0.0
    if stratum.n == 1:
        return None
    rate = stratum.successes / stratum.n
    return (1 - stratum.n / stratum.population) * rate * (1 - rate) / (stratum.n - 1)
