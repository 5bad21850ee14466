"""What is on the screen as CSV or XLSX: streamed, safe from formulas (OWASP CSV injection), marked where it is made up.

In a demo home the mark 演示数据 stands in the file's name and in a last column of every row: a first line above the
header would break every program that reads the file.
"""

import csv
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.filters import filter_set
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.opened import on_register, person_of
from zhiqiang.foundation.trail.record import record as trail

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CHUNK = 2_000
MARK = "\ufeff"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | Decimal | date | None


@on_register("export")
@require_safe
def register_export(request: Any, register: Register) -> HttpResponseBase:
    """The filtered rows of a list inside this person's export scope; `format` is csv or xlsx."""
    person = person_of(request)
    filters = filter_set(register, person, scope_for(person, register, "export"), request.GET)
    rows = filters.qs.order_by(*register.order)
    with transaction.atomic():
        facts = {"query": request.GET.urlencode()[:400]}
        trail(action="export", actor=person, register=register.slug, facts=facts)
    return xlsx_response(register, rows) if request.GET.get("format") == "xlsx" else csv_response(register, rows)


def csv_response(register: Register, rows: QuerySet[Record]) -> StreamingHttpResponse:
    """A CSV in UTF-8 with its mark, row by row."""
    response = StreamingHttpResponse(csv_lines(register, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = _attachment(register, "csv")
    return response


def xlsx_response(register: Register, rows: QuerySet[Record]) -> FileResponse:
    """A workbook written to disk at constant memory, then sent."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 (FileResponse closes it when it is sent)
    write_xlsx(register, rows, out)
    out.seek(0)
    response = FileResponse(out, content_type=XLSX_TYPE)
    response["Content-Disposition"] = _attachment(register, "xlsx")
    return response


def csv_lines(register: Register, rows: QuerySet[Record]) -> Iterator[str]:
    """The lines of the CSV, header first; texts that a spreadsheet would calculate begin with an apostrophe."""
    writer = csv.writer(_Echo())
    yield MARK + writer.writerow(headers(register))
    for cells in table(register, rows):
        yield writer.writerow([_csv_text(cell) for cell in cells])


def write_xlsx(register: Register, rows: QuerySet[Record], out: Any) -> None:
    """Write the rows as a workbook: texts as strings and never as formulas, numbers and dates as what they are."""
    import xlsxwriter  # lazy: heavy, and most commands need none of it

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {**options, "constant_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(_("数据"))
    for at, text in enumerate(headers(register)):
        sheet.write_string(0, at, text, bold)
    for row, cells in enumerate(table(register, rows), start=1):
        for at, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, at, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(row, at, cell, day)
            elif cell is not None:
                sheet.write_number(row, at, cell)
    book.close()


def headers(register: Register) -> list[str]:
    """Labels of all fields, the state, and in a demo home the mark."""
    labels = [register.label(one.name) for one in register.fields]
    return [*labels, _("状态"), *([_("数据性质")] if settings.DEMO else [])]


def table(register: Register, rows: QuerySet[Record]) -> Iterator[list[Cell]]:
    """The rows as cells, in finished chunks: memory stays constant and no slow reader holds a cursor open, which on
    SQLite's rollback journal would keep every writer waiting."""
    names = [(one.name, dict(register.model_field(one.name).flatchoices or ())) for one in register.fields]
    states = dict(register.model_field("state").flatchoices)
    ids = array("q", rows.values_list("pk", flat=True))
    whole = rows.model._default_manager.select_related(*register.related)  # noqa: SLF001 (model API)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        found = whole.in_bulk(list(chunk))
        for row in (found[pk] for pk in chunk if pk in found):
            cells = [_cell(getattr(row, name), choices) for name, choices in names]
            yield [*cells, str(states.get(row.state, row.state)), *([_("演示数据")] if settings.DEMO else [])]


def _cell(value: Any, choices: dict[Any, Any]) -> Cell:
    if value is None or value == "":
        return None
    if choices:
        return str(choices.get(value, value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return value if isinstance(value, int | Decimal | date) else str(value)


def _csv_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(DANGEROUS) else cell
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return "" if cell is None else str(cell)


def _attachment(register: Register, ending: str) -> str:
    mark = f"{_('演示数据')}-" if settings.DEMO else ""
    return attachment_header(f"{mark}{register.title}-{clock.today().isoformat()}.{ending}")


def attachment_header(name: str) -> str:
    """The header that makes a browser save a file under a Chinese name (RFC 6266)."""
    return f"attachment; filename*=UTF-8''{quote(name)}"


class _Echo:
    """A file whose write gives back what it was handed: csv's own recipe for streaming."""

    def write(self, text: str) -> str:
        return text


def safe(texts: Iterable[str]) -> list[str]:
    """Texts as a CSV may hold them; other exports use the same rule."""
    return [_csv_text(text) for text in texts]
