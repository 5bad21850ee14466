"""Clocks on records: started with the rule version in force at the start event, stopped, explained."""

from collections.abc import Iterable
from datetime import date, datetime, time

from zhiqiang.foundation import clock
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.reference.calendar import working_calendar
from zhiqiang.foundation.workflow.models import ClockRun
from zhiqiang.kernel.workdays import Deadline, compute_deadline
from zhiqiang.kernel.workflow import Workflow


def deadline_of(rule: str, start: datetime) -> Deadline:
    """The deadline that a rule gives for a start event, by the version in force then and today's calendar."""
    limit = load_parameters().get(rule).limit(start)
    return compute_deadline(limit, start, working_calendar())


def start_clocks(
    *, workflow: Workflow, codes: Iterable[str], register: str, record_id: int, unit_path: str, state: str
) -> list[ClockRun]:
    """Start these clocks on a record now; one that already runs is left alone."""
    started = [
        make_clock(
            workflow=workflow, code=code, register=register, record_id=record_id, unit_path=unit_path, state=state
        )
        for code in codes
    ]
    if not started:
        return []
    running = ClockRun.objects.filter(register=register, record=record_id, stopped_at=None)
    taken = set(running.values_list("clock", flat=True))
    return ClockRun.objects.bulk_create([run for run in started if run.clock not in taken])


def make_clock(*, workflow: Workflow, code: str, register: str, record_id: int, unit_path: str, state: str) -> ClockRun:
    """An unsaved clock run that starts now (imports make thousands at once)."""
    declared = workflow.clock(code)
    deadline = deadline_of(declared.parameter, clock.now())
    waiting = {role for step in workflow.steps if state in step.source and code in step.stops for role in step.roles}
    return ClockRun(
        register=register,
        record=record_id,
        clock=code,
        rule=declared.parameter,
        rule_version=deadline.limit.version,
        unit_path=unit_path,
        roles=" ".join(sorted(waiting)),
        started_at=clock.now(),
        due=end_of(deadline.due),
        provisional=deadline.provisional,
    )


def end_of(due: date | datetime) -> datetime:
    """The last moment of a due day; a due hour is its own moment."""
    return due if isinstance(due, datetime) else datetime.combine(due, time(23, 59, 59), tzinfo=clock.ZONE)


def stop_clocks(*, register: str, record_id: int, codes: Iterable[str] | None = None) -> None:
    """Stop these clocks of a record (all of them when `codes` is None) now."""
    running = ClockRun.objects.filter(register=register, record=record_id, stopped_at=None)
    if codes is not None:
        running = running.filter(clock__in=tuple(codes))
    running.update(stopped_at=clock.now())


def explain_clock(run: ClockRun) -> Deadline:
    """The proof of a running clock: recomputed from its own start event and rule version."""
    return deadline_of(run.rule, run.started_at)
