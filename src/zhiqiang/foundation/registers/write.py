"""The only writers of records: make, change, take a step. Atomic, scoped, checked, trailed, marked for evidence."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.evidence.dirty import mark_dirty
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.effects import EFFECTS
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, StaleError, WrongValuesError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.values import assign, findings, texts
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.foundation.workflow.clocks import start_clocks, stop_clocks
from zhiqiang.foundation.workflow.models import StepTaken
from zhiqiang.foundation.workflow.verification import EDITABLE_STATES
from zhiqiang.kernel.workflow import RECORDING, Step


@transaction.atomic
def create_record(*, register: Register, values: Mapping[str, Any], actor: User) -> Record:
    """A new record in its workflow's first state. Raises WrongValuesError, RefusedError."""
    row = register.model(**values)
    row.recorded_by, row.recorded_at, row.changed_at = actor, clock.now(), clock.now()
    row.state = register.workflow_for(row).initial
    _require_inside(register, "add", actor, row)
    _require_right(register, row)
    row.save(force_insert=True)
    _start(register, row, register.workflow_for(row).starts)
    _mark(register, row)
    trail(action="record", actor=actor, register=register.slug, record_id=row.pk, facts={"after": texts(register, row)})
    return row


@transaction.atomic
def change_record(
    *, register: Register, record_id: int, version: int, values: Mapping[str, Any], actor: User
) -> Record:
    """Change a record that nobody has verified yet. Raises NotThereError, StaleError, WrongValuesError, RefusedError.

    The scope is asked of the row before and after: nobody moves a record out of (or into) somebody else's region.
    """
    row = locked(register, record_id, actor, "change")
    if row.state not in EDITABLE_STATES:
        raise RefusedError(_("已核实的记录不能直接修改，请“提出更正”，由他人核实后生效。"))
    if row.version != version:
        raise StaleError(_("这条记录刚被别人改过，请核对后再提交：您填的内容仍在表单里。"))
    before, old_months = texts(register, row), register.months_touched(row)
    assign(row, values)
    _require_inside(register, "change", actor, row)
    _require_right(register, row)
    after = texts(register, row)
    changed = {name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]}
    if not changed:
        return row
    row.version, row.changed_at, row.recorded_by = row.version + 1, clock.now(), actor
    row.save()
    _mark(register, row, old_months)
    trail(action="change", actor=actor, register=register.slug, record_id=row.pk, facts={"changed": changed})
    return row


@transaction.atomic
def take_step(
    *,
    register: Register,
    record_id: int,
    step: str,
    actor: User,
    reason: str = "",
    values: Mapping[str, Any] | None = None,
) -> Record:
    """The only writer of a state: lock the row, check, act, write step, clocks and trail.

    Raises NotThereError (also where the step is not this person's on this row), RefusedError with the reason.
    """
    row = locked(register, record_id, actor, step)
    declared = _declared(register, row, step)
    _require_allowed(register, row, declared, actor, reason)
    old_months = register.months_touched(row)
    effect = register.effects.get(declared.code) or EFFECTS.get(declared.code)
    facts = effect(register, row, Given(actor, reason, values)) if effect else {}
    source, row.state = row.state, declared.target
    row.version, row.changed_at = row.version + 1, clock.now()
    row.save()
    StepTaken.objects.create(
        register=register.slug, record=row.pk, step=step, source=source, target=row.state, actor=actor, at=clock.now(),
        reason=reason,
    )  # fmt: skip
    closes = not register.workflow_for(row).state(declared.target).is_open
    stop_clocks(register=register.slug, record_id=row.pk, codes=None if closes else declared.stops)
    _start(register, row, () if closes else declared.starts)
    _mark(register, row, old_months)
    facts = {"from": source, "to": row.state, **({"reason": reason} if reason else {}), **facts}
    trail(action=step, actor=actor, register=register.slug, record_id=row.pk, facts=facts)
    return row


def previous_actors(register: Register, row: Record) -> dict[str, frozenset[int]]:
    """Who did what on this record before: step code → user ids; the recorder under RECORDING."""
    taken = StepTaken.objects.filter(register=register.slug, record=row.pk).values_list("step", "actor_id")
    found: dict[str, set[int]] = {RECORDING: {row.recorded_by_id}}
    for step, actor in taken:
        found.setdefault(step, set()).add(actor)
    return {step: frozenset(actors) for step, actors in found.items()}


def locked(register: Register, record_id: int, actor: User, action: str) -> Record:
    """The record, locked for this transaction, if this person may do this to it; otherwise it is not there."""
    scope = scope_for(actor, register, action)
    # Only the record, and not its key: a lock on the unit that the scope joins, or one that a record pointing here must
    # wait for when it is committed, would let two people wait for one another for ever.
    rows = register.model._default_manager.select_for_update(of=("self",), no_key=True)  # noqa: SLF001 (model API)
    row = scope.restrict(rows).filter(pk=record_id).first()
    if row is None:
        raise NotThereError
    return row


def _require_inside(register: Register, action: str, actor: User, row: Record) -> None:
    scope = scope_for(actor, register, action)
    if not scope:
        raise RefusedError(_("您的角色不能办理“%(title)s”。") % {"title": register.title})
    if not scope.allows(row):
        raise RefusedError(_("“%(unit)s”不在您的管辖范围内，请选择本单位。") % {"unit": row.unit})


def _require_right(register: Register, row: Record) -> None:
    if found := findings(register, row):
        raise WrongValuesError(found)


def _declared(register: Register, row: Record, step: str) -> Step:
    """The step as this record's own workflow declares it; a step that only other records have is refused."""
    found = next((one for one in register.workflow_for(row).steps if one.code == step), None)
    if found is None:
        title = register.workflow.step(step).title
        raise RefusedError(_("这一件没有“%(step)s”这一步。") % {"step": title})
    return found


def _require_allowed(register: Register, row: Record, step: Step, actor: User, reason: str) -> None:
    allowed = register.workflow_for(row).allowed(
        step.code, state=row.state, roles=actor.roles, actor=actor.pk, previous_actors=previous_actors(register, row)
    )
    if not allowed:
        raise RefusedError(allowed.reason)  # type: ignore[union-attr]  # a falsy answer is Denied
    if step.needs_reason and not reason.strip():
        raise RefusedError(_("“%(step)s”须写明理由。") % {"step": step.title})


def _start(register: Register, row: Record, codes: tuple[str, ...]) -> None:
    start_clocks(
        workflow=register.workflow_for(row),
        codes=codes,
        register=register.slug,
        record_id=row.pk,
        unit_path=row.unit.path,
        state=row.state,
    )


def _mark(register: Register, row: Record, others: Collection[str] = ()) -> None:
    if register.dataset is not None:
        mark_dirty(register.dataset.slug, {*register.months_touched(row), *others})
