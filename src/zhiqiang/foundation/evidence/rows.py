"""The very rows behind a figure, by the same expressions over the same data version that gave it."""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.evidence import store
from zhiqiang.foundation.evidence.compute import counted, first_months, hit, newest_rows
from zhiqiang.foundation.evidence.declaration import Dataset, Measure, Shape
from zhiqiang.foundation.evidence.engine import rows_of, run, sql_of
from zhiqiang.foundation.evidence.figures import version_at
from zhiqiang.foundation.evidence.refresh import city_code

if TYPE_CHECKING:
    from ibis.expr.types import Table


class Window(NamedTuple):
    """Whose rows, from which month to which, both included."""

    unit: str
    start: str
    end: str


DENOMINATOR, NUMERATOR, MISSED, EXCLUDED = "denominator", "numerator", "missed", "excluded:"


def evidence_rows(
    measure: str,
    unit: str,
    start_month: str,
    end_month: str,
    part: str = DENOMINATOR,
    *,
    version: int | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> tuple[list[int], int]:
    """Record ids of a part of a figure, in order of id, and how many there are in all.

    `part`: "denominator" (every row that counts; of distinct counts all rows of the counted keys), "numerator",
    "missed" (counted, not hit) or "excluded:<reason>" as the measure names its reasons. `version`: the dataset's
    version (None: the newest). Months are both included. Raises KeyError for an unknown measure or reason.
    """
    declared, dataset, files = _opened(measure, version)
    rows = _part(declared, rows_of(dataset), Window(unit, start_month, end_month), part)
    ids = rows.select("record").distinct()
    total = run(sql_of(ids.aggregate(number=ids.count())), dataset, files)[0][0]
    page = ids.order_by("record").limit(limit, offset=offset)
    return [record for (record,) in run(sql_of(page), dataset, files)], int(total)


def counted_keys(measure: str, unit: str, start_month: str, end_month: str, version: int | None = None) -> int:
    """DISTINCT: how many keys the rows of the window stand for, which is the figure."""
    declared, dataset, files = _opened(measure, version)
    rows = _part(declared, rows_of(dataset), Window(unit, start_month, end_month), DENOMINATOR)
    keys = rows.select(declared.key).distinct()
    return int(run(sql_of(keys.aggregate(number=keys.count())), dataset, files)[0][0])


def exclusions(measure: str, unit: str, start_month: str, end_month: str, version: int | None = None) -> dict[str, int]:
    """How many rows are left out beside the figure, by reason."""
    declared, dataset, files = _opened(measure, version)
    if not declared.excluded:
        return {}
    rows = _inside(declared, rows_of(dataset), Window(unit, start_month, end_month))
    sums = {f"number_{place}": rows.count(where=rule(rows)) for place, rule in enumerate(declared.excluded.values())}
    numbers = run(sql_of(rows.aggregate(**sums)), dataset, files)[0]
    return dict(zip(declared.excluded, map(int, numbers), strict=True))


def digest(ids: Iterable[int]) -> str:
    """SHA-256 over the ids in rising order, one a line: the same rows have the same digest."""
    return hashlib.sha256("\n".join(map(str, sorted(ids))).encode()).hexdigest()


def _opened(measure: str, version: int | None) -> tuple[Measure, Dataset, list[str]]:
    declared = catalogue.measures()[measure]
    dataset, _register = catalogue.datasets()[declared.dataset]
    stands = version_at(dataset.slug) if version is None else version
    return declared, dataset, [] if stands is None else store.files(dataset, stands)


def _part(measure: Measure, table: "Table", window: Window, part: str) -> "Table":
    if measure.shape is Shape.DISTINCT and not part.startswith(EXCLUDED):
        return _rows_of_keys(measure, table, window, part)
    if measure.shape is Shape.SERIES:
        newest = newest_rows(measure, table)
        rows = newest if part in {DENOMINATOR, NUMERATOR} else newest.limit(0)
        return rows.filter(rows.unit == window.unit, rows.month.between(window.start, window.end))
    rows = _inside(measure, table, window)
    if part.startswith(EXCLUDED):
        return rows.filter(measure.excluded[part.removeprefix(EXCLUDED)](rows))
    if part == NUMERATOR:
        return rows.filter(hit(measure, rows))
    if part == MISSED:
        return rows.filter(counted(measure, rows), ~hit(measure, rows))
    if part == DENOMINATOR:
        return rows.filter(counted(measure, rows))
    raise KeyError(part)


def _inside(measure: Measure, table: "Table", window: Window) -> "Table":
    rows = _in_unit(table, window.unit)
    return rows.filter(rows.month.between(max(window.start, clock.month_of(measure.since)), window.end))


def _rows_of_keys(measure: Measure, table: "Table", window: Window, part: str) -> "Table":
    """All rows of the keys whose first month, in this unit or the city, lies in the window."""
    rows = _in_unit(table, window.unit)
    if part == MISSED:
        return rows.limit(0)
    first = first_months(measure, rows, [])
    start = max(window.start, clock.month_of(measure.since))
    keys = first.filter(first.month.between(start, window.end))
    return rows.filter(counted(measure, rows)).semi_join(keys, measure.key)


def _in_unit(table: "Table", unit: str) -> "Table":
    """The unit's rows; the city's own figure covers every row."""
    return table if unit == city_code() else table.filter(table.unit == unit)
