"""Rules over a measurement standard (计量法第六至九条；计量标准考核办法)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiqiang.domains.metrology.rules.periods import last_valid_day
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.parameters import NotInForceError, ParameterSet

VALIDITY = "metrology.standard.validity"


def broken_standard(values: Mapping[str, Any], today: date, parameters: ParameterSet) -> Iterable[Finding]:
    """Every rule that these values break."""
    start, end, traced = values.get("valid_from"), values.get("valid_to"), values.get("traced_until")
    if start and start > today:
        yield Finding("valid_from", f"有效起日 {start} 晚于今天。", "证书未生效的标准不计入，请在发证后填报。")
    if not end:
        yield Finding("valid_to", "没有填有效至。", "考核证书都有有效期，请按证书填写。")
    elif start and end < start:
        yield Finding("valid_to", f"有效至 {end} 早于有效起 {start}。", "请核对两个日期。")
    elif start:
        yield from _too_long(start, end, parameters)
    if not traced and not values.get("parent"):
        yield Finding("traced_until", "没有填上一级标准，也没有填溯源有效期至。", "至少填一项，否则溯源链断开。")
    if values.get("level") == "enterprise" and values.get("kind") == "public":
        yield Finding("kind", "企业建立的是本单位最高计量标准，不是社会公用计量标准。", "请改选“最高计量标准”。")


def _too_long(start: date, end: date, parameters: ParameterSet) -> Iterable[Finding]:
    try:
        months = int(parameters.value(VALIDITY, start))
    except NotInForceError:
        return
    if end > (longest := last_valid_day(start, months)):
        words = f"有效期超过 {months} 个月：自 {start} 起最迟到 {longest}。"
        yield Finding("valid_to", words, "请按考核证书核对。")
