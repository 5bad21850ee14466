"""Stocks, coverages and densities: cells, levels on a day and the rows behind them against plain Python."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.compute import compute_cells
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset, Measure, Other, Shape
from zhiqiang.foundation.evidence.stocks import levels_on
from zhiqiang.foundation.testing import measures as kit
from zhiqiang.foundation.testing.measures import CITY, UNITS, as_table, random_rows

ROSTER = Dataset("roster", "名册", "valid_from", (Column("firm", "firm"), Column("kind", "kind")), standing=True)
HELD = Dataset("held", "任命", "valid_from", (Column("firm", "firm"),), standing=True)
SERIES = Dataset(
    "series",
    "人口",
    "period_end",
    (Column("value", "value", ColumnType.DECIMAL), Column("vintage", "vintage", ColumnType.DATE)),
)
FIRMS = {"firm": tuple(f"F{n}" for n in range(8)), "kind": ("a", "b")}


def _count(rows: Sequence[Mapping[str, Any]]) -> tuple[Decimal, Decimal | None]:
    return Decimal(len({row["firm"] for row in rows if row["kind"] == "a"})), None


def _share(rows: Sequence[Mapping[str, Any]]) -> tuple[Decimal, Decimal | None]:
    counted = [row for row in rows if row["kind"] == "a"]
    matched = {row["firm"] for row in counted if row["matched"]}
    return Decimal(len(matched)), Decimal(len({row["firm"] for row in counted}))


def _measure(shape: Shape, other: Other | None, oracle: Any) -> Measure:
    return Measure(
        code="test.measure", title="测试", version=1, since=date(2023, 9, 1), dataset="roster", shape=shape,
        counts=lambda table: table.kind == "a", oracle=oracle, key="firm", other=other,
    )  # fmt: skip


STOCK = _measure(Shape.STOCK, None, _count)
COVERAGE = _measure(Shape.COVERAGE, Other("held", key="firm"), _share)
DENSITY = _measure(Shape.DENSITY, Other("series", value="value", vintage="vintage"), _count)


@pytest.fixture(autouse=True)
def _catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = {one.slug: (one, None) for one in (ROSTER, HELD, SERIES)}
    monkeypatch.setattr(kit.catalogue, "datasets", lambda: declared)


def _second(measure: Measure, seed: int) -> list[dict[str, Any]]:
    if measure.other is None:
        return []
    if measure.shape is Shape.COVERAGE:
        return random_rows(HELD, FIRMS, seed + 100, number=25)
    values = {"value": (Decimal("333.6"), Decimal("331.25"), Decimal(12)), "vintage": (None,)}
    rows = random_rows(SERIES, values, seed + 100, number=9)
    return [row | {"vintage": date(2024, 3, 1) + timedelta(days=row["record"])} for row in rows]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("measure", [STOCK, COVERAGE, DENSITY], ids=["stock", "coverage", "density"])
def test_cells_are_the_changes_of_the_level_between_month_ends(measure: Measure, seed: int) -> None:
    assert kit.disagreements(measure, random_rows(ROSTER, FIRMS, seed), _second(measure, seed)) == []


@pytest.mark.parametrize("measure", [STOCK, COVERAGE, DENSITY], ids=["stock", "coverage", "density"])
def test_the_level_on_any_day_is_that_of_the_oracle_and_at_a_month_end_the_sum_of_cells(measure: Measure) -> None:
    rows, other = random_rows(ROSTER, FIRMS, 5), _second(measure, 5)
    second = {}
    if measure.other is not None:
        declared, _none = kit.catalogue.datasets()[measure.other.dataset]
        second[declared.slug] = (declared, as_table(declared, other))
    table, random = as_table(ROSTER, rows), Random(3)
    cells = compute_cells(ROSTER, [measure], table, city=CITY, others=second)
    days = [date(2023, 10, 1) + timedelta(days=random.randrange(600)) for _ in range(8)]
    for day in [*days, *(clock.month_end(clock.month_of(day)) for day in days[:4])]:
        levels = levels_on(measure, day, ROSTER, table, second, city=CITY)
        for unit in (*UNITS, CITY):
            found = levels.get(unit, (Decimal(0), None if measure.shape is Shape.STOCK else Decimal(0)))
            if measure.shape is Shape.DENSITY and day != clock.month_end(clock.month_of(day)):
                assert found[0] == kit._level(measure, rows, other, unit, day)[0]
            else:
                assert found == kit._level(measure, rows, other, unit, day), (unit, day)
            if day == clock.month_end(clock.month_of(day)):
                until = [v for key, v in cells.items() if key.unit == unit and key.month <= clock.month_of(day)]
                assert sum((one.numerator for one in until), Decimal(0)) == found[0]


def test_a_key_in_two_counties_counts_in_each_and_once_in_the_city() -> None:
    span = {"valid_from": date(2024, 1, 10), "valid_to": date(2024, 3, 30)}
    rows = [
        {"record": n, "unit": unit, "month": "2024-01", "firm": "F1", "kind": "a"} | span
        for n, unit in enumerate(UNITS[:2])
    ]
    cells = compute_cells(ROSTER, [STOCK], as_table(ROSTER, rows), city=CITY)
    assert {(key.unit, key.month): int(value.numerator) for key, value in cells.items()} == {
        (UNITS[0], "2024-01"): 1, (UNITS[0], "2024-03"): -1,
        (UNITS[1], "2024-01"): 1, (UNITS[1], "2024-03"): -1,
        (CITY, "2024-01"): 1, (CITY, "2024-03"): -1,
    }  # fmt: skip


def test_a_span_that_ends_on_the_last_day_of_a_month_is_valid_at_its_end_and_one_within_a_month_never() -> None:
    row = {"record": 1, "unit": CITY, "month": "2024-02", "kind": "a"}
    whole = row | {"firm": "F1", "valid_from": date(2024, 2, 29), "valid_to": date(2024, 2, 29)}
    within = row | {"firm": "F2", "valid_from": date(2024, 2, 1), "valid_to": date(2024, 2, 28)}
    cells = compute_cells(ROSTER, [STOCK], as_table(ROSTER, [whole, within]), city=CITY)
    assert {key.month: int(value.numerator) for key, value in cells.items()} == {"2024-02": 1, "2024-03": -1}
