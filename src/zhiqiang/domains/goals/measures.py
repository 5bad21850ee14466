"""Figures from sourced outside series: the value that the newest verified publication gives for a period."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhiqiang.foundation.evidence.declaration import Measure, Row, Shape
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table


def _series(code: str, title: Text, series: str, note: Text) -> Measure:
    def counts(table: "Table") -> "BooleanValue":
        return table.series == series

    def oracle(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
        """The value of one period: the newest vintage among these rows."""
        newest = max((row for row in rows if row["series"] == series), key=lambda row: row["vintage"])
        return newest["value"], None

    return Measure(
        code=code,
        title=title,
        version=1,
        since=date(2015, 1, 1),
        dataset="outside_values",
        shape=Shape.SERIES,
        counts=counts,
        oracle=oracle,
        key="vintage",
        value="value",
        benchmark="benchmark",
        row_word=_("条"),
        note=note,
    )


HIGHTECH_SHARE = _series(
    "goals.hightech_share",
    _("高新技术产业增加值占规上工业增加值比重"),
    "hightech_share",
    _("统计部门发布值；同一年度多次发布取最新一次，旧值保留。"),
)
MANUFACTURING_PASS_RATE = _series(
    "goals.manufacturing_pass_rate",
    _("制造业产品质量合格率"),
    "manufacturing_pass_rate",
    _("国家统计调查值，按行业产值加权；不由本市抽检批次计算。"),
)
RD_GROWTH = _series(
    "goals.rd_growth",
    _("全社会研发经费投入增长"),
    "rd_spending",
    _("由统计部门发布的经费投入（亿元）计算增长率，两年取同一次发布的口径。"),
)

MEASURES = (HIGHTECH_SHARE, MANUFACTURING_PASS_RATE, RD_GROWTH)
