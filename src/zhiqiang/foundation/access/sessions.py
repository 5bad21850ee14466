"""Session rules: idle and absolute limits, the first password change, and the second factor for those who verify."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User

STARTED, SEEN = "started_at", "seen_at"
STAMPED_EVERY = timedelta(minutes=1)
ALWAYS_OPEN = ("login", "logout", "password", "second-factor", "set-language")


class SessionRulesMiddleware:
    """Ends stale sessions and leads a person through what must come first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        if self._is_stale(request):
            logout(request)
            return redirect(_with_next("login", request, expired="1"))
        self._stamp(request)
        first = self._what_comes_first(request, user)
        return redirect(first) if first else self.get_response(request)

    def _stamp(self, request: HttpRequest) -> None:
        """Remember the visit, at most once a minute: reading a page should not cost a write to the disk."""
        seen = request.session.get(SEEN)
        if seen is None or clock.now() - datetime.fromisoformat(seen) > STAMPED_EVERY:
            request.session[SEEN] = clock.now().isoformat()

    def _is_stale(self, request: HttpRequest) -> bool:
        now = clock.now()
        if (started := request.session.get(STARTED)) is None:
            started = request.session[STARTED] = now.isoformat()
        seen = request.session.get(SEEN, now.isoformat())
        idle = (now - datetime.fromisoformat(seen)).total_seconds()
        age = (now - datetime.fromisoformat(started)).total_seconds()
        return idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_COOKIE_AGE

    def _what_comes_first(self, request: HttpRequest, user: User) -> str | None:
        open_paths = [reverse(name) for name in ALWAYS_OPEN]
        if request.path in open_paths or request.path.startswith("/" + settings.STATIC_URL):
            return None
        if user.must_change_password:
            return _with_next("password", request)
        if user.needs_second_factor and not user.is_verified():  # type: ignore[attr-defined]  # set by django-otp
            return _with_next("second-factor", request)
        return None


def _with_next(name: str, request: HttpRequest, **more: str) -> str:
    """The address of a page that leads back to where the person was going; never back into a form's POST."""
    query = {"next": request.get_full_path(), **more} if request.method == "GET" else more
    return f"{reverse(name)}?{urlencode(query)}" if query else reverse(name)
