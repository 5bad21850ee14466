"""Access marks: every URL says who may open it, or start-up refuses (system check `access.E001`)."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.checks import CheckMessage, Error
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from zhiqiang.foundation.access.grants import has_role

View = Callable[..., HttpResponseBase]
MARK = "access_mark"


def public(view: View) -> View:
    """Open to anyone."""
    setattr(view, MARK, "public")
    return view


def governed(view: View) -> View:
    """Decided inside by the register's own grants (generic register pages) or by the API's keys."""
    setattr(view, MARK, "governed")
    return view


def signed_in(view: View) -> View:
    """Any person with a session."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    setattr(guarded, MARK, "signed_in")
    return guarded


def roles(*codes: str) -> Callable[[View], View]:
    """Only these roles; for others the page does not exist."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not has_role(request.user, codes):
                raise Http404
            return view(request, *args, **kwargs)

        setattr(guarded, MARK, "roles:" + ",".join(codes))
        return guarded

    return mark


def marked_urls() -> list[tuple[str, str | None]]:
    """Every URL pattern of the site with its mark, None where it has none."""
    return sorted(_walk(get_resolver().url_patterns, ""), key=lambda pair: pair[0])


def _walk(patterns: Iterable[URLPattern | URLResolver], prefix: str) -> Iterable[tuple[str, str | None]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            callback = pattern.callback
            yield route, getattr(callback, MARK, None) or getattr(getattr(callback, "view_class", None), MARK, None)


def check_marks(**kwargs: object) -> list[CheckMessage]:  # noqa: ARG001 (Django passes app_configs)
    """System check: a URL without a mark is a page nobody decided about."""
    return [
        Error(f"网址 /{route} 没有访问标记。", hint="用 foundation.access.marks 里的一个装饰它。", id="access.E001")
        for route, mark in marked_urls()
        if mark is None
    ]
