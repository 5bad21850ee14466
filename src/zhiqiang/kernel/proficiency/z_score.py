"""z score (ISO 13528:2022, 9.4): the deviation from the assigned value in standard deviations for the assessment."""

from decimal import Decimal

from zhiqiang.kernel.proficiency.outcome import Outcome, require_finite

WARNING, ACTION = 2, 3


def z_score(result: Decimal, assigned: Decimal, sigma: Decimal) -> Decimal:
    """(result − assigned) / sigma, without unit; all three in the unit of the item. ValueError unless sigma > 0."""
    _require(result, assigned, sigma)
    return (result - assigned) / sigma


def judge_z(result: Decimal, assigned: Decimal, sigma: Decimal) -> Outcome:
    """|z| ≤ 2 satisfactory, < 3 questionable, otherwise unsatisfactory; judged before any rounding of the quotient."""
    _require(result, assigned, sigma)
    deviation = abs(result - assigned)
    if deviation <= WARNING * sigma:
        return Outcome.SATISFACTORY
    return Outcome.QUESTIONABLE if deviation < ACTION * sigma else Outcome.UNSATISFACTORY


def _require(result: Decimal, assigned: Decimal, sigma: Decimal) -> None:
    require_finite(测定值=result, 指定值=assigned, 能力评定标准差=sigma)
    if sigma <= 0:
        raise ValueError(f"能力评定标准差必须大于 0，不是 {sigma}")
