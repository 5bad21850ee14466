"""The worker's upkeep: figures fresh, clocks swept, everything drained on request."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest

from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence import refresh as refreshing
from zhiqiang.foundation.evidence.dirty import mark_dirty
from zhiqiang.foundation.evidence.models import DirtyPartition
from zhiqiang.foundation.jobs import worker
from zhiqiang.foundation.jobs.worker import drain
from zhiqiang.foundation.trail.models import TrailEntry
from zhiqiang.foundation.trail.record import verify_trail
from zhiqiang.foundation.workflow.due import sweep_due
from zhiqiang.foundation.workflow.models import ClockRun


def running_clock(due_in: timedelta, record: int = 1) -> ClockRun:
    return ClockRun.objects.create(
        register="sampling.samples", record=record, clock="verify_by", rule="records.verify", rule_version="1",
        unit_path="1308/", roles="verifier", started_at=clock.now(), due=clock.now() + due_in,
    )  # fmt: skip


def test_draining_leaves_no_dirty_month_and_no_unmarked_overdue_clock(city: Any) -> None:
    mark_dirty("samples", ["2026-03"])
    running_clock(timedelta(days=-1))
    drain()
    assert not DirtyPartition.objects.exists()
    assert ClockRun.objects.get().expired_at is not None


def test_an_expired_clock_is_marked_and_trailed_once(city: Any) -> None:
    late, early = running_clock(timedelta(hours=-1)), running_clock(timedelta(hours=1), record=2)
    assert sweep_due() == 1
    assert sweep_due() == 0
    late.refresh_from_db()
    early.refresh_from_db()
    assert (late.expired_at is not None, early.expired_at) == (True, None)
    entry = TrailEntry.objects.get(action="clock_expired")
    assert (entry.register, entry.record, entry.actor) == ("sampling.samples", "1", None)
    assert entry.facts["rule"] == "records.verify"
    assert verify_trail()[1] is None


def test_a_clock_stopped_in_the_meantime_does_not_expire(city: Any) -> None:
    run = running_clock(timedelta(hours=-1))
    ClockRun.objects.filter(pk=run.pk).update(stopped_at=clock.now())
    assert sweep_due() == 0


def test_more_expired_clocks_than_one_batch_are_all_swept(city: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiqiang.foundation.workflow.due.AT_ONCE", 2)
    for record in range(5):
        running_clock(timedelta(hours=-1), record=record)
    assert sweep_due() == 5


def test_a_failing_refresh_does_not_end_the_worker(city: Any, monkeypatch: Any, caplog: Any) -> None:
    rounds: list[int] = []

    class Stop:
        """An event that is set after two rounds; its waits take no time."""

        def is_set(self) -> bool:
            return len(rounds) >= 2

        def wait(self, seconds: float) -> None:
            assert seconds == worker.CALM_SECONDS

    def fail(_stop: object) -> bool:
        rounds.append(1)
        raise OSError("disk full")

    monkeypatch.setattr(worker, "connections", type("None", (), {"close_all": staticmethod(lambda: None)}))
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker._repeat(fail, Stop())  # type: ignore[arg-type]
    assert len(rounds) == 2
    assert "disk full" in caplog.text
    assert refreshing.is_anything_dirty() is False


def test_every_measure_is_compiled_at_the_start_those_of_two_datasets_too(city: Any) -> None:
    worker._warm_up()


done_on: list[date] = []


def a_days_work() -> int:
    done_on.append(clock.today())
    return 0


@pytest.mark.django_db
def test_the_work_of_a_day_is_done_once_a_day(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DAILY_WORK = (f"{__name__}.a_days_work",)
    monkeypatch.setattr(worker, "SWEEP_SECONDS", 0.0)
    upkeep, never = worker.Upkeep(), threading.Event()
    done_on.clear()
    for day in (date(2026, 10, 7), date(2026, 10, 7), date(2026, 10, 8)):
        with clock.as_of(day):
            upkeep.round(never)
    assert done_on == [date(2026, 10, 7), date(2026, 10, 8)]
