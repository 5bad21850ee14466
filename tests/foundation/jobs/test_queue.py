"""Jobs: asked for in a transaction, claimed once, seen while they run, lost never."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from zhiqiang.foundation import clock
from zhiqiang.foundation.jobs import queue
from zhiqiang.foundation.jobs.models import Job
from zhiqiang.foundation.jobs.queue import JobError, Progress, claim, enqueue, put_back_stale, run_job
from zhiqiang.foundation.jobs.worker import do_a_job

Work = Callable[..., object]
NEVER = threading.Event()


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], None]:
    def put(work: Work) -> None:
        monkeypatch.setattr(queue, "declared_jobs", lambda: {"tests.work": work})

    return put


@pytest.mark.django_db
def test_a_job_runs_once_with_its_arguments_and_is_done(declare: Any) -> None:
    ran: list[int] = []
    declare(lambda progress, number: ran.append(number))
    job = enqueue("tests.work", number=7)
    assert do_a_job(NEVER)
    assert not do_a_job(NEVER)
    job.refresh_from_db()
    assert (ran, job.status, job.attempts) == ([7], "done", 1)
    assert job.finished_at is not None


@pytest.mark.django_db
def test_an_unknown_job_is_refused_when_it_is_asked_for() -> None:
    with pytest.raises(KeyError):
        enqueue("nobody.knows")
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for(declare: Any) -> None:
    declare(lambda progress: None)
    with transaction.atomic():
        enqueue("tests.work")
        transaction.set_rollback(True)
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_progress_is_seen_while_the_job_runs(declare: Any) -> None:
    seen: list[tuple[int, int, str]] = []

    def work(progress: Progress) -> None:
        progress(3, 3, "读取中")
        seen.append(Job.objects.values_list("done", "total", "message").get())

    declare(work)
    enqueue("tests.work")
    do_a_job(NEVER)
    assert seen == [(3, 3, "读取中")]


@pytest.mark.django_db
def test_the_reason_of_a_job_that_cannot_be_done_is_told(declare: Any) -> None:
    def work(progress: Progress) -> None:
        raise JobError("文件已被删除。")

    declare(work)
    job = enqueue("tests.work")
    do_a_job(NEVER)
    job.refresh_from_db()
    assert (job.status, job.message) == ("failed", "文件已被删除。")


@pytest.mark.django_db
def test_an_error_ends_the_job_and_not_the_worker(declare: Any, caplog: Any) -> None:
    def work(progress: Progress) -> None:
        raise ZeroDivisionError

    declare(work)
    job = enqueue("tests.work")
    assert do_a_job(NEVER)
    job.refresh_from_db()
    assert job.status == "failed"
    assert "任务号" in job.message
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.django_db
def test_two_workers_never_claim_the_same_job(declare: Any) -> None:
    declare(lambda progress: None)
    enqueue("tests.work")
    assert claim() is not None
    assert claim() is None


@pytest.mark.django_db
def test_a_silent_job_is_tried_three_times_and_then_given_up(declare: Any) -> None:
    declare(lambda progress: None)
    enqueue("tests.work")
    for attempt in (1, 2, 3):
        job = claim()
        assert job is not None
        assert job.attempts == attempt
        assert put_back_stale() == 0
        with clock.as_of(clock.now() + timedelta(minutes=2)):
            assert put_back_stale() == 1
    assert claim() is None
    job.refresh_from_db()
    assert (job.status, "三次" in job.message) == ("failed", True)


@pytest.mark.django_db
def test_a_worker_that_was_slow_cannot_end_a_job_taken_over_by_another(declare: Any) -> None:
    def work(progress: Progress) -> None:
        with clock.as_of(clock.now() + timedelta(minutes=2)):
            put_back_stale()
            assert claim() is not None
        progress(1, 1)

    declare(work)
    job = enqueue("tests.work")
    do_a_job(NEVER)
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("running", 2)


@pytest.mark.django_db
def test_a_job_interrupted_by_an_orderly_stop_waits_to_be_done_again(declare: Any) -> None:
    stop = threading.Event()

    def work(progress: Progress) -> None:
        stop.set()
        progress(1, 2)

    declare(work)
    enqueue("tests.work")
    job = claim()
    assert job is not None
    run_job(job, stop)
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("waiting", 0)


WORKER = """
import os, sys, threading, time
os.environ["DJANGO_SETTINGS_MODULE"] = "zhiqiang.site.settings"
import django
django.setup()
from django.core.management import call_command
from zhiqiang.foundation.jobs import queue
from zhiqiang.foundation.jobs.models import Job
from zhiqiang.foundation.jobs.worker import do_a_job

def work(progress):
    progress(1, 2)
    print("working", flush=True)
    if sys.argv[1] == "hang":
        threading.Event().wait()

queue.declared_jobs = lambda: {"tests.work": work}
if sys.argv[1] == "hang":
    call_command("migrate", verbosity=0)
    queue.enqueue("tests.work")
else:
    from datetime import timedelta
    from zhiqiang.foundation import clock
    with clock.as_of(clock.now() + timedelta(minutes=2)):
        assert queue.put_back_stale() == 1
do_a_job(threading.Event())
print(*Job.objects.values_list("status", "attempts").get(), flush=True)
"""


@pytest.mark.slow
def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    environment = os.environ | {"ZHIQIANG_HOME": str(tmp_path), "ZHIQIANG_DATABASE": ""}
    script = [sys.executable, "-c", textwrap.dedent(WORKER)]
    with subprocess.Popen([*script, "hang"], env=environment, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "working\n"
        worker.send_signal(signal.SIGKILL)
    second = subprocess.run([*script, "finish"], env=environment, capture_output=True, text=True, check=False)
    assert second.stdout == "working\ndone 2\n", second.stderr
