"""Pages of metrology: what is due, which chains are broken, reading a digital certificate; parts of records' pages."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.domains.metrology import presentation
from zhiqiang.domains.metrology.actions import record_calibration
from zhiqiang.domains.metrology.imports.dcc import read_dcc
from zhiqiang.domains.metrology.imports.safe_xml import MOST_BYTES
from zhiqiang.domains.metrology.models import Calibration, Instrument, MeasurementStandard
from zhiqiang.domains.metrology.queries import (
    CALIBRATIONS,
    INSTRUMENTS,
    STANDARDS,
    VERIFICATIONS,
    DueLine,
    broken_standards,
    due_lines,
    instruments_in_use,
    needing_action,
    register_of,
    remind_days,
    standing_tree,
)
from zhiqiang.domains.metrology.rules.dcc import DccError
from zhiqiang.domains.metrology.rules.instruments import period_on
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.documents.store import UnfitFileError
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.registers.exports import attachment_header
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.opened import on_register, person_of
from zhiqiang.foundation.standing.queries import standing_on

ON_A_PAGE = 50
Extra = dict[str, Any] | None


@on_register("view")
@require_safe
def due(request: HttpRequest, register: Register) -> HttpResponse:
    """Instruments in use that somebody must see to, the most pressing first; by unit and by owner, also as a file."""
    today = clock.today()
    rows = scope_for(person_of(request), register, "view").restrict(instruments_in_use(today))
    unit, owner = request.GET.get("unit", "")[:32], request.GET.get("owner", "").replace("\0", "").strip()[:60]
    rows = rows.filter(unit__code=unit) if unit else rows
    rows = rows.filter(owner__title__icontains=owner) if owner else rows
    lines = due_lines(list(rows.select_related("owner", "unit")), today)
    waiting = needing_action(lines)
    if request.GET.get("format") == "csv":
        answer = HttpResponse(presentation.due_csv(waiting), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = attachment_header(_("强检到期清单-%s.csv") % today.isoformat())
        return answer
    page = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "register": register, "today": today, "days": remind_days(today), "in_use": len(lines), "page": page,
        "lines": [_worded(one) for one in page.object_list], "total": len(waiting), "unit": unit, "owner": owner,
        "units": Unit.objects.all(), "query": _query(unit=unit, owner=owner),
    }  # fmt: skip
    return render(request, "metrology/due.html", context)


@on_register("view")
@require_safe
def chains(request: HttpRequest, register: Register) -> HttpResponse:
    """Standards whose certificate is in force but which do not hold: not traced any more, or a parent broke."""
    today = clock.today()
    rows = standing_on(register, today)
    listed = scope_for(person_of(request), register, "view").restrict(rows).select_related("holder", "unit", "parent")
    links = broken_standards([one for one in listed if isinstance(one, MeasurementStandard)], today)
    return render(request, "metrology/chains.html", {"register": register, "today": today, "links": links})


@on_register("add")
@require_http_methods(["GET", "HEAD", "POST"])
def read_certificate(request: HttpRequest, register: Register) -> HttpResponse:
    """Hand in a digital calibration certificate; what is read becomes a record, the file is kept as it came."""
    person, problem = person_of(request), ""
    units = [one for one in Unit.objects.all() if scope_for(person, register, "add").allows(Calibration(unit=one))]
    if request.method == "POST":
        try:
            made = _recorded(request, units)
            return redirect("register-detail", CALIBRATIONS, made.pk)
        except WrongValuesError as error:
            problem = " ".join(f"{one.message} {one.suggestion}".strip() for one in error.findings)
        except (DccError, RefusedError, UnfitFileError) as error:
            problem = str(error)
    context = {
        "register": register, "problem": problem, "units": units,
        "standard": request.POST.get("standard", ""), "instrument": request.POST.get("instrument", ""),
    }  # fmt: skip
    return render(request, "metrology/read.html", context, status=422 if problem else 200)


def part_of_a_record(request: HttpRequest, register: Register, row: Record) -> Extra:
    """What metrology adds to the page of a record (settings.RECORD_EXTRAS)."""
    if register.slug == STANDARDS and isinstance(row, MeasurementStandard):
        return _chain(request, register, row)
    if register.slug == INSTRUMENTS and isinstance(row, Instrument):
        return _history(request, row)
    if register.slug == CALIBRATIONS and isinstance(row, Calibration) and row.content:
        colour = presentation.SIGNATURE_COLOURS[row.signature]
        return {"template": "metrology/certificate.html", "read": row.content, "colour": colour, "calibration": row}
    return None


def _chain(request: HttpRequest, register: Register, row: MeasurementStandard) -> Extra:
    today = clock.today()
    links = standing_tree(row, today)
    flagged = [one for one in links if one.broken_by == row]
    scope = scope_for(person_of(request), register, "view")
    opens = [one.standard.pk for one in links if one.standard != row and scope.allows(one.standard)]
    return {
        "template": "metrology/chain.html", "links": links, "own": row,
        "drawing": presentation.chain_drawing(links), "flagged": flagged, "opens": opens,
    }  # fmt: skip


def _history(request: HttpRequest, row: Instrument) -> Extra:
    today = clock.today()
    [line] = due_lines([row], today)
    verifications = row.verifications.select_related("verified_by")[:20]
    opens = bool(scope_for(person_of(request), register_of(VERIFICATIONS), "view"))
    period = period_on(row.kind, line.last.valid_from if line.last else today, load_parameters())
    return {
        "template": "metrology/history.html", "line": _worded(line), "kind": row.kind, "period": period,
        "verifications": verifications, "opens": opens, "in_use": instruments_in_use(today).filter(pk=row.pk).exists(),
    }  # fmt: skip


def _worded(line: DueLine) -> dict[str, Any]:
    colour, word = presentation.WORDS[line.status]
    return {"instrument": line.instrument, "last": line.last, "due": line.due, "colour": colour, "word": word}


def _query(**chosen: str) -> str:
    request = HttpRequest().GET.copy()
    request.update({name: value for name, value in chosen.items() if value})
    return request.urlencode()


def _recorded(request: HttpRequest, units: list[Unit]) -> Calibration:
    """The record of the uploaded certificate. Raises DccError or RefusedError with what is wrong with file or form."""
    upload = request.FILES.get("file")
    if upload is None:
        raise RefusedError(_("还没有选文件。"))
    if (upload.size or 0) > MOST_BYTES:
        raise RefusedError(_("文件超过 10 MB 的上限。"))
    unit = next((one for one in units if one.code == request.POST.get("unit")), None)
    if unit is None:
        raise RefusedError(_("请选择填报单位。"))
    content, person = upload.read(), person_of(request)
    return record_calibration(
        name=upload.name or "", content=content, read=read_dcc(content), unit=unit, actor=person,
        standard=_named(MeasurementStandard, STANDARDS, request.POST.get("standard", ""), request),
        instrument=_named(Instrument, INSTRUMENTS, request.POST.get("instrument", ""), request),
    )  # fmt: skip


def _named(model: Any, slug: str, text: str, request: HttpRequest) -> Any:
    """The standard or instrument of this number that the person may see; None for an empty box."""
    text = text.replace("\0", "").strip()[:60]
    if not text:
        return None
    found = list(
        scope_for(person_of(request), register_of(slug), "view").restrict(model.objects.filter(number=text))[:2]
    )
    if len(found) != 1:
        words = _("有几件编号为“%(text)s”的%(title)s。") if found else _("没有找到编号为“%(text)s”的%(title)s。")
        raise RefusedError(words % {"text": text, "title": model._meta.verbose_name})  # noqa: SLF001 (model API)
    return found[0]
