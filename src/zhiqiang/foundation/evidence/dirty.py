"""Marking (dataset, month) stale in the transaction of the write."""

from collections.abc import Iterable

from django.db.models import F

from zhiqiang.foundation.evidence.models import DirtyPartition


def mark_dirty(dataset: str, months: Iterable[str]) -> None:
    """Say that these months of a dataset no longer match their records."""
    for month in sorted(set(months)):
        changed = DirtyPartition.objects.filter(dataset=dataset, month=month).update(token=F("token") + 1)
        if not changed:
            DirtyPartition.objects.get_or_create(dataset=dataset, month=month)
