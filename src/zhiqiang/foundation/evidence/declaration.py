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


SPAN_COLUMNS = (
    Column("valid_from", "valid_from", ColumnType.DATE),
    Column("valid_to", "valid_to", ColumnType.DATE),
)
VERIFIED_STATES = ("verified", "correcting")
#: Of standing records those that ended too: they were valid once.
ENDED_STATES = (*VERIFIED_STATES, "suspended", "withdrawn")


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Columnar rows of a register, one Delta table, partitioned by month.

    Every dataset also has `record` (the id), `unit` (unit code) and `month` ("2026-11" of `date_source`).
    Only rows whose state is in `states` are evidence; rows in other open states count as waiting to be verified.
    `standing`: the records are valid over spans of days; the dataset then has one row a span, with `valid_from` and
    `valid_to` (DATE, empty: open-ended), and keeps the records that ended. `counted_by`: the column whose values a
    count of what is valid on a day counts once, where that is not the record (a certificate with branches is one).
    """

    slug: str
    title: Text
    date_source: str
    columns: tuple[Column, ...]
    states: tuple[str, ...] = ()
    standing: bool = False
    counted_by: str = "record"

    def __post_init__(self) -> None:
        if not self.states:
            object.__setattr__(self, "states", ENDED_STATES if self.standing else VERIFIED_STATES)

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The declared columns, and those of the spans."""
        return (*self.columns, *SPAN_COLUMNS) if self.standing else self.columns


class Shape(StrEnum):
    """What a measure's cells are and how they add up."""

    RATIO = "ratio"  # numerator / denominator, both summed over months and units
    COUNT = "count"  # rows, summed over months and units
    DISTINCT = "distinct"  # each key once, in the month and unit where it first appears
    SERIES = "series"  # a value for a period from one sourced row; nothing is summed
    STOCK = "stock"  # keys valid on a day; a cell is the month's net change, its running sum the level
    COVERAGE = "coverage"  # keys of a roster that are valid in another dataset too / the roster, both as stocks
    DENSITY = "density"  # a stock / the level of a series, such as patents per resident


#: Shapes whose cells are net changes: the level at a month's end is the sum of all cells up to it.
RUNNING = frozenset({Shape.STOCK, Shape.COVERAGE, Shape.DENSITY})
#: Shapes that have a numerator and a denominator.
FRACTIONS = frozenset({Shape.RATIO, Shape.COVERAGE, Shape.DENSITY})


@dataclass(frozen=True, slots=True, eq=False)
class Other:
    """The second dataset of a measure. COVERAGE: where the roster's keys are looked for, in the column `key`.

    DENSITY: the series whose `value` of the newest period by then, in its newest `vintage`, is the denominator.
    `counts(table)` says which rows of it matter (all where it is not given).
    """

    dataset: str
    key: str = ""
    value: str = ""
    vintage: str = ""
    counts: "Callable[[Table], BooleanValue] | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """How a figure is computed from a dataset, written once in Ibis, with a plain-Python oracle on small rows.

    `since`: the measure has figures from that day's month on; earlier rows only tell DISTINCT what is not new and
    STOCK what was there already. A change of any rule is a new `version`, which makes every cell be computed again.
    `counts(table)` says which rows are in the denominator (for counts: which rows count), `hits(table)` which of those
    are in the numerator. `key`: the column counted once (DISTINCT, and the shapes of standing rows), or the vintage
    whose newest row holds (SERIES). `within`: "year" counts a key once in each calendar year (DISTINCT). `on`: the DATE
    column whose month a row falls in, where it is not the partition's (DISTINCT). `value`, `benchmark`: the columns of
    a SERIES. `other`: the second dataset. `excluded(table)`: rows that are shown beside the figure as left out, by
    reason. `oracle(rows)` → (numerator, denominator); for shapes of standing rows it is asked of the rows valid on one
    day, each with "matched" (COVERAGE) or "level" (DENSITY).
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
    within: str = ""
    on: str = ""
    value: str = ""
    benchmark: str = ""
    other: Other | None = None
    excluded: "Mapping[str, Callable[[Table], BooleanValue]]" = field(default_factory=dict)
    row_word: Text = ""
    note: Text = ""
    survey: bool = False  # a sample: an interval belongs beside the figure

    @property
    def datasets(self) -> tuple[str, ...]:
        """The datasets that the measure reads, its own first."""
        return (self.dataset, self.other.dataset) if self.other is not None else (self.dataset,)
