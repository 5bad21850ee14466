"""The page of one application, and what the office does with it: steps, findings, reviewers, consensus, objections."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.domains.programmes.actions.applications import save_findings, show_blind
from zhiqiang.domains.programmes.actions.objections import record_objection
from zhiqiang.domains.programmes.actions.reviews import (
    assign_reviewers,
    end_assignment,
    open_consensus,
    record_consensus,
)
from zhiqiang.domains.programmes.models import Consensus
from zhiqiang.domains.programmes.presentation import marking
from zhiqiang.domains.programmes.presentation.files import FROM_OBJECTIONS, file_context, review_context
from zhiqiang.domains.programmes.presentation.forms import ObjectionForm, answer_form, step_form
from zhiqiang.domains.programmes.queries.facts import facts_of_application
from zhiqiang.domains.programmes.queries.programmes import application_workflow, programme_of
from zhiqiang.domains.programmes.queries.reviews import candidates
from zhiqiang.domains.programmes.registers import APPLICATIONS
from zhiqiang.domains.programmes.views.entry import answered, is_inside, may_judge, on, visible_application
from zhiqiang.domains.programmes.workflow import FILLABLE
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.opened import person_of
from zhiqiang.foundation.registers.repeats import new_key
from zhiqiang.foundation.registers.stepping import step_on_seen


@on(APPLICATIONS)
@require_safe
def application(request: HttpRequest, key: int) -> HttpResponse:
    """One application: its applicant follows it like a parcel, the office sees the whole file."""
    row, person = visible_application(request, key), person_of(request)
    inside = is_inside(person, row)
    context = file_context(row, person, inside=inside) | {
        "request_key": new_key(),
        "inside": inside,
        "may_judge": may_judge(person, row),
        "may_fill": scope_for(person, APPLICATIONS, "fill").allows(row),
        "may_object": inside and scope_for(person, APPLICATIONS, "object").allows(row),
    }
    return render(request, "programmes/file.html" if inside else "programmes/application.html", context)


@on(APPLICATIONS)
@require_http_methods(["GET", "POST"])
def application_step(request: HttpRequest, key: int, step: str) -> HttpResponseBase:
    """Take a step, with what it asks for."""
    row, person = visible_application(request, key), person_of(request)
    workflow, programme = application_workflow(row), programme_of(row.definition_id)
    declared = next((one for one in workflow.steps if one.code == step), None)
    if declared is None or step in FROM_OBJECTIONS or not scope_for(person, APPLICATIONS, step).allows(row):
        raise Http404
    made = step_form(step, programme, basis=row.basis, needs_reason=declared.needs_reason)
    form = made(request.POST if request.method == "POST" else None)

    def page(refusal: str) -> HttpResponse:
        row.refresh_from_db()
        context = {
            "row": row, "form": form, "step": declared, "refusal": refusal, "request_key": new_key(),
            "register": APPLICATIONS,
            "fillable": row.state in FILLABLE and scope_for(person, APPLICATIONS, "fill").allows(row),
        }  # fmt: skip
        status = 409 if refusal else 422 if form.errors else 200
        return render(request, "programmes/step.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return page("")

    def write() -> str:
        values = {name: value for name, value in form.cleaned_data.items() if name != "reason"}
        step_on_seen(
            register=APPLICATIONS, record_id=key, version=request.POST.get("version", ""), step=step, actor=person,
            reason=form.cleaned_data["reason"], values=values,
        )  # fmt: skip
        return reverse("application", args=[key])

    return answered(request, write, _("“%(step)s”已办理。") % {"step": declared.title}, form, page)


@on(APPLICATIONS, "judge")
@require_http_methods(["GET", "POST"])
def application_judge(request: HttpRequest, key: int) -> HttpResponseBase:
    """The office's own findings, and which papers blind reviewers may read."""
    row = visible_application(request, key, "judge")
    programme, facts = programme_of(row.definition_id), facts_of_application(row)
    form = answer_form(programme, facts, "officer", row.answers, request.POST if request.method == "POST" else None)

    def page(refusal: str) -> HttpResponse:
        context = {"row": row, "form": form, "refusal": refusal, "request_key": new_key(), "programme": programme,
                   "papers": row.papers.select_related("attachment__document")}  # fmt: skip
        status = 409 if refusal else 422 if form.errors else 200
        return render(request, "programmes/judge.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return page("")

    def write() -> str:
        person = person_of(request)
        if form.fields:
            save_findings(application_id=key, answers=form.answers(), actor=person)
        chosen = set(request.POST.getlist("blind"))
        for paper in row.papers.all():
            if paper.shown_blind != (str(paper.pk) in chosen):
                show_blind(application_id=key, paper_id=paper.pk, shown=not paper.shown_blind, actor=person)
        return reverse("application", args=[key])

    return answered(request, write, _("已保存。"), form, page)


@on(APPLICATIONS, "judge")
@require_http_methods(["GET", "POST"])
def application_reviewers(request: HttpRequest, key: int) -> HttpResponseBase:
    """Who reviews: candidates with what stands against them; assign, or take the file from one."""
    row, person = visible_application(request, key, "judge"), person_of(request)
    if programme_of(row.definition_id).review is None:
        raise Http404
    if request.method != "POST":
        context = {"row": row, "candidates": candidates(row), "request_key": new_key(), **review_context(row)}
        return render(request, "programmes/reviewers.html", context | {"programme": programme_of(row.definition_id)})
    back = reverse("application-reviewers", args=[key])
    chosen = [int(one) for one in request.POST.getlist("reviewer") if one.isdecimal()]
    ended = request.POST.get("end", "")

    def write() -> str:
        if ended.isdecimal():
            end_assignment(assignment_id=int(ended), reason=request.POST.get("reason", ""), actor=person)
            return back
        made, refused = assign_reviewers(application_id=key, reviewer_ids=chosen, actor=person)
        if refused or not made:
            raise RefusedError("；".join(refused) or _("还没有勾选评审人。"))
        return back

    return answered(request, write, _("已办理。"))


@on(APPLICATIONS, "judge")
@require_http_methods(["GET", "POST"])
def application_consensus(request: HttpRequest, key: int) -> HttpResponseBase:
    """Open the consensus, and record what was agreed with its reasons; after the visit, what it changed."""
    row, person = visible_application(request, key, "judge"), person_of(request)
    programme = programme_of(row.definition_id)
    if programme.review is None:
        raise Http404
    layer = Consensus.Layer.AFTER_VISIT if row.state == "visited" else Consensus.Layer.CONSENSUS
    fields = marking.mark_fields(programme, {}, sent=request.POST if request.method == "POST" else None)

    def page(refusal: str) -> HttpResponse:
        context = {"row": row, "programme": programme, "layer": layer, "fields": fields, "refusal": refusal,
                   "request_key": new_key(), **review_context(row)}  # fmt: skip
        return render(request, "programmes/consensus.html", context, status=409 if refusal else 200)

    if request.method != "POST":
        return page("")

    def write() -> str:
        if "open" in request.POST:
            open_consensus(application_id=key, actor=person)
        else:
            changes = marking.read_marks(programme, request.POST)
            record_consensus(application_id=key, layer=layer, changes=changes, actor=person)
        return reverse("application-consensus", args=[key])

    return answered(request, write, _("已记录。"), marking.Findings(fields), page)


@on(APPLICATIONS, "object")
@require_http_methods(["GET", "POST"])
def application_objection(request: HttpRequest, key: int) -> HttpResponseBase:
    """Put an objection on record."""
    row, person = visible_application(request, key, "object"), person_of(request)
    form = ObjectionForm(request.POST if request.method == "POST" else None)

    def page(refusal: str) -> HttpResponse:
        context = {"row": row, "form": form, "refusal": refusal, "request_key": new_key()}
        status = 409 if refusal else 422 if form.errors else 200
        return render(request, "programmes/objection.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return page("")

    def write() -> str:
        record_objection(application_id=key, actor=person, **form.cleaned_data)
        return reverse("application", args=[key])

    return answered(request, write, _("异议已登记，处理完之前不认定、不拨付。"), form, page)
