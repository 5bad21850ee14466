"""The officer's desk."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.marks import signed_in
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.notices.actions import mark_read
from zhiqiang.foundation.notices.queries import notices_of, unread
from zhiqiang.foundation.reference.calendar import working_calendar
from zhiqiang.foundation.standing.reminders import ending_soon
from zhiqiang.portals.console.desk import desk_of

FEW_NOTICES, NOTICES_A_PAGE = 5, 50
LONGEST_NUMBER = 19  # digits that a database key may have


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
        "notices": unread(person)[:FEW_NOTICES],
        "today": today,
        "rest": working_calendar().rest_reason(today),
    }
    return render(request, "console/desk.html", context)


@signed_in
@require_safe
def notices(request: HttpRequest) -> HttpResponseBase:
    """Everything this person has been told, what is not yet read first."""
    person = request.user
    assert isinstance(person, User)
    page = Paginator(notices_of(person), NOTICES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "console/notices.html", {"page": page, "unread": unread(person).count()})


@signed_in
@require_POST
def read_notices(request: HttpRequest) -> HttpResponseBase:
    """Mark one notice as read and go to what it tells of, or mark all of them."""
    person, number = request.user, request.POST.get("number", "")
    assert isinstance(person, User)
    if not number.isdecimal():
        mark_read(person=person)
        return redirect("notices")
    notice = get_object_or_404(notices_of(person), pk=int(number) if len(number) < LONGEST_NUMBER else 0)
    mark_read(person=person, number=notice.pk)
    return redirect(notice.link or "notices")
