"""The ledger, the gaps of the division of work, the burden of the units."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiqiang.domains.delivery.models import Duty, Helper
from zhiqiang.domains.delivery.presentation import STATUSES
from zhiqiang.domains.delivery.queries import burden as meter
from zhiqiang.domains.delivery.queries.gaps import gaps as all_gaps
from zhiqiang.domains.delivery.queries.gaps import targets_alone
from zhiqiang.domains.delivery.queries.ledger import ALL, OPEN, page_of, wanted
from zhiqiang.domains.delivery.registers import CITY_READERS, DUTIES, READERS
from zhiqiang.domains.delivery.rules import FINISHED
from zhiqiang.domains.delivery.rules import STATUSES as ORDER
from zhiqiang.domains.delivery.workflow import STATED
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import may, scope_for
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.opened import person_of

SEES = (*READERS, "auditor")


@roles(*SEES)
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """The duties in a person's reach: the open ones first, with what is late on top of the counts."""
    person, asked = person_of(request), wanted(request.GET.dict())
    scope = scope_for(person, DUTIES, "view")
    page = page_of(scope.restrict(Duty.objects.all()), asked)
    regions = {grant.region for grant in scope.grants if grant.organisation is None}
    seen = [
        one for one in Unit.objects.all() if any(region is None or one.path.startswith(region) for region in regions)
    ]
    context = {
        "asked": asked,
        "page": page,
        "lines": [(one, STATUSES[one.status]) for one in page.lines],
        "counts": [(code, STATUSES[code], page.counts.get(code, 0)) for code in ORDER if code != FINISHED],
        "finished": page.counts.get(FINISHED, 0),
        "open": page.counts.get(OPEN, 0),
        "all": page.counts.get(ALL, 0),
        "filtered": bool(asked.q or asked.unit or asked.clause),
        "units": seen if len(seen) > 1 else [],
        "clauses": [(one.id, one.title) for one in active_plan().clauses],
        "helped": _helped(request),
        "may": {action: may(person, DUTIES, action) for action in ("add", "import", "export")},
        "sees_city": may(person, DUTIES, "add"),
    }
    return render(request, "delivery/ledger.html", context)


def _helped(request: HttpRequest) -> list[Helper]:
    """The duties that this person's own unit or department helps with today; they are others' duties."""
    memberships = person_of(request).memberships_on()
    units = [one.unit_id for one in memberships if one.role in ("reporter", "verifier")]
    departments = [one.organisation_id for one in memberships if one.role == "department"]
    today = clock.today()
    rows = Helper.objects.filter(state=STATED, valid_from__lte=today).exclude(valid_to__lt=today)
    mine = rows.filter(helping_unit__in=units) | rows.filter(helping_department__in=departments)
    return list(mine.select_related("duty", "unit").order_by("duty__due_on", "pk")[:20]) if units or departments else []


@roles(*CITY_READERS)
@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """The clauses and targets of the plan that nobody has been given."""
    found = all_gaps()
    context = {
        "gaps": sorted(found, key=lambda one: not one.is_open),
        "open": sum(one.is_open for one in found),
        "targets": [(one, active_plan().indicator(one.indicator)) for one in targets_alone()],
        "may_import": may(person_of(request), DUTIES, "import"),
    }
    return render(request, "delivery/gaps.html", context)


@roles(*SEES)
@require_safe
def burden(request: HttpRequest) -> HttpResponse:
    """What the units were asked for in the last twelve months."""
    return render(request, "delivery/burden.html", meter.of_a_year())
