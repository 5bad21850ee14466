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
COMPLAINT_ON_TIME_RATE = _series(
    "goals.complaint_on_time_rate",
    _("消费投诉按期办结率"),
    "complaint_on_time_rate",
    _("暂取受理平台按月公布的办结率，登记来源文件；投诉办理业务建成后改由办件记录计算。"),
)
VACCINE_CHECK_COVERAGE = _series(
    "goals.vaccine_check_coverage",
    _("疫苗单位检查覆盖率"),
    "vaccine_check_coverage",
    _("暂取药监部门按月报告的覆盖率（近 12 个月查过的单位占名册），登记来源文件；检查业务建成后改由检查记录计算。"),
)

MEASURES = (HIGHTECH_SHARE, MANUFACTURING_PASS_RATE, RD_GROWTH, COMPLAINT_ON_TIME_RATE, VACCINE_CHECK_COVERAGE)
