"""Public measurement standards made or made better (a flow), the city's highest standards (a stock), verified share."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhiqiang.foundation.evidence.declaration import Measure, Other, Row, Shape
from zhiqiang.foundation.text import lazy as _

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

KINDS = ("new", "upgraded", "rebuilt")


def _counts(table: "Table") -> "BooleanValue":
    return table.kind.isin(KINDS)


def _oracle(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
    return Decimal(sum(row["kind"] in KINDS for row in rows)), None


def _top(table: "Table") -> "BooleanValue":
    return (table.kind == "highest") & (table.level == "city")


def _tops(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
    top = {row["number"] for row in rows if row["kind"] == "highest" and row["level"] == "city"}
    return Decimal(len(top)), None


def _every(table: "Table") -> "BooleanValue":
    return table.instrument.notnull()


def _verified(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
    matched = {row["instrument"] for row in rows if row["matched"]}
    return Decimal(len(matched)), Decimal(len({row["instrument"] for row in rows}))


PUBLIC_STANDARD_EVENTS = Measure(
    code="metrology.public_standard_events",
    title=_("新建提升改造社会公用计量标准"),
    version=1,
    since=date(2023, 1, 1),
    dataset="standard_events",
    shape=Shape.COUNT,
    counts=_counts,
    oracle=_oracle,
    row_word=_("项"),
    note=_("自 2023 年 1 月 1 日起批准的新建、提升、改造事项，以批准日期计入。"),
)
TOP_STANDARDS = Measure(
    code="metrology.top_standards",
    title=_("市级最高计量标准"),
    version=1,
    since=date(2023, 1, 1),
    dataset="measurement_standards",
    shape=Shape.STOCK,
    counts=_top,
    oracle=_tops,
    key="number",
    row_word=_("项"),
    note=_("当日有效的市级机构最高计量标准；证书、溯源或任何一级上级标准失效的不算，企业的不算。"),
)
VERIFIED_INSTRUMENTS = Measure(
    code="metrology.verified_instruments",
    title=_("强检器具受检率"),
    version=1,
    since=date(2023, 1, 1),
    dataset="instruments",
    shape=Shape.COVERAGE,
    counts=_every,
    oracle=_verified,
    key="instrument",
    other=Other(dataset="instrument_verifications", key="instrument"),
    row_word=_("台件"),
    note=_("在用强检器具中当日持有效检定的比例；封存停用的不在分母中，修理后未再检定的不在分子中。"),
)

MEASURES = (PUBLIC_STANDARD_EVENTS, TOP_STANDARDS, VERIFIED_INSTRUMENTS)
