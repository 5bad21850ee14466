"""Periods of assessment, and rules over one run, score or appeal; pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.assessment import Scheme
from zhiqiang.kernel.findings import Finding

Values = Mapping[str, Any]
PERIOD = re.compile(r"(?P<year>20\d\d)(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A year, quarter or month with its first and last day."""

    code: str
    first: date
    last: date


def period_of(code: str) -> Period:
    """The period that "2026", "2026Q3" or "2026-09" names. Raises ValueError in words for who typed it."""
    found = PERIOD.fullmatch(code.strip())
    if found is None:
        raise ValueError(f"“{code}”不是考评期，请写成 2026（年）、2026Q3（季）或 2026-09（月）。")
    year, quarter, month = (int(found[name] or 0) for name in ("year", "quarter", "month"))
    start = month or (3 * quarter - 2 if quarter else 1)
    length = 1 if month else 3 if quarter else 12
    end = start + length
    after = date(year + (end > 12), end - 12 if end > 12 else end, 1)
    return Period(found[0], date(year, start, 1), after - timedelta(days=1))


def period_words(period: Period) -> str:
    """2026年第三季度"""
    if "Q" in period.code:
        return f"{period.first.year}年第{'一二三四'[int(period.code[-1]) - 1]}季度"
    return f"{period.first.year}年{period.first.month}月" if "-" in period.code else f"{period.first.year}年"


def broken_run(values: Values, today: date, known: Mapping[str, Scheme]) -> Iterable[Finding]:
    """Every rule that a run breaks. `known`: the schemes of this installation by code."""
    code, scheme = values.get("scheme") or "", known.get(values.get("scheme") or "")
    if code and scheme is None:
        yield Finding(
            "scheme", f"没有代码为“{code}”的考评方案。", f"可填：{'、'.join(sorted(known)) or '（还没有方案）'}。"
        )
    try:
        period = period_of(values.get("period") or "")
    except ValueError as error:
        if values.get("period"):
            yield Finding("period", str(error), "")
        return
    if period.first > today:
        yield Finding("period", f"考评期 {period.code} 还没有开始。", "请在考评期开始之后再建这一轮。")
    if scheme is not None and not scheme.in_force(period.last):
        span = f"{scheme.valid_from} 至 {scheme.valid_to or '今后'}"
        yield Finding("period", f"方案“{scheme.title}”的有效期是 {span}，不含 {period.last}。", "请改选考评期或方案。")


def broken_mark(scheme: Scheme | None, item: str, value: Decimal | None, reason: str, layer: str) -> Iterable[Finding]:
    """Every rule that one score breaks: the item takes scores, within its points, and says why.

    A veto item takes 1 (it happened) or 0 (it did not).
    """
    if scheme is None:
        yield Finding("run", "这一轮还没有开始，方案尚未固定。", "请等市质强办开始自评。")
        return
    veto = next((one for one in scheme.vetoes if one.code == item), None)
    found = scheme.by_code.get(item)
    if veto is None and (found is None or found.kind != "marked"):
        titles = "、".join([*(one.code for one in scheme.marked_items), *(one.code for one in scheme.vetoes)])
        words = f"“{found.title}”由系统取数计分，不能评分。" if found else f"方案里没有“{item}”这一项。"
        yield Finding("item", words, f"可评分的有：{titles}。")
        return
    if value is None:
        return
    if veto is not None:
        if value not in (0, 1):
            yield Finding("value", f"“{veto.title}”只填 1（发生）或 0（未发生），不是 {value}。", "请改正。")
        elif value == 1 and not reason.strip():
            yield Finding("reason", f"认定发生“{veto.title}”须写明依据。", "请写明认定文件。")
    elif found is not None and not 0 <= value <= found.weight:
        yield Finding("value", f"“{found.title}”的得分 {value} 不在 0 至 {found.weight} 之间。", "请按评分方法改正。")
    if layer != "self" and not reason.strip() and veto is None:
        yield Finding("reason", "评分须写明理由。", "请写明依据的材料或扣分的原因。")


def broken_appeal(values: Values, today: date) -> Iterable[Finding]:
    """Every rule that an appeal breaks: it is against the unit's own published result."""
    result, unit = values.get("result"), values.get("unit")
    if result is not None and unit is not None and result.unit_id != unit.pk:
        yield Finding("unit", "只能对本单位的结果提出申诉。", "请选择本单位的结果。")
    if result is not None and result.state != "published":
        yield Finding("result", "这份结果没有公布，或已被改定的结果替代，不能申诉。", "请对现行的已公布结果提出。")
    if result is not None and result.appeal_until is not None and today > result.appeal_until:
        yield Finding("result", f"申诉期到 {result.appeal_until} 为止，已经过了。", "请按信访或行政途径反映。")
    item = values.get("item")
    if result is not None and item and item not in result.item_codes:
        yield Finding("item", f"这份结果里没有“{item}”这一项。", f"可填：{'、'.join(result.item_codes)}。")
