"""A check for every measure: DuckDB and the plain-Python oracle agree on random small rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.evidence.compute import CellKey, compute_cells
from zhiqiang.foundation.evidence.declaration import RUNNING, Dataset, Measure, Shape
from zhiqiang.foundation.evidence.store import arrow_table, column_types

if TYPE_CHECKING:
    import pyarrow

Rows = Sequence[Mapping[str, Any]]
LAST_YEAR = 2031
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
        | (_span(random) if dataset.standing else {})
        for place in range(number)
    ]


def _span(random: Random) -> dict[str, date | None]:
    """A span of days around 2024: often short, sometimes open-ended, touching and overlapping others of its key."""
    start = date(2023, 6, 1) + timedelta(days=random.randrange(500))
    end = None if random.random() < 0.2 else start + timedelta(days=random.choice((0, 10, 31, 90, 400)))
    return {"valid_from": start, "valid_to": end}


def disagreements(measure: Measure, rows: Rows, other: Rows = ()) -> list[str]:
    """Where DuckDB and the oracle differ on these rows, cell by cell; empty when they agree.

    Rows begin no earlier than the measure's `since` (those with spans may); of a series no two rows of a unit and month
    share a vintage. `other`: rows of the measure's second dataset.
    """
    dataset, _register = catalogue.datasets()[measure.dataset]
    assert measure.shape in RUNNING or all(row["month"] >= clock.month_of(measure.since) for row in rows)
    second = {}
    if measure.other is not None:
        declared, _register = catalogue.datasets()[measure.other.dataset]
        second[declared.slug] = (declared, as_table(declared, other))
    cells = compute_cells(dataset, [measure], as_table(dataset, rows), city=CITY, others=second)
    answers: dict[CellKey, Answer] = {key: (value.numerator, value.denominator) for key, value in cells.items()}
    told = _standing(measure, rows, other) if measure.shape in RUNNING else _by_oracle(measure, rows)
    expected = dict(told)
    return [
        f"{key}: {answers.get(key)} is not {expected.get(key)}"
        for key in sorted({*answers, *expected})
        if answers.get(key) != expected.get(key)
    ]


def as_table(dataset: Dataset, rows: Rows) -> "pyarrow.Table":
    """Rows as the engine takes them."""
    return arrow_table(dataset, [[row[name] for name in column_types(dataset)] for row in rows])


def _standing(measure: Measure, rows: Rows, other: Rows) -> Iterable[tuple[CellKey, Answer]]:
    """Net changes from the level at each month's end, as the oracle sees the rows valid on that day."""
    day, months = measure.since, []
    while day.year < LAST_YEAR:
        months.append(clock.month_of(day))
        day = clock.month_end(clock.month_of(day)) + timedelta(days=1)
    for unit in (*UNITS, CITY):
        before: list[Decimal] = [Decimal(0), Decimal(0)]
        for month in months:
            numerator, denominator = _level(measure, rows, other, unit, clock.month_end(month))
            step = (numerator - before[0], (denominator or Decimal(0)) - before[1])
            before = [numerator, denominator or Decimal(0)]
            if any(step):
                plain = measure.shape is Shape.STOCK
                yield CellKey(measure.code, unit, month), (step[0], None if plain else step[1])


def _level(measure: Measure, rows: Rows, other: Rows, unit: str, day: date) -> Answer:
    valid = [row for row in rows if (unit == CITY or row["unit"] == unit) and _is_valid(row, day)]
    second = measure.other
    if measure.shape is Shape.COVERAGE and second is not None:
        keys = {row[second.key] for row in other if _is_valid(row, day)}
        valid = [row | {"matched": row[measure.key] in keys} for row in map(dict, valid)]
    if measure.shape is not Shape.DENSITY or second is None:
        return measure.oracle(valid)
    numerator, _none = measure.oracle(valid)
    published = [row for row in other if row["unit"] == unit and row["month"] <= clock.month_of(day)]
    counted = [row for row in published if row.get("series", "population") == "population"]
    newest = max(counted, key=lambda row: (row["month"], row[second.vintage], row["record"]), default=None)
    return numerator, newest[second.value] if newest else Decimal(0)


def _is_valid(row: Mapping[str, Any], day: date) -> bool:
    return bool(row["valid_from"] <= day and (row["valid_to"] is None or day <= row["valid_to"]))


def _by_oracle(measure: Measure, rows: Sequence[Mapping[str, Any]]) -> Iterable[tuple[CellKey, Answer]]:
    months = sorted({row["month"] for row in rows} if not measure.on else {clock.month_of(day) for row in rows
                    if (day := row[measure.on])})  # fmt: skip
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
    if measure.on:
        rows = [row | {"month": clock.month_of(row[measure.on])} for row in map(dict, rows) if row[measure.on]]
    if measure.within == "year":
        rows = [row for row in rows if row["month"][:4] == month[:4]]
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
