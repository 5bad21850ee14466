"""One-stage cluster estimate of a rate (Cochran 1977, Sampling Techniques, ch. 9A): shops or firms drawn whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhiqiang.kernel.proportions.interval import check_counts
from zhiqiang.kernel.proportions.korn_graubard import SurveyEstimate


@dataclass(frozen=True)
class Cluster:
    """One drawn firm or shop: the units tested in it and those that passed. ValueError for impossible counts."""

    n: int
    successes: int

    def __post_init__(self) -> None:
        check_counts(self.successes, self.n)


def clustered_estimate(clusters: Sequence[Cluster], population: int | None = None) -> SurveyEstimate | None:
    """p = Σx/Σm with the linearised variance of a ratio over k clusters, drawn from `population` of them if known.

    None for an empty sample. ValueError: more clusters than there are.
    """
    k = len(clusters)
    if population is not None and k > population:
        raise ValueError(f"抽中 {k} 家，多于总体 {population} 家")
    n = sum(cluster.n for cluster in clusters)
    if not n:
        return None
    rate = sum(cluster.successes for cluster in clusters) / n
    left = 1 - k / population if population else 1.0
    residuals = sum((cluster.successes - rate * cluster.n) ** 2 for cluster in clusters)
    variance = left * k / (k - 1) * residuals / n**2 if k > 1 else None
    return SurveyEstimate(rate, variance, n, k - 1, complete=k == population)
