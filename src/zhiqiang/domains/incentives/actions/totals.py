"""The running totals, each moved by one conditional update, and records made so that a rival gets a refusal."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, ExpressionWrapper, F
from django.utils.translation import gettext as _

from zhiqiang.domains.incentives.models import BudgetLine, Commitment, Payment
from zhiqiang.domains.incentives.rules import yuan_text
from zhiqiang.domains.incentives.workflow import COMMITTED, PAID
from zhiqiang.foundation import catalogue
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import create_record
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES


def register(name: str) -> Register:
    """A register of this domain: "commitments", "payments", "recoveries"."""
    return catalogue.registers()[f"incentives.{name}"]


def create(name: str, values: Mapping[str, Any], actor: User) -> Record:
    """Make a record. Raises RefusedError where somebody was quicker with the same thing."""
    try:
        with transaction.atomic():
            return create_record(register=register(name), values=values, actor=actor)
    except IntegrityError:
        raise RefusedError(_("刚刚有人为同一认定或同一事项办过了，没有重复办理。")) from None


def reserve(line: BudgetLine, fen: int) -> None:
    """Promise money of a budget line. Raises RefusedError where it has not so much left."""
    still = BudgetLine.objects.filter(pk=line.pk, state__in=EVIDENCE_STATES, committed_fen__lte=_less("cap", fen))
    if not still.update(committed_fen=F("committed_fen") + fen):
        line.refresh_from_db()
        facts = {"line": line, "left": yuan_text(line.left_fen), "wanted": yuan_text(fen)}
        raise RefusedError(_("预算项目“%(line)s”只余 %(left)s，不够承诺 %(wanted)s。") % facts)


def give_back(held: Commitment, fen: int) -> None:
    """Give what is not paid of a locked commitment back to its budget line."""
    held.released_fen += fen
    if fen:
        BudgetLine.objects.filter(pk=held.line_id).update(committed_fen=F("committed_fen") - fen)


def claim(held: Commitment, fen: int) -> None:
    """Take room of a commitment for a payment. Raises RefusedError where it has not so much left."""
    still = Commitment.objects.filter(
        pk=held.pk, state=COMMITTED, claimed_fen__lte=_less("amount", F("released_fen") + fen)
    )
    if not still.update(claimed_fen=F("claimed_fen") + fen):
        held.refresh_from_db()
        raise RefusedError(_("这笔承诺只余 %(left)s可以拨付。") % {"left": yuan_text(held.open_fen)})


def unclaim(payment: Payment) -> None:
    """Give the room of a payment that will not be paid back to its commitment."""
    Commitment.objects.filter(pk=payment.commitment_id).update(claimed_fen=F("claimed_fen") - payment.amount_fen)


def count_paid(payment: Payment) -> Commitment:
    """Count a payment as paid; the commitment as it then stands. Raises RefusedError where it was counted before."""
    fen = payment.amount_fen
    still = Commitment.objects.filter(pk=payment.commitment_id, paid_fen__lte=_less("claimed_fen", fen))
    if not still.update(paid_fen=F("paid_fen") + fen):
        raise RefusedError(_("这笔承诺已经付足，没有重复付款。"))
    return Commitment.objects.get(pk=payment.commitment_id)


def mark_for_recovery(payment: Payment, fen: int) -> None:
    """Mark a part of a payment as to come back. Raises RefusedError where so much of it is not left."""
    still = Payment.objects.filter(pk=payment.pk, state=PAID, recovering_fen__lte=_less("amount", fen))
    if fen <= 0 or not still.update(recovering_fen=F("recovering_fen") + fen):
        facts = {"paid": yuan_text(payment.amount_fen), "already": yuan_text(payment.recovering_fen)}
        raise RefusedError(_("这笔拨付付出 %(paid)s，已在追回 %(already)s；追回金额应大于 0 且不超过余数。") % facts)


def _less(name: str, other: Any) -> ExpressionWrapper:
    """A column less something, compared in whole fen."""
    return ExpressionWrapper(F(name) - other, output_field=BigIntegerField())
