"""What is done: sheets of scores filled, checked, exported and imported; appeals filed and decided; papers issued."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.assessment import imports
from zhiqiang.domains.assessment.actions import appeals
from zhiqiang.domains.assessment.actions.marks import Given, give_marks, verify_marks
from zhiqiang.domains.assessment.models import Appeal, Result, Run
from zhiqiang.domains.assessment.presentation import pages as shown
from zhiqiang.domains.assessment.presentation.papers import explanation
from zhiqiang.domains.assessment.registers import APPEALS, RESULTS
from zhiqiang.domains.assessment.views.pages import PAGES
from zhiqiang.domains.assessment.views.seen import crumbs, run_of, unit_of
from zhiqiang.domains.assessment.workflow import DECIDERS, OFFICER, PUBLISHED, STAGE_OF, UPHOLD
from zhiqiang.foundation import catalogue
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.papers.actions import issue_paper
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.detail_views import record_context
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.opened import person_of, visible_record
from zhiqiang.foundation.registers.repeats import new_key, once
from zhiqiang.foundation.registers.stepping import step_on_seen
from zhiqiang.kernel.assessment import LAYERS, SELF

SCORERS = ("reporter", "verifier", "department", "city_officer", "city_verifier")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@roles(*SCORERS)
@require_http_methods(["GET", "POST"])
def scores(request: HttpRequest, record: int, layer: str, code: str) -> HttpResponse:
    """A unit's sheet of one layer: filled by who gives these scores, read and checked by who checks them."""
    run, unit = _place(request, record, layer, code)
    may_fill, _may_check = _allowed(request, run, unit, layer)
    if request.method == "GET":
        return render(request, "assessment/scores.html", _scores_context(request, run, unit, layer))
    if not may_fill:
        raise Http404
    here = reverse("assessment-scores", args=[record, layer, code])
    typed, errors = _typed(request, run)
    if not errors:
        try:
            messages.success(request, _save(request, run, unit, layer, typed))
            return redirect(here)
        except WrongValuesError as error:
            errors = [f"{one.message}{one.suggestion}" for one in error.findings]
        except RefusedError as error:
            errors = [str(error)]
    context = _scores_context(request, run, unit, layer) | {"errors": errors, "posted": request.POST}
    return render(request, "assessment/scores.html", context, status=409)


def _save(request: HttpRequest, run: Run, unit: Unit, layer: str, typed: dict[str, Given]) -> str:
    said: list[str] = []

    def write() -> str:
        done = give_marks(run=run, unit=unit, layer=layer, marks=typed, actor=person_of(request))
        facts = {"made": done.made, "changed": done.changed, "same": done.same}
        said.append(_("已保存：新填 %(made)s 项，改动 %(changed)s 项，%(same)s 项不变。") % facts)
        return ""

    once(request, person_of(request), write)
    return said[0] if said else _("已保存。")


@roles(*SCORERS)
@require_POST
def check(request: HttpRequest, record: int, layer: str, code: str) -> HttpResponse:
    """Check all that waits on a unit's sheet."""
    run, unit = _place(request, record, layer, code)
    here = reverse("assessment-scores", args=[record, layer, code])

    def write() -> str:
        number = verify_marks(run=run, unit=unit, layer=layer, actor=person_of(request))
        messages.success(request, _("已审核 %(n)s 项评分。") % {"n": number})
        return here

    return _done(request, write, back=here)


@roles(*SCORERS)
@require_safe
def workbook(request: HttpRequest, record: int, code: str) -> HttpResponse:
    """The self-score sheet of a unit with the office's own columns."""
    run, unit = _place(request, record, SELF, code)
    response = HttpResponse(imports.write_sheet(run, unit), content_type=XLSX)
    name = f"{run.title}-{unit.short}-{imports.SHEET}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@roles("reporter")
@require_POST
def take_in(request: HttpRequest, record: int, code: str) -> HttpResponse:
    """Take a filled sheet in: all of it, or nothing and every cell that is wrong."""
    run, unit = _place(request, record, SELF, code)
    if not _allowed(request, run, unit, SELF)[0]:
        raise Http404
    here, file = reverse("assessment-scores", args=[record, SELF, code]), request.FILES.get("file")
    if file is None:
        messages.warning(request, _("还没有选择文件。"))
        return redirect(here)
    assert run.pinned is not None
    context = _scores_context(request, run, unit, SELF)
    try:
        sheet = imports.read_sheet(file.read(), run.pinned.scheme)
        if sheet.errors:
            context |= {"cell_errors": sheet.errors, "file_name": file.name}
            return render(request, "assessment/scores.html", context, status=409)
        held = {one.item: one.reason for one in _held(run, unit, SELF)}
        marks = {item: Given(one.value, held.get(item, "")) for item, one in sheet.marks.items()}
        messages.success(request, _save(request, run, unit, SELF, marks))
        return redirect(here)
    except WrongValuesError as error:
        context["errors"] = [f"{one.message}{one.suggestion}" for one in error.findings]
    except RefusedError as error:
        context["errors"] = [str(error)]
    return render(request, "assessment/scores.html", context, status=409)


@roles("reporter")
@require_POST
def file_appeal(request: HttpRequest, record: int) -> HttpResponse:
    """Appeal against a published result."""
    held = visible_record(request, RESULTS, record)
    assert isinstance(held, Result)

    def write() -> str:
        item, grounds = request.POST.get("item", ""), request.POST.get("grounds", "").strip()[:400]
        if not grounds:
            raise RefusedError(_("请写明申诉的理由。"))
        made = appeals.file_appeal(result=held, item=item, grounds=grounds, actor=person_of(request))
        messages.success(request, _("申诉已提出，由没有参与评分的人决定。"))
        return reverse("assessment-appeal", args=[made.pk])

    return _done(request, write, back=reverse("assessment-result", args=[record]))


