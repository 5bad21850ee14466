"""What ends soon: one reminder before each end, for whoever may see the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.grants import Person, scope_for
from zhiqiang.foundation.access.roles import ENTERPRISE
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.standing.models import StandingRecord
from zhiqiang.foundation.standing.queries import standing_on
from zhiqiang.foundation.standing.shown import remind_ahead

HELD = 200


@dataclass(frozen=True, slots=True)
class EndingSoon:
    """The records of one register that end soon: how many, and the earliest end."""

    register: Register
    number: int
    first: date


def standing_registers() -> Iterator[Register]:
    """The registers whose records are valid over spans of days."""
    return (one for one in catalogue.registers().values() if issubclass(one.model, StandingRecord))


def ending_soon(person: Person, *, ahead: timedelta | None = None) -> list[EndingSoon]:
    """What this person may see and has to renew, the earliest first: one query for all registers."""
    today = clock.today()
    until = today + (remind_ahead() if ahead is None else ahead)
    asked = [
        _counted(register, scope.restrict(standing_on(register, today).filter(Q(valid_to__lte=until))))
        for register in standing_registers()
        if (scope := scope_for(person, register, "view"))
    ]
    if not asked:
        return []
    known = catalogue.registers()
    rows = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
    found = [EndingSoon(known[one["register"]], one["number"], one["first"]) for one in rows]
    return sorted(found, key=lambda one: (one.first, one.register.slug))


def _counted(register: Register, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """One row: the register's name, how many, the earliest end; none where there is nothing."""
    named = rows.order_by().annotate(register=Value(register.slug)).values("register")
    counted: QuerySet[Any] = named.annotate(number=Count("pk"), first=Min("valid_to")).filter(number__gt=0)
    return counted


def due_of_organisation(organisation_id: int, on: date) -> list[tuple[str, date, str]]:
    """What an organisation holds that ends: (title, last day, address where it may open it), the soonest first."""
    found = []
    for register in standing_registers():
        if register.organisation_field is None or not register.access.get("view"):
            continue
        opens = ENTERPRISE.code in register.access["view"]
        held = Q(**{f"{register.organisation_field}_id": organisation_id}, valid_to__isnull=False)
        for row in standing_on(register, on).filter(held).select_related(*register.related)[:HELD]:
            assert isinstance(row, StandingRecord)
            assert row.valid_to is not None
            address = reverse("register-detail", args=[register.slug, row.pk]) if opens else ""
            found.append(
                (_("%(register)s %(row)s：有效期满") % {"register": register.title, "row": row}, row.valid_to, address)
            )
    return sorted(found, key=lambda one: one[1])
