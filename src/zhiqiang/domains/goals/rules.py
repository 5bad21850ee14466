"""Rules over one outside value, pure."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Broken(NamedTuple):
    """A rule that a record breaks."""

    field: str
    message: str
    suggestion: str


SHARES = frozenset({"hightech_share", "manufacturing_pass_rate"})


def broken_rules(values: Mapping[str, Any], today_is: Any) -> Iterable[Broken]:
    """Every rule that these values break."""
    value, vintage, period = values.get("value"), values.get("vintage"), values.get("period_end")
    if values.get("series") in SHARES and value is not None and not 0 <= value <= 100:
        yield Broken("value", f"百分比应在 0 到 100 之间，现为 {value}。", "请核对小数点与单位。")
    if values.get("series") == "rd_spending" and value is not None and value <= 0:
        yield Broken("value", f"经费投入应大于 0，现为 {value}。", "请核对数值与单位（亿元）。")
    if vintage and vintage > today_is:
        yield Broken("vintage", f"发布日期 {vintage} 晚于今天。", "请填文件上的发布日期。")
    if vintage and period and vintage < period.replace(day=1):
        yield Broken("vintage", "发布日期早于所属期。", "请核对是否把计划数当作了统计数。")
