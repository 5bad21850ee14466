"""The way into a register's pages: who may open it at all, and one record in it; hidden and absent look the same."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from zhiqiang.foundation import catalogue
from zhiqiang.foundation.access.grants import may, scope_for
from zhiqiang.foundation.access.marks import governed
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record

View = Callable[..., HttpResponseBase]


def on_register(action: str) -> Callable[[View], View]:
    """Mark a view as governed and give it the Register instead of its slug; 404 unless the person may do `action`.

    Someone not signed in is led to the login first, whatever the address, so that nothing is learned from it.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            register = catalogue.registers().get(slug)
            if register is None or not may(request.user, register, action):
                raise Http404
            return view(request, register, *args, **kwargs)

        return governed(opened)

    return mark


def person_of(request: HttpRequest) -> User:
    """The signed-in person, where `on_register` has let the request in."""
    assert isinstance(request.user, User)
    return request.user


def visible_record(request: HttpRequest, register: Register, record: int, action: str = "view") -> Record:
    """One record inside this person's scope, with what it points at. Raises Http404 alike for hidden and absent."""
    rows = scope_for(person_of(request), register, action).restrict(register.model._default_manager.all())  # noqa: SLF001
    row = rows.select_related(*register.related, "recorded_by").filter(pk=record).first()
    if row is None:
        raise Http404
    return row
