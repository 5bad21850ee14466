"""The dispatch page: the last meeting's decisions first, then this one's agenda, minutes and decisions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiqiang.domains.goals.facade import city_unit, reporting_units
from zhiqiang.domains.steering.models import Meeting
from zhiqiang.domains.steering.queries.meetings import followed, last_meeting
from zhiqiang.domains.steering.registers import MEETINGS, OFFICER
from zhiqiang.domains.steering.views.boards import LOOKS, decisions_seen
from zhiqiang.domains.steering.workflow import FOLLOWED, HELD, HOLD, ISSUED, LISTED, SIGN, SIGNERS, WRITE
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import has_role, may, scope_for
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.papers.queries import papers_of
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.detail_views import record_context
from zhiqiang.foundation.registers.opened import person_of, visible_record
from zhiqiang.foundation.registers.stepping import Offer
from zhiqiang.foundation.workflow.verification import RECORDED

#: Steps with a form of their own on the page.
WITH_FORM = (HOLD, WRITE, SIGN)
SHOWN = 12


@roles(*LOOKS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The next meeting and the last one, what the last one decided and how it stands; the way to every page here."""
    seen = scope_for(person_of(request), MEETINGS, "view").restrict(Meeting.objects.all())
    open_ones = seen.filter(state__in=(RECORDED, HELD)).order_by("held_on", "pk")
    last = last_meeting()
    context = {
        "open": list(open_ones),
        "last": last,
        "decisions": decisions_seen(request, followed(last)) if last else [],
        "opens_meetings": may(person_of(request), MEETINGS, "view"),
        "earlier": list(seen.filter(state=ISSUED).exclude(pk=last.pk if last else None)[:SHOWN]),
        "register": MEETINGS,
        "may_add": may(person_of(request), MEETINGS, "add"),
        "city_wide": has_role(request.user, ("city_officer", "city_verifier", "leader", "auditor")),
    }
    return render(request, "steering/overview.html", context)


@roles(*LOOKS)
@require_safe
def meeting(request: HttpRequest, record: int) -> HttpResponse:
    """One meeting."""
    row = visible_record(request, MEETINGS, record)
    assert isinstance(row, Meeting)
    return render(request, "steering/meeting.html", meeting_context(request, row))


def meeting_context(request: HttpRequest, row: Meeting) -> dict[str, Any]:
    """What the page of a meeting shows."""
    context = record_context(request, MEETINGS, row)
    offer: Offer = context["offer"]
    codes = {step.code for step in offer.steps}
    before = last_meeting(row.held_on, but=row.pk)
    may_edit = row.state in (RECORDED, HELD) and has_role(request.user, OFFICER)
    agenda = list(row.agenda.select_related("unit").order_by("pk"))
    return context | {
        "meeting": row,
        "buttons": [step for step in offer.steps if step.code not in WITH_FORM],
        "may_hold": HOLD in codes,
        "may_write": WRITE in codes,
        "may_sign": SIGN in codes,
        "may_edit": may_edit,
        "before": before,
        "before_decisions": followed(before) if before else [],
        "agenda": agenda,
        "kept": [item for item in agenda if item.state == LISTED],
        "decisions": followed(row),
        "papers": papers_of(MEETINGS.slug, row.pk),
        "may_issue": row.state in (ISSUED, FOLLOWED) and has_role(request.user, SIGNERS),
        "units": [city_unit(), *reporting_units()] if may_edit else [],
        "departments": list(Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT)) if may_edit else [],
        "today": clock.today(),
        "first_due": max(row.held_on, clock.today()),
    }
