"""Breaking a target down: all units in one go, and one decision over the whole set."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.steering.models import Share
from zhiqiang.domains.steering.queries.shares import proposed, proposed_breakdown, waiting
from zhiqiang.foundation import catalogue
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import create_record, take_step

SHARES = "steering.shares"


@transaction.atomic
def propose_shares(
    *, target: str, values: Mapping[str, Decimal], decided_on: date, basis: str, actor: User
) -> list[Share]:
    """Enter the shares of a target, unit code → value, from one paper; a value that stands already is left alone.

    Raises RefusedError where nothing changes, WrongValuesError for the first unit whose value breaks a rule.
    """
    register, standing = catalogue.registers()[SHARES], proposed(target)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=list(values))}
    made = []
    for code, value in values.items():
        if code in standing and standing[code].value == value:
            continue
        given = {"target": target, "unit": units[code], "value": value, "decided_on": decided_on, "basis": basis}
        made.append(create_record(register=register, values=given, actor=actor))
    if not made:
        raise RefusedError(_("各单位的值都与现有分解相同，没有要登记的。"))
    return made  # type: ignore[return-value]  # records of this register


@transaction.atomic
def verify_set(*, target: str, actor: User, reason: str = "") -> int:
    """Verify every share of a target that waits; the number verified.

    Raises RefusedError where nothing waits, or where the set falls short and no reason is given.
    """
    rows, register = waiting(target), catalogue.registers()[SHARES]
    if not rows:
        raise RefusedError(_("这个目标没有待核实的分解。"))
    for row in rows:
        take_step(register=register, record_id=row.pk, step="verify", actor=actor, reason=reason)
    return len(rows)


def require_whole(_register: Register, row: Record, given: Given) -> dict[str, Any]:
    """The effect of verifying a share: where the set asks less than the city's goal, the reason is written down."""
    assert isinstance(row, Share)
    found = proposed_breakdown(row.target)
    if found is None or not found.falls_short:
        return {}
    if not given.reason.strip():
        raise RefusedError(_("%(gap)s。仍要核实的，请写明理由。") % {"gap": found.words})
    return {"falls_short": found.words}
