"""A row of a workbook to the values of a record: every cell read, every rule asked, every rewriting told."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import Scope
from zhiqiang.foundation.imports.cell_readers import CellReader, reader_for, remembering
from zhiqiang.foundation.imports.child import Row
from zhiqiang.foundation.imports.headers import Header, is_required, skip_reason
from zhiqiang.foundation.imports.relations import Finder, finders_for
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.values import as_json, findings
from zhiqiang.kernel.cells import Answer, Ask, Bad, Read, read_text
from zhiqiang.kernel.cells.texts import as_text

Corrections = Mapping[str, Mapping[str, str]]
CHUNK = 500


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell (or one row): where, what was written, why, and what may be meant."""

    row: int
    field: str
    column: str
    value: str
    message: str
    suggestion: str = ""
    adoptable: bool = False  # the suggestion is a value that could stand in the cell


@dataclass
class RowRead:
    """One row as read: the record it would make, its texts by field, its problems and what was rewritten."""

    row: int
    texts: dict[str, str]
    record: Record
    given: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)
    rewritten: list[tuple[str, str, str]] = field(default_factory=list)
    status: str = "new"
    existing: int | None = None
    version: int = 0

    @property
    def broken(self) -> set[str]:
        return {one.field for one in self.problems}

    def values(self) -> dict[str, Any]:
        """The given fields as JSON, as `registers.values.texts` writes them."""
        return {name: as_json(getattr(self.record, _attname(self.record, name))) for name in self.given}


def _attname(record: Record, name: str) -> str:
    return str(record._meta.get_field(name).attname)  # type: ignore[union-attr]  # noqa: SLF001 (model API)


