"""The citizens' pages: the city's progress, where each figure comes from, its check, the open records."""

from datetime import timedelta
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.domains.goals import presentation
from zhiqiang.domains.goals.queries import Board, Line, board, exclusions_of
from zhiqiang.foundation.access.marks import public
from zhiqiang.foundation.catalogue import datasets
from zhiqiang.foundation.evidence.rows import evidence_rows
from zhiqiang.foundation.plans.active import NoPlanError, active_plan
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.paging import page_of, total_words
from zhiqiang.portals.api.rate import seconds_to_wait
from zhiqiang.portals.api.tables import data_version, measure_version
from zhiqiang.portals.public import proof
from zhiqiang.portals.public.downloads import as_file, progress_csv, progress_document, register_csv
from zhiqiang.portals.public.records import (
    headings,
    public_register,
    public_registers,
    public_rows,
    searched,
    verified,
)

LARGE = "large_type"
ROWS_SHOWN = 20
CHECKS_A_MINUTE = 60  # each computes a figure again
PARTS = ("denominator", "numerator", "missed")
# Each page carries the visitor's language and form token: browsers ask again, shared caches keep nothing.
fresh = cache_control(private=True, no_cache=True)


@public
@require_safe
@fresh
def home(request: HttpRequest) -> HttpResponse:
    """Three doors, and whether what people eat and use passes its tests."""
    shown = _board()
    lines = [shown.current(code) for code in shown.by_indicator] if shown else []
    rates = [line for line in lines if line.is_survey and line.value is not None]
    counted = [line for line in lines if line.measure is not None and not line.is_survey and line.value is not None]
    return _render(request, "public/home.html", {"board": shown, "rates": rates, "counted": counted})


@public
@require_safe
@fresh
def progress(request: HttpRequest) -> HttpResponse:
    """All targets of the plan under what they serve."""
    shown = _board()
    groups = presentation.grouped(shown.plan, presentation.indicator_rows(shown, [])) if shown else []
    return _render(request, "public/progress.html", {"board": shown, "groups": groups})


@public
@require_safe
def progress_file(request: HttpRequest, ending: str) -> HttpResponse:  # noqa: ARG001 (a view)
    """All targets as CSV or JSON: the same figures as the board."""
    shown = _board()
    if shown is None:
        raise Http404
    if ending == "csv":
        return progress_csv(shown)
    document = JsonResponse(progress_document(shown), json_dumps_params={"ensure_ascii": False, "indent": 1})
    return as_file(document, "progress", "json")


@public
@require_safe
@fresh
def progress_indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: its value, its path, what it counts, the very rows, by what it was computed."""
    shown = _board()
    if shown is None or code not in shown.by_indicator:
        raise Http404
    line = shown.current(code)
    context = {
        "board": shown,
        "line": line,
        "lines": shown.by_indicator[code],
        "series": presentation.series(shown, code),
        "excluded": exclusions_of(line),
        "measure": measure_version(line),
        "data": data_version(line),
        **_rows_of(request, line),
    }
    return _render(request, "public/indicator.html", context)


@public
@require_safe
@fresh
def check(request: HttpRequest) -> HttpResponse:
    """Check a figure's reference: computed again from the evidence it names."""
    text = request.GET.get("reference", "").strip()
    wait = seconds_to_wait(f"check-{request.META.get('REMOTE_ADDR', '')}", CHECKS_A_MINUTE) if text else 0
    if wait:
        answer = proof.Answer(None, _("验得太快了，请过一分钟再来。"))
        refused = _render(request, "public/check.html", {"reference": text, "answer": answer}, status=429)
        refused["Retry-After"] = str(wait)
        return refused
    answer = proof.check(text) if text else None
    code = answer.indicator_measure if answer else ""
    shown = _board() if code else None
    indicator = next((one for one in shown.plan.indicators if one.measure == code), None) if shown else None
    return _render(request, "public/check.html", {"reference": text, "answer": answer, "indicator": indicator})


