"""A check for every measure: DuckDB and the plain-Python oracle agree on random small rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.evidence.compute import CellKey, compute_cells
from zhiqiang.foundation.evidence.declaration import Dataset, Measure, Shape
from zhiqiang.foundation.evidence.store import arrow_table, column_types

UNITS, CITY = ("130802", "130825", "130881"), "130800"
Values = Mapping[str, Sequence[Any]]
Answer = tuple[Decimal, Decimal | None]


def random_rows(dataset: Dataset, values: Values, seed: int, number: int = 60) -> list[dict[str, Any]]:
    """Rows of a dataset drawn from the `values` of each column, in three units, the city itself and three months."""
    random = Random(seed)  # noqa: S311 (a fixed seed: the same rows each run)
    months = ("2024-01", "2024-02", "2024-12")
    return [
        {"record": place + 1, "unit": random.choice((*UNITS, CITY)), "month": random.choice(months)}
        | {column.name: random.choice(values[column.name]) for column in dataset.columns}
        for place in range(number)
    ]


def disagreements(measure: Measure, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Where DuckDB and the oracle differ on these rows, cell by cell; empty when they agree.

    Rows begin no earlier than the measure's `since`; of a series no two rows of a unit and month share a vintage.
    """
    dataset, _register = catalogue.datasets()[measure.dataset]
    assert all(row["month"] >= clock.month_of(measure.since) for row in rows)
    table = arrow_table(dataset, [[row[name] for name in column_types(dataset)] for row in rows])
    cells = compute_cells(dataset, [measure], table, city=CITY)
    answers: dict[CellKey, Answer] = {key: (value.numerator, value.denominator) for key, value in cells.items()}
    expected = dict(_by_oracle(measure, rows))
    return [
        f"{key}: {answers.get(key)} is not {expected.get(key)}"
        for key in sorted({*answers, *expected})
        if answers.get(key) != expected.get(key)
    ]


def _by_oracle(measure: Measure, rows: Sequence[Mapping[str, Any]]) -> Iterable[tuple[CellKey, Answer]]:
    months = sorted({row["month"] for row in rows})
    for unit in (*UNITS, CITY):
        whole_city = unit == CITY and measure.shape is not Shape.SERIES
        of_unit = [row for row in rows if whole_city or row["unit"] == unit]
        for month in months:
            answer = _ANSWERS[measure.shape](measure, of_unit, month)
            if answer is not None:
                yield CellKey(measure.code, unit, month), answer


def _of_month(measure: Measure, rows: Sequence[Mapping[str, Any]], month: str) -> Answer | None:
    numerator, denominator = measure.oracle([row for row in rows if row["month"] == month])
    counts = numerator if denominator is None else denominator
    return (numerator, denominator) if counts else None


def _newly_seen(measure: Measure, rows: Sequence[Mapping[str, Any]], month: str) -> Answer | None:
    until = measure.oracle([row for row in rows if row["month"] <= month])[0]
    before = measure.oracle([row for row in rows if row["month"] < month])[0]
    return (until - before, None) if until - before else None


def _newest(measure: Measure, rows: Sequence[Mapping[str, Any]], month: str) -> Answer | None:
    try:
        return measure.oracle([row for row in rows if row["month"] == month])
    except ValueError:  # nothing was published for this period
        return None


_ANSWERS: Mapping[Shape, Callable[[Measure, Sequence[Mapping[str, Any]], str], Answer | None]] = {
    Shape.RATIO: _of_month,
    Shape.COUNT: _of_month,
    Shape.DISTINCT: _newly_seen,
    Shape.SERIES: _newest,
}
