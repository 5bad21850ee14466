"""What is looked at: budget use, the money of a programme, what waits for one's signature."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiqiang.domains.incentives import presentation
from zhiqiang.domains.incentives.models import Payment, Recovery
from zhiqiang.domains.incentives.queries import awards
from zhiqiang.domains.incentives.queries.budget import lines_for, lines_in_force
from zhiqiang.domains.incentives.registers import BUDGET_LINES, COMMITMENTS, PAYMENTS, READERS, RECOVERIES
from zhiqiang.domains.incentives.rules import yuan_text
from zhiqiang.domains.incentives.workflow import APPROVED, DEMANDED, FIRST_APPROVED, OPEN_PAYMENTS, PROPOSED
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import may, scope_for
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.registers.opened import person_of
from zhiqiang.foundation.registers.repeats import new_key

SEES_MONEY = (*READERS, "auditor")
#: Whose turn a payment is, by its state.
TURN = {PROPOSED: "approve_first", FIRST_APPROVED: "approve_second", APPROVED: "pay"}
MOST_WAITING = 200


@roles(*SEES_MONEY)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How far each budget line of a year is used, and the programmes that are paid."""
    person, years = person_of(request), presentation.years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else next(iter(years), clock.today().year)
    lines = list(scope_for(person, BUDGET_LINES, "view").restrict(lines_in_force()).filter(year=year).order_by("code"))
    context = {
        "year": year,
        "years": years,
        "bars": presentation.bars(lines),
        "programmes": presentation.programmes_of(lines),
        "may_add": may(person, BUDGET_LINES, "add"),
        "waiting": len(_waiting_payments(request)),
    }
    return render(request, "incentives/overview.html", context)


@roles(*SEES_MONEY)
@require_safe
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """The awards of a programme: what each is paid, by which rule, or why not; what was promised and paid."""
    titles = awards.programmes_with_money()
    if code not in titles:
        raise Http404
    waiting_only = request.GET.get("show") == "waiting"
    rows, page = presentation.award_rows(code, waiting_only=waiting_only, page=request.GET.get("page", ""))
    lines = lines_for(code, clock.today())
    context = {
        "code": code,
        "title": titles[code],
        "rows": rows,
        "page": page,
        "waiting_only": waiting_only,
        "bars": presentation.bars(lines),
        "lines": [(one, yuan_text(one.left_fen)) for one in lines],
        "may_commit": may(person_of(request), COMMITMENTS, "add"),
        "request_key": new_key(),
    }
    return render(request, "incentives/programme.html", context)


@roles(*SEES_MONEY)
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """The payments and recoveries that wait for this person; each is opened and signed by itself, never in a batch."""
    person = person_of(request)
    demanded = scope_for(person, RECOVERIES, "receive").restrict(Recovery.objects.filter(state=DEMANDED))
    proposed = scope_for(person, RECOVERIES, "demand").restrict(Recovery.objects.filter(state=PROPOSED))
    found = [*proposed.select_related("organisation"), *demanded.select_related("organisation")]
    context = {
        "payments": _waiting_payments(request),
        "recoveries": sorted(found, key=lambda one: one.pk),
        "payment_register": PAYMENTS,
        "recovery_register": RECOVERIES,
    }
    return render(request, "incentives/approvals.html", context)


def _waiting_payments(request: HttpRequest) -> list[Payment]:
    """The payments whose next step is this person's; those this person proposed or signed already are left out."""
    person = person_of(request)
    rows = Payment.objects.filter(state__in=OPEN_PAYMENTS).exclude(recorded_by=person).exclude(first_by=person)
    found: list[Payment] = []
    for state, step in TURN.items():
        mine = scope_for(person, PAYMENTS, step).restrict(rows.filter(state=state))
        found += mine.select_related("organisation", "recorded_by").order_by("pk")[:MOST_WAITING]
    return found
