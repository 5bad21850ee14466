"""Dirty cells: decimals, each with its exact answer."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.cells import Answer, Ask, Bad, Read, read_decimal

ROWS: tuple[tuple[Callable[..., Answer[Any]], Any, dict[str, Any], Answer[Any]], ...] = (
    # read_decimal
    (read_decimal, "3.14", {}, Read(Decimal("3.14"))),
    (read_decimal, "３．１４", {}, Read(Decimal("3.14"), "全角改半角")),
    (read_decimal, "1.2E-3", {}, Read(Decimal("0.0012"), "科学计数改为普通写法")),
    (read_decimal, ".5", {}, Read(Decimal("0.5"))),
    (read_decimal, "98。5", {}, Ask("“98。5”中间的符号是小数点吗？", "98.5")),
    (read_decimal, "98·5", {}, Ask("“98·5”中间的符号是小数点吗？", "98.5")),
    (read_decimal, 0.30000000000000004, {}, Read(Decimal("0.3"))),
    (read_decimal, Decimal("1.50"), {}, Read(Decimal("1.50"))),
    (read_decimal, 1e22, {}, Read(Decimal("1E+22"))),
    (read_decimal, "1,234.50", {}, Read(Decimal("1234.50"), "去掉千位分隔符")),
    (read_decimal, "三点五", {}, Read(Decimal("3.5"), "汉字数字改为阿拉伯数字")),
    (read_decimal, "1.5万", {}, Read(Decimal("15000.0"), "“万”换算为 15000")),
    (read_decimal, "100元", {"units": ("元",)}, Read(Decimal(100), "去掉单位“元”")),
    (read_decimal, "¥1,200.50", {"units": ("元",)}, Read(Decimal("1200.50"), "去掉货币符号、去掉千位分隔符")),
    (read_decimal, "￥１００", {"units": ("元",)}, Read(Decimal(100), "全角改半角、去掉货币符号")),
    (read_decimal, "人民币100元", {"units": ("元",)}, Read(Decimal(100), "去掉货币符号、去掉单位“元”")),
    (read_decimal, "1.2亿元", {"units": ("元",)}, Read(Decimal("120000000.0"), "“亿元”换算为 120000000元")),
    (read_decimal, "3.5万元", {"units": ("万元",)}, Read(Decimal("3.5"), "去掉单位“万元”")),
    (read_decimal, "3.5", {"units": ("万元",)}, Read(Decimal("3.5"))),
    (read_decimal, "35000元", {"units": ("万元",)}, Read(Decimal("3.5"), "“元”换算为 3.5万元")),
    (read_decimal, "3.5万", {"units": ("万元",)}, Ask("本列单位是“万元”，“3.5万”是指 3.5万元吗？", "3.5")),
    (read_decimal, "2亿元", {"units": ("万元",)}, Read(Decimal(20000), "“亿元”换算为 20000万元")),
    (read_decimal, "12批", {"units": ("元",)}, Bad("“12批”不是数，或单位与本列（元）不符")),
    (read_decimal, "12公斤", {"units": ("吨",)}, Bad("“12公斤”不是数，或单位与本列（吨）不符")),
    (read_decimal, "¥100", {"units": ("批",)}, Bad("“¥100”不是数")),
)
