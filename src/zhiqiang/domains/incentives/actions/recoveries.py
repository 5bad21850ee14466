"""Money that must come back: proposed, demanded by another, received or given up; and what follows a withdrawal."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from zhiqiang.domains.incentives.actions.totals import create, mark_for_recovery, register
from zhiqiang.domains.incentives.models import Commitment, Payment, Recovery
from zhiqiang.domains.incentives.queries import awards
from zhiqiang.domains.incentives.rules import to_yuan, voucher_faults
from zhiqiang.domains.incentives.workflow import CANCEL, COMMITTED, DEMAND, LIVE_PAYMENTS, OPEN_PAYMENTS, PAID
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import locked, take_step
from zhiqiang.foundation.workflow.models import StepTaken


@transaction.atomic
def propose_recovery(
    *, payment_id: int, cause: str, explanation: str, actor: User, amount_fen: int | None = None
) -> Recovery:
    """Propose that the rest of a payment, or a part of it, must come back. Raises RefusedError, NotThereError."""
    paid = locked(register("payments"), payment_id, actor, "view")
    assert isinstance(paid, Payment)
    if paid.state != PAID:
        raise RefusedError(_("这笔拨付没有付出，不需要追回；可以取消拨付。"))
    fen = paid.amount_fen - paid.recovering_fen if amount_fen is None else amount_fen
    mark_for_recovery(paid, fen)
    values = {
        "unit": paid.unit,
        "payment": paid,
        "organisation": paid.organisation,
        "amount": to_yuan(fen),
        "cause": cause,
        "explanation": explanation,
    }
    made = create("recoveries", values, actor)
    assert isinstance(made, Recovery)
    return made


@transaction.atomic
def follow_withdrawal(*, commitment_id: int, actor: User) -> list[Recovery]:
    """After a recognition was withdrawn: cancel what is not paid yet, give the rest back to the budget, propose to
    recover what was paid. Raises RefusedError where it was not withdrawn (but suspended, or run out), NotThereError."""
    live = Payment.objects.filter(commitment=commitment_id, state__in=LIVE_PAYMENTS).order_by("pk")
    payments = [locked(register("payments"), pk, actor, CANCEL) for pk in live.values_list("pk", flat=True)]
    held = locked(register("commitments"), commitment_id, actor, "release")
    assert isinstance(held, Commitment)
    reason = awards.withdrawn(held.application)[:400]
    if not reason:
        raise RefusedError(_("这项认定没有被撤销，不能按撤销办理。"))
    for one in payments:
        if one.state in OPEN_PAYMENTS:
            take_step(register=register("payments"), record_id=one.pk, step=CANCEL, actor=actor, reason=reason)
    if held.state == COMMITTED:
        step = "settle" if held.paid_fen else "release"
        take_step(register=register("commitments"), record_id=held.pk, step=step, actor=actor, reason=reason)
    owed = Payment.objects.filter(commitment=held, state=PAID, recovering_fen__lt=F("amount")).order_by("pk")
    cause = Recovery.Cause.WITHDRAWN
    return [propose_recovery(payment_id=one.pk, cause=cause, explanation=reason, actor=actor) for one in owed]


def give_up(_register: Register, recovery: Recovery, _given: Given) -> dict[str, Any]:
    """The effect of dropping and of waiving: the payment stands again as it was."""
    fen = recovery.amount_fen
    Payment.objects.filter(pk=recovery.payment_id).update(recovering_fen=F("recovering_fen") - fen)
    return {"amount_fen": fen}


def receive(own: Register, recovery: Recovery, given: Given) -> dict[str, Any]:
    """The step's effect: the money has come back. Values: `voucher`, `received_on` (today where none is given)."""
    values = given.values or {}
    voucher, received_on = str(values.get("voucher") or "").strip(), values.get("received_on") or clock.today()
    demanded = StepTaken.objects.filter(register=own.slug, record=recovery.pk, step=DEMAND).latest("pk")
    earliest = demanded.at.astimezone(clock.ZONE).date()
    faults = list(voucher_faults(voucher, received_on, not_before=earliest, today=clock.today()))
    if faults:
        raise RefusedError("".join(faults))
    recovery.voucher, recovery.received_on = voucher, received_on
    held = Commitment.objects.filter(pk=recovery.payment.commitment_id)
    held.update(recovered_fen=F("recovered_fen") + recovery.amount_fen)
    return {"amount_fen": recovery.amount_fen, "voucher": voucher, "received_on": received_on.isoformat()}
