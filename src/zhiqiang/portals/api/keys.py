"""Issuing and stopping API keys, each with its entry in the trail."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import ApiKey, User
from zhiqiang.foundation.trail.record import record as trail


@transaction.atomic
def issue_key(*, user: User, title: str, scopes: Sequence[str], expires_on: date, actor: User) -> tuple[ApiKey, str]:
    """A key that acts as `user`, and its secret, which nobody sees again."""
    key, secret = ApiKey.issue(user=user, title=title, scopes=tuple(scopes), expires_on=expires_on)
    facts = {"title": title, "prefix": key.prefix, "for": user.pk, "scopes": key.scopes, "until": f"{expires_on}"}
    trail(action="issue_key", actor=actor, register="access.api_keys", record_id=key.pk, facts=facts)
    return key, secret


@transaction.atomic
def revoke_key(*, key_id: int, actor: User) -> bool:
    """Stop a key at once; False where there is none that is still alive."""
    stopped = ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=clock.now())
    if stopped:
        trail(action="revoke_key", actor=actor, register="access.api_keys", record_id=key_id)
    return bool(stopped)
