"""Short ways to the states of money, each by the real actions of the right people."""

from datetime import date
from typing import Any

from zhiqiang.domains.incentives.actions.commitments import commit_award
from zhiqiang.domains.incentives.actions.payments import propose_payment
from zhiqiang.domains.incentives.actions.recoveries import propose_recovery
from zhiqiang.domains.incentives.models import BudgetLine, Commitment, OutsidePayment, Payment, Recovery
from zhiqiang.domains.incentives.registers import BUDGET_LINES, OUTSIDE_PAYMENTS, PAYMENTS, RECOVERIES
from zhiqiang.domains.incentives.tests.made_awards import AwardBook, MadeAward
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.city import City

MILLION = 100_000_000  # a million yuan in fen


class Treasury:
    """The people of a city's money, and what they do. Awards are national standards of 200,000 yuan."""

    def __init__(self, city: City, book: AwardBook) -> None:
        self.city, self.book = city, book
        self.officer, self.verifier = city.users["city_officer"], city.users["city_verifier"]
        self.finance = city.person("finance", city.city)

    def line(
        self, code: str = "2026-质强-01", cap: int = 1_000_000, *, verified: bool = True, **other: Any
    ) -> BudgetLine:
        """A budget line of the city; `cap` in yuan."""
        values = {
            "code": code, "title": "质量强市专项", "year": 2026, "funder": "city", "cap": cap, "unit": self.city.city,
            "programmes": "standards-subsidy standardisation-pilot", "issued_on": date(2026, 1, 20),
            "closes_on": date(2026, 12, 31), "proof": "承财行〔2026〕1号（演示）",
        }  # fmt: skip
        row = create_record(register=BUDGET_LINES, values=values | other, actor=self.officer)
        if verified:
            row = take_step(register=BUDGET_LINES, record_id=row.pk, step="verify", actor=self.verifier)
        assert isinstance(row, BudgetLine)
        return row

    def outside(self, thing: str, amount: int = 200_000, **other: Any) -> OutsidePayment:
        """A payment by the province; `amount` in yuan."""
        values = {
            "funder": "province", "funder_name": "河北省市场监督管理局", "organisation": self.city.enterprise,
            "thing": thing, "amount": amount, "paid_on": date(2026, 2, 10), "document": "冀市监函〔2026〕8号（演示）",
            "unit": self.city.unit,
        }  # fmt: skip
        row = create_record(register=OUTSIDE_PAYMENTS, values=values | other, actor=self.officer)
        assert isinstance(row, OutsidePayment)
        return row

    def award(self, standard: str = "GB/T 99999-2026", **other: Any) -> MadeAward:
        return self.book.add(self.city.enterprise, standard, **other)

    def commitment(self, award: MadeAward | None = None, line: BudgetLine | None = None) -> Commitment:
        award = award or self.award()
        line = line or BudgetLine.objects.first() or self.line()
        return commit_award(application_id=award.application_id, line_id=line.pk, actor=self.officer)

    def proposed(self, commitment: Commitment | None = None, amount_fen: int | None = None) -> Payment:
        commitment = commitment or self.commitment()
        return propose_payment(commitment_id=commitment.pk, actor=self.officer, amount_fen=amount_fen)

    def step(self, payment: Payment, step: str, actor: User, reason: str = "", **values: Any) -> Payment:
        row = take_step(
            register=PAYMENTS, record_id=payment.pk, step=step, actor=actor, reason=reason, values=values or None
        )
        assert isinstance(row, Payment)
        return row

    def approved(self, payment: Payment | None = None) -> Payment:
        payment = self.step(payment or self.proposed(), "approve_first", self.verifier)
        return self.step(payment, "approve_second", self.finance)

    def paid(self, payment: Payment | None = None) -> Payment:
        payment = payment or self.proposed()
        payment = payment if payment.state == "approved" else self.approved(payment)
        return self.step(payment, "pay", self.finance, voucher=f"支-{payment.pk:05d}", paid_on=clock.today())

    def recovery(self, payment: Payment, amount_fen: int | None = None) -> Recovery:
        return propose_recovery(
            payment_id=payment.pk, cause="false_data", explanation="材料不实", actor=self.officer, amount_fen=amount_fen
        )

    def received(self, recovery: Recovery) -> Recovery:
        take_step(register=RECOVERIES, record_id=recovery.pk, step="demand", actor=self.verifier)
        values = {"voucher": "收-1", "received_on": clock.today()}
        row = take_step(register=RECOVERIES, record_id=recovery.pk, step="receive", actor=self.finance, values=values)
        assert isinstance(row, Recovery)
        return row

    def verify(self, row: OutsidePayment) -> OutsidePayment:
        found = take_step(register=OUTSIDE_PAYMENTS, record_id=row.pk, step="verify", actor=self.verifier)
        assert isinstance(found, OutsidePayment)
        return found
