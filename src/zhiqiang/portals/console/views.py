"""The officer's desk."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.marks import signed_in
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.calendar import working_calendar
from zhiqiang.foundation.standing.reminders import ending_soon
from zhiqiang.portals.console.desk import desk_of


@signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    """What waits for this person today; the title says how much and how late."""
    person = request.user
    assert isinstance(person, User)
    today = clock.today()
    context = {
        "desk": desk_of(person),
        "ending": ending_soon(person),
        "today": today,
        "rest": working_calendar().rest_reason(today),
    }
    return render(request, "console/desk.html", context)
