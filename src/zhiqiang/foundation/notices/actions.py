"""Telling people something, marking it read, handing it to the hooks of the city."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.notices.models import Notice
from zhiqiang.foundation.notices.quiet import next_decent_moment

AT_ONCE = 200
TRIED_FOR = timedelta(days=3)  # a mail server may be away over a weekend
LOG = logging.getLogger(__name__)


def notify(*, to: Iterable[User], key: str, title: str, body: str = "", link: str = "") -> int:
    """Tell these people, in the caller's transaction; how many had not been told yet.

    `key` names the occasion ("delivery.remind/2026Q3/130825"): whoever has been told of it is not told again.
    """
    now = clock.now()
    due = next_decent_moment(now)
    people = {person.pk: person for person in to if person.is_active}
    told = set(Notice.objects.filter(key=key, person__in=people).values_list("person", flat=True))
    new = [
        Notice(person=person, key=key, title=title[:120], body=body[:400], link=link, created_at=now, due_at=due)
        for pk, person in people.items()
        if pk not in told
    ]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def mark_read(*, person: User, number: int | None = None) -> int:
    """Mark one notice of this person, or all that are due, as read; how many were."""
    unread = Notice.objects.filter(person=person, read_at=None, due_at__lte=clock.now())
    return (unread if number is None else unread.filter(pk=number)).update(read_at=clock.now())


def send_due() -> int:
    """Hand every notice that is due to each hook of `settings.NOTICE_HOOKS`, once; how many were handed over.

    A notice is taken by a conditional update, so that of two workers one sends it. A hook that fails is tried again
    at the next sweep, for three days.
    """
    hooks = [import_string(path) for path in settings.NOTICE_HOOKS]
    now = clock.now()
    waiting = Notice.objects.filter(sent_at=None, due_at__lte=now, due_at__gt=now - TRIED_FOR)
    sent = 0
    for notice in waiting.select_related("person").order_by("due_at", "pk")[:AT_ONCE] if hooks else ():
        if not Notice.objects.filter(pk=notice.pk, sent_at=None).update(sent_at=now):
            continue
        try:
            for hook in hooks:
                hook(notice)
        except Exception:  # whatever a city's hook does, the worker goes on
            LOG.exception("notice #%s", notice.pk)
            Notice.objects.filter(pk=notice.pk).update(sent_at=None)
        else:
            sent += 1
    return sent