@roles(*PAGES)
@require_safe
def appeal(request: HttpRequest, record: int) -> HttpResponse:
    """One appeal; whoever may decide it finds the form here."""
    row = visible_record(request, APPEALS, record)
    assert isinstance(row, Appeal)
    context = record_context(request, APPEALS, row)
    item = row.result.scheme.by_code.get(row.item)
    scored = next((one for one in row.result.scored.items if one.item.code == row.item), None)
    deciding = any(step.code == UPHOLD for step in context["offer"].steps)
    context |= {"appeal": row, "item": item, "scored": scored, "deciding": deciding}
    return render(request, "assessment/appeal.html", context | {"takes_value": item is None or item.kind == "marked"})


@roles(*DECIDERS)
@require_POST
def decide(request: HttpRequest, record: int) -> HttpResponse:
    """Uphold an appeal with the points that it sets."""
    here = reverse("assessment-appeal", args=[record])

    def write() -> str:
        reason, text = request.POST.get("reason", "").strip()[:400], request.POST.get("value", "").strip()
        step_on_seen(
            register=APPEALS, record_id=record, version=request.POST.get("version", ""), step=UPHOLD,
            actor=person_of(request), reason=reason, values={"value": _points(text)} if text else None,
        )  # fmt: skip
        messages.success(request, _("申诉成立，已以改定的结果替代原结果。"))
        return here

    return _done(request, write, back=here)


@roles(*OFFICER)
@require_POST
def issue(request: HttpRequest, record: int) -> HttpResponse:
    """Issue the explanation of a published result as a paper."""
    held = visible_record(request, RESULTS, record)
    assert isinstance(held, Result)

    def write() -> str:
        if held.state != PUBLISHED:
            raise RefusedError(_("结果公布之后才能印发说明；已被替代的，请印发现行的结果。"))
        made = issue_paper(paper=explanation(held), register=RESULTS, record_id=record, actor=person_of(request))
        messages.success(request, _("已印发考评说明 %(number)s。") % {"number": made.number})
        return reverse("assessment-result", args=[record])

    return _done(request, write, back=reverse("assessment-result", args=[record]))


def _place(request: HttpRequest, record: int, layer: str, code: str) -> tuple[Run, Unit]:
    """A run whose scheme is pinned and a unit of which this person may see these scores. Raises Http404."""
    run, unit = run_of(request, record), unit_of(code)
    if run.pinned is None or layer not in STAGE_OF:
        raise Http404
    scope = scope_for(person_of(request), catalogue.registers()[f"assessment.{layer}_scores"], "view")
    if not any(grant.region is None or unit.path.startswith(grant.region) for grant in scope.grants):
        raise Http404
    return run, unit


def _allowed(request: HttpRequest, run: Run, unit: Unit, layer: str) -> tuple[bool, bool]:
    """Whether this person fills this sheet now, and whether they check it."""
    register = catalogue.registers()[f"assessment.{layer}_scores"]
    now = run.state == STAGE_OF[layer]

    def reaches(action: str) -> bool:
        grants = scope_for(person_of(request), register, action).grants
        return now and any(one.region is None or unit.path.startswith(one.region) for one in grants)

    return reaches("add"), reaches("verify")


def _held(run: Run, unit: Unit, layer: str) -> list[Any]:
    return shown.held_marks(run, unit, layer)


def _scores_context(request: HttpRequest, run: Run, unit: Unit, layer: str) -> dict[str, Any]:
    assert run.pinned is not None
    may_fill, may_check = _allowed(request, run, unit, layer)
    register = catalogue.registers()[f"assessment.{layer}_scores"]
    rows = shown.score_rows(run, unit, layer)
    waiting = [one for one in rows if one.mark is not None and one.mark.state == "recorded"]
    mine = any(one.mark.recorded_by_id == person_of(request).pk for one in waiting)
    return crumbs(run) | {
        "unit": unit,
        "layer": layer,
        "layer_words": LAYERS[layer],
        "scores_register": register,
        "rows": rows,
        "may_fill": may_fill,
        "may_check": may_check and bool(waiting) and not mine,
        "own_to_check": may_check and mine,
        "waiting": len(waiting),
        "request_key": new_key(),
    }


def _typed(request: HttpRequest, run: Run) -> tuple[dict[str, Given], list[str]]:
    """What stands in the form, item by item; a veto item left at 0 that nobody gave before is not given."""
    assert run.pinned is not None
    found, errors = dict[str, Given](), list[str]()
    for one in (*run.pinned.scheme.marked_items, *run.pinned.scheme.vetoes):
        text, reason = request.POST.get(f"value-{one.code}", "").strip(), request.POST.get(f"reason-{one.code}", "")
        if not text:
            continue
        try:
            found[one.code] = Given(_points(text), reason.strip()[:400])
        except RefusedError as error:
            errors.append(f"{one.title}：{error}")
    return found, errors


def _points(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= 10**4:
        raise RefusedError(_("“%(text)s”不是得分，请填数字，如 4.5。") % {"text": text[:20]})
    return round(value, 2)


def _done(request: HttpRequest, write: Callable[[], str], *, back: str) -> HttpResponse:
    """Act once and go where it leads; what was refused is said where the person came from."""
    try:
        return redirect(once(request, person_of(request), write))
    except NotThereError:
        raise Http404 from None
    except WrongValuesError as error:
        messages.error(request, "".join(f"{one.message}{one.suggestion}" for one in error.findings))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(back)
