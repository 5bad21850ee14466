"""What is done on a meeting's page: agenda, decisions, minutes, signing. The same form twice acts once."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiqiang.domains.steering.actions import meetings
from zhiqiang.domains.steering.models import Meeting
from zhiqiang.domains.steering.registers import MEETINGS, OFFICER
from zhiqiang.domains.steering.views.papers import issue_minutes
from zhiqiang.domains.steering.workflow import HOLD, ISSUED, SIGN, SIGNERS, WRITE
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.papers.fonts import NoFontError
from zhiqiang.foundation.papers.series import SeriesError
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.opened import person_of, visible_record
from zhiqiang.foundation.registers.repeats import once
from zhiqiang.foundation.registers.stepping import step_on_seen


@roles(*OFFICER)
@require_POST
def draft(request: HttpRequest, record: int) -> HttpResponse:
    """Draft the agenda from what is red, amber or overdue today."""

    def write() -> str:
        added = meetings.draft_agenda(meeting_id=record, actor=person_of(request))
        messages.success(
            request, _("拟出 %(n)s 项，请取舍。") % {"n": added} if added else _("没有新的红黄灯或逾期事项。")
        )
        return _page(record)

    return _done(request, record, write)


@roles(*OFFICER)
@require_POST
def keep(request: HttpRequest, record: int) -> HttpResponse:
    """Keep the points that are ticked, drop the others."""

    def write() -> str:
        kept = {int(text) for text in request.POST.getlist("keep") if text.isdecimal() and len(text) < 19}
        changed = meetings.keep_agenda(meeting_id=record, kept=kept, actor=person_of(request))
        messages.success(request, _("议程已保存，改动 %(n)s 项。") % {"n": changed})
        return _page(record)

    return _done(request, record, write)


@roles(*OFFICER)
@require_POST
def add_item(request: HttpRequest, record: int) -> HttpResponse:
    """Put a point of one's own on the agenda."""

    def write() -> str:
        title = _required(request, "title", _("请写明要调度的事项。"))[:160]
        meetings.add_agenda_item(
            meeting_id=record, title=title, unit=_unit(request), actor=person_of(request),
            ground=request.POST.get("ground", "").strip()[:300],
        )  # fmt: skip
        return _page(record)

    return _done(request, record, write)


@roles(*OFFICER)
@require_POST
def decide(request: HttpRequest, record: int) -> HttpResponse:
    """Write down a decision: what, who, by when."""

    def write() -> str:
        made = meetings.add_decision(
            meeting_id=record, actor=person_of(request), what=_required(request, "what", _("请写明议定事项。"))[:200],
            unit=_unit(request), lead=_department(request), due_on=_day(request, "due_on"),
            clause=request.POST.get("clause", "").strip()[:20],
        )  # fmt: skip
        messages.success(request, _("已记下议定事项 %(number)s。") % {"number": made.number})
        return _page(record)

    return _done(request, record, write)


@roles(*OFFICER)
@require_POST
def hold(request: HttpRequest, record: int) -> HttpResponse:
    """Say that the meeting has been held, when and with whom."""
    values = {"attendees": request.POST.get("attendees", "").strip()[:400]}
    return _step(request, record, HOLD, lambda: values | {"held_on": _day(request, "held_on")})


@roles(*OFFICER)
@require_POST
def write(request: HttpRequest, record: int) -> HttpResponse:
    """Write down what was said."""
    return _step(request, record, WRITE, lambda: {"minutes": request.POST.get("minutes", "")})


@roles(*SIGNERS)
@require_POST
def sign(request: HttpRequest, record: int) -> HttpResponse:
    """Sign the minutes: the decisions become duties, and the minutes are printed."""
    answer = _step(request, record, SIGN, dict)
    if Meeting.objects.filter(pk=record, state=ISSUED).exists():
        _issue(request, record)
    return answer


@roles(*SIGNERS)
@require_POST
def issue(request: HttpRequest, record: int) -> HttpResponse:
    """Print minutes that were signed where they could not be printed."""
    visible_record(request, MEETINGS, record)
    _issue(request, record)
    return redirect(_page(record))


def _issue(request: HttpRequest, record: int) -> None:
    """Print the minutes; what stands in the way is said and leaves the signature as it is."""
    try:
        made = issue_minutes(meeting_id=record, actor=person_of(request))
    except (RefusedError, SeriesError, NoFontError) as error:
        messages.warning(request, _("纪要没有印成文件：%(why)s") % {"why": error})
    else:
        messages.success(request, _("纪要已印发：%(number)s。") % {"number": made.number})


def _step(request: HttpRequest, record: int, step: str, values: Callable[[], dict[str, Any]]) -> HttpResponse:
    def act() -> str:
        row = step_on_seen(
            register=MEETINGS, record_id=record, version=request.POST.get("version", ""), step=step,
            actor=person_of(request), values=values(),
        )  # fmt: skip
        messages.success(
            request, _("“%(step)s”已办理：%(row)s。") % {"step": MEETINGS.workflow.step(step).title, "row": row}
        )
        return _page(record)

    return _done(request, record, act)


def _done(request: HttpRequest, record: int, act: Callable[[], str]) -> HttpResponse:
    """Act once on a meeting that this person sees; what was refused is said on its page."""
    visible_record(request, MEETINGS, record)
    try:
        return redirect(once(request, person_of(request), act))
    except NotThereError:
        raise Http404 from None
    except (RefusedError, WrongValuesError) as error:
        messages.error(request, str(error))
        return redirect(_page(record))


def _page(record: int) -> str:
    return reverse("steering-meeting", args=[record])


def _required(request: HttpRequest, name: str, otherwise: str) -> str:
    text = request.POST.get(name, "").strip()
    if not text:
        raise RefusedError(otherwise)
    return text


def _unit(request: HttpRequest) -> Unit:
    found = Unit.objects.filter(code=request.POST.get("unit", "")).first()
    if found is None:
        raise RefusedError(_("请选择责任单位。"))
    return found


def _department(request: HttpRequest) -> Organisation | None:
    text = request.POST.get("lead", "")
    if not text.isdecimal() or len(text) > 18:
        return None
    return Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT, pk=int(text)).first()


def _day(request: HttpRequest, name: str) -> date:
    text = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedError(_("“%(text)s”不是日期，应写作 2026-03-01。") % {"text": text[:20]}) from None
