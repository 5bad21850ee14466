"""One duty on its page, with its milestones, reports and confidence, and what is done there."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.domains.delivery import workflow
from zhiqiang.domains.delivery.actions.confidence import state_confidence
from zhiqiang.domains.delivery.actions.figures import lines_of as figures_of
from zhiqiang.domains.delivery.actions.milestones import WORDS, claim_milestone
from zhiqiang.domains.delivery.models import Confidence, Duty, Milestone
from zhiqiang.domains.delivery.presentation import STATUSES, report_chip, share_words, why
from zhiqiang.domains.delivery.queries.funds import funds_of
from zhiqiang.domains.delivery.queries.lines import lines_of
from zhiqiang.domains.delivery.registers import CONFIDENCE, DUTIES, MILESTONES
from zhiqiang.domains.delivery.views.acting import done, sent_file
from zhiqiang.domains.delivery.views.ledger import SEES
from zhiqiang.domains.goals.facade import boards
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import may, scope_for
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.detail_views import record_context
from zhiqiang.foundation.registers.opened import person_of, visible_record
from zhiqiang.foundation.registers.stepping import offer, step_on_seen

REPORTS_SHOWN = 8


@roles(*SEES)
@require_safe
def duty(request: HttpRequest, record: int) -> HttpResponse:
    """A duty: how it stands and how sure somebody is, its milestones, its reports, its figures."""
    row = visible_record(request, DUTIES, record)
    assert isinstance(row, Duty)
    return render(request, "delivery/duty.html", duty_context(request, row))


def duty_context(request: HttpRequest, row: Duty) -> dict[str, Any]:
    """What the page of a duty shows."""
    person = person_of(request)
    context = record_context(request, DUTIES, row)
    offered = context["offer"].steps
    line = next(iter(lines_of(Duty.objects.filter(pk=row.pk).select_related("unit", "lead"), clock.now())), None)
    milestones = list(row.milestones.order_by("due_on", "pk"))
    stated = list(row.confidences.order_by("-stated_on", "-pk"))
    (board,) = boards([row.unit])
    return context | {
        "duty": row,
        "why": why(row),
        "line": line,
        "status": STATUSES[line.status] if line else None,
        "buttons": [step for step in offered if step.code != workflow.TRANSFER],
        "may_transfer": any(step.code == workflow.TRANSFER for step in offered),
        "units": Unit.objects.exclude(pk=row.unit_id),
        "milestones": [_milestone(person, one) for one in milestones],
        "share": share_words(milestones),
        "may_plan": may(person, MILESTONES, "add"),
        "reports": [(one, report_chip(one, clock.now())) for one in row.reports.order_by("-due_at")[:REPORTS_SHOWN]],
        "confidence": stated[0] if stated else None,
        "earlier": stated[1:],
        "levels": Confidence.Step.choices,
        "may_state": line is not None and scope_for(person, CONFIDENCE, "add").allows(_as_confidence(row)),
        "figures": figures_of(row, board),
        "helpers": list(row.helpers.filter(state=workflow.STATED).select_related("helping_unit", "helping_department")),
        "funds": funds_of(row),
    }


def _as_confidence(row: Duty) -> Confidence:
    return Confidence(duty=row, unit=row.unit)


def _milestone(person: Any, row: Milestone) -> dict[str, Any]:
    """A milestone with its files, and what this person may do with it."""
    steps = {one.code: one for one in offer(MILESTONES, row, person).steps}
    return {
        "row": row,
        "files": list(Attachment.objects.filter(register=MILESTONES.slug, record=row.pk).select_related("document")),
        "types": WORDS[Milestone.Evidence(row.evidence)],
        "may_claim": workflow.CLAIM in steps and row.duty.state == workflow.UNDERWAY,
        "steps": [one for code, one in steps.items() if code in (workflow.CONFIRM, workflow.DENY, workflow.DROP)],
        "late": row.state in ("recorded", workflow.CLAIMED) and row.due_on < clock.today(),
    }


@roles(*SEES)
@require_POST
def transfer(request: HttpRequest, record: int) -> HttpResponse:
    """Hand a duty to the unit that succeeds."""
    here = reverse("duty", args=[record])

    def write() -> str:
        code, reason = request.POST.get("unit", ""), request.POST.get("reason", "").strip()[:400]
        row = step_on_seen(
            register=DUTIES, record_id=record, version=request.POST.get("version", ""), step=workflow.TRANSFER,
            actor=person_of(request), reason=reason, values={"unit": Unit.objects.filter(code=code).first()},
        )  # fmt: skip
        messages.success(request, _("已移交给%(unit)s，等签收；经过和时限随任务保留。") % {"unit": row.unit})
        return here

    return done(request, write, back=here)


@roles(*SEES)
@require_POST
def confidence(request: HttpRequest, record: int) -> HttpResponse:
    """State one's confidence in a duty."""
    row, here = visible_record(request, DUTIES, record), reverse("duty", args=[record])

    def write() -> str:
        text = request.POST.get("level", "")
        level = int(text) if text.isdecimal() and len(text) == 1 else 0
        state_confidence(duty_id=row.pk, level=level, reason=request.POST.get("reason", ""), actor=person_of(request))
        messages.success(request, _("已记下您的判断；计算的状态不变。"))
        return here

    return done(request, write, back=here)


@roles(*SEES)
@require_POST
def claim(request: HttpRequest, record: int) -> HttpResponse:
    """Say that a milestone is done, with the file that shows it."""
    row = visible_record(request, MILESTONES, record)
    assert isinstance(row, Milestone)
    here = reverse("duty", args=[row.duty_id])

    def write() -> str:
        name, content = sent_file(request)
        claim_milestone(milestone_id=record, name=name, content=content, actor=person_of(request))
        messages.success(request, _("已申报“%(row)s”，等另一人核查。") % {"row": row})
        return here

    return done(request, write, back=here)
