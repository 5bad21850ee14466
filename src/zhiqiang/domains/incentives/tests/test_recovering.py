"""Money that comes back, and what follows when a recognition falls."""

import pytest
from django.db import IntegrityError, transaction

from zhiqiang.domains.incentives.actions.recoveries import follow_withdrawal, propose_recovery
from zhiqiang.domains.incentives.models import BudgetLine, Commitment, Payment, Recovery
from zhiqiang.domains.incentives.queries.books import imbalances
from zhiqiang.domains.incentives.registers import COMMITMENTS, RECOVERIES
from zhiqiang.domains.incentives.tests.treasury import Treasury
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.workflow.models import ClockRun


def test_a_withdrawn_recognition_releases_what_was_not_paid(treasury: Treasury) -> None:
    held = treasury.commitment()
    waiting = treasury.proposed(held)
    treasury.book.withdraw(held.application)
    assert follow_withdrawal(commitment_id=held.pk, actor=treasury.officer) == []
    held.refresh_from_db()
    waiting.refresh_from_db()
    assert (held.state, waiting.state, BudgetLine.objects.get().committed_fen) == ("released", "cancelled", 0)
    assert imbalances() == []


def test_a_withdrawn_recognition_proposes_to_recover_what_was_paid(treasury: Treasury) -> None:
    held = treasury.commitment()
    treasury.paid(treasury.proposed(held, 15_000_000))
    treasury.book.withdraw(held.application)
    (recovery,) = follow_withdrawal(commitment_id=held.pk, actor=treasury.officer)
    held.refresh_from_db()
    assert (recovery.amount_fen, recovery.cause, recovery.state) == (15_000_000, "withdrawn", "proposed")
    assert "提供虚假材料" in recovery.explanation
    assert (held.state, held.released_fen, BudgetLine.objects.get().committed_fen) == ("settled", 5_000_000, 15_000_000)
    assert follow_withdrawal(commitment_id=held.pk, actor=treasury.officer) == []
    assert imbalances() == []


def test_a_recognition_that_stands_is_left_alone(treasury: Treasury) -> None:
    held = treasury.commitment()
    with pytest.raises(RefusedError, match="没有被撤销"):
        follow_withdrawal(commitment_id=held.pk, actor=treasury.officer)
    held.refresh_from_db()
    assert held.state == "committed"


def test_a_withdrawn_recognition_is_paid_no_more(treasury: Treasury) -> None:
    award = treasury.award()
    approved = treasury.approved(treasury.proposed(treasury.commitment(award)))
    treasury.book.withdraw(award.application_id)
    with pytest.raises(RefusedError, match="撤销"):
        treasury.step(approved, "pay", treasury.finance, voucher="支-1")


def test_a_recovery_runs_by_its_clock_until_the_money_is_back(treasury: Treasury) -> None:
    paid = treasury.paid()
    recovery = treasury.recovery(paid)
    take_step(register=RECOVERIES, record_id=recovery.pk, step="demand", actor=treasury.verifier)
    run = ClockRun.objects.get(register=RECOVERIES.slug, record=recovery.pk, stopped_at=None)
    assert (run.rule, run.due.date().isoformat()) == ("money.recover", "2026-12-23")
    values = {"voucher": "收-1"}
    take_step(register=RECOVERIES, record_id=recovery.pk, step="receive", actor=treasury.finance, values=values)
    held = Commitment.objects.get()
    assert (held.recovered_fen, held.state) == (20_000_000, "settled")
    assert BudgetLine.objects.get().committed_fen == 20_000_000, "what comes back goes to the treasury, not to the line"
    assert not ClockRun.objects.filter(register=RECOVERIES.slug, stopped_at=None).exists()
    assert imbalances() == []


def test_money_that_came_back_frees_the_thing_for_whom_it_is_due(treasury: Treasury) -> None:
    paid = treasury.paid(treasury.proposed(treasury.commitment(treasury.award("GB/T 99999-2026"))))
    rival = treasury.book.add(treasury.city.laboratory, "GB/T 99999-2026")
    recovery = treasury.recovery(paid)
    with pytest.raises(RefusedError, match="不重复资助"):
        treasury.commitment(rival)
    treasury.received(recovery)
    assert treasury.commitment(rival).amount_fen == 20_000_000


def test_no_more_is_recovered_than_was_paid(treasury: Treasury) -> None:
    paid = treasury.paid()
    treasury.recovery(paid, 15_000_000)
    with pytest.raises(RefusedError, match="已在追回 150,000 元"):
        treasury.recovery(paid, 5_000_001)
    rest = treasury.recovery(paid)
    assert rest.amount_fen == 5_000_000
    with pytest.raises(RefusedError, match="大于 0"):
        treasury.recovery(paid)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=paid.pk).update(recovering_fen=20_000_001)


def test_a_recovery_that_is_dropped_or_waived_can_be_proposed_again(treasury: Treasury) -> None:
    paid = treasury.paid()
    dropped = treasury.recovery(paid)
    take_step(register=RECOVERIES, record_id=dropped.pk, step="drop", actor=treasury.verifier, reason="查无此事")
    waived = treasury.recovery(paid)
    take_step(register=RECOVERIES, record_id=waived.pk, step="demand", actor=treasury.verifier)
    take_step(register=RECOVERIES, record_id=waived.pk, step="waive", actor=treasury.finance, reason="企业注销")
    assert treasury.recovery(paid).amount_fen == 20_000_000
    assert imbalances() == []


def test_only_what_was_paid_is_recovered(treasury: Treasury) -> None:
    with pytest.raises(RefusedError, match="没有付出"):
        treasury.recovery(treasury.approved())


def test_who_proposed_a_recovery_does_not_demand_it(treasury: Treasury) -> None:
    both = treasury.city.person("city_verifier", treasury.city.city)
    both.memberships.create(role="city_officer", unit=treasury.city.city, valid_from="2020-01-01")
    recovery = propose_recovery(
        payment_id=treasury.paid().pk, cause=Recovery.Cause.OTHER, explanation="多付", actor=both
    )
    with pytest.raises(RefusedError, match="另一人"):
        take_step(register=RECOVERIES, record_id=recovery.pk, step="demand", actor=both)


def test_a_receipt_has_its_voucher_and_day(treasury: Treasury) -> None:
    recovery = treasury.recovery(treasury.paid())
    take_step(register=RECOVERIES, record_id=recovery.pk, step="demand", actor=treasury.verifier)
    with pytest.raises(RefusedError, match="请填写凭证号"):
        take_step(register=RECOVERIES, record_id=recovery.pk, step="receive", actor=treasury.finance)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.filter(pk=recovery.pk).update(state="received")


def test_a_commitment_is_settled_or_released_by_what_was_paid(treasury: Treasury) -> None:
    held = treasury.commitment()
    common = {"register": COMMITMENTS, "record_id": held.pk, "actor": treasury.officer, "reason": "不再支付"}
    with pytest.raises(RefusedError, match="还没有付过款"):
        take_step(step="settle", **common)
    waiting = treasury.proposed(held, 5_000_000)
    with pytest.raises(RefusedError, match="50,000 元正在办理拨付"):
        take_step(step="release", **common)
    treasury.paid(waiting)
    with pytest.raises(RefusedError, match="已付过 50,000 元"):
        take_step(step="release", **common)
    take_step(step="settle", **common)
    assert BudgetLine.objects.get().committed_fen == 5_000_000
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=held.pk).update(state="released")
