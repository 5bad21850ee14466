"""What a sample says of a target rate: proven, met by point estimate, not met, or too small a sample to say."""

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zhiqiang.kernel.proportions.clopper_pearson import lower_bound, upper_bound
from zhiqiang.kernel.proportions.interval import Interval, check_counts
from zhiqiang.kernel.proportions.samples_to_prove import samples_to_prove

#: Below this size, or beyond this half-width, a sub-group's rate is shown in grey (practice of NCHS and NEISS).
SMALLEST_SHOWN = 30
WIDEST_HALF = 0.03


class Verdict(StrEnum):
    """The four things a sample can say."""

    PROVEN = "proven"
    MET_BY_POINT_ESTIMATE = "met_by_point_estimate"
    NOT_MET = "not_met"
    SAMPLE_TOO_SMALL = "sample_too_small"

    @property
    def words(self) -> str:
        """The words of the page."""
        return _WORDS[self]


_WORDS = {
    Verdict.PROVEN: "已达标（有把握）",
    Verdict.MET_BY_POINT_ESTIMATE: "点估计达标",
    Verdict.NOT_MET: "未达标",
    Verdict.SAMPLE_TOO_SMALL: "样本不足",
}


@dataclass(frozen=True)
class Judgement:
    """A verdict with the figures it rests on.

    `lower`: one-sided bound of the rate (None without a sample). `needed`: the sample that would prove the target
    with the failures seen (None where no sample can).
    """

    verdict: Verdict
    target: Decimal
    lower: float | None
    needed: int | None


def judge(successes: int, n: int, target: Decimal, confidence: float = 0.95) -> Judgement:
    """The verdict on "the rate is at least `target`" (a rate between 0 and 1, not a percentage).

    A sample is too small when even without a failure it could not prove the target; but when it already shows,
    with the same confidence, that the rate lies below the target, the verdict is "not met".
    """
    check_counts(successes, n)
    if not 0 <= target <= 1:
        raise ValueError(f"目标应在 0 和 1 之间，例如 0.98，现为 {target}")
    lower, upper = lower_bound(successes, n, confidence), upper_bound(successes, n, confidence)
    smallest = samples_to_prove(target, 0, confidence)
    needed = samples_to_prove(target, n - successes, confidence)
    if lower is None or upper is None:
        verdict = Verdict.SAMPLE_TOO_SMALL
    elif needed is not None and n >= needed:
        verdict = Verdict.PROVEN
    elif (smallest is None or n < smallest) and upper >= target:
        verdict = Verdict.SAMPLE_TOO_SMALL
    # In Decimal, for 98/100 must reach 0.98.
    elif successes >= target * n:
        verdict = Verdict.MET_BY_POINT_ESTIMATE
    else:
        verdict = Verdict.NOT_MET
    return Judgement(verdict, target, lower, needed)


def statement(successes: int, n: int, unit: str = "批", confidence: float = 0.95) -> str:
    """The sentence to print instead of a bare "100%"; the bound is rounded down, so that it stays true."""
    lower = lower_bound(successes, n, confidence)
    if lower is None:
        return "没有抽检"
    percent = Decimal(math.floor(lower * 10_000)) / 100
    return f"抽检 {n} {unit}，合格 {successes} {unit}，有 {confidence * 100:g}% 的把握合格率不低于 {percent:.2f}%"


def is_imprecise(n: int, interval: Interval | None) -> bool:
    """Whether a sub-group's rate says too little to stand beside others: n < 30, or wider than ±3 points."""
    return interval is None or n < SMALLEST_SHOWN or interval.half_width > WIDEST_HALF
