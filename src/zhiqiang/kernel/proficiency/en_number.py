"""En number (ISO 13528:2022, 9.7): the deviation against the expanded uncertainties of laboratory and reference."""

from decimal import Decimal

from zhiqiang.kernel.proficiency.outcome import Outcome, require_finite


def en_number(result: Decimal, assigned: Decimal, laboratory: Decimal, reference: Decimal) -> Decimal:
    """(result − assigned) / √(U_lab² + U_ref²), without unit; both U expanded with k = 2 and in the unit of the item.

    ValueError for a negative uncertainty, or where both are 0.
    """
    return (result - assigned) / _variance(result, assigned, laboratory, reference).sqrt()


def judge_en(result: Decimal, assigned: Decimal, laboratory: Decimal, reference: Decimal) -> Outcome:
    """|En| ≤ 1 satisfactory, otherwise unsatisfactory; compared as squares: no root is rounded at the border."""
    variance = _variance(result, assigned, laboratory, reference)
    return Outcome.SATISFACTORY if (result - assigned) ** 2 <= variance else Outcome.UNSATISFACTORY


def _variance(result: Decimal, assigned: Decimal, laboratory: Decimal, reference: Decimal) -> Decimal:
    require_finite(测定值=result, 指定值=assigned, 实验室扩展不确定度=laboratory, 参考值扩展不确定度=reference)
    if laboratory < 0 or reference < 0:
        raise ValueError("扩展不确定度不能是负数")
    if laboratory == reference == 0:
        raise ValueError("两个扩展不确定度不能都是 0")
    return laboratory**2 + reference**2
