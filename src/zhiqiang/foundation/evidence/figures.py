"""Reading figures for pages and commands: whole tables of cells in one query, as they stand or as they stood."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from zhiqiang.foundation import catalogue
from zhiqiang.foundation.evidence.models import DatasetVersion, DirtyPartition, Figure

Months = dict[str, "Cell"]
CELL_FIELDS = (
    "month", "numerator", "denominator", "benchmark", "measure_version", "data_version", "other_version",
    "computed_at", "superseded_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One stored figure; for series `numerator` is the sourced value and `denominator` is None."""

    month: str
    numerator: Decimal
    denominator: Decimal | None
    benchmark: Decimal | None
    measure_version: int
    data_version: int
    other_version: int | None
    computed_at: datetime
    superseded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A window of months added up; `cells` tells how many months have anything in them, 0 means no data at all."""

    numerator: Decimal
    denominator: Decimal | None
    cells: int
    data_version: int
    computed_at: datetime | None


@dataclass(slots=True)
class CellTable:
    """Figures of some measures in memory, by measure and unit, then by month in order."""

    _rows: dict[tuple[str, str], Months] = field(default_factory=dict)

    def cell(self, measure: str, unit: str, month: str) -> Cell | None:
        """The figure of one month, or None where nothing counts."""
        return self._rows.get((measure, unit), {}).get(month)

    def series(self, measure: str, unit: str, start_month: str = "", end_month: str = "9999") -> list[Cell]:
        """The figures from start to end month (both included), oldest first."""
        months = self._rows.get((measure, unit), {})
        return [cell for month, cell in months.items() if start_month <= month <= end_month]

    def window_sum(self, measure: str, unit: str, start_month: str, end_month: str) -> Total:
        """Numerator and denominator over the months from start to end, both included. Not for series measures."""
        found = self.series(measure, unit, start_month, end_month)
        bases = [cell.denominator for cell in found if cell.denominator is not None]
        return Total(
            numerator=sum((cell.numerator for cell in found), Decimal(0)),
            denominator=sum(bases, Decimal(0)) if bases else None,
            cells=len(found),
            data_version=max((cell.data_version for cell in found), default=0),
            computed_at=max((cell.computed_at for cell in found), default=None),
        )

    def units(self, measure: str) -> list[str]:
        """The units that have any figure of this measure."""
        return [unit for code, unit in self._rows if code == measure]

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))


def load_cells(
    measures: Collection[str],
    at: datetime | None = None,
    units: Collection[str] | None = None,
) -> CellTable:
    """Every figure of these measures in one query: as they stand, or as they stood at the moment `at`."""
    standing = Q(superseded_at=None) if at is None else Q(computed_at__lte=at) & ~Q(superseded_at__lte=at)
    found = Figure.objects.filter(standing, measure__in=measures)
    if units is not None:
        found = found.filter(unit__in=units)
    rows: dict[tuple[str, str], Months] = {}
    for measure, unit, *values in found.order_by("month").values_list("measure", "unit", *CELL_FIELDS):
        cell = Cell(*values)
        rows.setdefault((measure, unit), {})[cell.month] = cell
    return CellTable(rows)


def cells(
    measure: str, units: Sequence[str], start_month: str, end_month: str, at: datetime | None = None
) -> dict[str, list[Cell]]:
    """The figures of a measure by unit, month by month."""
    table = load_cells([measure], at, units)
    return {unit: table.series(measure, unit, start_month, end_month) for unit in units}


def window_sum(measure: str, unit: str, start_month: str, end_month: str, at: datetime | None = None) -> Total:
    """Numerator and denominator of one unit over a window of months, both ends included."""
    return load_cells([measure], at, [unit]).window_sum(measure, unit, start_month, end_month)


def series(measure: str, unit: str, at: datetime | None = None) -> list[Cell]:
    """Every figure of one unit, oldest month first."""
    return load_cells([measure], at, [unit]).series(measure, unit)


def revisions(measure: str, unit: str, month: str = "") -> Iterator[Cell]:
    """Figures that were replaced and those that stand, in the order in which they were computed."""
    found = Figure.objects.filter(measure=measure, unit=unit, **({"month": month} if month else {}))
    for values in found.order_by("month", "computed_at", "pk").values_list(*CELL_FIELDS):
        yield Cell(*values)


@dataclass(frozen=True, slots=True)
class CutOff:
    """How far a dataset's figures go: up to when, which version, whether changes wait, records not yet verified."""

    dataset: str
    at: datetime | None
    version: int | None
    rows: int
    dirty: bool
    waiting: int | None = None


def cut_off(dataset: str, at: datetime | None = None) -> CutOff:
    """The cut-off of one dataset, now or as it was at a moment (`dirty` and `waiting` are always today's)."""
    found = cut_offs([dataset], at)[dataset]
    declared, register = catalogue.datasets()[dataset]
    open_states = [one.code for one in register.workflow.states if one.is_open and one.code not in declared.states]
    waiting = register.model._default_manager.filter(state__in=open_states).count()  # noqa: SLF001 (model API)
    return replace(found, waiting=waiting)


def cut_offs(datasets: Collection[str] | None = None, at: datetime | None = None) -> dict[str, CutOff]:
    """The cut-offs of these datasets (None: all) in two queries, without the count of what waits."""
    declared = catalogue.datasets()
    asked = list(declared if datasets is None else datasets)
    known = DatasetVersion.objects.filter(dataset__in=asked, **({} if at is None else {"at__lte": at}))
    newest: dict[str, DatasetVersion] = {}
    for version in known.order_by("dataset", "-version").defer("months"):
        newest.setdefault(version.dataset, version)
    dirty = set(DirtyPartition.objects.filter(dataset__in=asked).values_list("dataset", flat=True))
    answer = {}
    for slug in asked:
        stands = newest.get(slug)
        answer[slug] = CutOff(
            dataset=slug,
            at=stands.at if stands else None,
            version=stands.version if stands else None,
            rows=stands.rows if stands else 0,
            dirty=slug in dirty,
        )
    return answer


def version_at(dataset: str, at: datetime | None = None) -> int | None:
    """The data version that stood at a moment (None: now)."""
    known = DatasetVersion.objects.filter(dataset=dataset, **({} if at is None else {"at__lte": at}))
    return known.order_by("-version").values_list("version", flat=True).first()
