"""Scores given by people: a whole sheet of a unit at once, and its checking by another person."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.assessment.actions.runs import register
from zhiqiang.domains.assessment.models import MARKS, Mark, Run
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import change_record, create_record, take_step
from zhiqiang.foundation.workflow.verification import RECORDED, RETURNED, VERIFIED, VOIDED


@dataclass(frozen=True, slots=True)
class Given:
    """Points of one item, and why."""

    value: Decimal
    reason: str = ""


@dataclass(slots=True)
class Done:
    """What a sheet did: so many scores new, changed, the same as before."""

    made: int = 0
    changed: int = 0
    same: int = 0


@transaction.atomic
def give_marks(*, run: Run, unit: Unit, layer: str, marks: Mapping[str, Given], actor: User) -> Done:
    """Give a unit's scores of one layer; the same again changes nothing. All or none.

    Raises WrongValuesError, RefusedError for a score that was checked already.
    """
    done, own = Done(), register(f"{layer}_scores")
    rows = MARKS[layer]._default_manager.filter(run=run, unit=unit).exclude(state=VOIDED)  # noqa: SLF001 (model API)
    held = {one.item: one for one in rows}
    for item, given in marks.items():
        row, values = held.get(item), {"value": given.value, "reason": given.reason}
        if row is None:
            create_record(register=own, values={**_place(run, unit, item, layer, actor), **values}, actor=actor)
            done.made += 1
        elif (row.value, row.reason) == (given.value, given.reason):
            done.same += 1
        else:
            _change(layer, row, values, actor)
            done.changed += 1
    return done


def _place(run: Run, unit: Unit, item: str, layer: str, actor: User) -> dict[str, Any]:
    place: dict[str, Any] = {"run": run, "unit": unit, "item": item}
    if layer == "department":
        own = [one.organisation for one in actor.memberships_on() if one.role == "department" and one.organisation]
        place["department"] = own[0] if own else None
    return place


def _change(layer: str, row: Mark, values: Mapping[str, Any], actor: User) -> None:
    if row.state == VERIFIED:
        raise RefusedError(_("“%(item)s”的评分已审核，不能再改。") % {"item": row.item})
    own = register(f"{layer}_scores")
    change_record(register=own, record_id=row.pk, version=row.version, values=values, actor=actor)
    if row.state == RETURNED:
        take_step(register=own, record_id=row.pk, step="resubmit", actor=actor)


@transaction.atomic
def verify_marks(*, run: Run, unit: Unit, layer: str, actor: User) -> int:
    """Check all scores of a unit's sheet that wait for it; how many. Raises RefusedError for one's own."""
    own = register(f"{layer}_scores")
    rows = scope_for(actor, own, "verify").restrict(MARKS[layer]._default_manager.filter(run=run, unit=unit))  # noqa: SLF001 (model API)
    waiting = list(rows.filter(state=RECORDED).values_list("pk", flat=True))
    if not waiting:
        raise RefusedError(_("没有待您审核的评分。"))
    for pk in waiting:
        take_step(register=own, record_id=pk, step="verify", actor=actor)
    return len(waiting)
