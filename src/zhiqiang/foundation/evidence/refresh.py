"""Keeping evidence and figures in step with the records: only what changed, or everything, with the same result.

Order makes it safe at any moment: read the tokens, read the rows, write the Delta table, then one database transaction
with version, figures and cleared tokens. Killed before that transaction, the months are still dirty and are done again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet, Value

from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.evidence import store
from zhiqiang.foundation.evidence.compute import CellKey, Cells, CellValue, compute_cells, split_by_shape
from zhiqiang.foundation.evidence.declaration import Dataset, Measure
from zhiqiang.foundation.evidence.lock import evidence_lock
from zhiqiang.foundation.evidence.models import DatasetVersion, DirtyPartition, Figure
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.spans import spans_of

if TYPE_CHECKING:
    import pyarrow

CHUNK = 200  # terms in one statement: below SQLite's depth and variable limits


@dataclass(slots=True)
class Refreshed:
    """What a refresh did: months rewritten by dataset, and how many figures are new, changed or gone."""

    months: dict[str, list[str]] = field(default_factory=dict)
    changed: int = 0


@dataclass(frozen=True, slots=True)
class _Result:
    """Cells that one dataset bears on, and which stored figures they replace; versions by dataset."""

    versions: Mapping[str, int | None]
    cells: Cells
    scope: Q
    measures: Mapping[str, Measure]


def is_anything_dirty() -> bool:
    """Whether some records are not yet in the figures."""
    return DirtyPartition.objects.exists()


def refresh(*, full: bool = False, wait: bool = True) -> Refreshed:
    """Bring evidence and figures up to date: dirty months, or with `full` every row and every figure afresh.

    Raises BusyError where another process is at it and `wait` is False.
    """
    done = Refreshed()
    with evidence_lock(wait=wait):
        for dataset, register in catalogue.datasets().values():
            tokens = dict(DirtyPartition.objects.filter(dataset=dataset.slug).values_list("month", "token"))
            if full or tokens or not _is_usable(dataset):
                _refresh_one(dataset, register, tokens, done, full=full)
    return done


def _refresh_one(
    dataset: Dataset, register: Register, tokens: Mapping[str, int], done: Refreshed, *, full: bool
) -> None:
    lost, usable = _is_lost(dataset), _is_usable(dataset)
    table, months = _read(dataset, register, None if full or not usable else sorted(tokens))
    changed_months = None if full or not usable else months
    version = store.write(dataset, table, changed_months)
    result = _compute(dataset, version, changed_months)
    with transaction.atomic():
        if lost:  # the old files are gone and numbering began again: nothing may point at them
            DatasetVersion.objects.filter(dataset=dataset.slug).delete()
        done.changed += _save(result)
        if not usable:  # what stands rests on the new files: the old ones are gone, or lack a column of today's rules
            _point_at(result, dataset.slug, version)
        rows = store.row_count(dataset, version)
        DatasetVersion.objects.create(dataset=dataset.slug, version=version, at=clock.now(), rows=rows, months=months)
        _clear(dataset.slug, tokens)
    done.months[dataset.slug] = months


def recompute(*, outdated_only: bool = False) -> int:
    """Compute figures again from the evidence as it stands, without reading records; how many changed.

    `outdated_only`: just the measures that have no figure of their present version (a new release changed them).
    Evidence that is lost, or lacks a column of today's rules, is left to `refresh`.
    """
    changed = 0
    with evidence_lock():
        current = set(Figure.objects.filter(superseded_at=None).values_list("measure", "measure_version").distinct())
        for dataset, _register in catalogue.datasets().values():
            version = current_version(dataset.slug)
            measures = [one for one in measures_of(dataset.slug) if one.dataset == dataset.slug
                        if not outdated_only or (one.code, one.version) not in current]  # fmt: skip
            if version is None or not measures or not _is_usable(dataset):
                continue
            result = _compute(dataset, version, None, measures)
            with transaction.atomic():
                changed += _save(result)
    return changed


def measures_of(dataset: str) -> list[Measure]:
    """The measures that read a dataset, as their first or their second."""
    return [one for one in catalogue.measures().values() if dataset in one.datasets]


def current_version(dataset: str) -> int | None:
    """The newest data version that the database knows."""
    return DatasetVersion.objects.filter(dataset=dataset).values_list("version", flat=True).first()


def city_code() -> str:
    """The code of the city's own row."""
    code = Unit.objects.filter(kind=Unit.Kind.CITY).order_by("path").values_list("code", flat=True).first()
    return code or ""


def _is_lost(dataset: Dataset) -> bool:
    """Whether the database knows a version that the disk no longer has."""
    return (current_version(dataset.slug) or -1) > store.newest_version(dataset)


def _is_usable(dataset: Dataset) -> bool:
    """Whether the table on disk, if there ever was one, is there and has today's columns."""
    return not _is_lost(dataset) and store.has_columns_of(dataset)


