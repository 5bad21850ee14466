"""What is read: a run with its units, the explanation of one, sensitivity, what-if, the data-quality scorecard."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.domains.assessment import rules
from zhiqiang.domains.assessment.models import Result, Run
from zhiqiang.domains.assessment.presentation import pages as shown
from zhiqiang.domains.assessment.queries import data_quality
from zhiqiang.domains.assessment.queries.schemes import read_draft, schemes
from zhiqiang.domains.assessment.queries.standings import Standing, history_of, standings, trial
from zhiqiang.domains.assessment.registers import APPEALS, READERS, RESULTS, RUNS
from zhiqiang.domains.assessment.views.seen import (
    covers,
    crumbs,
    require_scores,
    run_of,
    sees_scores,
    sees_sheet,
    unit_of,
)
from zhiqiang.domains.assessment.workflow import CANCELLED, COMBINED, DEPARTMENT, OFFICER, PUBLISHED, SELF_SCORING
from zhiqiang.domains.goals.facade import reporting_units
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import has_role, may, scope_for
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.detail_views import record_context
from zhiqiang.foundation.registers.opened import person_of, visible_record
from zhiqiang.foundation.registers.repeats import new_key
from zhiqiang.kernel.assessment import Scheme, SchemeErrors

PAGES = (*READERS, "department", "auditor")


@roles(*PAGES)
@require_safe
def run(request: HttpRequest, record: int) -> HttpResponse:
    """A run: where it stands, every unit with score, grade, stability and rank, and what is still missing."""
    row, person = run_of(request, record), person_of(request)
    context = record_context(request, RUNS, row) | {"own_units": _own_units(request, row)}
    if row.pinned is not None and sees_scores(person, row) and row.state != CANCELLED:
        scheme, found, owed = row.pinned.scheme, standings(row), shown.owed_now(row)
        context |= {
            "scheme": scheme,
            "rows": shown.unit_rows(scheme, found, owed),
            "counts": shown.band_counts(scheme, found),
            "owed": owed,
            "is_preview": row.state not in (COMBINED, PUBLISHED),
            "layer": shown.LAYER_OF.get(row.state, ""),
            "unstable": sum(one.sensitivity.stable is False for one in found),
            "scored": sum(one.scored.score is not None for one in found),
            "seen": {one.unit.code for one in found if sees_sheet(person, one.unit)},
        }
    return render(request, "assessment/run.html", context)


def _own_units(request: HttpRequest, row: Run) -> list[tuple[str, Unit]]:
    """The sheets that this person is to fill or check now: a unit's people their own, departments all."""
    person = person_of(request)
    if row.state == DEPARTMENT and has_role(person, ("department",)):
        return [("department", unit) for unit in reporting_units()]
    if row.state != SELF_SCORING:
        return []
    units = [one.unit for one in person.memberships_on() if one.role in ("reporter", "verifier")]
    return [("self", unit) for unit in dict.fromkeys(units) if not unit.is_city]


@roles(*PAGES)
@require_safe
def sheet(request: HttpRequest, record: int, code: str) -> HttpResponse:
    """The explanation of one unit's score: every item with its figure, formula and points."""
    row, unit = run_of(request, record), unit_of(code)
    require_scores(request, row)
    found = next((one for one in standings(row) if one.unit == unit), None)
    if found is None or not sees_sheet(person_of(request), unit):
        raise Http404
    return render(request, "assessment/sheet.html", _sheet_context(request, row, found))


@roles(*PAGES)
@require_safe
def result(request: HttpRequest, record: int) -> HttpResponse:
    """One stored result, also one that was replaced, explained from the facts that it keeps."""
    row = visible_record(request, RESULTS, record)
    assert isinstance(row, Result)
    require_scores(request, row.run)
    if not sees_sheet(person_of(request), row.unit):
        raise Http404
    held = next((one for one in standings(row.run) if one.result == row), None)
    context = _sheet_context(request, row.run, held or shown.kept(row))
    return render(request, "assessment/sheet.html", context)


