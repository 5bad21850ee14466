"""From rows to cells: every measure × unit × month, in as few passes over the files as the shapes allow."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.declaration import RUNNING, Dataset, Measure, Shape
from zhiqiang.foundation.evidence.engine import Source, rows_of, run, sql_of
from zhiqiang.foundation.evidence.stocks import net_changes

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

ADDITIVE = (Shape.RATIO, Shape.COUNT)


class CellKey(NamedTuple):
    """Where a figure stands: measure code, unit code, month "2026-11"."""

    measure: str
    unit: str
    month: str


class CellValue(NamedTuple):
    """What a figure says; the denominator of ratios only, the benchmark of series only."""

    numerator: Decimal
    denominator: Decimal | None = None
    benchmark: Decimal | None = None


Cells = dict[CellKey, CellValue]


Others = Mapping[str, tuple[Dataset, Source]]


def compute_cells(
    dataset: Dataset, measures: Iterable[Measure], source: Source, *, city: str, others: Others | None = None
) -> Cells:
    """Every cell of these measures over the rows of `source`; a cell exists where something counts.

    The row of `city` (a unit code) holds all rows for ratios and counts, and each key once for distinct counts and
    stocks; for series it holds what was published for the city itself. Cells begin with the month of the measure's
    `since`. `others`: the second datasets that some of these measures read, by slug.
    """
    asked = tuple(measures)
    cells: Cells = {}
    if additive := tuple(one for one in asked if one.shape in ADDITIVE):
        cells |= _add_up(additive, run(_additive_sql(dataset, additive), (dataset, source)), city)
    for measure in asked:
        if measure.shape is Shape.DISTINCT:
            for unit, month, number in run(_distinct_sql(dataset, measure, by_unit=True), (dataset, source)):
                if unit != city:
                    cells[CellKey(measure.code, unit, month)] = CellValue(Decimal(number))
            for month, number in run(_distinct_sql(dataset, measure, by_unit=False), (dataset, source)):
                cells[CellKey(measure.code, city, month)] = CellValue(Decimal(number))
        if measure.shape in RUNNING:
            second = {measure.other.dataset: (others or {})[measure.other.dataset]} if measure.other else {}
            for (unit, month), level in net_changes(measure, dataset, source, second, city=city).items():
                cells[CellKey(measure.code, unit, month)] = CellValue(*level)
        if measure.shape is Shape.SERIES:
            for _record, unit, month, value, benchmark in run(_series_sql(dataset, measure), (dataset, source)):
                cells[CellKey(measure.code, unit, month)] = CellValue(value, None, benchmark)
    first = {one.code: clock.month_of(one.since) for one in asked}
    return {key: value for key, value in cells.items() if key.month >= first[key.measure]}


def counted(measure: Measure, table: "Table") -> "BooleanValue":
    """Which rows count; a row with an empty answer does not."""
    return measure.counts(table).fill_null(False)


def hit(measure: Measure, table: "Table") -> "BooleanValue":
    """Which rows are in the numerator: of the counted ones all, where the measure names no hits."""
    if measure.hits is None:
        return counted(measure, table)
    return counted(measure, table) & measure.hits(table).fill_null(False)


def first_months(measure: Measure, table: "Table", by: Sequence[str]) -> "Table":
    """DISTINCT: each key with the month in which it first appears (in a year), for each value of the columns `by`."""
    rows = table.filter(counted(measure, table), table[measure.key].notnull())
    if measure.on:
        rows = rows.filter(rows[measure.on].notnull()).mutate(month=rows[measure.on].strftime("%Y-%m"))
    if measure.within == "year":
        rows = rows.mutate(year=rows.month.substr(0, 4))
        by = [*by, "year"]
    return rows.group_by([*by, measure.key]).aggregate(month=rows.month.min())


def newest_rows(measure: Measure, table: "Table") -> "Table":
    """SERIES: for each unit and period the row of the newest vintage; between equals the record made last."""
    import ibis  # heavy: only what computes or opens evidence pays for it

    rows = table.filter(counted(measure, table), table[measure.value].notnull())
    newest_first = ibis.window(
        group_by=[rows.unit, rows.month], order_by=[rows[measure.key].desc(), rows.record.desc()]
    )
    ranked = rows.mutate(place=ibis.row_number().over(newest_first))
    return ranked.filter(ranked.place == 0)


def _add_up(measures: Sequence[Measure], rows: Iterable[tuple[Any, ...]], city: str) -> Cells:
    counts: dict[CellKey, list[int]] = defaultdict(lambda: [0, 0])
    for unit, month, *numbers in rows:
        for place, measure in enumerate(measures):
            base, hits = numbers[2 * place], numbers[2 * place + 1]
            if not base:
                continue
            for where in {unit, city}:
                total = counts[CellKey(measure.code, where, month)]
                total[0] += base
                total[1] += hits
    ratios = {one.code for one in measures if one.shape is Shape.RATIO}
    return {
        key: CellValue(Decimal(hits), Decimal(base) if key.measure in ratios else None)
        for key, (base, hits) in counts.items()
    }


@lru_cache(maxsize=64)
def _additive_sql(dataset: Dataset, measures: tuple[Measure, ...]) -> str:
    """One pass for all: unit, month, then (counted, hit) for each measure."""
    table = rows_of(dataset)
    columns = {}
    for place, measure in enumerate(measures):
        columns[f"base_{place}"] = table.count(where=counted(measure, table))
        columns[f"hits_{place}"] = table.count(where=hit(measure, table))
    return sql_of(table.group_by(["unit", "month"]).aggregate(**columns))


@lru_cache(maxsize=64)
def _distinct_sql(dataset: Dataset, measure: Measure, *, by_unit: bool) -> str:
    by = ["unit"] if by_unit else []
    first = first_months(measure, rows_of(dataset), by)
    return sql_of(first.group_by([*by, "month"]).aggregate(number=first.count()))


@lru_cache(maxsize=64)
def _series_sql(dataset: Dataset, measure: Measure) -> str:
    import ibis  # heavy: only what computes or opens evidence pays for it

    newest = newest_rows(measure, rows_of(dataset))
    benchmark = newest[measure.benchmark] if measure.benchmark else ibis.null("decimal(18, 6)")
    return sql_of(
        newest.select(
            record=newest.record, unit=newest.unit, month=newest.month, value=newest[measure.value], benchmark=benchmark
        )
    )


def split_by_shape(measures: Iterable[Measure]) -> tuple[list[Measure], list[Measure]]:
    """Those whose changed months suffice, and those that must see every row."""
    asked = list(measures)
    return [one for one in asked if one.shape in ADDITIVE], [one for one in asked if one.shape not in ADDITIVE]
