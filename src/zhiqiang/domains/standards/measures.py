"""New standards since the plan began: each standard once, in the month it was published, however many firms joined."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhiqiang.foundation.evidence.declaration import Measure, Row, Shape
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

ABOVE_PROVINCE = ("international", "national", "industry")


def _distinct(code: str, title: Text, levels: tuple[str, ...], note: Text) -> Measure:
    def counts(table: "Table") -> "BooleanValue":
        return table.level.isin(levels)

    def oracle(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
        return Decimal(len({row["number"] for row in rows if row["level"] in levels})), None

    return Measure(
        code=code,
        title=title,
        version=1,
        since=date(2023, 1, 1),
        dataset="standards",
        shape=Shape.DISTINCT,
        counts=counts,
        oracle=oracle,
        key="number",
        row_word=_("项"),
        note=note,
    )


LED_OR_JOINED = _distinct(
    "standards.led_or_joined",
    _("新增主导或参与国际、国家、行业标准"),
    ABOVE_PROVINCE,
    _("自 2023 年 1 月 1 日起发布的国际、国家、行业标准，按标准编号去重；以发布日期计入。"),
)
CITY_LOCAL = _distinct(
    "standards.city_local",
    _("新增市地方标准"),
    ("city",),
    _("自 2023 年 1 月 1 日起发布的市地方标准，按标准编号去重；以发布日期计入。"),
)

MEASURES = (LED_OR_JOINED, CITY_LOCAL)
