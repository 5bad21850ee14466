"""The worker: a thread for jobs and one that keeps figures fresh and clocks swept; neither waits for the other."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils.module_loading import import_string

from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.evidence.compute import compute_cells
from zhiqiang.foundation.evidence.declaration import Dataset
from zhiqiang.foundation.evidence.engine import Source
from zhiqiang.foundation.evidence.lock import BusyError
from zhiqiang.foundation.evidence.refresh import is_anything_dirty, measures_of, recompute, refresh
from zhiqiang.foundation.jobs.queue import claim, put_back_stale, run_job
from zhiqiang.foundation.notices.actions import send_due
from zhiqiang.foundation.workflow.due import sweep_due

POLL_SECONDS = 0.5
SWEEP_SECONDS = 60.0
CALM_SECONDS = 5.0
LOG = logging.getLogger(__name__)


def work_until(stop: threading.Event) -> None:
    """Work until `stop` is set, then end the job at hand where it next reports progress; it will be done later."""
    _warm_up()
    threads = [
        threading.Thread(target=_repeat, args=(step, stop), name=step.__name__) for step in (do_a_job, Upkeep().round)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def drain() -> None:
    """Do all there is to do now, and return."""
    never, upkeep = threading.Event(), Upkeep()
    put_back_stale()
    while upkeep.round(never) or do_a_job(never):
        pass


def do_a_job(stop: threading.Event) -> bool:
    """Do the oldest waiting job; whether there was one."""
    job = claim()
    if job is None:
        return False
    run_job(job, stop)
    return True


class Upkeep:
    """What nobody asks for: fresh figures within a second or two of a write, expired clocks, jobs of dead workers."""

    def __init__(self) -> None:
        self._swept: float | None = None
        self._worked_on: date | None = None

    def round(self, stop: threading.Event) -> bool:  # noqa: ARG002 (the shape of a worker's step)
        """Do what is due; whether there was anything."""
        done = self._sweep()
        if is_anything_dirty():
            try:
                refresh(wait=False)
            except BusyError:  # someone else is writing the same months
                return False
            return True
        return done

    def _sweep(self) -> bool:
        now = time.monotonic()
        if self._swept is not None and now - self._swept < SWEEP_SECONDS:
            return False
        changed = refresh().changed + recompute(outdated_only=True) if self._swept is None else 0
        self._swept = now
        return bool(changed + put_back_stale() + sweep_due() + self._work_of_the_day() + send_due())

    def _work_of_the_day(self) -> int:
        """What domains do once a day (`settings.DAILY_WORK`); how much was done. Done again it changes nothing."""
        today = clock.today()
        if self._worked_on == today:
            return 0
        self._worked_on = today
        return sum(import_string(path)() for path in settings.DAILY_WORK)


def _warm_up() -> None:
    """Compile every measure on no rows, so that the first write after a start is not the one that waits for it."""
    empty: dict[str, tuple[Dataset, Source]] = {one.slug: (one, []) for one, _register in catalogue.datasets().values()}
    for slug, (dataset, nothing) in empty.items():
        own = [one for one in measures_of(slug) if one.dataset == slug]
        compute_cells(dataset, own, nothing, city="", others=empty)


def _repeat(step: Callable[[threading.Event], bool], stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        try:
            pause = 0.0 if step(stop) else POLL_SECONDS
        except Exception:  # a full disk or a database away: said in the log, tried again
            LOG.exception("worker")
            pause = CALM_SECONDS
        stop.wait(pause)
    connections.close_all()
