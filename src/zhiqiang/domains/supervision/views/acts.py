"""What is done: drafts from the ladder, replies with files, reviews, interviews, reports; twice is once."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhiqiang.domains.supervision.actions import interviews, proposing, reviews
from zhiqiang.domains.supervision.models import Rung
from zhiqiang.domains.supervision.registers import CORRECTIONS, INTERVIEWS, ORDERS
from zhiqiang.domains.supervision.workflow import APPROVERS, DRAFTERS, OWN_UNIT, UNIT_SIDE
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.documents.store import UnfitFileError, attach
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.opened import person_of
from zhiqiang.foundation.registers.repeats import once
from zhiqiang.foundation.registers.stepping import step_on_seen
from zhiqiang.foundation.trail.record import record as trail

MOST_FILES = 10


@roles(*DRAFTERS)
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Draw up one order that is due."""

    def write() -> str:
        unit, subject = request.POST.get("unit", ""), request.POST.get("subject", "")
        made = proposing.propose_order(unit=unit, subject=subject, actor=person_of(request))
        messages.success(request, _("已拟稿，等批准：%(row)s。") % {"row": made})
        return reverse("supervision-order", args=[made.pk])

    return _done(request, write, back=reverse("supervision"))


@roles(*DRAFTERS)
@require_POST
def draft_reminders(request: HttpRequest) -> HttpResponse:
    """Draw up all reminders that are due."""

    def write() -> str:
        made = proposing.propose_orders(on=clock.today(), actor=person_of(request), rungs=(Rung.REMIND,))
        words = ngettext("已拟 %(n)d 件提醒，等批准。", "已拟 %(n)d 件提醒，等批准。", len(made))
        messages.success(request, words % {"n": len(made)})
        return reverse("supervision")

    return _done(request, write, back=reverse("supervision"))


@roles(*DRAFTERS)
@require_POST
def draft_major(request: HttpRequest) -> HttpResponse:
    """Draw up an order of a major matter."""

    def write() -> str:
        post = request.POST
        unit = Unit.objects.filter(code=post.get("unit", "")).first()
        if unit is None or post.get("rung") not in Rung.values:
            raise RefusedError(_("请选择单位和级别。"))
        wanted = proposing.Major(
            unit=unit, subject_kind=post.get("kind", ""), subject=post.get("subject", ""), title=post.get("title", ""),
            rung=post["rung"], reason=post.get("reason", ""), demand=post.get("demand", ""),
        )  # fmt: skip
        made = proposing.propose_major(major=wanted, actor=person_of(request))
        messages.success(request, _("已拟稿，等批准：%(row)s。") % {"row": made})
        return reverse("supervision-order", args=[made.pk])

    return _done(request, write, back=reverse("supervision-major"))


@roles(*UNIT_SIDE)
@require_POST
def reply(request: HttpRequest, record: int) -> HttpResponse:
    """A unit's answer in its own words, with its files."""
    return _with_text(request, ORDERS, record, step="reply", name="reply", page="supervision-order")


@roles(*OWN_UNIT)
@require_POST
def report(request: HttpRequest, record: int) -> HttpResponse:
    """A unit's report on its correction, with its files."""
    return _with_text(request, CORRECTIONS, record, step="report", name="report", page="supervision-correction")


@roles(*APPROVERS)
@require_POST
def hold(request: HttpRequest, record: int) -> HttpResponse:
    """Record that an interview was held: who came, and the minutes."""
    more = {"attended": request.POST.get("attended", "").strip()[:80]}
    page = "supervision-interview"
    return _with_text(request, INTERVIEWS, record, step="hold", name="minutes", page=page, values=more)


@roles(*OWN_UNIT)
@require_POST
def apply(request: HttpRequest, record: int) -> HttpResponse:
    """A unit applies for a review of an order."""

    def write() -> str:
        grounds = request.POST.get("grounds", "")[:4000]
        made = reviews.apply_for_review(order_id=record, grounds=grounds, actor=person_of(request))
        _keep_files(request, "supervision.reviews", made.pk)
        messages.success(request, _("复核申请已提交，由没有参与督办的人决定。"))
        return reverse("supervision-review", args=[made.pk])

    return _done(request, write, back=reverse("supervision-order", args=[record]))


@roles(*DRAFTERS)
@require_POST
def arrange(request: HttpRequest, record: int) -> HttpResponse:
    """Arrange the interview of an approved order."""

    def write() -> str:
        names = ("person", "interviewer", "held_at", "place")
        values: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in names}
        values["held_on"] = _day(request, "held_on")
        made = interviews.arrange_interview(order_id=record, values=values, actor=person_of(request))
        messages.success(request, _("约谈已拟定，发出通知后送达单位。"))
        return reverse("supervision-interview", args=[made.pk])

    return _done(request, write, back=reverse("supervision-order", args=[record]))


def _with_text(
    request: HttpRequest, register: Register, record: int, *, step: str, name: str, page: str,
    values: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Take a step whose values are a longer text, and keep the files that came with it."""
    here = reverse(page, args=[record])

    def write() -> str:
        text = request.POST.get(name, "").strip()
        row = step_on_seen(
            register=register, record_id=record, version=request.POST.get("version", ""), step=step,
            actor=person_of(request), reason=text[:400], values={name: text, **(values or {})},
        )  # fmt: skip
        _keep_files(request, register.slug, record)
        title = register.workflow.step(step).title
        messages.success(request, _("“%(step)s”已办理：%(row)s。") % {"step": title, "row": row})
        return here

    return _done(request, write, back=here)


def _keep_files(request: HttpRequest, slug: str, record: int) -> None:
    """Attach the files of a form; with the write they belong to they are kept or not at all."""
    found = request.FILES.getlist("files")
    if len(found) > MOST_FILES:
        raise RefusedError(_("一次最多附 %(n)s 个文件。") % {"n": MOST_FILES})
    for file in found:
        try:
            made = attach(
                name=file.name or "", content=file.read(), register=slug, record=record, actor=person_of(request)
            )
        except UnfitFileError as error:
            raise RefusedError(str(error)) from None
        facts = {"file": made.document.name, "sha256": made.document.sha256}
        trail(action="attach", actor=person_of(request), register=slug, record_id=record, facts=facts)


def _done(request: HttpRequest, write: Callable[[], str], *, back: str) -> HttpResponse:
    """Act once and go where it leads; what was refused is said where the person came from."""
    try:
        return redirect(once(request, person_of(request), write))
    except NotThereError:
        raise Http404 from None
    except (RefusedError, WrongValuesError) as error:
        messages.error(request, str(error))
        return redirect(back)


def _day(request: HttpRequest, name: str) -> date | None:
    text = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RefusedError(_("“%(text)s”不是日期，应写作 2026-03-01。") % {"text": text[:20]}) from None
