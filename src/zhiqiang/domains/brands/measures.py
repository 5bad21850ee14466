"""Farm brands in force on a day, in the plan's three kinds; each brand once, however often it was recognised."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhiqiang.foundation.evidence.declaration import Measure, Row, Shape
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table


def _stock(code: str, title: Text, kind: str) -> Measure:
    def counts(table: "Table") -> "BooleanValue":
        return table.kind == kind

    def oracle(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
        return Decimal(len({row["title"] for row in rows if row["kind"] == kind})), None

    return Measure(
        code=code,
        title=title,
        version=1,
        since=date(2023, 1, 1),
        dataset="brands",
        shape=Shape.STOCK,
        counts=counts,
        oracle=oracle,
        key="title",
        row_word=_("个"),
        note=_("当日有效的品牌，同名的计一个；暂停、撤销和到期的不计。"),
    )


FARM_REGIONAL = _stock("brands.farm_regional", _("农业区域公用品牌"), "farm_regional")
FARM_ENTERPRISE = _stock("brands.farm_enterprise", _("农业企业品牌"), "farm_enterprise")
PREMIUM_PRODUCTS = _stock("brands.premium_products", _("高端农产品品牌"), "premium_product")

MEASURES = (FARM_REGIONAL, FARM_ENTERPRISE, PREMIUM_PRODUCTS)
