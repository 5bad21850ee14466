"""A made-up past, played in order of time through the real writers, so that trail, clocks and evidence are real.

A demo home of thousands of records would take minutes that way. Records that somebody else verified in the month of
their making may therefore be written many at a time (`past.py`), with the same rows to the last field; tests hold both
ways equal.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.trail.many import Happening, record_many

RECORDS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step that somebody will take on a planned record."""

    step: str
    actor: User
    at: datetime
    reason: str = ""
    values: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """A record that somebody will make, and what others will do with it, in order of time.

    `values`: as the writer takes them, or what gives them when the moment has come, where they point at a record made
    in the same play. `together`: may be written with others at once, where its only step is a closing one in the month
    of its making and its values are known beforehand.
    """

    register: Register
    values: Mapping[str, Any] | Callable[[], Mapping[str, Any]]
    actor: User
    at: datetime
    steps: tuple[PlannedStep, ...] = ()
    together: bool = False


@dataclass(frozen=True, slots=True)
class PlannedScript:
    """A course of events told as a generator: it acts, and yields the moment until which it waits.

    What would happen after the present moment does not happen: the script rests where it is.
    """

    at: datetime
    script: Callable[[], Iterator[datetime]]


@dataclass(frozen=True, slots=True)
class PlannedBreak:
    """Something done between two transactions, once everything before it has happened: figures brought up to date."""

    at: datetime
    act: Callable[[], object]


Planned = PlannedRecord | PlannedScript | PlannedBreak

#: Writes these records at once and tells what the trail shall say of them.
WriteTogether = Callable[[list[PlannedRecord]], list[Happening]]
Event = tuple[datetime, int, Callable[[], object]]


class Rehearsal:
    """Plays planned records; `progress` is told how many stand."""

    def __init__(self, write_together: WriteTogether, progress: Callable[[int], None] | None = None) -> None:
        self._write_together = write_together
        self._progress = progress
        self._now = clock.now()
        self._events: list[Event] = []
        self._count = 0
        self.made = 0

    def play(self, planned: Iterable[Planned]) -> int:
        """Make the records and take their steps, let the scripts go on; the number of planned records made.

        `planned` come in order of `at`. One transaction for each month, or for each 10,000 of them. Raises what
        `create_record` and `take_step` raise.
        """
        for chunk in _chunks(planned):
            with transaction.atomic():
                self._play(chunk)
            for one in chunk:
                if isinstance(one, PlannedBreak):
                    with clock.as_of(one.at):
                        one.act()
            self.made += sum(isinstance(one, PlannedRecord) for one in chunk)
            if self._progress is not None:
                self._progress(self.made)
        with transaction.atomic():
            self._until(None, [])
        return self.made

    def _play(self, chunk: list[Planned]) -> None:
        together = [one for one in chunk if isinstance(one, PlannedRecord) and may_go_together(one)]
        happenings = self._write_together(together) if together else []
        happenings.sort(key=lambda one: one.at)
        for one in chunk:
            if isinstance(one, PlannedScript):
                self._await(one.at, partial(self._go_on, one.script()))
            elif isinstance(one, PlannedRecord) and not may_go_together(one):
                self._await(one.at, partial(self._make, one))
        last = max([chunk[-1].at, *(one.at for one in happenings[-1:])])
        self._until(last, happenings)

    def _until(self, last: datetime | None, happenings: list[Happening]) -> None:
        """Let everything happen that is due by `last` (None: all), the trail in order of time."""
        told = 0
        while self._events and (last is None or self._events[0][0] <= last):
            at, _number, happen = heapq.heappop(self._events)
            upto = told
            while upto < len(happenings) and happenings[upto].at <= at:
                upto += 1
            if upto > told:
                record_many(happenings[told:upto])
                told = upto
            with clock.as_of(at):
                happen()
        if happenings[told:]:
            record_many(happenings[told:])

    def _await(self, at: datetime, happen: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._events, (at, self._count, happen))

    def _make(self, one: PlannedRecord) -> None:
        values = one.values() if callable(one.values) else one.values
        pk = create_record(register=one.register, values=values, actor=one.actor).pk
        for step in one.steps:
            self._await(step.at, partial(self._take, one.register, pk, step))

    def _go_on(self, script: Iterator[datetime]) -> None:
        moment = next(script, None)
        if moment is not None and moment <= self._now:
            self._await(max(moment, clock.now()), partial(self._go_on, script))

    def _take(self, register: Register, pk: int, step: PlannedStep) -> None:
        take_step(
            register=register, record_id=pk, step=step.step, actor=step.actor, reason=step.reason, values=step.values
        )


def may_go_together(record: PlannedRecord) -> bool:
    """Whether a record is one of those that `past.py` can write many at a time."""
    if not record.together or len(record.steps) != 1 or callable(record.values):
        return False
    step, workflow = record.steps[0], record.register.workflow
    declared = workflow.step(step.step)
    plain = step.values is None and not workflow.state(declared.target).is_open
    return plain and clock.month_of(step.at.date()) == clock.month_of(record.at.date())


def _chunks(planned: Iterable[Planned]) -> Iterator[list[Planned]]:
    """What goes into one transaction; a break closes the one before it and has one of its own."""
    held: list[Planned] = []
    for one in planned:
        parts = isinstance(one, PlannedBreak) or len(held) == RECORDS_AT_ONCE
        if held and (parts or clock.month_of(held[0].at.date()) != clock.month_of(one.at.date())):
            yield held
            held = []
        held.append(one)
        if isinstance(one, PlannedBreak):
            yield held
            held = []
    if held:
        yield held
