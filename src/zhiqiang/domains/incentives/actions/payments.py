"""Paying a commitment: proposed by one, approved by two others in turn, recorded when the money has gone."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.incentives.actions.commitments import require_payable
from zhiqiang.domains.incentives.actions.totals import claim, count_paid, create, register, unclaim
from zhiqiang.domains.incentives.models import Commitment, Payment
from zhiqiang.domains.incentives.queries import awards
from zhiqiang.domains.incentives.rules import to_yuan, voucher_faults
from zhiqiang.domains.incentives.workflow import APPROVE_SECOND, FIRST_APPROVED, PROPOSED
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import locked, take_step
from zhiqiang.foundation.workflow.clocks import stop_clocks
from zhiqiang.foundation.workflow.models import StepTaken

COPIED = ("unit", "organisation", "programme", "programme_title", "thing", "rule", "clause")


@transaction.atomic
def propose_payment(*, commitment_id: int, actor: User, amount_fen: int | None = None) -> Payment:
    """Propose to pay all that is left of a commitment, or a part of it. Raises RefusedError, NotThereError."""
    for application in Commitment.objects.filter(pk=commitment_id).values_list("application", flat=True):
        awards.hold(application)
    held = locked(register("commitments"), commitment_id, actor, "release")
    assert isinstance(held, Commitment)
    require_payable(held)
    fen = held.open_fen if amount_fen is None else amount_fen
    if fen <= 0:
        raise RefusedError(_("没有可以拨付的金额：这笔承诺已全部提出拨付，或填的金额不大于 0。"))
    claim(held, fen)
    values = {name: getattr(held, name) for name in COPIED}
    made = create("payments", {**values, "commitment": held, "amount": to_yuan(fen)}, actor)
    assert isinstance(made, Payment)
    return made


def approve_first(_register: Register, payment: Payment, given: Given) -> dict[str, Any]:
    """The step's effect: the first of two signatures."""
    _require_payable(payment)
    _sign(payment, "first_by", PROPOSED, given.actor)
    return {"amount_fen": payment.amount_fen}


def approve_second(_register: Register, payment: Payment, given: Given) -> dict[str, Any]:
    """The step's effect: the second signature, of finance."""
    _require_payable(payment)
    _sign(payment, "second_by", FIRST_APPROVED, given.actor)
    return {"amount_fen": payment.amount_fen}


def pay(own: Register, payment: Payment, given: Given) -> dict[str, Any]:
    """The step's effect: the money has gone. Values: `voucher`, `paid_on` (today where none is given)."""
    values = given.values or {}
    voucher, paid_on = str(values.get("voucher") or "").strip(), values.get("paid_on") or clock.today()
    faults = list(voucher_faults(voucher, paid_on, not_before=_approved_on(own, payment), today=clock.today()))
    if faults:
        raise RefusedError("".join(faults))
    _require_payable(payment)
    payment.voucher, payment.paid_on = voucher, paid_on
    held = count_paid(payment)
    if held.paid_fen == held.amount_fen:
        commitments = register("commitments")
        # Every row that this transaction changes is locked before the first entry of the trail.
        stop_clocks(register=own.slug, record_id=payment.pk)
        stop_clocks(register=commitments.slug, record_id=held.pk)
        take_step(register=commitments, record_id=held.pk, step="settle", actor=given.actor)
    return {"amount_fen": payment.amount_fen, "voucher": voucher, "paid_on": paid_on.isoformat()}


def call_off(_register: Register, payment: Payment, _given: Given) -> dict[str, Any]:
    """The effect of refusing and of cancelling: the commitment has its room back."""
    unclaim(payment)
    return {"amount_fen": payment.amount_fen}


def _require_payable(payment: Payment) -> None:
    awards.hold(payment.commitment.application)
    require_payable(payment.commitment)


def _sign(payment: Payment, field: str, state: str, actor: User) -> None:
    """One signature, once: of two people at the same instant one signs and the other is told."""
    unsigned = Payment.objects.filter(pk=payment.pk, state=state, **{f"{field}__isnull": True})
    if not unsigned.update(**{field: actor}):
        raise RefusedError(_("这一步刚刚已由别人办理。"))
    setattr(payment, field, actor)


def _approved_on(own: Register, payment: Payment) -> date:
    signed = StepTaken.objects.filter(register=own.slug, record=payment.pk, step=APPROVE_SECOND).latest("pk")
    return signed.at.astimezone(clock.ZONE).date()
