"""What is never paid: the same thing twice, before its condition, while an objection is open, beyond the budget."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from zhiqiang.domains.incentives.actions.commitments import commit_award
from zhiqiang.domains.incentives.models import BudgetLine, Commitment
from zhiqiang.domains.incentives.queries.assessment import assess, assess_many
from zhiqiang.domains.incentives.queries.budget import lines_for, use_of
from zhiqiang.domains.incentives.registers import COMMITMENTS, OUTSIDE_PAYMENTS
from zhiqiang.domains.incentives.tests.treasury import Treasury
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError
from zhiqiang.foundation.registers.write import take_step


@pytest.mark.parametrize("written", ["GB/T 99999-2026", "gb/t99999—2026", "ＧＢ／Ｔ 99999－2026"])
def test_what_another_funder_paid_is_refused_by_its_name_amount_and_document(treasury: Treasury, written: str) -> None:
    treasury.outside(written)
    with pytest.raises(RefusedError) as refused:
        treasury.commitment(treasury.award("GB/T 99999-2026"))
    for words in ("省级", "河北省市场监督管理局", "冀市监函〔2026〕8号", "200,000", "待核实", "不重复资助"):
        assert words in str(refused.value), words
    assert Commitment.objects.count() == 0


def test_another_standard_that_was_paid_stands_in_nobodys_way(treasury: Treasury) -> None:
    treasury.outside("GB/T 99998-2026")
    assert treasury.commitment(treasury.award("GB/T 99999-2026")).amount_fen == 20_000_000


def test_an_outside_payment_that_was_voided_counts_no_more(treasury: Treasury) -> None:
    row = treasury.outside("GB/T 99999-2026")
    award = treasury.award()
    assert assess(award.application_id).amount_fen == 0
    take_step(register=OUTSIDE_PAYMENTS, record_id=row.pk, step="void", actor=treasury.officer, reason="登记错了")
    assert treasury.commitment(award).amount_fen == 20_000_000


def test_an_outside_payment_that_comes_to_light_stops_a_payment_at_each_step(treasury: Treasury) -> None:
    treasury.line()
    proposed, first = (treasury.proposed(treasury.commitment(treasury.award(f"GB/T 9000{n}-2026"))) for n in (1, 2))
    treasury.step(first, "approve_first", treasury.verifier)
    approved = treasury.approved(treasury.proposed(treasury.commitment(treasury.award("GB/T 90003-2026"))))
    for n in (1, 2, 3):
        treasury.outside(f"GB/T 9000{n}-2026")
    steps = (
        (proposed, "approve_first", treasury.verifier),
        (first, "approve_second", treasury.finance),
        (approved, "pay", treasury.finance),
    )
    for payment, step, person in steps:
        with pytest.raises(RefusedError, match="河北省市场监督管理局"):
            treasury.step(payment, step, person, voucher="支-1")


def test_the_same_thing_is_promised_once_whoever_applies(treasury: Treasury) -> None:
    treasury.commitment(treasury.award("GB/T 99999-2026"))
    rival = treasury.book.add(treasury.city.laboratory, "gb/t 99999—2026")
    with pytest.raises(RefusedError, match=r"已由本系统承诺给隆化某食品有限公司（演示） 200,000 元"):
        treasury.commitment(rival)


def test_the_same_award_is_promised_once(treasury: Treasury) -> None:
    award = treasury.award()
    treasury.commitment(award)
    with pytest.raises(RefusedError, match="已有承诺 200,000 元"):
        treasury.commitment(award)


def test_the_database_itself_refuses_the_same_thing_and_the_same_award(treasury: Treasury) -> None:
    one = treasury.commitment(treasury.award("GB/T 90001-2026"))
    two = treasury.commitment(treasury.award("GB/T 90002-2026"))
    for change in ({"thing_key": one.thing_key}, {"award": one.award}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.filter(pk=two.pk).update(**change)
    take_step(register=COMMITMENTS, record_id=one.pk, step="release", actor=treasury.officer, reason="改由省级资助")
    Commitment.objects.filter(pk=two.pk).update(thing_key=one.thing_key, award=one.award)


def test_what_was_released_may_be_promised_again(treasury: Treasury) -> None:
    award = treasury.award()
    held = treasury.commitment(award)
    take_step(register=COMMITMENTS, record_id=held.pk, step="release", actor=treasury.officer, reason="改日再办")
    line = BudgetLine.objects.get()
    assert line.committed_fen == 0
    assert treasury.commitment(award).amount_fen == 20_000_000


def test_nothing_is_promised_before_its_condition(treasury: Treasury) -> None:
    treasury.line()
    enterprise = treasury.city.enterprise
    with pytest.raises(RefusedError, match="通过考核评估后再付"):
        treasury.commitment(treasury.book.pilot(enterprise, passed=False))
    assert treasury.commitment(treasury.book.pilot(enterprise, passed=True)).amount_fen == 2_000_000


def test_joining_is_not_paid(treasury: Treasury) -> None:
    with pytest.raises(RefusedError, match="不在资助范围"):
        treasury.commitment(treasury.award(facts={"role": "joined"}))


def test_while_an_objection_is_open_money_stands_still(treasury: Treasury) -> None:
    award = treasury.award()
    treasury.book.freeze(award.application_id)
    with pytest.raises(RefusedError, match="未处理完的异议"):
        treasury.commitment(award)
    treasury.book.freeze(award.application_id, frozen=False)
    held = treasury.commitment(award)
    approved = treasury.approved(treasury.proposed(held, 10_000_000))
    waiting = treasury.proposed(held, 5_000_000)
    treasury.book.freeze(award.application_id)
    for payment, step, person in (
        (approved, "pay", treasury.finance),
        (waiting, "approve_first", treasury.verifier),
    ):
        with pytest.raises(RefusedError, match="未处理完的异议"):
            treasury.step(payment, step, person, voucher="支-1")
    with pytest.raises(RefusedError, match="未处理完的异议"):
        treasury.proposed(held)


def test_a_fact_that_changed_since_the_promise_stops_the_payment(treasury: Treasury) -> None:
    award = treasury.award()
    payment = treasury.proposed(treasury.commitment(award))
    award.facts["level"] = "industry"
    with pytest.raises(RefusedError, match="应为 100,000 元，与承诺的 200,000 元不同"):
        treasury.step(payment, "approve_first", treasury.verifier)


def test_a_line_is_never_promised_beyond_its_cap(treasury: Treasury) -> None:
    line = treasury.line(cap=500_000)
    for n in (1, 2):
        treasury.commitment(treasury.award(f"GB/T 9000{n}-2026"), line)
    with pytest.raises(RefusedError, match="只余 100,000 元，不够承诺 200,000 元"):
        treasury.commitment(treasury.award("GB/T 90003-2026"), line)
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine.objects.filter(pk=line.pk).update(committed_fen=50_000_001)
    used = use_of(BudgetLine.objects.all())[0]
    assert (used.cap_fen, used.committed_fen, used.paid_fen, used.left_fen) == (50_000_000, 40_000_000, 0, 10_000_000)


def test_only_a_line_that_fits_promises(treasury: Treasury) -> None:
    award = treasury.award()
    lines = (
        (treasury.line("a", verified=False), "尚未核实"),
        (treasury.line("b", programmes="standardisation-pilot"), "不支付"),
        (treasury.line("c", closes_on=date(2026, 6, 30)), "只能在 2026-01-20 至 2026-06-30"),
    )
    for line, message in lines:
        with pytest.raises(RefusedError, match=message):
            treasury.commitment(award, line)
    fit = treasury.line("d")
    assert lines_for("standards-subsidy", date(2026, 11, 23)) == [fit]
    assert treasury.commitment(award, fit).line == fit


def test_what_is_not_recognised_or_no_line_is_not_there(treasury: Treasury) -> None:
    line, award = treasury.line(), treasury.award()
    for application_id, line_id in ((999, line.pk), (award.application_id, 999)):
        with pytest.raises(NotThereError):
            commit_award(application_id=application_id, line_id=line_id, actor=treasury.officer)


def test_only_the_officer_promises(treasury: Treasury) -> None:
    line, award = treasury.line(), treasury.award()
    for person in (treasury.verifier, treasury.finance, treasury.city.users["enterprise"]):
        with pytest.raises(RefusedError):
            commit_award(application_id=award.application_id, line_id=line.pk, actor=person)
    line.refresh_from_db()
    assert line.committed_fen == 0


def test_many_awards_are_assessed_by_a_constant_number_of_queries(treasury, django_assert_num_queries) -> None:
    made = [treasury.award(f"GB/T {90000 + n}-2026") for n in range(40)]
    treasury.outside("GB/T 90003-2026")
    with django_assert_num_queries(2):
        found = assess_many(made)
    assert [one.amount_fen for one in found] == [0 if n == 3 else 20_000_000 for n in range(40)]
