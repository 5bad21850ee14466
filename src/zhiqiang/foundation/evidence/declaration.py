"""Dataset and Measure: what of a register becomes evidence, and how a figure is computed from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from zhiqiang.foundation.text import Text

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

Row = Mapping[str, Any]


class ColumnType(StrEnum):
    """How a dataset column is stored; money and rates are integers or decimals, never floats."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"  # decimal128(18, 6)
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the way to it from a record ("product_class__domain"), its type. No personal data."""

    name: str
    source: str
    type: ColumnType = ColumnType.TEXT


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Columnar rows of a register, one Delta table, partitioned by month.

    Every dataset also has `record` (the id), `unit` (unit code) and `month` ("2026-11" of `date_source`).
    Only rows whose state is in `states` are evidence; rows in other open states count as waiting to be verified.
    """

    slug: str
    title: Text
    date_source: str
    columns: tuple[Column, ...]
    states: tuple[str, ...] = ("verified", "correcting")


class Shape(StrEnum):
    """What a measure's cells are and how they add up."""

    RATIO = "ratio"  # numerator / denominator, both summed over months and units
    COUNT = "count"  # rows, summed over months and units
    DISTINCT = "distinct"  # each key once, in the month and unit where it first appears
    SERIES = "series"  # a value for a period from one sourced row; nothing is summed


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """How a figure is computed from a dataset, written once in Ibis, with a plain-Python oracle on small rows.

    `since`: the measure has figures from that day's month on; earlier rows only tell DISTINCT what is not new.
    A change of any rule is a new `version`, which makes every cell be computed again.
    `counts(table)` says which rows are in the denominator (for counts: which rows count), `hits(table)` which of those
    are in the numerator. `key`: the column counted once (DISTINCT), or the vintage whose newest row holds (SERIES).
    `value`, `benchmark`: the columns of a SERIES. `excluded(table)`: rows that are shown beside the figure as left
    out, by reason. `oracle(rows)` → (numerator, denominator).
    """

    code: str
    title: Text
    version: int
    since: date
    dataset: str
    shape: Shape
    counts: "Callable[[Table], BooleanValue]"
    oracle: Callable[[Sequence[Row]], tuple[Decimal, Decimal | None]]
    hits: "Callable[[Table], BooleanValue] | None" = None
    key: str = ""
    value: str = ""
    benchmark: str = ""
    excluded: "Mapping[str, Callable[[Table], BooleanValue]]" = field(default_factory=dict)
    row_word: Text = ""
    note: Text = ""
    survey: bool = False  # a sample: an interval belongs beside the figure
