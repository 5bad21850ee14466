"""What ends soon: one reminder before each end, for whoever may see the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.grants import Person, scope_for
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.models import StandingRecord
from zhiqiang.foundation.standing.queries import standing_on
from zhiqiang.foundation.standing.shown import remind_ahead

LISTED = 5


@dataclass(frozen=True, slots=True)
class EndingSoon:
    """The records of one register that end soon: how many, the first few, the earliest end."""

    register: Register
    number: int
    rows: tuple[Record, ...]
    first: date


def standing_registers() -> Iterator[Register]:
    """The registers whose records are valid over spans of days."""
    return (one for one in catalogue.registers().values() if issubclass(one.model, StandingRecord))


def ending_soon(person: Person, *, ahead: timedelta | None = None) -> list[EndingSoon]:
    """What this person may see and has to renew, the earliest first: two queries for each register of theirs."""
    today = clock.today()
    until = today + (remind_ahead() if ahead is None else ahead)
    found = []
    for register in standing_registers():
        scope = scope_for(person, register, "view")
        if not scope:
            continue
        rows = standing_on(register, today).filter(Q(valid_to__lte=until))
        listed = list(scope.restrict(rows).order_by("valid_to", "pk")[: LISTED + 1])
        if listed:
            number = len(listed) if len(listed) <= LISTED else scope.restrict(rows).count()
            first = listed[0]
            assert isinstance(first, StandingRecord)
            assert first.valid_to is not None
            found.append(EndingSoon(register, number, tuple(listed[:LISTED]), first.valid_to))
    return sorted(found, key=lambda one: (one.first, one.register.slug))
