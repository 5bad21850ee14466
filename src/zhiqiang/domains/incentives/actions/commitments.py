"""Promising an award its money, settling what was paid, releasing what will not be paid."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.incentives.actions.totals import create, give_back, reserve
from zhiqiang.domains.incentives.models import BudgetLine, Commitment
from zhiqiang.domains.incentives.queries import awards
from zhiqiang.domains.incentives.queries.assessment import assess
from zhiqiang.domains.incentives.queries.awards import Award
from zhiqiang.domains.incentives.rules import to_yuan, yuan_text
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES


@transaction.atomic
def commit_award(*, application_id: int, line_id: int, actor: User) -> Commitment:
    """Promise an award what its rule gives, from a budget line.

    Raises RefusedError with every reason against, NotThereError for an unknown award or line.
    """
    awards.hold(application_id)
    assessed = assess(application_id)
    if assessed.refusals:
        raise RefusedError(assessed.reasons)
    line = BudgetLine.objects.filter(pk=line_id).select_related("unit").first()
    if line is None:
        raise NotThereError
    _require_fit(line, assessed.award)
    reserve(line, assessed.amount_fen)
    award, amount = assessed.award, assessed.amount
    values = {
        "unit": line.unit,
        "award": award.number,
        "application": award.application_id,
        "line": line,
        "organisation_id": award.organisation_id,
        "programme": award.programme,
        "programme_title": award.title,
        "programme_version": award.version,
        "thing": assessed.thing,
        "amount": to_yuan(assessed.amount_fen),
        "rule": amount.rule,
        "rule_version": assessed.rule_version,
        "clause": amount.clause,
        "article": amount.article,
        "valid_on": amount.valid_on,
    }
    made = create("commitments", values, actor)
    assert isinstance(made, Commitment)
    return made


def require_payable(held: Commitment) -> None:
    """Refuse where the award may not be paid now: an objection is open, it no longer stands, somebody else has paid,
    or by now it would be another amount."""
    try:
        assessed = assess(held.application, beside=held.pk)
    except NotThereError:
        raise RefusedError(_("这项认定已不在册，不能支付。")) from None
    if assessed.refusals:
        raise RefusedError(assessed.reasons)
    if assessed.amount_fen != held.amount_fen:
        facts = {"now": yuan_text(assessed.amount_fen), "then": yuan_text(held.amount_fen)}
        raise RefusedError(_("按现在的事实应为 %(now)s，与承诺的 %(then)s不同，请解除后重新承诺。") % facts)


def settle(_register: Register, held: Commitment, _given: Given) -> dict[str, Any]:
    """The step's effect: what was paid is all there will be; the rest goes back to the budget line."""
    if not held.paid_fen:
        raise RefusedError(_("还没有付过款。不再支付的，请“解除承诺”。"))
    _require_nothing_open(held)
    rest = held.open_fen
    give_back(held, rest)
    return {"paid_fen": held.paid_fen, "released_fen": rest}


def release(_register: Register, held: Commitment, _given: Given) -> dict[str, Any]:
    """The step's effect: nothing will be paid, all goes back to the budget line."""
    if held.paid_fen:
        raise RefusedError(_("已付过 %(paid)s，请“按已付结清”，余额随之解除。") % {"paid": yuan_text(held.paid_fen)})
    _require_nothing_open(held)
    give_back(held, held.amount_fen)
    return {"released_fen": held.amount_fen}


def _require_nothing_open(held: Commitment) -> None:
    if waiting := held.claimed_fen - held.paid_fen:
        raise RefusedError(_("还有 %(fen)s正在办理拨付，请先付出或取消。") % {"fen": yuan_text(waiting)})


def _require_fit(line: BudgetLine, award: Award) -> None:
    if line.state not in EVIDENCE_STATES:
        raise RefusedError(_("预算项目“%(line)s”尚未核实，不能承诺。") % {"line": line})
    if award.programme not in line.pays:
        facts = {"line": line, "programme": award.title}
        raise RefusedError(_("预算项目“%(line)s”不支付“%(programme)s”，请选别的预算项目。") % facts)
    if not line.issued_on <= clock.today() <= line.closes_on:
        facts = {"line": line, "start": line.issued_on, "end": line.closes_on}
        raise RefusedError(_("预算项目“%(line)s”只能在 %(start)s 至 %(end)s 作出承诺。") % facts)
