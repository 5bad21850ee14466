"""What waits for a person today: running clocks in their hands, imports to confirm, work in progress."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q

from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.jobs.models import Job
from zhiqiang.foundation.pages.waiting import waiting_for
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import ImportBatch, Record
from zhiqiang.foundation.workflow.models import ClockRun
from zhiqiang.kernel.workflow import Title

#: Up to this many records of one register and one clock are listed one by one; more are one line.
LISTED = 3
FEW = 5


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the desk: one record, or many of one register that wait for the same thing."""

    register: Register
    clock: str
    title: Title
    number: int
    overdue: int
    run: ClockRun
    row: Record | None
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on a desk."""

    duties: tuple[Duty, ...]
    number: int
    overdue: int
    imports: tuple[ImportBatch, ...]
    jobs: tuple[Job, ...]


def desk_of(person: User) -> Desk:
    """The desk of a person now; the number of queries depends on the number of registers, not of records."""
    duties = _duties(person)
    running = Job.objects.filter(actor=person, status__in=(Job.Status.WAITING, Job.Status.RUNNING))
    imports = ImportBatch.objects.filter(actor=person, status=ImportBatch.Status.PREVIEW)
    return Desk(
        duties=tuple(duties),
        number=sum(duty.number for duty in duties),
        overdue=sum(duty.overdue for duty in duties),
        imports=tuple(imports[:FEW]),
        jobs=tuple(running[:FEW]),
    )


def _duties(person: User) -> list[Duty]:
    known = catalogue.registers()
    groups = waiting_for(person).order_by().values("register", "clock")
    late = Count("pk", filter=Q(due__lt=clock.now()))
    counted = groups.annotate(
        number=Count("pk"), overdue=late, soonest=Min("due"), first=Min("unit_path"), last=Max("unit_path")
    )
    duties: list[Duty] = []
    for group in counted:
        register = known.get(group["register"])
        if register is not None:
            duties += [_many(register, group)] if group["number"] > LISTED else _each(person, register, group["clock"])
    return sorted(duties, key=lambda duty: (duty.run.due, duty.register.slug))


def _many(register: Register, group: Mapping[str, Any]) -> Duty:
    one_place = group["first"] == group["last"]
    return Duty(
        register=register,
        clock=group["clock"],
        title=register.workflow.clock(group["clock"]).title,
        number=group["number"],
        overdue=group["overdue"],
        run=ClockRun(register=register.slug, clock=group["clock"], due=group["soonest"]),
        row=None,
        unit=Unit.objects.filter(path=group["first"]).first() if one_place else None,
    )


def _each(person: User, register: Register, code: str) -> list[Duty]:
    runs = list(waiting_for(person).filter(register=register.slug, clock=code))
    rows = register.model._default_manager.select_related("unit").in_bulk([run.record for run in runs])  # noqa: SLF001
    title, now = register.workflow.clock(code).title, clock.now()
    return [
        Duty(register, code, title, 1, int(run.due < now), run, rows[run.record], rows[run.record].unit)
        for run in runs
        if run.record in rows
    ]
