"""Idempotency: the same form sent twice has one effect and one answer; its key stands in the write's transaction."""

import secrets
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import RepeatGuard

FIELD = "request_key"


def new_key() -> str:
    """A key for a form about to be shown."""
    return secrets.token_urlsafe(16)


def earlier_answer(request: HttpRequest, person: User) -> str | None:
    """The answer that this very form got before; asked before validation, which would find the first one's record.

    Raises RefusedError where the key came before with other contents.
    """
    return _known(person, _key(request), _digest(request))


def once(request: HttpRequest, person: User, write: Callable[[], str]) -> str:
    """Run `write` (it returns the address to go to) at most once for the form's key; a repeat gets the same answer.

    Raises RefusedError where the key came before with other contents; whatever `write` raises leaves no trace.
    """
    key, digest = _key(request), _digest(request)
    if not key:
        with transaction.atomic():
            return write()
    if (known := _known(person, key, digest)) is not None:
        return known
    try:
        with transaction.atomic():
            guard = RepeatGuard.objects.create(user=person, key=key, digest=digest, answer="", at=clock.now())
            guard.answer = write()
            guard.save(update_fields=("answer",))
            return guard.answer
    except IntegrityError:
        # Either the twin request came first, or the write itself broke a constraint.
        if (known := _known(person, key, digest)) is not None:
            return known
        raise


def _key(request: HttpRequest) -> str:
    return request.POST.get(FIELD, "")[:80]


def _known(person: User, key: str, digest: str) -> str | None:
    guard = RepeatGuard.objects.filter(user=person, key=key).first() if key else None
    if guard is None:
        return None
    if guard.digest != digest:
        raise RefusedError(_("这份表单已经提交过，这次的内容与上次不同，没有再保存。请打开记录核对后再改。"))
    return guard.answer


def _digest(request: HttpRequest) -> str:
    ignored = {"csrfmiddlewaretoken", FIELD}
    content = [request.path]
    content += [
        f"{name}={value}" for name, values in sorted(request.POST.lists()) for value in values if name not in ignored
    ]
    content += [f"{name}={file.name}:{file.size}" for name, file in _files(request)]
    return sha256("\n".join(content).encode()).hexdigest()


def _files(request: HttpRequest) -> "list[tuple[str, UploadedFile[Any]]]":
    return [(name, file) for name in sorted(request.FILES) for file in request.FILES.getlist(name)]