def _sheet_context(request: HttpRequest, row: Run, found: Standing) -> dict[str, Any]:
    assert row.pinned is not None
    scheme, held, person = row.pinned.scheme, found.result, person_of(request)
    published = held is not None and held.state == PUBLISHED
    in_time = published and held.appeal_until is not None and clock.today() <= held.appeal_until
    return crumbs(row) | {
        "scheme": scheme,
        "found": found,
        "row": shown.unit_rows(scheme, [found])[0],
        "items": shown.item_rows(scheme, found.scored.items, active_plan(), found.unit.code),
        "item_choices": [(one.code, one.title) for one in scheme.items],
        "history": history_of(held) if held is not None else [],
        "result": held,
        "results": RESULTS,
        "may_appeal": in_time and covers(person, found.unit, ("reporter",)),
        "appeals": _appeals(request, held),
        "appeal_register": APPEALS,
        "papers": _papers(held),
        "may_issue": published and covers(person, found.unit, OFFICER),
        "flips": shown.flips(scheme, found),
        "request_key": new_key(),
    }


def _papers(held: Result | None) -> list[Attachment]:
    """The files of the explanations that were issued for a result."""
    if held is None:
        return []
    return list(Attachment.objects.filter(register=RESULTS.slug, record=held.pk).select_related("document"))


def _appeals(request: HttpRequest, held: Result | None) -> list[Any]:
    if held is None or not may(person_of(request), APPEALS, "view"):
        return []
    rows = scope_for(person_of(request), APPEALS, "view").restrict(APPEALS.model._default_manager.all())  # noqa: SLF001 (model API)
    titles = {one.code: one.title for one in held.scheme.items}
    found = rows.filter(result__run=held.run_id, result__unit=held.unit_id).order_by("pk")
    return [(one, titles.get(one.item, one.item)) for one in found]


@roles(*PAGES)
@require_safe
def sensitivity(request: HttpRequest, record: int) -> HttpResponse:
    """Whether grades hold when each weight moves by a tenth: a chart of all units and the weights that flip one."""
    row = run_of(request, record)
    require_scores(request, row)
    assert row.pinned is not None
    scheme, found = row.pinned.scheme, standings(row)
    context = crumbs(row) | {
        "scheme": scheme,
        "plot": shown.plot(scheme, found),
        "reach": shown.reach_rows(scheme, found),
        "unstable": sum(one.sensitivity.stable is False for one in found),
        "scored": sum(one.scored.score is not None for one in found),
    }
    return render(request, "assessment/sensitivity.html", context)


@roles(*OFFICER)
@require_http_methods(["GET", "POST"])
def what_if(request: HttpRequest) -> HttpResponse:
    """A draft scheme on the figures of a past period beside the one in force; nothing is stored."""
    known = schemes()
    context: dict[str, Any] = {"schemes": list(known.values()), "period": "", "code": "", "errors": []}
    if request.method == "POST":
        context |= _tried(request, known)
    return render(request, "assessment/what_if.html", context, status=409 if context["errors"] else 200)


def _tried(request: HttpRequest, known: dict[str, Scheme]) -> dict[str, Any]:
    code, period = request.POST.get("scheme", ""), request.POST.get("period", "").strip()
    file, typed = request.FILES.get("file"), {"code": code, "period": period}
    if code not in known:
        return typed | {"errors": [_("请选择用来比较的现行方案。")]}
    if file is None:
        return typed | {"errors": [_("请选择方案草案文件（.toml）。")]}
    try:
        span = rules.period_of(period)
        draft = read_draft(file.read(), file.name or "")
    except ValueError as error:
        return typed | {"errors": [str(error)]}
    except SchemeErrors as errors:
        return typed | {"errors": [f"{one.file} · {one.key}：{one.message}" for one in errors.problems]}
    past = Run.objects.filter(scheme=code, period=span.code).exclude(state=CANCELLED).first()
    found = trial(known[code], draft, span, past)
    return typed | {"trial": found, "changes": shown.change_rows(found), "draft": draft, "past": past}


@roles(*PAGES)
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """The data-quality scorecard of the units; it has no part in any score."""
    today = clock.today()
    typed = request.GET.get("period", "").strip() or f"{today.year}Q{(today.month + 2) // 3}"
    context: dict[str, Any] = {"typed": typed}
    try:
        period = rules.period_of(typed)
    except ValueError as error:
        return render(request, "assessment/quality.html", context | {"error": str(error)}, status=409)
    context |= {"period": period, "words": rules.period_words(period), "cards": data_quality.cards(period)}
    return render(request, "assessment/quality.html", context)
