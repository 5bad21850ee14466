"""The office's pages: calls, a call on one page, steps on many at once (none moves money), lists and minutes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.programmes.actions.reviews import assign_reviewers
from zhiqiang.domains.programmes.actions.rounds import admit_late, move_closing, open_round
from zhiqiang.domains.programmes.models import Application, Round
from zhiqiang.domains.programmes.models.catalogue import catalogue
from zhiqiang.domains.programmes.presentation import lists
from zhiqiang.domains.programmes.presentation.forms import ClosingForm, LateForm, PlainForm, RoundForm
from zhiqiang.domains.programmes.queries.programmes import programme_in_force, programme_of, workflow_by
from zhiqiang.domains.programmes.queries.reminders import overdue_reports
from zhiqiang.domains.programmes.queries.reviews import experts
from zhiqiang.domains.programmes.queries.rounds import (
    GROUP_TITLES,
    applications_of,
    callable_programmes,
    overview,
    rounds_with_counts,
)
from zhiqiang.domains.programmes.registers import APPLICATIONS
from zhiqiang.domains.programmes.views.entry import answered
from zhiqiang.foundation import clock
from zhiqiang.foundation.access import marks
from zhiqiang.foundation.access.grants import has_role, scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import CITY_OFFICER, STAFF
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.list_views import CHOSEN
from zhiqiang.foundation.registers.opened import person_of
from zhiqiang.foundation.registers.paging import PAGE_ROWS, page_of, total_words
from zhiqiang.foundation.registers.repeats import new_key
from zhiqiang.foundation.registers.stepping import step_on_seen

READERS = (*STAFF, "auditor")
OFFICER = CITY_OFFICER.code
#: Steps that may be taken on many applications at once: none moves money, none needs values of a single file.
BATCH_STEPS = (
    "accept", "return_for_correction", "begin_review", "conclude_review", "decide_for", "publish", "recognise",
)  # fmt: skip
ASSIGN = "assign"
REASONS_SHOWN = 10
ROUNDS_SHOWN, OVERDUE_SHOWN = 100, 30


@marks.roles(*READERS)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """Every call, the programmes for which one may be opened, and definitions that could not be loaded."""
    context = {
        "rounds": list(rounds_with_counts()[:ROUNDS_SHOWN]),
        "programmes": callable_programmes(clock.today()),
        "problems": catalogue().problems,
        "overdue": overdue_reports(clock.today())[:OVERDUE_SHOWN],
        "today": clock.today(),
        "may_open": has_role(request.user, (OFFICER,)),
    }
    return render(request, "programmes/rounds.html", context)


@marks.roles(OFFICER)
@require_http_methods(["GET", "POST"])
def round_new(request: HttpRequest, code: str) -> HttpResponseBase:
    """Open a call."""
    programme = programme_in_force(code)
    if programme is None:
        raise Http404
    form = RoundForm(request.POST if request.method == "POST" else None)

    def write() -> str:
        made = open_round(code=code, actor=person_of(request), **form.cleaned_data)
        return reverse("round", args=[made.pk])

    title = _("开批次：%(title)s") % {"title": programme.title}
    return _form(request, form, write, {"title": title, "button": _("开始接受申报"), "programme": programme})


@marks.roles(*READERS)
@require_safe
def round_page(request: HttpRequest, key: int) -> HttpResponse:
    """A call on one page: received, incomplete, in hand, decided, paid; its applications, and what may be done."""
    call, person = _call(key), person_of(request)
    shown, group = overview(call), request.GET.get("group", "received")
    rows = scope_for(person, APPLICATIONS, "view").restrict(applications_of(call, group, shown))
    page = page_of(rows, request.GET.get("page"))
    programme = programme_of(call.definition_id)
    context = {
        "call": call,
        "programme": programme,
        "register": APPLICATIONS,
        "groups": [(code, title, shown.counts[code]) for code, title in GROUP_TITLES.items()],
        "group": group,
        "shown": shown,
        "page": page,
        "total": total_words(page),
        "paid": shown.paid,
        "steps": _batch_steps(call, person),
        "experts": list(experts(clock.today())) if programme.review and has_role(person, STAFF) else [],
        "late": list(call.late_entries.select_related("organisation", "decided_by")),
        "levels": programme.recognition.levels if programme.recognition else (),
        "today": clock.today(),
        "may_open": has_role(person, (OFFICER,)),
        "request_key": new_key(),
    }
    return render(request, "programmes/round.html", context)


@marks.roles(*STAFF)
@require_POST
def round_batch(request: HttpRequest, key: int, step: str) -> HttpResponseBase:
    """Take one step on each ticked application, each in its own transaction; say how many, and which not and why."""
    call, person = _call(key), person_of(request)
    back = f"{reverse('round', args=[key])}?{request.POST.get('query', '')[:200]}"
    sent = [one for one in request.POST.getlist("record") if CHOSEN.fullmatch(one)][:PAGE_ROWS]
    ticked = dict(one.split(":", 1) for one in sent)
    mine = Application.objects.filter(round=call, pk__in=ticked).order_by("pk").values_list("pk", flat=True)
    chosen = [(pk, ticked[str(pk)]) for pk in mine]
    if step != ASSIGN and step not in BATCH_STEPS:
        raise Http404
    if not chosen:
        messages.warning(request, _("还没有勾选申报。"))
        return redirect(back)
    done, refused = 0, []
    for pk, version in chosen:
        try:
            _take(request, person, step, pk, version)
            done += 1
        except (RefusedError, WrongValuesError) as error:
            refused.append((pk, str(error)))
        except NotThereError:
            refused.append((pk, _("没有这件申报，或您的角色不能办理。")))
    _say(request, done, refused)
    return redirect(back)


@marks.roles(OFFICER)
@require_http_methods(["GET", "POST"])
def round_late(request: HttpRequest, key: int) -> HttpResponseBase:
    """Let one organisation apply after the closing day."""
    call = _call(key)
    form = LateForm(request.POST if request.method == "POST" else None)

    def write() -> str:
        admit_late(round_id=call.pk, actor=person_of(request), **form.cleaned_data)
        return reverse("round", args=[key])

    title = _("逾期申报决定：%(title)s") % {"title": call.title}
    return _form(request, form, write, {"title": title, "button": _("允许逾期申报"), "call": call})


@marks.roles(OFFICER)
@require_http_methods(["GET", "POST"])
def round_closing(request: HttpRequest, key: int) -> HttpResponseBase:
    """Another closing day."""
    call = _call(key)
    form = ClosingForm(request.POST if request.method == "POST" else None, initial={"closes_on": call.closes_on})

    def write() -> str:
        move_closing(round_id=call.pk, actor=person_of(request), **form.cleaned_data)
        return reverse("round", args=[key])

    title = _("改截止日：%(title)s") % {"title": call.title}
    return _form(request, form, write, {"title": title, "button": _("保存"), "call": call})


@marks.roles(*READERS)
@require_safe
def round_list(request: HttpRequest, key: int) -> HttpResponseBase:
    """The list of a call as a document."""
    if not has_role(request.user, ("city_officer", "city_verifier", "auditor")):
        raise Http404  # units see their own applications in the register, and export them there
    call = _call(key)
    make = lists.as_xlsx if request.GET.get("format") == "xlsx" else lists.as_csv
    return make(call, overview(call))


@marks.roles("city_officer", "city_verifier", "auditor")
@require_safe
def round_minutes(request: HttpRequest, key: int) -> HttpResponse:
    """The minutes of a call, to be printed and signed."""
    call = _call(key)
    shown = overview(call)
    rows = list(applications_of(call, "decided", shown))
    programme = programme_of(call.definition_id)
    levels = {one.code: one.title for one in programme.recognition.levels} if programme.recognition else {}
    context = {
        "call": call, "programme": programme, "shown": shown, "decisions": lists.decisions(rows), "levels": levels,
        "today": clock.today(), "register": APPLICATIONS,
    }  # fmt: skip
    return render(request, "programmes/minutes.html", context)


def _form(request: HttpRequest, form: PlainForm, write: Any, context: dict[str, Any]) -> HttpResponseBase:
    def page(refusal: str) -> HttpResponse:
        shown = {"form": form, "refusal": refusal, "request_key": new_key()} | context
        status = 409 if refusal else 422 if form.errors else 200
        return render(request, "programmes/form.html", shown, status=status)

    if request.method != "POST" or not form.is_valid():
        return page("")
    return answered(request, write, _("已保存。"), form, page)


def _call(key: int) -> Round:
    return get_object_or_404(Round.objects.select_related("definition", "created_by"), pk=key)


def _batch_steps(call: Round, person: User) -> list[Any]:
    """The steps of this programme that a role of this person takes and that go in batches."""
    roles = set(person.roles)
    steps = workflow_by(call.definition_id).steps
    return [step for step in steps if step.code in BATCH_STEPS and roles & set(step.roles)]


def _take(request: HttpRequest, person: User, step: str, pk: int, version: str) -> None:
    if step == ASSIGN:
        chosen = [int(one) for one in request.POST.getlist("reviewer") if one.isdecimal()]
        made, refused = assign_reviewers(application_id=pk, reviewer_ids=chosen, actor=person)
        if refused or not made:
            raise RefusedError("；".join(refused) or _("还没有选评审人。"))
        return
    values = {name: request.POST.get(name, "").strip()[:120] for name in ("basis", "level")}
    reason = request.POST.get("reason", "").strip()[:400]
    step_on_seen(
        register=APPLICATIONS, record_id=pk, version=version, step=step, actor=person, reason=reason, values=values
    )


def _say(request: HttpRequest, done: int, refused: list[tuple[Any, str]]) -> None:
    if done:
        words = ngettext("已办 %(count)d 件。", "已办 %(count)d 件。", done)
        messages.success(request, words % {"count": done})
    names = Application.objects.in_bulk([pk for pk, _reason in refused])
    for pk, reason in refused[:REASONS_SHOWN]:
        messages.warning(request, _("未办：%(name)s。%(reason)s") % {"name": names.get(pk, f"#{pk}"), "reason": reason})
    if len(refused) > REASONS_SHOWN:
        messages.warning(request, _("另有 %(count)d 件未办。") % {"count": len(refused) - REASONS_SHOWN})
