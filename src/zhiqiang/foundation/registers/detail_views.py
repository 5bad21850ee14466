"""One record: where it stands and who has it, its facts, what may be done, what happened; and the taking of steps."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.roles import BY_CODE
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.corrections import open_correction
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.form_views import correction_form
from zhiqiang.foundation.registers.history import history, proposed
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.opened import on_register, person_of, visible_record
from zhiqiang.foundation.registers.repeats import new_key, once
from zhiqiang.foundation.registers.shown import shown
from zhiqiang.foundation.registers.stepping import VALUED_STEPS, offer, stations, step_on_seen
from zhiqiang.foundation.standing.shown import standing_of
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.workflow.clocks import explain_clock
from zhiqiang.foundation.workflow.models import ClockRun, StepTaken
from zhiqiang.foundation.workflow.verification import EDITABLE_STATES
from zhiqiang.kernel.workdays import UNIT_NAMES

CONFIDENCE: dict[str, Text] = {
    "verified": gettext_lazy("已核对原文"),
    "secondary": gettext_lazy("据转引，待核对原文"),
    "unverified": gettext_lazy("尚未核对"),
    "setting": gettext_lazy("本市设定"),
}


@on_register("view")
@require_safe
def register_detail(request: HttpRequest, register: Register, record: int) -> HttpResponse:
    """One record."""
    row = visible_record(request, register, record)
    if "detail" in register.pages:
        return redirect(register.pages["detail"], record)
    return render(request, "registers/detail.html", record_context(request, register, row))


@on_register("view")
@require_http_methods(["GET", "POST"])
def register_step(request: HttpRequest, register: Register, record: int, step: str) -> HttpResponse:
    """Take a step: POST takes it; GET asks for the reason or, for a correction, the new values."""
    person = person_of(request)
    row = visible_record(request, register, record)
    offered = {one.code: one for one in offer(register, row, person).steps}
    if step in VALUED_STEPS and step in offered:
        return correction_form(request, register, row, offered[step])
    declared = next((one for one in register.workflow_for(row).steps if one.code == step), None)
    if declared is None or not scope_for(person, register, step).allows(row):
        raise Http404
    context: dict[str, Any] = {
        "register": register, "row": row, "step": declared, "request_key": new_key(), "today": clock.today(),
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "registers/step.html", context)
    reason = request.POST.get("reason", "").strip()[:400]

    def write() -> str:
        version = request.POST.get("version", "")
        values = {"on": _stated_day(request)} if declared.dated else None
        step_on_seen(
            register=register, record_id=record, version=version, step=step, actor=person, reason=reason, values=values
        )
        return reverse("register-detail", args=[register.slug, record])

    try:
        address = once(request, person, write)
    except NotThereError:
        raise Http404 from None
    except (RefusedError, WrongValuesError) as error:
        row.refresh_from_db()
        context |= {"refusal": str(error), "reason": reason, "row": row, "on": request.POST.get("on", "")[:20]}
        return render(request, "registers/step.html", context, status=409)
    messages.success(request, _("“%(step)s”已办理：%(row)s。") % {"step": declared.title, "row": row})
    return redirect(address)


def _stated_day(request: HttpRequest) -> date:
    """The day on which a dated step takes effect. Raises RefusedError for what is no day."""
    text = request.POST.get("on", "").strip()
    try:
        return date.fromisoformat(text) if text else clock.today()
    except ValueError:
        raise RefusedError(_("生效日“%(text)s”不是日期，应写作 2026-03-01。") % {"text": text[:20]}) from None


def record_context(request: HttpRequest, register: Register, row: Record) -> dict[str, Any]:
    """Everything the page of a record shows."""
    person = person_of(request)
    taken = list(StepTaken.objects.filter(register=register.slug, record=row.pk))
    runs = ClockRun.objects.filter(register=register.slug, record=row.pk, stopped_at=None)
    correction = open_correction(register, row)
    editable = row.state in EDITABLE_STATES and scope_for(person, register, "change").allows(row)
    return {
        "register": register,
        "row": row,
        "clocks": [clock_words(run) for run in runs],
        "stations": stations(register, row, taken),
        "offer": offer(register, row, person),
        "editable": editable,
        "may_attach": scope_for(person, register, "change").allows(row),
        "facts": [(register.label(one.name), shown(register, row, one.name)) for one in register.fields],
        "correction": correction,
        "proposed": proposed(register, correction) if correction else [],
        "attachments": list(
            Attachment.objects.filter(register=register.slug, record=row.pk).select_related("document")
        ),
        "events": history(register, row.pk),
        "extras": extras(request, register, row),
        "request_key": new_key(),
        "in_force": standing_of(register, row),
    }


def clock_words(run: ClockRun) -> dict[str, Any]:
    """A running clock: who has it, and the proof of its due date."""
    proof = explain_clock(run)
    unit = Unit.objects.filter(path=run.unit_path).first()
    holders = "、".join(str(BY_CODE[role].title) for role in run.roles.split() if role in BY_CODE)
    return {
        "run": run,
        "unit": unit,
        "holders": holders,
        "proof": proof,
        "confidence": CONFIDENCE.get(proof.limit.confidence, proof.limit.confidence),
        "amount": f"{proof.limit.amount} {UNIT_NAMES[proof.limit.unit]}",
    }


def extras(request: HttpRequest, register: Register, row: Record) -> list[dict[str, Any]]:
    """Parts that higher floors add to a record's page: `settings.RECORD_EXTRAS` names functions
    (request, register, row) → context with its "template", or None."""
    found = (import_string(name)(request, register, row) for name in getattr(settings, "RECORD_EXTRAS", ()))
    return [one for one in found if one is not None]
