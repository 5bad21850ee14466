"""Windows in use on a day; firms that a window answered and firms visited, each firm once a year."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhiqiang.domains.one_stop.rules import SERVED
from zhiqiang.foundation.evidence.declaration import Measure, Row, Shape
from zhiqiang.foundation.text import lazy as _

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

SINCE = date(2023, 1, 1)


def _open(table: "Table") -> "BooleanValue":
    return table.title.notnull()


def _answered(table: "Table") -> "BooleanValue":
    return table.answered_on.notnull()


def _served(table: "Table") -> "BooleanValue":
    return table.outcome.isin(SERVED)


def _firms(counts: Callable[[Row], bool]) -> Callable[[Sequence[Row]], tuple[Decimal, Decimal | None]]:
    return lambda rows: (Decimal(len({row["enterprise"] for row in rows if counts(row)})), None)


WINDOWS = Measure(
    code="one_stop.windows",
    title=_("一站式平台或窗口"),
    version=1,
    since=SINCE,
    dataset="one_stop_windows",
    shape=Shape.STOCK,
    counts=_open,
    oracle=lambda rows: (Decimal(len({row["title"] for row in rows})), None),
    key="title",
    row_word=_("个窗口"),
    note=_("当日在用的平台和窗口；暂停、停用之后不算。"),
)
FIRMS_SERVED = Measure(
    code="one_stop.firms_served",
    title=_("一站式服务企业"),
    version=1,
    since=SINCE,
    dataset="one_stop_requests",
    shape=Shape.DISTINCT,
    counts=_answered,
    oracle=_firms(lambda row: row["answered_on"] is not None),
    key="enterprise",
    within="year",
    on="answered_on",
    row_word=_("家企业"),
    note=_("当年得到窗口答复的企业，同一企业一年计一次，以答复日期计入；不予受理、撤回、未答复的不算。"),
)
FIRMS_VISITED = Measure(
    code="one_stop.firms_visited",
    title=_("服务企业行服务企业"),
    version=1,
    since=SINCE,
    dataset="firm_visits",
    shape=Shape.DISTINCT,
    counts=_served,
    oracle=_firms(lambda row: row["outcome"] in SERVED),
    key="enterprise",
    within="year",
    row_word=_("家企业"),
    note=_("当年走访并有需求和答复记录的企业，同一企业一年计一次，以走访日期计入。"),
)

MEASURES = (WINDOWS, FIRMS_SERVED, FIRMS_VISITED)
