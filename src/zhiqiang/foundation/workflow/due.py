"""The due sweep: clocks that ran out are marked and written to the trail, once each."""

from django.db import transaction

from zhiqiang.foundation import clock
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.foundation.workflow.models import ClockRun

AT_ONCE = 200


def sweep_due() -> int:
    """Mark every running clock that is past its due moment; how many were. Safe to run from several workers."""
    swept = 0
    while batch := _past_due():
        with transaction.atomic():
            swept += sum(_expire(run) for run in batch)
    return swept


def _past_due() -> list[ClockRun]:
    running = ClockRun.objects.filter(stopped_at=None, expired_at=None, due__lt=clock.now())
    return list(running.order_by("due", "pk")[:AT_ONCE])


def _expire(run: ClockRun) -> bool:
    """Mark one; False where it was stopped or marked by someone else in between."""
    still = ClockRun.objects.filter(pk=run.pk, stopped_at=None, expired_at=None)
    if not still.update(expired_at=clock.now()):
        return False
    facts = {"clock": run.clock, "rule": run.rule, "version": run.rule_version, "due": run.due.isoformat()}
    trail(action="clock_expired", actor=None, register=run.register, record_id=run.record, facts=facts)
    return True
