"""The ready-made tests of the workflows of money: every state × step × role, by the real actions."""

from typing import Any

import pytest

from zhiqiang.domains.incentives.actions.payments import propose_payment
from zhiqiang.domains.incentives.actions.recoveries import propose_recovery
from zhiqiang.domains.incentives.registers import BUDGET_LINES, OUTSIDE_PAYMENTS, PAYMENTS, RECOVERIES
from zhiqiang.domains.incentives.tests import test_registers
from zhiqiang.domains.incentives.tests.treasury import Treasury
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.workflow_spec import REASON, WorkflowSpec


class TestBudgetLinesWorkflow(WorkflowSpec):
    register = BUDGET_LINES
    proposed = {"title": "质量强市专项资金（调整）"}
    values = test_registers.TestBudgetLines.values

    @pytest.fixture(autouse=True)
    def _programmes(self, book: object) -> None:
        """The programmes that a line may name."""


class TestOutsidePaymentsWorkflow(WorkflowSpec):
    register = OUTSIDE_PAYMENTS
    proposed = {"funder_name": "国家市场监督管理总局"}
    values = test_registers.TestOutsidePayments.values


class MadeByActions(WorkflowSpec):
    """Records that are begun by an action, not by a form; `pay` and `receive` are taken with a voucher."""

    @pytest.fixture(autouse=True)
    def _treasury(self, treasury: Treasury) -> None:
        self.treasury = treasury

    def begun(self, maker: Any) -> Any:
        """A record in the first state, made by this person."""
        raise NotImplementedError

    def brought_to(self, state: str, maker: Any = None, doers: Any = None) -> Any:
        row = self.begun(maker or self.city.person(self.register.access["add"][0], self.city.city))
        for step in self.way_to(state):
            row = self.take(row, step, (doers or {}).get(step.code) or self.somebody(step, row))
        return row

    def take(self, row: Any, step: Any, actor: Any, reason: str = REASON) -> Any:
        values = {"voucher": "凭-1"}
        return take_step(
            register=self.register, record_id=row.pk, step=step.code, actor=actor, reason=reason, values=values
        )


class TestPaymentsWorkflow(MadeByActions):
    register = PAYMENTS

    def begun(self, maker: Any) -> Any:
        """A part of a commitment: paying all of it would settle the commitment too."""
        held = self.treasury.commitment(self.treasury.award(f"GB/T {len(self.treasury.book.awards)}-2026"))
        return propose_payment(commitment_id=held.pk, actor=maker, amount_fen=5_000_000)

    def somebody(self, step: Any, row: Any) -> Any:
        return self.city.person(step.roles[-1], row.unit)


class TestRecoveriesWorkflow(MadeByActions):
    register = RECOVERIES

    def begun(self, maker: Any) -> Any:
        award = self.treasury.award(f"GB/T {len(self.treasury.book.awards)}-2026")
        paid = self.treasury.paid(self.treasury.proposed(self.treasury.commitment(award)))
        return propose_recovery(payment_id=paid.pk, cause="other", explanation="多付", actor=maker)
