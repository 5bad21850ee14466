"""From a promise to the money: who, in which order, how much, and never twice."""

import pytest
from django.db import IntegrityError, transaction

from zhiqiang.domains.incentives.actions.payments import propose_payment
from zhiqiang.domains.incentives.models import Commitment, Payment
from zhiqiang.domains.incentives.queries.books import imbalances
from zhiqiang.domains.incentives.tests.treasury import Treasury
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError
from zhiqiang.foundation.trail.models import TrailEntry


def test_a_commitment_holds_the_amount_its_rule_gives_and_what_it_rests_on(treasury: Treasury) -> None:
    line, award = treasury.line(), treasury.award("GB/T 99001-2026")
    held = treasury.commitment(award, line)
    line.refresh_from_db()
    assert (held.amount_fen, line.committed_fen) == (20_000_000, 20_000_000)
    assert (held.rule, held.rule_version.isoformat()) == ("incentive.standard.national", "2023-09-06")
    assert (held.clause, held.award, held.thing_key) == ("T1.1.1", "standards-subsidy-000001", "gb/t99001-2026")
    assert held.valid_on == award.recognised_on


def test_a_payment_goes_through_four_hands_and_settles_its_commitment(treasury: Treasury) -> None:
    payment = treasury.paid()
    held = Commitment.objects.get()
    assert (payment.state, payment.voucher, str(payment.paid_on)) == ("paid", f"支-{payment.pk:05d}", "2026-11-23")
    assert {payment.first_by, payment.second_by} == {treasury.verifier, treasury.finance}
    assert (held.state, held.paid_fen, held.released_fen) == ("settled", 20_000_000, 0)
    assert imbalances() == []
    told = TrailEntry.objects.filter(register="incentives.payments").order_by("number")
    assert [one.action for one in told] == ["record", "approve_first", "approve_second", "pay"]
    assert told[3].facts["amount_fen"] == 20_000_000


def test_a_commitment_is_paid_in_parts_and_never_beyond(treasury: Treasury) -> None:
    held = treasury.commitment()
    treasury.paid(treasury.proposed(held, 15_000_000))
    with pytest.raises(RefusedError, match="只余 50,000 元"):
        treasury.proposed(held, 5_000_001)
    treasury.paid(treasury.proposed(held))
    held.refresh_from_db()
    assert (held.state, held.paid_fen) == ("settled", 20_000_000)
    with pytest.raises(RefusedError, match="全部提出拨付"):
        treasury.proposed(held)


@pytest.mark.parametrize("amount_fen", [0, -1])
def test_nothing_and_less_than_nothing_is_no_payment(treasury: Treasury, amount_fen: int) -> None:
    with pytest.raises(RefusedError, match="不大于 0"):
        treasury.proposed(treasury.commitment(), amount_fen)


def test_a_payment_that_is_called_off_gives_its_room_back(treasury: Treasury) -> None:
    held = treasury.commitment()
    treasury.step(treasury.proposed(held), "refuse", treasury.verifier, reason="材料不全")
    treasury.step(treasury.approved(treasury.proposed(held)), "cancel", treasury.officer, reason="账号有误")
    held.refresh_from_db()
    assert (held.claimed_fen, held.open_fen) == (0, held.amount_fen)
    treasury.paid(treasury.proposed(held))
    assert imbalances() == []


def test_only_the_officer_proposes(treasury: Treasury) -> None:
    held = treasury.commitment()
    for person in (treasury.verifier, treasury.finance, treasury.city.users["reporter"]):
        with pytest.raises(NotThereError):
            propose_payment(commitment_id=held.pk, actor=person)


def test_one_person_never_gives_both_signatures(treasury: Treasury) -> None:
    person = treasury.city.person("city_verifier", treasury.city.city)
    person.memberships.create(role="finance", unit=treasury.city.city, valid_from="2020-01-01")
    payment = treasury.step(treasury.proposed(), "approve_first", person)
    for step in ("approve_second",):
        with pytest.raises(RefusedError, match="另一人"):
            treasury.step(payment, step, person)
    payment = treasury.step(payment, "approve_second", treasury.finance)
    with pytest.raises(RefusedError, match="另一人"):
        treasury.step(payment, "pay", person, voucher="支-1")


def test_the_database_itself_refuses_one_person_twice(treasury: Treasury) -> None:
    payment = treasury.approved()
    changes = (
        {"second_by": payment.first_by},
        {"first_by": payment.recorded_by},
        {"state": "paid"},
        {"state": "paid", "voucher": "支-1"},
        {"second_by": None},
        {"amount": 0},
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.filter(pk=payment.pk).update(**change)
    Payment.objects.filter(pk=payment.pk).update(state="paid", voucher="支-1", paid_on="2026-11-23")


def test_a_payment_is_recorded_with_its_voucher_and_day(treasury: Treasury) -> None:
    payment = treasury.approved()
    wrong = (({}, "请填写凭证号"), ({"voucher": " "}, "请填写凭证号"), ({"voucher": "支" * 81}, "超过 80 个字"))
    for values, message in wrong:
        with pytest.raises(RefusedError, match=message):
            treasury.step(payment, "pay", treasury.finance, **values)


def test_a_payment_is_recorded_neither_before_its_approval_nor_for_tomorrow(treasury: Treasury, as_of) -> None:
    payment = treasury.approved()
    tomorrow, yesterday = (payment.changed_at.date().replace(day=day) for day in (24, 22))
    for day, message in ((tomorrow, "晚于今天"), (yesterday, "早于批准")):
        with pytest.raises(RefusedError, match=message):
            treasury.step(payment, "pay", treasury.finance, voucher="支-1", paid_on=day)
    as_of(2026, 11, 25)
    assert treasury.step(payment, "pay", treasury.finance, voucher="支-1", paid_on=tomorrow).paid_on == tomorrow
