"""New, upgraded and rebuilt public measurement standards since the plan began: every event counts once."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhiqiang.foundation.evidence.declaration import Measure, Row, Shape
from zhiqiang.foundation.text import lazy as _

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

KINDS = ("new", "upgraded", "rebuilt")


def _counts(table: "Table") -> "BooleanValue":
    return table.kind.isin(KINDS)


def _oracle(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
    return Decimal(sum(row["kind"] in KINDS for row in rows)), None


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

MEASURES = (PUBLIC_STANDARD_EVENTS,)
