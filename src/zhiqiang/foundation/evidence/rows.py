"""The very rows behind a figure, by the same expressions over the same data version that gave it."""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.evidence import store
from zhiqiang.foundation.evidence.compute import counted, first_months, hit, newest_rows
from zhiqiang.foundation.evidence.declaration import RUNNING, Dataset, Measure, Shape
from zhiqiang.foundation.evidence.engine import Source, rows_of, run, sql_of
from zhiqiang.foundation.evidence.figures import version_at
from zhiqiang.foundation.evidence.refresh import city_code
from zhiqiang.foundation.evidence.stocks import day_of, matched_rows, valid_rows

if TYPE_CHECKING:
    from ibis.expr.types import Table


DENOMINATOR, NUMERATOR, MISSED, EXCLUDED = "denominator", "numerator", "missed", "excluded:"
Sources = dict[str, tuple[Dataset, Source]]


class Window(NamedTuple):
    """Whose rows, from which month to which, both included.

    For what is valid on a day only the end matters: a month stands for its last day, a day ("2026-11-26") for itself.
    """

    unit: str
    start: str
    end: str


def evidence_rows(
    measure: str,
    unit: str,
    start_month: str,
    end_month: str,
    part: str = DENOMINATOR,
    *,
    version: int | None = None,
    other_version: int | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> tuple[list[int], int]:
    """Record ids of a part of a figure, in order of id, and how many there are in all.

    `part`: "denominator" (every row that counts; of distinct counts all rows of the counted keys), "numerator",
    "missed" (counted, not hit) or "excluded:<reason>" as the measure names its reasons. `version`, `other_version`:
    those of the measure's datasets (None: the newest). Months are both included; of what is valid on a day only
    `end_month` matters, and may be a day. Raises KeyError for an unknown measure or reason.
    """
    declared, sources = _opened(measure, version, other_version)
    rows = _part(declared, sources, Window(unit, start_month, end_month), part)
    ids = rows.select("record").distinct()
    total = run(sql_of(ids.aggregate(number=ids.count())), *sources.values())[0][0]
    page = ids.order_by("record").limit(limit, offset=offset)
    return [record for (record,) in run(sql_of(page), *sources.values())], int(total)


def evidence_rows_by_unit(
    measure: str, start_month: str, end_month: str, *, version: int | None = None, other_version: int | None = None
) -> dict[str, list[int]]:
    """Unit code → ids of the rows that its own figure of a window counts, in one query; the city has all of them.

    Units without any are not there. Of distinct counts these are each unit's own first appearances, which are more than
    the city's: the city is not among them then.
    """
    declared, sources = _opened(measure, version, other_version)
    if declared.shape is Shape.DISTINCT:
        rows = _keyed_rows(declared, rows_of(sources[declared.dataset][0]), (start_month, end_month), by=["unit"])
    else:
        rows = _part(declared, sources, Window(city_code(), start_month, end_month), DENOMINATOR)
    found: dict[str, list[int]] = {}
    for unit, record in run(sql_of(rows.select("unit", "record").distinct()), *sources.values()):
        found.setdefault(unit, []).append(record)
    if declared.shape is not Shape.DISTINCT:
        found[city_code()] = [record for records in found.values() for record in records]
    return found


def counted_keys(
    measure: str,
    unit: str,
    start_month: str,
    end_month: str,
    version: int | None = None,
    *,
    part: str = DENOMINATOR,
    other_version: int | None = None,
) -> int:
    """How many keys the rows of a part of the window stand for: what counts distinct keys and stocks."""
    declared, sources = _opened(measure, version, other_version)
    rows = _part(declared, sources, Window(unit, start_month, end_month), part)
    keys = rows.select(declared.key).distinct()
    return int(run(sql_of(keys.aggregate(number=keys.count())), *sources.values())[0][0])


def counted_keys_by_unit(
    measure: str, start_month: str, end_month: str, *, version: int | None = None
) -> dict[str, int]:
    """Unit code → how many distinct keys its own figure of a window counts, in one query; without the city."""
    declared, sources = _opened(measure, version, None)
    rows = _keyed_rows(declared, rows_of(sources[declared.dataset][0]), (start_month, end_month), by=["unit"])
    keys = rows.select("unit", declared.key).distinct()
    found = run(sql_of(keys.group_by("unit").aggregate(number=keys.count())), *sources.values())
    return {unit: int(number) for unit, number in found}


def exclusions(measure: str, unit: str, start_month: str, end_month: str, version: int | None = None) -> dict[str, int]:
    """How many rows are left out beside the figure, by reason."""
    declared, sources = _opened(measure, version, None)
    if not declared.excluded:
        return {}
    rows = _inside(declared, rows_of(sources[declared.dataset][0]), Window(unit, start_month, end_month))
    sums = {f"number_{place}": rows.count(where=rule(rows)) for place, rule in enumerate(declared.excluded.values())}
    numbers = run(sql_of(rows.aggregate(**sums)), *sources.values())[0]
    return dict(zip(declared.excluded, map(int, numbers), strict=True))


def digest(ids: Iterable[int]) -> str:
    """SHA-256 over the ids in rising order, one a line: the same rows have the same digest."""
    return hashlib.sha256("\n".join(map(str, sorted(ids))).encode()).hexdigest()


def _opened(measure: str, version: int | None, other_version: int | None) -> tuple[Measure, Sources]:
    """The measure, and the files of its datasets by slug, its own first."""
    declared = catalogue.measures()[measure]
    sources: Sources = {}
    for slug, asked in zip(declared.datasets, (version, other_version), strict=False):
        dataset, _register = catalogue.datasets()[slug]
        stands = version_at(slug) if asked is None else asked
        sources[slug] = (dataset, [] if stands is None else store.files(dataset, stands))
    return declared, sources


def _part(measure: Measure, sources: Sources, window: Window, part: str) -> "Table":
    table = rows_of(sources[measure.dataset][0])
    if measure.shape in RUNNING:
        return _standing_rows(measure, sources, window, part)
    if measure.shape is Shape.DISTINCT and not part.startswith(EXCLUDED):
        return _rows_of_keys(measure, table, window, part)
    if measure.shape is Shape.SERIES:
        newest = newest_rows(measure, table)
        rows = newest if part in {DENOMINATOR, NUMERATOR} else newest.limit(0)
        return rows.filter(rows.unit == window.unit, rows.month.between(window.start, window.end))
    return _part_of(measure, _inside(measure, table, window), part)


def _part_of(measure: Measure, rows: "Table", part: str) -> "Table":
    if part.startswith(EXCLUDED):
        return rows.filter(measure.excluded[part.removeprefix(EXCLUDED)](rows))
    if part == NUMERATOR:
        return rows.filter(hit(measure, rows))
    if part == MISSED:
        return rows.filter(counted(measure, rows), ~hit(measure, rows))
    if part == DENOMINATOR:
        return rows.filter(counted(measure, rows))
    raise KeyError(part)


def _standing_rows(measure: Measure, sources: Sources, window: Window, part: str) -> "Table":
    """The rows valid on the day that the window ends with; of a coverage those with or without their match."""
    day = day_of(window.end)
    rows = valid_rows(measure, _in_unit(rows_of(sources[measure.dataset][0]), window.unit), day)
    if part not in {DENOMINATOR, NUMERATOR, MISSED}:
        raise KeyError(part)
    if measure.shape is not Shape.COVERAGE:
        return rows.limit(0) if part == MISSED else rows
    if part == DENOMINATOR:
        return rows
    return matched_rows(measure, rows, day, sources, missing=part == MISSED)


def _inside(measure: Measure, table: "Table", window: Window) -> "Table":
    rows = _in_unit(table, window.unit)
    return rows.filter(rows.month.between(max(window.start, clock.month_of(measure.since)), window.end))


def _rows_of_keys(measure: Measure, table: "Table", window: Window, part: str) -> "Table":
    """All rows of the keys whose first month, in this unit or the city, lies in the window."""
    rows = _in_unit(table, window.unit)
    if part == MISSED:
        return rows.limit(0)
    return _keyed_rows(measure, rows, (window.start, window.end), by=[])


def _keyed_rows(measure: Measure, rows: "Table", window: tuple[str, str], *, by: list[str]) -> "Table":
    """All rows of the keys whose first month, among the rows with the same `by`, lies in the window."""
    first = first_months(measure, rows, by)
    start = max(window[0], clock.month_of(measure.since))
    keys = first.filter(first.month.between(start, window[1]))
    if measure.within != "year":
        return rows.filter(counted(measure, rows)).semi_join(keys, [*by, measure.key])
    dated = rows.mutate(year=(rows[measure.on].strftime("%Y") if measure.on else rows.month.substr(0, 4)))
    return dated.filter(counted(measure, dated)).semi_join(keys, [*by, measure.key, "year"])


def _in_unit(table: "Table", unit: str) -> "Table":
    """The unit's rows; the city's own figure covers every row."""
    return table if unit == city_code() else table.filter(table.unit == unit)
