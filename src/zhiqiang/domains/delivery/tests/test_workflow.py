"""The ready-made tests of the lives of duties, milestones and reports: every state × step × role."""

from datetime import date, timedelta
from typing import Any

from zhiqiang.domains.delivery.models import Milestone, Report
from zhiqiang.domains.delivery.registers import CONFIDENCE, DUTIES, MILESTONES, REPORTS
from zhiqiang.domains.delivery.tests.office import PDF, department, given_duty
from zhiqiang.domains.delivery.workflow import (
    ASK,
    CLAIM,
    FILL,
    HAND_OVER,
    HAND_OVER_SENT_BACK,
    MEND,
    POSTPONE,
    RESUBMIT,
    SEND_BACK,
    SUBMIT,
    SUBMITTED,
    TRANSFER,
)
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.roles import BY_CODE
from zhiqiang.foundation.documents.store import attach
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.workflow_spec import REASON, WorkflowSpec


class OfTheLedger(WorkflowSpec):
    """Steps that ask for values get them; a department reaches what its own duties hold."""

    def reaches(self, role: str, row: Record) -> bool:
        if BY_CODE[role].organisation:
            return False  # the small city's department leads nothing
        return super().reaches(role, row)

    def take(self, row: Any, step: Any, actor: Any, reason: str = REASON) -> Any:
        return take_step(
            register=self.register, record_id=row.pk, step=step.code, actor=actor, reason=reason,
            values=self.given(row, step.code),
        )  # fmt: skip

    def given(self, row: Any, step: str) -> dict[str, Any]:
        successor = self.city.other_unit if row.unit == self.city.unit else self.city.unit
        if step == POSTPONE:
            return {"on": row.due_on + timedelta(days=30)}
        return {"unit": successor} if step in (TRANSFER, HAND_OVER, HAND_OVER_SENT_BACK) else {"done": "已开展（演示）"}


class TestDutiesWorkflow(OfTheLedger):
    register = DUTIES

    def values(self, city: Any, n: int) -> dict[str, Any]:
        return {
            "number": f"2026-{n:04d}", "title": "开展计量服务（演示）", "clause": "T7.1", "source_kind": "plan",
            "unit": city.unit, "lead": department(city), "starts_on": date(2026, 1, 5), "due_on": date(2026, 12, 31),
            "rhythm": "none", "difficulty": "",
        }  # fmt: skip


class TestMilestonesWorkflow(OfTheLedger):
    register = MILESTONES

    def values(self, city: Any, n: int) -> dict[str, Any]:
        duty = given_duty(city, signed=True)
        return {"duty": duty, "unit": duty.unit, "title": f"节点{n}（演示）", "weight": 2, "due_on": date(2026, 11, 30)}

    def take(self, row: Milestone, step: Any, actor: Any, reason: str = REASON) -> Any:
        if step.code == CLAIM:
            attach(name="凭证.pdf", content=PDF, register=MILESTONES.slug, record=row.pk, actor=actor)
        return super().take(row, step, actor, reason)


class TestReportsWorkflow(OfTheLedger):
    register = REPORTS

    def values(self, city: Any, n: int) -> dict[str, Any]:
        duty = given_duty(city, signed=True, rhythm="quarterly")
        return {"duty": duty, "unit": duty.unit, "period": f"202{n}Q3", "due_at": clock.now() + timedelta(days=9)}

    def way_to(self, state: str) -> list[Any]:
        """To a report that waits for its check by way of a draft and of being sent back, so that all had their part."""
        if state != SUBMITTED:
            return super().way_to(state)
        return [self.workflow.step(code) for code in (FILL, SUBMIT, SEND_BACK, MEND, RESUBMIT)]

    def given(self, row: Report, step: str) -> dict[str, Any]:
        if step == ASK:
            return {"figure": {"target": "G2027.2", "indicator": "x", "data": ""}}
        if step in (MEND, RESUBMIT):
            return {"done": f"改正后（演示）{row.version}"}
        return super().given(row, step)


def test_confidence_is_only_ever_stated() -> None:
    assert CONFIDENCE.workflow.steps == ()
