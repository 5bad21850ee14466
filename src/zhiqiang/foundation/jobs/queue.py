"""Long work kept in a table: put there with the record that asks for it, claimed once, taken over when its worker dies.

A job may run again after its worker was killed: what it calls must give the same when done twice.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connections
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.jobs.models import Job

ATTEMPTS = 3
BEAT_SECONDS = 5.0
STALE = timedelta(seconds=60)  # longer than the longest write transaction of a job, which holds up heartbeats
WRITE_SECONDS = 0.3
LOG = logging.getLogger(__name__)


class JobError(Exception):
    """The work cannot be done; the message is for the person who asked for it."""


class JobStoppedError(Exception):
    """The worker is asked to stop, or another worker has taken the job over."""


class Progress:
    """Handed to the work: call it with how much is done of how much, and a word about it."""

    def __init__(self, job: Job, stop: threading.Event) -> None:
        self.job = job
        self._stop = stop
        self._written = 0.0

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Show progress and sign of life. Raises JobStoppedError where the work should end here."""
        if self._stop.is_set():
            raise JobStoppedError
        if time.monotonic() - self._written < WRITE_SECONDS and done < total:
            return
        self._written = time.monotonic()
        if not _mine(self.job).update(done=done, total=total, message=message[:400], beat_at=clock.now()):
            raise JobStoppedError


Work = Callable[..., object]


@cache
def declared_jobs() -> dict[str, Work]:
    """Every kind of job by name: `JOBS` of each installed app's `jobs.py`."""
    found: dict[str, Work] = {}
    for app in apps.get_app_configs():
        path = f"{app.name}.jobs"
        if app.name.startswith("zhiqiang.") and find_spec(path) is not None:
            found |= import_module(path).JOBS
    return found


def enqueue(name: str, *, actor: User | None = None, **arguments: Any) -> Job:
    """Ask for work: `JOBS[name](progress, **arguments)`; it starts once the caller's transaction is committed.

    Arguments are JSON values. Raises KeyError for a name that no app declares.
    """
    declared_jobs()[name]
    return Job.objects.create(name=name, actor=actor, arguments=arguments, created_at=clock.now())


def claim() -> Job | None:
    """Take the oldest waiting job; of several workers exactly one gets it."""
    for pk in Job.objects.filter(status=Job.Status.WAITING).order_by("pk").values_list("pk", flat=True)[:10]:
        won = Job.objects.filter(pk=pk, status=Job.Status.WAITING).update(
            status=Job.Status.RUNNING, attempts=F("attempts") + 1, beat_at=clock.now()
        )
        if won:
            return Job.objects.get(pk=pk)
    return None


def put_back_stale() -> int:
    """Give jobs of dead workers another try, at most three in all; how many were found."""
    silent = Job.objects.filter(status=Job.Status.RUNNING, beat_at__lt=clock.now() - STALE)
    given_up = silent.filter(attempts__gte=ATTEMPTS).update(
        status=Job.Status.FAILED,
        finished_at=clock.now(),
        message=_("连续三次中断，已停止。请缩小文件或联系管理员。"),
    )
    return given_up + silent.filter(attempts__lt=ATTEMPTS).update(status=Job.Status.WAITING, beat_at=None)


def run_job(job: Job, stop: threading.Event) -> None:
    """Do a claimed job and store how it ended; an error ends the job, never the worker."""
    try:
        with _heartbeat(job):
            declared_jobs()[job.name](Progress(job, stop), **job.arguments)
    except JobStoppedError:
        _mine(job).update(status=Job.Status.WAITING, attempts=F("attempts") - 1, beat_at=None)
    except JobError as error:
        _end(job, Job.Status.FAILED, message=str(error)[:400])
    except Exception:  # the worker outlives whatever a job does
        LOG.exception("job %s #%s", job.name, job.pk)
        _end(job, Job.Status.FAILED, message=_("处理时出错，未保存任何内容。请重试；仍不行时把任务号告诉管理员。"))
    else:
        _end(job, Job.Status.DONE)


def _end(job: Job, status: Job.Status, **facts: str) -> None:
    _mine(job).update(status=status, finished_at=clock.now(), **facts)


def _mine(job: Job) -> QuerySet[Job]:
    """The job as long as no other worker has taken it over: each take-over counts one attempt more."""
    return Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING, attempts=job.attempts)


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Signs of life from a thread of its own while the work is silent."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_SECONDS):
            try:
                _mine(job).update(beat_at=clock.now())
            except DatabaseError:  # the work's own long transaction holds the database; the next beat will do
                LOG.debug("job %s #%s: beat missed", job.name, job.pk)
        connections.close_all()

    thread = threading.Thread(target=beat, name=f"beat-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
