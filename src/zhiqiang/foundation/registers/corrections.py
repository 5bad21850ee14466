"""Corrections of verified records: proposed values wait beside the old ones until somebody else accepts them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Effect, Given
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.registers.models import Correction, Record
from zhiqiang.foundation.registers.values import assign, findings, from_json, texts


def open_correction(register: Register, row: Record) -> Correction | None:
    """The proposal that waits on this record."""
    return Correction.objects.filter(register=register.slug, record=row.pk, decided_at=None).first()


def propose(register: Register, row: Record, given: Given) -> dict[str, Any]:
    before = texts(register, row)
    proposed = register.model._default_manager.get(pk=row.pk)  # noqa: SLF001 (model API)
    assign(proposed, given.values or {})
    after = texts(register, proposed)
    changed = {name: after[name] for name in after if after[name] != before[name]}
    if not changed:
        raise RefusedError(_("没有改动任何一项，无须更正。"))
    if found := findings(register, proposed):
        raise WrongValuesError(found)
    old = {name: before[name] for name in changed}
    Correction.objects.create(
        register=register.slug,
        record=row.pk,
        values=changed,
        before=old,
        proposed_by=given.actor,
        proposed_at=clock.now(),
    )
    return {"proposed": changed}


def accept(register: Register, row: Record, given: Given) -> dict[str, Any]:  # noqa: ARG001 (an effect's shape)
    correction = _decide(register, row, accepted=True)
    for name, value in correction.values.items():
        field = register.model_field(name)
        setattr(row, field.attname, from_json(field, value))
    if found := findings(register, row):
        raise WrongValuesError(found)
    changed = {name: [correction.before[name], value] for name, value in correction.values.items()}
    return {"changed": changed}


def reject(register: Register, row: Record, given: Given) -> dict[str, Any]:  # noqa: ARG001 (an effect's shape)
    return {"rejected": _decide(register, row, accepted=False).values}


def _decide(register: Register, row: Record, *, accepted: bool) -> Correction:
    correction = open_correction(register, row)
    if correction is None:
        raise RefusedError(_("没有待核实的更正。"))
    correction.accepted, correction.decided_at = accepted, clock.now()
    correction.save(update_fields=("accepted", "decided_at"))
    return correction


CORRECTION_EFFECTS: Mapping[str, Effect] = {
    "propose_correction": propose,
    "accept_correction": accept,
    "reject_correction": reject,
}
