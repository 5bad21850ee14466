"""Many entries of the trail at once, chained as if they had been written one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.trail.models import TrailEntry, TrailHead


@dataclass(frozen=True, slots=True)
class Happening:
    """What one entry says, as `record` takes it, with its moment."""

    at: datetime
    actor: User | None
    action: str
    register: str
    record: str
    facts: Mapping[str, Any]


def record_many(happenings: Iterable[Happening]) -> int:
    """Add an entry for each in the caller's transaction, in the order given; how many."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("留痕须与业务写入同一事务。")
    head, _created = TrailHead.objects.select_for_update().get_or_create(pk=1)
    entries = []
    for one in happenings:
        entry = TrailEntry(
            number=head.number + 1,
            at=one.at,
            actor=one.actor,
            action=one.action,
            register=one.register,
            record=one.record,
            facts=dict(one.facts),
            previous=head.hash,
        )
        entry.hash = entry.computed_hash()
        head.number, head.hash = entry.number, entry.hash
        entries.append(entry)
    TrailEntry.objects.bulk_create(entries, batch_size=500)
    TrailHead.objects.filter(pk=1).update(number=head.number, hash=head.hash)
    return len(entries)
