"""An organisation's own pages: what it may apply for, its drafts and papers, what it holds and what falls due."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.programmes.actions.applications import (
    begin_application,
    put_paper,
    remove_paper,
    save_answers,
)
from zhiqiang.domains.programmes.models import Application, Recognition, Round
from zhiqiang.domains.programmes.presentation.forms import answer_form, shown_facts
from zhiqiang.domains.programmes.queries import reminders
from zhiqiang.domains.programmes.queries.facts import facts_of_application, organisation_facts
from zhiqiang.domains.programmes.queries.programmes import lacking, offered_to, programme_of
from zhiqiang.domains.programmes.registers import APPLICATIONS, RECOGNITIONS
from zhiqiang.domains.programmes.views.entry import answered, on, visible_application
from zhiqiang.domains.programmes.workflow import FILLABLE
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.certificates.queries import certificates_of
from zhiqiang.foundation.documents.store import UnfitFileError
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.opened import person_of
from zhiqiang.foundation.registers.repeats import new_key
from zhiqiang.foundation.standing.queries import standing_on

SHOWN = 50


@on(APPLICATIONS, "fill")
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """What an organisation may apply for, computed from what the system knows; what stands against, with what to do."""
    person, organisation, today = person_of(request), _organisation(request), clock.today()
    if organisation is None:
        return render(request, "programmes/choose.html", {"found": _found(request, person), "q": _asked(request)})
    facts = organisation_facts(organisation, today)
    found = offered_to(organisation, facts, today)
    drafts = Application.objects.filter(applicant=organisation, state__in=FILLABLE).select_related(
        "definition", "round"
    )
    context = {
        "organisation": organisation,
        "open": [one for one in found if one.is_open],
        "closed": [one for one in found if not one.is_open],
        "drafts": list(drafts[:SHOWN]),
        "request_key": new_key(),
        "register": APPLICATIONS,
    }
    return render(request, "programmes/offers.html", context)


@on(APPLICATIONS, "fill")
@require_POST
def application_new(request: HttpRequest, code: str) -> HttpResponseBase:
    """Begin a draft."""
    person, organisation = person_of(request), _organisation(request)
    if organisation is None:
        raise Http404
    number = request.POST.get("round", "")
    call = get_object_or_404(Round, pk=int(number), definition__code=code) if number.isdecimal() else None

    def write() -> str:
        row = begin_application(code=code, call=call, applicant=organisation, actor=person)
        return reverse("application-fill", args=[row.pk])

    return answered(request, write, _("已建立草稿，可随时保存，填齐后提交。"))


@on(APPLICATIONS, "fill")
@require_http_methods(["GET", "POST"])
def application_fill(request: HttpRequest, key: int) -> HttpResponseBase:
    """Fill in a draft: what the system knows is shown, not asked; it is kept however incomplete it is."""
    row = visible_application(request, key, "fill")
    if row.state not in FILLABLE:
        messages.warning(request, _("已提交的申报不能再改；如需更改，请联系受理人退回补正。"))
        return redirect("application", key)
    programme, facts = programme_of(row.definition_id), facts_of_application(row)
    sent = request.POST if request.method == "POST" else None
    form = answer_form(programme, facts, "applicant", row.answers, sent)

    def page(refusal: str) -> HttpResponse:
        context = {
            "row": row, "programme": programme, "form": form, "known": shown_facts(programme, facts),
            "lacking": lacking(row, facts), "slots": _slots(row), "request_key": new_key(), "refusal": refusal,
        }  # fmt: skip
        return render(request, "programmes/fill.html", context, status=409 if refusal else 422 if form.errors else 200)

    if sent is None or not form.is_valid():
        return page("")

    def write() -> str:
        version = request.POST.get("version", "")
        save_answers(
            application_id=key, version=int(version) if version.isdecimal() else 0, answers=form.answers(),
            actor=person_of(request),
        )  # fmt: skip
        return reverse("application-fill", args=[key])

    return answered(request, write, _("已保存。"), form, page)


@on(APPLICATIONS, "fill")
@require_POST
def paper_put(request: HttpRequest, key: int, code: str) -> HttpResponseBase:
    """A file into a slot."""
    row, file = visible_application(request, key, "fill"), request.FILES.get("file")
    back = reverse("application-fill", args=[row.pk])
    if file is None:
        messages.warning(request, _("还没有选择文件。"))
        return redirect(back)

    def write() -> str:
        put_paper(application_id=key, slot=code, name=file.name or "", content=file.read(), actor=person_of(request))
        return back + "#papers"

    try:
        return answered(request, write, _("已上传“%(name)s”。") % {"name": file.name})
    except UnfitFileError as error:
        messages.error(request, str(error))
        return redirect(back)


@on(APPLICATIONS, "fill")
@require_POST
def paper_remove(request: HttpRequest, key: int) -> HttpResponseBase:
    """Take a file out of its slot."""
    row, number = visible_application(request, key, "fill"), request.POST.get("paper", "")

    def write() -> str:
        remove_paper(application_id=row.pk, paper_id=int(number) if number.isdecimal() else 0, actor=person_of(request))
        return reverse("application-fill", args=[row.pk]) + "#papers"

    return answered(request, write, _("已移除。"))


@on(APPLICATIONS, "fill")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What an organisation has under way, what it holds, and what falls due when."""
    organisation, today = _organisation(request), clock.today()
    if organisation is None:
        return render(
            request, "programmes/choose.html", {"found": _found(request, person_of(request)), "q": _asked(request)}
        )
    held = Recognition.objects.filter(organisation=organisation)
    standing = standing_on(RECOGNITIONS, today, held)
    rows = list(standing.order_by("-valid_from")[:SHOWN])
    context = {
        "organisation": organisation,
        "certificates": certificates_of(RECOGNITIONS.slug, [row.pk for row in rows]),
        "applications": list(
            Application.objects.filter(applicant=organisation).select_related("round", "definition")[:SHOWN]
        ),
        "recognitions": rows,
        "due": reminders.due_dates(organisation.pk, today),
        "register": APPLICATIONS,
        "today": today,
    }
    return render(request, "programmes/mine.html", context)


def _slots(row: Application) -> list[dict[str, Any]]:
    papers = list(row.papers.select_related("attachment__document"))
    return [
        {"slot": slot, "papers": [one for one in papers if one.slot == slot.code]}
        for slot in programme_of(row.definition_id).documents
    ]


def _organisation(request: HttpRequest) -> Organisation | None:
    """The organisation for which this person fills in: its own, or for a unit's reporter the one that was chosen."""
    person = person_of(request)
    own = [one.organisation for one in person.memberships_on() if one.role == "enterprise" and one.organisation]
    asked = (request.POST or request.GET).get("organisation", "")
    if asked.isdecimal():
        chosen: Organisation | None = _reachable(person).filter(pk=int(asked)).select_related("unit").first()
        return chosen
    return own[0] if own else None


def _reachable(person: User) -> Any:
    """The organisations for which this person may fill in an application."""
    everything = Organisation.objects.none()
    for grant in scope_for(person, APPLICATIONS, "fill").grants:
        if grant.organisation is not None:
            everything |= Organisation.objects.filter(pk=grant.organisation)
        else:
            everything |= Organisation.objects.filter(unit__path__startswith=grant.region or "")
    return everything


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:60]


def _found(request: HttpRequest, person: User) -> list[Organisation]:
    text = _asked(request)
    if not text:
        return []
    return list(_reachable(person).filter(title__contains=text).select_related("unit").order_by("title")[:SHOWN])
