"""The lives of runs, scores and appeals; what no form makes."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from zhiqiang.domains.assessment.actions import runs
from zhiqiang.domains.assessment.models import Result
from zhiqiang.domains.assessment.registers import APPEALS, REGISTERS, RUNS, SELF_SCORES
from zhiqiang.domains.assessment.tests.office import PERIOD, SCHEME, TITLE, Office
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.city import City
from zhiqiang.foundation.testing.workflow_spec import REASON, WorkflowSpec
from zhiqiang.foundation.trail.models import TrailEntry
from zhiqiang.kernel.workflow import Step


class TestRunWorkflow(WorkflowSpec):
    register = RUNS

    @pytest.fixture(autouse=True)
    def _no_units(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is tested here is the run's own life; its results have theirs."""
        monkeypatch.setattr(runs, "reporting_units", list)

    def values(self, city: City, n: int) -> dict[str, Any]:
        return {"scheme": SCHEME, "period": PERIOD, "title": TITLE, "unit": city.city}


class TestSelfScoreWorkflow(WorkflowSpec):
    register = SELF_SCORES

    @pytest.fixture(autouse=True)
    def _run(self, office: Office) -> None:
        self.run = office.step(office.run(), "open")

    def values(self, city: City, n: int) -> dict[str, Any]:
        return {"run": self.run, "unit": city.unit, "item": "activity", "value": Decimal("4.5"), "reason": "有方案"}


class TestAppealWorkflow(WorkflowSpec):
    register = APPEALS

    @pytest.fixture(autouse=True)
    def _published(self, office: Office) -> None:
        """A result that nobody of the small city has had a hand in."""
        office.officer = office.another
        run = office.step(office.to_department(), "to_field")
        run = office.step(office.step(run, "combine"), "publish", office.leader)
        self.result = Result.objects.get(run=run, unit=office.city.unit)

    def values(self, city: City, n: int) -> dict[str, Any]:
        return {"result": self.result, "unit": city.unit, "item": "activity", "grounds": "材料已补齐"}

    def take(self, row: Record, step: Step, actor: User, reason: str = REASON) -> Record:
        values = {"value": Decimal(5)} if step.code == "uphold" else None
        return take_step(
            register=self.register, record_id=row.pk, step=step.code, actor=actor, reason=reason, values=values
        )

    def test_a_taken_step_moves_state_clocks_and_trail_together(self, step: str) -> None:
        """Upholding tells of the old result, the new one and its publication beside itself."""
        if step != "uphold":
            super().test_a_taken_step_moves_state_clocks_and_trail_together(step)
            return
        row = self.brought_to("filed")
        entries = TrailEntry.objects.count()
        self.take(row, self.workflow.step(step), self.somebody(self.workflow.step(step), row))
        told = TrailEntry.objects.order_by("pk").values_list("action", flat=True)[entries:]
        assert list(told) == ["replace", "record", "publish", "uphold"]


def test_results_are_typed_by_nobody(as_of: Callable[..., Any]) -> None:
    as_of(2026, 11, 23)
    made = {one.slug for one in REGISTERS if not any(field.form for field in one.fields)}
    assert made == {"assessment.results"}
