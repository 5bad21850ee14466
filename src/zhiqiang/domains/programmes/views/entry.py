"""The way into the engine's pages: which register governs them, and how a write is answered."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Protocol

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from zhiqiang.domains.programmes.models import Application
from zhiqiang.domains.programmes.registers import APPLICATIONS
from zhiqiang.foundation.access.grants import grants_for, scope_for
from zhiqiang.foundation.access.marks import governed
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.opened import on_register, person_of, visible_record
from zhiqiang.foundation.registers.repeats import once
from zhiqiang.kernel.findings import Finding

View = Callable[..., HttpResponseBase]


class ShowsFindings(Protocol):
    """A form that can put findings where they belong."""

    def show(self, findings: Iterable[Finding]) -> None: ...


def on(register: Register, action: str = "view") -> Callable[[View], View]:
    """Open a page to whoever may do `action` somewhere in a register; for others it does not exist."""

    def mark(view: View) -> View:
        opened = on_register(action)(lambda request, _register, *args, **kwargs: view(request, *args, **kwargs))

        @wraps(view)
        def bound(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return opened(request, register.slug, *args, **kwargs)

        return governed(bound)

    return mark


def visible_application(request: HttpRequest, key: int, action: str = "view") -> Application:
    """An application inside this person's scope. Raises Http404 alike for hidden and absent."""
    row = visible_record(request, APPLICATIONS, key, action)
    assert isinstance(row, Application)
    return row


def is_inside(person: User, row: Application) -> bool:
    """Whether the person sees the application as the office does, and not as its applicant."""
    return any(
        grant.organisation is None and (grant.region is None or row.unit.path.startswith(grant.region))
        for grant in grants_for(person, APPLICATIONS, "view")
    )


def may_judge(person: User, row: Application) -> bool:
    return scope_for(person, APPLICATIONS, "judge").allows(row)


def answered(
    request: HttpRequest,
    write: Callable[[], str],
    said: str,
    form: ShowsFindings | None = None,
    again: Callable[[str], HttpResponse] | None = None,
) -> HttpResponseBase:
    """Write once for the form's key and go to the address that `write` gives; or say what stands against it.

    With a `form` and a page to show it `again`, findings stand at its fields; without, the refusal is a message and
    the person goes back to where they came from.
    """
    try:
        address = once(request, person_of(request), write)
    except NotThereError:
        raise Http404 from None
    except WrongValuesError as error:
        if form is None or again is None:
            return _back(request, "；".join(f"{one.message}{one.suggestion}" for one in error.findings[:5]))
        form.show(error.findings)
        return again("")
    except RefusedError as error:
        return again(str(error)) if again is not None else _back(request, str(error))
    messages.success(request, said)
    return redirect(address)


def _back(request: HttpRequest, words: str) -> HttpResponseBase:
    messages.error(request, words)
    back = request.POST.get("back", "")
    return redirect(back if _is_own(back) else "home")


def _is_own(address: str) -> bool:
    return address.startswith("/") and not address.startswith("//") and "\\" not in address