def shown(cell: Any) -> str:
    """A cell as the sheet shows it: whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    return format(cell, ".15g") if isinstance(cell, float) else as_text(cell)


class RowReader:
    """Reads the rows of one workbook for one register; keeps what it learned between chunks."""

    def __init__(
        self, register: Register, header: Header, *, scope: Scope, default_unit: Unit | None, corrections: Corrections
    ) -> None:
        self.register, self.header, self.scope = register, header, scope
        self.default_unit, self.corrections = default_unit, corrections
        self.finders: Mapping[str, Finder] = finders_for(register)
        self.relation_text = remembering(read_text)
        readers = {one.name: reader_for(register, one) for one in register.fields}
        self.readers: dict[str, CellReader] = {name: read for name, read in readers.items() if read is not None}
        self.labels = {one.name: register.label(one.name) for one in register.fields} | {"unit": register.label("unit")}
        self.required = {name for name in self.labels if not register.model_field(name).blank}
        self.unconditional = {one.name for one in register.fields if is_required(register, one.name)}
        self.columns = [one for one in header.columns if one.field]
        names = dict.fromkeys((*(str(one.field) for one in self.columns), *self.labels))
        self.order = {name: at for at, name in enumerate(names)}
        self.day_field = register.dataset.date_source if register.dataset else ""

    def read(self, rows: Sequence[Row]) -> list[RowRead]:
        """A chunk of rows, in a constant number of queries."""
        cells = [(number, self._cells(number, row)) for number, row in rows]
        for name, finder in self.finders.items():
            texts = (self.relation_text(one.get(name)) for _number, one in cells)
            finder.prepare(str(one.value) for one in texts if isinstance(one, Read) and one.value)
        return [self._row(number, one) for number, one in cells]

    def _cells(self, number: int, row: list[Any]) -> dict[str, Any]:
        """The raw cells by field: columns, what the layout derives and fixes, what was corrected on the page."""
        found = {str(one.field): row[one.index] if one.index < len(row) else None for one in self.columns}
        layout = self.header.layout
        if layout is not None:
            for name, text in layout.constants.items():
                found.setdefault(name, text)
            if layout.derive is not None:
                raw = {one.header: shown(row[one.index]) for one in self.header.columns if one.index < len(row)}
                found.update(layout.derive(raw))
        return found | dict(self.corrections.get(str(number), {}))

    def _row(self, number: int, cells: dict[str, Any]) -> RowRead:
        record = self.register.model()
        record.recorded_at = record.changed_at = clock.now()
        texts = {name: shown(cell) for name, cell in cells.items()}
        read = RowRead(number, texts, record, tuple(name for name in self.labels if name in cells))
        for name in read.given:
            if name in self.readers:
                self._put(read, name, self.readers[name](cells[name]))
        day = getattr(record, self.day_field, None) if self.day_field and self.day_field not in read.broken else None
        for name, finder in self.finders.items():
            if name in cells:
                self._put(read, name, self._related(finder, cells[name], day or clock.today()))
        self._place(read, cells)
        self._judge(read)
        read.problems.sort(key=lambda one: self.order.get(one.field, len(self.order)))
        return read

    def _related(self, finder: Finder, cell: Any, day: date) -> Answer[Any]:
        answer = self.relation_text(cell)
        if not isinstance(answer, Read) or answer.value is None:
            return answer
        found = finder.find(answer.value, day)
        if isinstance(found, Read) and not found.rewritten:
            return Read(found.value, answer.rewritten)
        return found

    def _put(self, read: RowRead, name: str, answer: Answer[Any]) -> None:
        if isinstance(answer, Ask | Bad):
            self._problem(read, name, answer.message, answer.suggestion or "", adoptable=bool(answer.suggestion))
            return
        if answer.rewritten:
            read.rewritten.append((self.header.place(name, self.labels[name]), read.texts[name], answer.rewritten))
        if answer.value is not None:
            setattr(read.record, name, answer.value)
        elif self.register.model_field(name).has_default():
            return
        elif name in self.required:
            self._problem(read, name, _("“%s”不能为空") % self.labels[name])
        else:
            setattr(read.record, name, None if self.register.model_field(name).null else "")

    def _place(self, read: RowRead, cells: Mapping[str, Any]) -> None:
        """Whose row this is: the unit named, else the one that the file or the person stands for; inside the scope."""
        if "unit" not in cells and self.default_unit is not None:
            read.record.unit = self.default_unit
            read.given = (*read.given, "unit")
        if "unit" in read.broken:
            return
        if read.record.unit_id is None:
            missing = _("表里没有单位一列，也看不出是哪个单位")
            self._problem(read, "unit", missing, _("请加上“%s”列") % self.labels["unit"])
        elif not self.scope.allows(read.record):
            message = _("“%s”不在您的管辖范围内") % read.record.unit
            self._problem(read, "unit", message, _("请改为本单位，或由该单位填报"))

    def _judge(self, read: RowRead) -> None:
        broken = read.broken
        for one in findings(self.register, read.record, lookups=False):
            if one.field not in broken:
                self._problem(read, one.field, one.message, one.suggestion)
        for name in self.unconditional.difference(read.given):
            if name not in read.broken:
                self._problem(read, name, _("“%s”不能为空") % self.labels[name])

    def _problem(
        self, read: RowRead, name: str, message: str, suggestion: str = "", *, adoptable: bool = False
    ) -> None:
        place, value = self.header.place(name, self.labels.get(name, "")), read.texts.get(name, "")
        read.problems.append(Problem(read.row, name, place, value, message, suggestion, adoptable))


def records_of(rows: Iterable[Row], header: Header, skipped: Callable[[int, str], None]) -> Iterator[Row]:
    """The rows that are records, merged cells filled downwards; what is left out is reported to `skipped`."""
    body = [one for one in header.sheet.merged if one[0] >= header.last_row and one[1] == one[3]]
    by_row: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, _right in body:
        by_row.setdefault(top + 1, []).append((left, bottom + 1))
    running: dict[int, tuple[int, Any]] = {}
    for number, cells in rows:
        if reason := skip_reason(cells):
            skipped(number, reason)
            continue
        for column, (last, value) in list(running.items()):
            if number > last:
                del running[column]
            elif column >= len(cells) or cells[column] is None:
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = value
        for left, last in by_row.get(number, ()):
            running[left] = (last, cells[left] if left < len(cells) else None)
        yield number, cells


def chunks(rows: Iterable[Row], size: int = CHUNK) -> Iterator[list[Row]]:
    """The rows in lists of at most `size`."""
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held