@public
@require_safe
@fresh
def open_data(request: HttpRequest) -> HttpResponse:
    """What may be read and taken away."""
    return _render(request, "public/open.html", {"registers": public_registers()})


@public
@require_safe
@fresh
def open_register(request: HttpRequest, slug: str) -> HttpResponse:
    """The verified records of a public register, searched and paged."""
    register = _register(slug)
    text = request.GET.get("q", "").replace("\0", "").strip()[:60]
    page = page_of(searched(register, text).select_related(*register.related).order_by(*register.order),
                   request.GET.get("page"))  # fmt: skip
    context = {
        "register": register,
        "q": text,
        "page": page,
        "total": total_words(page),
        "headings": headings(register),
        "rows": public_rows(register, page.object_list, columns_only=True),
    }
    return _render(request, "public/register.html", context)


@public
@require_safe
def open_register_csv(request: HttpRequest, slug: str) -> HttpResponseBase:  # noqa: ARG001 (a view)
    """The whole public register as CSV."""
    return register_csv(_register(slug))


@public
@require_safe
@fresh
def open_record(request: HttpRequest, slug: str, record: int) -> HttpResponse:
    """One verified record's public columns."""
    register = _register(slug)
    row = verified(register).select_related(*register.related).filter(pk=record if record < 2**63 else 0).first()
    if row is None:
        raise Http404
    return _render(request, "public/record.html", {"register": register, "row": public_rows(register, [row])[0]})


@public
@require_POST
def large_type(request: HttpRequest) -> HttpResponseBase:
    """Switch large type on or off; kept in a cookie."""
    target = request.POST.get("next", "")
    local = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = redirect(target if local else reverse("home"))
    if request.POST.get("on") == "1":
        response.set_cookie(
            LARGE, "1", max_age=timedelta(days=365), samesite="Lax", httponly=True, secure=settings.HTTPS
        )
    else:
        response.delete_cookie(LARGE, samesite="Lax")
    return response


def _render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, context | {"large": request.COOKIES.get(LARGE) == "1"}, status=status)


def _board() -> Board | None:
    try:
        active_plan()  # asked first: a home without a plan has no city unit either
        return board()
    except NoPlanError:
        return None


def _register(slug: str) -> Register:
    register = public_register(slug)
    if register is None:
        raise Http404
    return register


def _rows_of(request: HttpRequest, line: Line) -> dict[str, Any]:
    """The rows a figure counts, a page of them, with the digest of all and the reference to check."""
    measure, window = line.measure, line.window
    if measure is None or window is None or window.numerator is None or line.data_version is None:
        return {}
    asked = (measure.code, line.unit.code, window.first, window.last)
    found, total = proof.rows_digest(*asked, line.data_version, other_version=line.other_version)
    reference = proof.reference_of(line, found)
    address = request.build_absolute_uri(f"{reverse('public-check')}?reference={reference}")
    context: dict[str, Any] = {"digest": found, "counted": total, "reference": reference, "qr": segno.make(address)}
    _dataset, register = datasets()[measure.dataset]
    if not register.public:
        return context
    parts = PARTS if measure.shape in presentation.HITS_AND_MISSES else PARTS[:1]
    part = request.GET.get("part", "")
    part = part if part in parts else parts[0]
    number = max(int(request.GET["page"]), 1) if request.GET.get("page", "").isdecimal() else 1
    number = min(number, 100_000)
    ids, of_part = evidence_rows(
        *asked, part, version=line.data_version, other_version=line.other_version,
        offset=(number - 1) * ROWS_SHOWN, limit=ROWS_SHOWN,
    )  # fmt: skip
    rows = verified(register).filter(pk__in=ids).select_related(*register.related).order_by("pk")
    pages = -(-of_part // ROWS_SHOWN) or 1
    return context | {
        "register": register, "parts": parts, "part": part, "page_number": number, "pages": pages, "of_part": of_part,
        "headings": headings(register), "rows": public_rows(register, rows, columns_only=True),
    }  # fmt: skip
