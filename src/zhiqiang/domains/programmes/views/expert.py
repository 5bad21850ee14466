"""An expert's pages: the files to review, the marking form, ties to declare. Nothing of peers before the time."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.domains.programmes.actions.reviews import declare_tie, finish_marks, save_marks
from zhiqiang.domains.programmes.models import DeclaredTie, ReviewAssignment
from zhiqiang.domains.programmes.presentation import marking, reviewing
from zhiqiang.domains.programmes.presentation.forms import TieForm
from zhiqiang.domains.programmes.queries.programmes import programme_of
from zhiqiang.domains.programmes.queries.reviews import REVIEWING, assignment_open_to, assignments_of
from zhiqiang.domains.programmes.views.entry import answered
from zhiqiang.foundation.access import marks
from zhiqiang.foundation.access.roles import EXPERT
from zhiqiang.foundation.documents.views import send
from zhiqiang.foundation.registers.opened import person_of
from zhiqiang.foundation.registers.repeats import new_key


@marks.roles(EXPERT.code)
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits to be reviewed, and what is done."""
    person = person_of(request)
    found = [reviewing.Assigned(one, reviewing.title_for_reviewer(one.application)) for one in assignments_of(person)]
    context = {
        "waiting": [one for one in found if one.assignment.final_at is None],
        "done": [one for one in found if one.assignment.final_at is not None],
        "ties": list(DeclaredTie.objects.filter(reviewer=person).select_related("organisation")),
    }
    return render(request, "programmes/reviews.html", context)


@marks.roles(EXPERT.code)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, key: int) -> HttpResponseBase:
    """One file: what a reviewer may see of it, and the marks; final when the reviewer says so."""
    found = _assigned(request, key)
    programme = programme_of(found.application.definition_id)
    kept = {one.criterion: one for one in found.marks.all()}
    fields = marking.mark_fields(programme, kept, request.POST if request.method == "POST" else None)
    said = marking.Findings(fields)

    def page(refusal: str) -> HttpResponse:
        context = reviewing.review_page(found) | marking.as_context(programme, fields)
        context |= {"refusal": refusal, "top": said.top, "request_key": new_key()}
        context["may_mark"] = found.final_at is None and found.application.state == REVIEWING
        return render(request, "programmes/review.html", context, status=409 if refusal or said.top else 200)

    if request.method != "POST":
        return page("")

    def write() -> str:
        person = person_of(request)
        given = marking.read_marks(programme, request.POST)
        save_marks(assignment_id=key, marks=given, opinion=request.POST.get("opinion", ""), actor=person)
        if "finish" in request.POST:
            finish_marks(assignment_id=key, actor=person)
        return reverse("review", args=[key])

    return answered(request, write, _("已保存。"), said, page)


@marks.roles(EXPERT.code)
@require_safe
def review_paper(request: HttpRequest, key: int) -> HttpResponseBase:
    """A paper of the file, under the name of its slot where the review is blind."""
    found, number = _assigned(request, key), request.GET.get("paper", "")
    papers = {one.pk: one for one in reviewing.papers_for_reviewer(found.application)}
    paper = papers.get(int(number)) if number.isdecimal() else None
    if paper is None:
        raise Http404
    document = paper.attachment.document
    if reviewing.is_blind(programme_of(found.application.definition_id)):
        document.name = reviewing.neutral_name(paper)
    return send(document)


@marks.roles(EXPERT.code)
@require_http_methods(["GET", "POST"])
def ties(request: HttpRequest) -> HttpResponseBase:
    """Declare a tie: from then on those files are closed."""
    form = TieForm(request.POST if request.method == "POST" else None)

    def page(refusal: str) -> HttpResponse:
        context = {"form": form, "refusal": refusal, "request_key": new_key(), "title": _("申明利益关系"),
                   "button": _("申明")}  # fmt: skip
        return render(request, "programmes/form.html", context, status=409 if refusal else 422 if form.errors else 200)

    if request.method != "POST" or not form.is_valid():
        return page("")

    def write() -> str:
        declare_tie(actor=person_of(request), **form.cleaned_data)
        return reverse("reviews")

    return answered(request, write, _("已申明，有关单位的申报不再由您评审。"), form, page)


def _assigned(request: HttpRequest, key: int) -> ReviewAssignment:
    found = assignment_open_to(person_of(request), key)
    if found is None:
        raise Http404
    return found
