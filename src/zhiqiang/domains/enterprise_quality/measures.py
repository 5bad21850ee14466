"""How many above-scale enterprises have a chief quality officer in office, on any day.

Enterprises enter and leave the list, officers begin and end: both sets are asked as of the day. Whether an officer was
trained is another fact and does not count here.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhiqiang.foundation.evidence.declaration import Measure, Other, Row, Shape
from zhiqiang.foundation.text import lazy as _

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table


def _counts(table: "Table") -> "BooleanValue":
    return table.organisation.notnull()


def _oracle(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
    listed = {row["organisation"] for row in rows if row["organisation"] is not None}
    appointed = {row["organisation"] for row in rows if row["matched"]} & listed
    return Decimal(len(appointed)), Decimal(len(listed))


QUALITY_OFFICER_COVERAGE = Measure(
    code="enterprise_quality.quality_officer_coverage",
    title=_("规上工业企业首席质量官覆盖率"),
    version=1,
    since=date(2023, 1, 1),
    dataset="above_scale",
    shape=Shape.COVERAGE,
    counts=_counts,
    oracle=_oracle,
    key="organisation",
    other=Other(dataset="quality_officers", key="organisation"),
    row_word=_("家"),
    note=_("当日在册的规上工业企业中，当日有在任首席质量官的；分子分母都按当日计，入规、退规、离任都会改变它。"),
)

MEASURES = (QUALITY_OFFICER_COVERAGE,)