def _read(dataset: Dataset, register: Register, months: list[str] | None) -> "tuple[pyarrow.Table, list[str]]":
    """The evidence rows of these months (None: all there are), and the months."""
    import pyarrow as pa  # heavy: only commands that touch evidence pay for it

    records = register.model._default_manager.filter(state__in=dataset.states)  # noqa: SLF001 (Django's model API)
    if months is None:
        days: Iterable[date] = records.dates(dataset.date_source, "month")
        months = [clock.month_of(day) for day in days]
    tables = [store.arrow_table(dataset, [])]
    for month in months:
        span = (date.fromisoformat(f"{month}-01"), clock.month_end(month))
        found = records.filter(**{f"{dataset.date_source}__range": span}).order_by()
        rows = _span_rows(dataset, register, found, month) if dataset.standing else _rows(dataset, found, month)
        tables.append(store.arrow_table(dataset, rows))
    return pa.concat_tables(tables), months


def _rows(dataset: Dataset, records: "QuerySet[Record]", month: str) -> Iterable[tuple[Any, ...]]:
    sources = [column.source for column in dataset.columns]
    return records.values_list("pk", "unit__code", Value(month), *sources)


def _span_rows(
    dataset: Dataset, register: Register, records: "QuerySet[Record]", month: str
) -> Iterable[tuple[Any, ...]]:
    """A row for each span over which a record stood."""
    if register.spans is not None:
        spans = register.spans(list(records))
    else:
        nominal = ["pk", "valid_from", "valid_to"]  # a list: the type checker knows Record, not StandingRecord
        spans = spans_of(register.slug, records.values_list(*nominal))
    for row in _rows(dataset, records, month):
        for span in spans[row[0]]:
            yield (*row, span.start, span.end)


def _compute(
    dataset: Dataset, version: int, months: list[str] | None, measures: Iterable[Measure] | None = None
) -> _Result:
    """The cells that a version gives, reading only the changed months where that is enough."""
    city = city_code()
    asked = list(measures_of(dataset.slug) if measures is None else measures)
    versions: dict[str, int | None] = {dataset.slug: version}
    for slug in {slug for one in asked for slug in one.datasets} - {dataset.slug}:
        versions[slug] = current_version(slug)
    additive, others = split_by_shape(asked)
    cells: Cells = {}
    if additive:
        cells |= compute_cells(dataset, additive, store.files(dataset, version, months), city=city)
    for slug in {one.dataset for one in others}:
        cells |= cells_of(slug, [one for one in others if one.dataset == slug], versions, city)
    in_months = Q() if months is None else Q(month__in=months)
    scope = Q(in_months, measure__in=[one.code for one in additive]) | Q(measure__in=[one.code for one in others])
    return _Result(versions, cells, scope, {one.code: one for one in asked})


def cells_of(slug: str, measures: Iterable[Measure], versions: Mapping[str, int | None], city: str) -> Cells:
    """The cells of measures of one dataset over whole versions, with whatever second datasets they read.

    A dataset that had never been written (None) has no rows.
    """
    sources = {}
    asked = list(measures)
    for name in {name for one in asked for name in one.datasets}:
        declared, _register = catalogue.datasets()[name]
        version = versions[name]
        sources[name] = (declared, [] if version is None else store.files(declared, version))
    dataset, files = sources[slug]
    return compute_cells(dataset, asked, files, city=city, others=sources)


def _point_at(result: _Result, slug: str, version: int) -> None:
    """Let the standing figures rest on a new version of a dataset, as their first or their second."""
    standing = Figure.objects.filter(result.scope, superseded_at=None)
    first = [one.code for one in result.measures.values() if one.dataset == slug]
    second = [one.code for one in result.measures.values() if one.dataset != slug]
    standing.filter(measure__in=first).update(data_version=version)
    standing.filter(measure__in=second).update(other_version=version)


def _save(result: _Result) -> int:
    """Store what differs: the old figure gets its end, the new one begins; how many did."""
    fields = ("pk", "measure", "unit", "month", "numerator", "denominator", "benchmark", "measure_version")
    stood: dict[CellKey, tuple[int, tuple[Any, ...]]] = {}
    for pk, measure, unit, month, *values in Figure.objects.filter(result.scope, superseded_at=None).values_list(
        *fields
    ):
        stood[CellKey(measure, unit, month)] = (pk, tuple(values))
    computed = {key: (*value, result.measures[key.measure].version) for key, value in result.cells.items()}
    ended = [pk for key, (pk, values) in stood.items() if computed.get(key) != values]
    begun = [key for key, values in computed.items() if key not in stood or stood[key][1] != values]
    now, gone = clock.now(), set(ended)
    for start in range(0, len(ended), CHUNK):
        Figure.objects.filter(pk__in=ended[start : start + CHUNK]).update(superseded_at=now)
    Figure.objects.bulk_create(
        [_figure(key, result.cells[key], result, now) for key in begun],
        batch_size=CHUNK,
    )
    return len({*begun, *(key for key, (pk, _values) in stood.items() if pk in gone)})


def _figure(key: CellKey, value: CellValue, result: _Result, now: Any) -> Figure:
    measure = result.measures[key.measure]
    return Figure(
        **key._asdict(),
        **value._asdict(),
        measure_version=measure.version,
        data_version=result.versions[measure.dataset] or 0,
        other_version=result.versions[measure.other.dataset] if measure.other else None,
        computed_at=now,
    )


def _clear(dataset: str, tokens: Mapping[str, int]) -> None:
    """Clear what was read; a month written to meanwhile has another token and stays."""
    pairs = [Q(month=month, token=token) for month, token in tokens.items()]
    for start in range(0, len(pairs), CHUNK):
        DirtyPartition.objects.filter(reduce(or_, pairs[start : start + CHUNK]), dataset=dataset).delete()
