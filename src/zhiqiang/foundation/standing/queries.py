"""Which records stand on a day: for lists, eligibility and due dates. Figures are computed from evidence instead."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.models import Interruption
from zhiqiang.foundation.standing.workflow import STANDING_STATES


def standing_on(register: Register, day: date, rows: "QuerySet[Record] | None" = None) -> "QuerySet[Record]":
    """The verified records in force on a day, by their own dates and interruptions."""
    found = register.model._default_manager.all() if rows is None else rows  # noqa: SLF001 (model API)
    broken = Interruption.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=day),
        register=register.slug,
        record=OuterRef("pk"),
        annulled_at=None,
        starts_on__lte=day,
    )
    in_force = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
    return found.filter(in_force, ~Exists(broken), state__in=STANDING_STATES)
