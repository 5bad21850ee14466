"""The list of a call as a document: a workbook or CSV that no spreadsheet calculates with, marked where made up."""

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zhiqiang.domains.programmes.models import Application, Round
from zhiqiang.domains.programmes.queries.programmes import programme_of
from zhiqiang.domains.programmes.queries.rounds import Overview, applications_of
from zhiqiang.foundation import clock
from zhiqiang.foundation.registers.exports import DANGEROUS, MARK, XLSX_TYPE
from zhiqiang.foundation.workflow.models import StepTaken

Cell = str | int | float | date | None
FEN_OF_YUAN = 100
DECISIONS = ("decide_for", "decide_against", "recognise", "uphold", "refuse")


def as_csv(call: Round, shown: Overview) -> HttpResponse:
    """The list as CSV; a text that a spreadsheet would calculate begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    for line in _table(call, shown):
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell for cell in line])
    response = HttpResponse(MARK + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, _name(call, "csv"))
    return response


def as_xlsx(call: Round, shown: Overview) -> HttpResponseBase:
    """The list as a workbook: texts as strings, never as formulas."""
    import xlsxwriter  # lazy: heavy, and most pages need none of it

    out = tempfile.TemporaryFile()  # noqa: SIM115 (FileResponse closes it when it is sent)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {**options, "constant_memory": True})
    day, sheet = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_worksheet(_("名单"))
    for number, line in enumerate(_table(call, shown)):
        for at, cell in enumerate(line):
            if isinstance(cell, date):
                sheet.write_datetime(number, at, cell, day)
            elif isinstance(cell, str):
                sheet.write_string(number, at, cell)
            elif cell is not None:
                sheet.write_number(number, at, cell)
    book.close()
    out.seek(0)
    response = FileResponse(out, content_type=XLSX_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, _name(call, "xlsx"))
    return response


def _table(call: Round, shown: Overview) -> Iterator[list[Cell]]:
    yield [
        _("编号"), _("申报单位"), _("统一社会信用代码"), _("县区"), _("申报事项"), _("提交日期"), _("状态"), _("总分"),
        _("级别"), _("认定文号"), _("公示止"), _("理由"), _("已付（元）"), *([_("数据性质")] if settings.DEMO else []),
    ]  # fmt: skip
    rows = list(applications_of(call, "received", shown))
    reasons, levels = _reasons(rows), _levels(call)
    for row in rows:
        fen = shown.paid.get(row.pk)
        yield [
            row.number, row.applicant.title, row.applicant.uscc or "", row.unit.short, row.subject,
            row.submitted_on,
            str(row.get_state_display()), float(row.score) if row.score is not None else None,
            levels.get(row.level, row.level), row.basis, row.notice_until, reasons.get(row.pk, ""),
            fen / FEN_OF_YUAN if fen else None, *([_("演示数据")] if settings.DEMO else []),
        ]  # fmt: skip


def _reasons(rows: list[Application]) -> dict[int, str]:
    """The reason of the latest decision on each application."""
    steps = StepTaken.objects.filter(register="programmes.applications", step__in=DECISIONS).exclude(reason="")
    wanted = {row.pk for row in rows}
    pairs = steps.order_by("at", "pk").values_list("record", "reason")
    return {record: reason for record, reason in pairs if record in wanted}


def _levels(call: Round) -> dict[str, str]:
    recognition = programme_of(call.definition_id).recognition
    return {one.code: one.title for one in recognition.levels} if recognition else {}


def _name(call: Round, ending: str) -> str:
    mark = "演示数据-" if settings.DEMO else ""
    return f"{mark}{call.title}-{clock.today()}.{ending}"


def decisions(rows: list[Application]) -> list[dict[str, Any]]:
    """Each application with the words of its decision, for the minutes."""
    reasons = _reasons(rows)
    return [{"row": row, "reason": reasons.get(row.pk, "")} for row in rows]
