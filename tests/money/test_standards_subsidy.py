"""A standard's subsidy from the application to the bank and back, through both domains."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from zhiqiang.domains.incentives.actions.commitments import commit_award
from zhiqiang.domains.incentives.actions.payments import propose_payment
from zhiqiang.domains.incentives.actions.recoveries import follow_withdrawal
from zhiqiang.domains.incentives.models import BudgetLine, Commitment, Payment
from zhiqiang.domains.incentives.queries.books import imbalances
from zhiqiang.domains.incentives.registers import BUDGET_LINES, PAYMENTS
from zhiqiang.domains.programmes import facade
from zhiqiang.domains.programmes.actions.objections import record_objection
from zhiqiang.domains.programmes.actions.recognitions import withdraw_recognition
from zhiqiang.domains.programmes.registers import OBJECTIONS, RECOGNITIONS
from zhiqiang.domains.programmes.tests.walking import Walk
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.city import City

Step = Callable[..., Payment]


class Town:
    """The walk of one application for a national standard, and the people of the money."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.walk = Walk(city, "standards-subsidy", city.enterprise)
        self.officer = city.users["city_officer"]
        self.people: dict[str, User] = {
            "approve_first": city.users["city_verifier"],
            "approve_second": city.person("finance", city.city),
            "pay": city.person("finance", city.city),
        }
        values = {
            "code": "2026-质强-01", "title": "质量强市专项", "year": 2026, "funder": "city", "cap": 1_000_000,
            "programmes": "standards-subsidy", "issued_on": date(2026, 1, 20), "closes_on": date(2026, 12, 31),
            "unit": city.city, "proof": "承财行〔2026〕1号（演示）",
        }  # fmt: skip
        row = create_record(register=BUDGET_LINES, values=values, actor=self.officer)
        self.line = take_step(register=BUDGET_LINES, record_id=row.pk, step="verify", actor=city.users["city_verifier"])

    def recognised(self, tail: str = "", **answers: str) -> Any:
        row = self.walk.filled(tail=tail, **({"level": "national"} | answers))
        return self.walk.to("recognised", row)

    def commit(self, application: Any) -> Commitment:
        return commit_award(application_id=application.pk, line_id=self.line.pk, actor=self.officer)

    def propose(self, held: Commitment) -> Payment:
        return propose_payment(commitment_id=held.pk, actor=self.officer)

    def take(self, payment: Payment, *steps: str) -> Payment:
        for step in steps:
            values = {"voucher": f"支-{payment.pk}"}
            take_step(register=PAYMENTS, record_id=payment.pk, step=step, actor=self.people[step], values=values)
        payment.refresh_from_db()
        return payment


@pytest.fixture
def town(city: City, as_of: Callable[..., Any]) -> Iterator[Town]:
    as_of(2026, 9, 1)
    return Town(city)


def test_a_subsidy_is_recognised_promised_approved_twice_and_paid(town: Town) -> None:
    row = town.recognised()
    award = facade.award(row.pk)
    assert award is not None
    held = town.commit(row)
    assert (held.award, held.amount_fen, held.clause) == (award.number, 20_000_000, "T1.1.1")
    assert (held.rule, held.thing) == ("incentive.standard.national", award.facts["standard"])
    payment = town.take(town.propose(held), "approve_first", "approve_second", "pay")
    held.refresh_from_db()
    assert (payment.state, held.state, held.paid_fen, imbalances()) == ("paid", "settled", 20_000_000, [])


def test_joining_a_standard_is_recognised_and_not_paid(town: Town) -> None:
    row = town.recognised(role="joined")
    with pytest.raises(RefusedError, match="只资助牵头单位"):
        town.commit(row)


def test_what_is_not_recognised_yet_is_not_paid(town: Town) -> None:
    row = town.walk.to("on_notice", town.walk.filled(level="national"))
    assert facade.award(row.pk) is None
    assert facade.unpayable(row.pk) == ("这件申报没有认定，不能支付。",)


def test_an_objection_after_recognition_stops_the_money_until_it_is_heard(town: Town) -> None:
    row = town.recognised()
    held = town.commit(row)
    payment = town.take(town.propose(held), "approve_first")
    objection = record_objection(
        application_id=row.pk, received_on=date(2026, 9, 1), objector_kind="person", objector="甲", content="不是牵头",
        actor=town.officer,
    )  # fmt: skip
    for step in ("approve_second",):
        with pytest.raises(RefusedError, match="未处理完的异议"):
            town.take(payment, step)
    with pytest.raises(RefusedError, match="没有被撤销"):
        follow_withdrawal(commitment_id=held.pk, actor=town.officer)
    hearing = {"register": OBJECTIONS, "record_id": objection.pk, "reason": "查无此事"}
    take_step(step="dismiss", actor=town.city.users["city_verifier"], **hearing)
    assert town.take(payment, "approve_second", "pay").state == "paid"


def test_a_withdrawn_recognition_gives_the_money_back_or_asks_for_it(town: Town) -> None:
    unpaid, paid = town.recognised("一"), town.recognised("二")
    waiting = town.propose(town.commit(unpaid))
    done = town.take(town.propose(town.commit(paid)), "approve_first", "approve_second", "pay")
    for row in (unpaid, paid):
        recognition = town.walk.recognition(row)
        withdraw_recognition(
            recognition_id=recognition.pk, ground="false_data", on=date(2026, 9, 1), reason="材料不实",
            actor=town.city.users["city_verifier"],
        )  # fmt: skip
        assert "材料不实" in facade.withdrawn(row.pk)
    with pytest.raises(RefusedError, match="已撤销"):
        town.take(waiting, "approve_first")
    assert follow_withdrawal(commitment_id=waiting.commitment_id, actor=town.officer) == []
    (recovery,) = follow_withdrawal(commitment_id=done.commitment_id, actor=town.officer)
    assert (recovery.amount_fen, recovery.cause) == (20_000_000, "withdrawn")
    assert "材料不实" in recovery.explanation
    assert BudgetLine.objects.get().committed_fen == 20_000_000
    assert imbalances() == []


def test_a_suspended_recognition_is_not_paid_but_owes_nothing_back(town: Town) -> None:
    row = town.recognised()
    held = town.commit(row)
    payment = town.propose(held)
    recognition = town.walk.recognition(row)
    step = {"register": RECOGNITIONS, "record_id": recognition.pk, "actor": town.city.users["city_verifier"]}
    take_step(step="suspend", reason="核查", values={"on": date(2026, 9, 1)}, **step)
    with pytest.raises(RefusedError, match="已暂停"):
        town.take(payment, "approve_first")
    assert facade.withdrawn(row.pk) == ""
    take_step(step="resume", reason="核查无误", values={"on": date(2026, 9, 1)}, **step)
    assert town.take(payment, "approve_first").state == "first_approved"


def test_why_nothing_may_be_paid_is_asked_for_many_at_once(town: Town, django_assert_num_queries: Any) -> None:
    rows = [town.recognised(str(n)) for n in range(3)]
    numbers = [row.pk for row in rows]
    with django_assert_num_queries(3):
        found = facade.unpayable_of([*numbers, 999_999])
    assert found == {**dict.fromkeys(numbers, ()), 999_999: ("这件申报没有认定，不能支付。",)}
