"""The page of observances: what comes next, and what was done around it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhiqiang.domains.activities.models import Event
from zhiqiang.domains.activities.queries import occasions
from zhiqiang.domains.activities.registers import EVENTS, READERS
from zhiqiang.foundation import clock
from zhiqiang.foundation.access import marks
from zhiqiang.foundation.access.grants import may, scope_for


@marks.roles(*READERS)
def observances_page(request: HttpRequest) -> HttpResponse:
    """The next observances with the events that the person may see around them, last time and this time."""
    seen = scope_for(request.user, EVENTS, "view").restrict(Event.objects.all())  # type: ignore[arg-type]
    rows = occasions(seen, clock.today())
    context = {"rows": rows, "next": rows[0], "register": EVENTS, "may_add": may(request.user, EVENTS, "add")}  # type: ignore[arg-type]
    return render(request, "activities/observances.html", context)
