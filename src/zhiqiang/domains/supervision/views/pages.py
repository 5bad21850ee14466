"""What is looked at: what is due by the ladder, what runs, what is asked of one's own unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiqiang.domains.supervision import presentation
from zhiqiang.domains.supervision.models import Rung, SubjectKind
from zhiqiang.domains.supervision.queries.chains import served_on
from zhiqiang.domains.supervision.queries.ladder import ladder_of
from zhiqiang.domains.supervision.registers import ON_LADDER, ORDERS
from zhiqiang.domains.supervision.workflow import DRAFTERS, UNIT_SIDE
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import may, scope_for
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.opened import person_of
from zhiqiang.foundation.registers.repeats import new_key
from zhiqiang.foundation.workflow.models import ClockRun


@roles(*ON_LADDER)
@require_safe
def ladder(request: HttpRequest) -> HttpResponse:
    """What is due now, for whom, on what ground, which rung; what runs; the ladder itself."""
    person, today = person_of(request), clock.today()
    due = presentation.due_lines(today)
    ready = [one for one in due if not one.proposal.blocked]
    context = {
        "today": today,
        "ready": ready,
        "blocked": [one for one in due if one.proposal.blocked],
        "counts": presentation.by_rung(due),
        "reminders": sum(one.proposal.rung.code == Rung.REMIND for one in ready),
        "running": presentation.running_orders(scope_for(person, ORDERS, "view")),
        "orders": ORDERS,
        "steps": presentation.ladder_steps(today),
        "may_draft": may(person, ORDERS, "add"),
        "request_key": new_key(),
    }
    return render(request, "supervision/ladder.html", context)


@roles(*DRAFTERS)
@require_safe
def major(request: HttpRequest) -> HttpResponse:
    """The form of a major matter, which may skip rungs with a reason."""
    context = {
        "units": Unit.objects.exclude(kind=Unit.Kind.CITY),
        "rungs": [(one.code, one.title) for one in ladder_of(clock.today()).ordered if one.major],
        "kinds": SubjectKind.choices,
        "request_key": new_key(),
    }
    return render(request, "supervision/major.html", context)


@roles(*UNIT_SIDE)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is asked of one's own unit, until when; and what was."""
    memberships = person_of(request).memberships_on()
    units = [one.unit_id for one in memberships if one.role in UNIT_SIDE and not one.organisation_id]
    rows = served_on(units, [one.organisation_id for one in memberships if one.organisation_id])
    runs: dict[int, ClockRun] = {}
    for run in ClockRun.objects.filter(register=ORDERS.slug, record__in=[one.pk for one in rows], stopped_at=None):
        runs.setdefault(run.record, run)
        if run.clock == "answer_by":
            runs[run.record] = run
    lines = [presentation.Running(one, presentation.COLOURS[one.rung], runs.get(one.pk)) for one in rows]
    context = {
        "open": [one for one in lines if one.order.ended_on is None],
        "ended": [one for one in lines if one.order.ended_on is not None],
        "orders": ORDERS,
    }
    return render(request, "supervision/mine.html", context)
