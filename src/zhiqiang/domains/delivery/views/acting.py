"""Acting once from a form: what was refused is said where the person came from."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.opened import person_of
from zhiqiang.foundation.registers.repeats import once


def done(request: HttpRequest, write: Callable[[], str], *, back: str) -> HttpResponse:
    """Act once and go where it leads."""
    try:
        return redirect(once(request, person_of(request), write))
    except NotThereError:
        raise Http404 from None
    except (RefusedError, WrongValuesError) as error:
        messages.error(request, str(error))
        return redirect(back)


def sent_file(request: HttpRequest) -> tuple[str, bytes]:
    """The name and content of the file that was sent. Raises RefusedError where there is none."""
    file = request.FILES.get("file")
    if file is None:
        raise RefusedError(_("还没有选择文件。"))
    return file.name or "", file.read()
