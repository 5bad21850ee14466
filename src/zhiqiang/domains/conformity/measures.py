"""Certificates valid on a day, each main certificate once; small firms helped, each once a year."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhiqiang.foundation.evidence.declaration import Measure, Row, Shape
from zhiqiang.foundation.text import lazy as _

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

SIZES = ("small", "micro")


def _every(table: "Table") -> "BooleanValue":
    return table.number.notnull()


def _certificates(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
    return Decimal(len({row["number"] for row in rows})), None


def _small(table: "Table") -> "BooleanValue":
    return table.size.isin(SIZES)


def _firms(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
    return Decimal(len({row["enterprise"] for row in rows if row["size"] in SIZES})), None


VALID_CERTIFICATES = Measure(
    code="conformity.valid_certificates",
    title=_("有效认证证书"),
    version=1,
    since=date(2023, 1, 1),
    dataset="certificates",
    shape=Shape.STOCK,
    counts=_every,
    oracle=_certificates,
    key="number",
    row_word=_("张证书"),
    note=_("当日有效的证书，子证书和多场所证书与主证书合计一张；暂停期间、撤销注销之后、过期之后不算。"),
)
SMALL_FIRMS_HELPED = Measure(
    code="conformity.small_firms_helped",
    title=_("帮扶小微企业"),
    version=1,
    since=date(2023, 1, 1),
    dataset="small_firm_visits",
    shape=Shape.DISTINCT,
    counts=_small,
    oracle=_firms,
    key="enterprise",
    within="year",
    row_word=_("家企业"),
    note=_("当年有帮扶记录的小微企业，同一企业一年计一次，以走访日期计入。"),
)

MEASURES = (VALID_CERTIFICATES, SMALL_FIRMS_HELPED)
