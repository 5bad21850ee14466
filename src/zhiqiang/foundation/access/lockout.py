"""Lock-out after failed sign-ins, with backoff: each further block of failures doubles the wait, to an hour at most."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


def wait_after(failures: int, limit: int) -> timedelta:
    """How long a sign-in stays locked after so many failures: 1, 2, 4 … minutes, at most an hour."""
    blocks = min(max(failures // limit - 1, 0), 10)
    return min(FIRST_WAIT * (1 << blocks), LONGEST_WAIT)


def cool_off(request: HttpRequest | None = None) -> timedelta:
    """What django-axes asks: the wait for this request's user name and address."""
    username = request.POST.get("username", "") if request is not None else ""
    attempts = AccessAttempt.objects.filter(username=username)
    failures = max((attempt.failures_since_start for attempt in attempts), default=0)
    return wait_after(failures, settings.AXES_FAILURE_LIMIT)


def locked_out(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:  # noqa: ARG001 (axes' signature)
    """The page a locked sign-in shows: what happened, how long, what to do; the same for unknown names."""
    minutes = max(1, round(cool_off(request) / timedelta(minutes=1)))
    response = render(request, "access/locked.html", {"minutes": minutes, "title": _("登录已暂停")}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response
