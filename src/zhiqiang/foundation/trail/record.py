"""Writing the trail and checking it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.trail.models import FIRST_HASH, TrailEntry, TrailHead


def record(
    *,
    action: str,
    actor: User | None,
    register: str = "",
    record_id: object = "",
    facts: Mapping[str, Any] | None = None,
) -> TrailEntry:
    """Add one entry in the caller's transaction; the chain's end is locked until that transaction ends."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("留痕须与业务写入同一事务。")
    head, _created = TrailHead.objects.select_for_update().get_or_create(pk=1)
    entry = TrailEntry(
        number=head.number + 1,
        at=clock.now(),
        actor=actor,
        action=action,
        register=register,
        record=str(record_id),
        facts=dict(facts or {}),
        previous=head.hash,
    )
    entry.hash = entry.computed_hash()
    entry.save(force_insert=True)
    TrailHead.objects.filter(pk=1).update(number=entry.number, hash=entry.hash)
    return entry


@dataclass(frozen=True, slots=True)
class TrailFault:
    """The first row where the chain does not hold, and how."""

    number: int
    reason: str


def verify_trail() -> tuple[int, TrailFault | None]:
    """Walk the whole chain; the count of good rows and the first fault, if any."""
    expected, previous, count = 1, FIRST_HASH, 0
    for entry in _in_order():
        if entry.number != expected:
            return count, TrailFault(expected, f"缺第 {expected} 条，其后是第 {entry.number} 条")
        if entry.previous != previous:
            return count, TrailFault(entry.number, "与前一条的哈希不衔接")
        if entry.computed_hash() != entry.hash:
            return count, TrailFault(entry.number, "内容与哈希不符，已被改动")
        expected, previous, count = expected + 1, entry.hash, count + 1
    head = TrailHead.objects.filter(pk=1).first()
    if head is not None and (head.number, head.hash) != (count, previous):
        return count, TrailFault(count + 1, f"链尾记到第 {head.number} 条，其后的记录已被删去")
    return count, None


def _in_order() -> Iterator[TrailEntry]:
    return TrailEntry.objects.order_by("number").iterator(chunk_size=2000)
