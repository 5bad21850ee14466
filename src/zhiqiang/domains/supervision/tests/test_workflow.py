"""The ready-made tests of the lives of supervision, by the real actions: every state × step × role."""

from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest

from zhiqiang.domains.supervision.actions.interviews import arrange_interview
from zhiqiang.domains.supervision.actions.proposing import Major, propose_major
from zhiqiang.domains.supervision.actions.reviews import apply_for_review
from zhiqiang.domains.supervision.models import Correction, Interview, Order, Review
from zhiqiang.domains.supervision.queries.ladder import life_of
from zhiqiang.domains.supervision.registers import CORRECTIONS, INTERVIEWS, ORDERS, REVIEWS
from zhiqiang.domains.supervision.tests.office import Office
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.workflow_spec import REASON, WorkflowSpec
from zhiqiang.foundation.trail.models import TrailEntry
from zhiqiang.foundation.workflow.models import StepTaken
from zhiqiang.kernel.workflow import Step, Workflow

TODAY = date(2026, 11, 23)
TALK = {"person": "张某某", "interviewer": "李某某", "held_on": TODAY, "held_at": "09:30", "place": "二楼会议室"}


class MadeByActions(WorkflowSpec):
    """Records that an action begins; steps that only a consequence takes are given what the consequence gives."""

    @pytest.fixture(autouse=True)
    def _office(self, office: Office) -> None:
        """The leader of the city, and a department that leads nothing here."""
        self.office = office
        office.city.users["leader"] = office.city.person("leader", office.city.city)
        department = Organisation.objects.create(title="某局（演示）", kind="department", unit=office.city.city)
        office.city.users["department"] = office.city.person("department", office.city.city, "department-1", department)

    def begun(self, maker: User) -> Any:
        """A record in the first state, made by this person."""
        raise NotImplementedError

    def order(self, maker: User, rung: str = "orange") -> Order:
        """An order of a major matter of its own."""
        title = f"事项{Order.objects.count()}"
        wanted = Major(self.city.unit, "clause", "", title, rung, "群体事件")
        return propose_major(major=wanted, actor=maker)

    def brought_to(self, state: str, maker: Any = None, doers: Any = None) -> Any:
        row = self.begun(maker or self.city.person(self.register.access["add"][0], self.first_place()))
        for step in self.way_to(state):
            row = self.take(row, step, (doers or {}).get(step.code) or self.somebody(step, row))
        return row

    def first_place(self) -> Any:
        return self.city.city

    def take(self, row: Any, step: Step, actor: User, reason: str = REASON) -> Any:
        moment = clock.as_of(date(2026, 12, 15)) if step.code == "lapse" else nullcontext()
        with moment:
            return take_step(
                register=self.register, record_id=row.pk, step=step.code, actor=actor, reason=reason,
                values=self.given(row, step.code),
            )  # fmt: skip

    def given(self, row: Any, step: str) -> dict[str, Any] | None:
        return None

    def expected(self, step: Step, state: str, role: str, row: Any) -> str:
        """Who may take the step on another rung is refused here with the reason, not told that there is nothing."""
        answer = super().expected(step, state, role, row)
        elsewhere = role in self.register.access[step.code] and role not in step.roles and self.reaches(role, row)
        return "refused" if elsewhere else answer

    def somebody(self, step: Step, row: Any) -> User:
        """A new person of the last region's role: of the unit where the step is the unit's, else of the city."""
        role = [code for code in step.roles if code != "department"][-1]
        place = self.city.unit if role in ("reporter", "verifier") else self.city.city
        return self.city.person(role, place)

    def test_a_taken_step_moves_state_clocks_and_trail_together(self, step: str) -> None:
        """As ready-made, but that a step may bring others with it, each with an entry of its own."""
        declared = self.workflow.step(step)
        for source in declared.source:
            with self.undone():
                row = self.brought_to(source)
                before = self.clocks(row)
                entries = TrailEntry.objects.filter(register=self.register.slug, record=row.pk, action=step)
                number = entries.count()
                self.take(row, declared, self.somebody(declared, row))
                row.refresh_from_db()
                is_open = self.workflow.state(declared.target).is_open
                left = ((before - set(declared.stops)) | set(declared.starts)) if is_open else set()
                assert (row.state, self.clocks(row)) == (declared.target, left)
                last = StepTaken.objects.filter(register=self.register.slug, record=row.pk).latest("pk")
                assert (last.step, last.source, last.target) == (step, source, declared.target)
                assert entries.count() == number + 1


class TestOrdersWorkflow(MadeByActions):
    register = ORDERS
    rung = "orange"

    @property
    def workflow(self) -> Workflow:
        return life_of(Order(rung=self.rung, ladder_version=date(2023, 1, 1)))

    def begun(self, maker: User) -> Any:
        return self.order(maker, self.rung)

    def given(self, row: Any, step: str) -> dict[str, Any] | None:
        values = {"annul": {"review": Review(pk=1, order_id=row.pk)}, "serve": {"interview_number": "约〔2026〕1号"}}
        interview = Interview(order=row)
        values["conclude"] = {"passed": Correction(interview=interview, finding="到位")}
        return values.get(step)


class TestOrdersToInterviewWorkflow(TestOrdersWorkflow):
    rung = "interview"


class TestReviewsWorkflow(MadeByActions):
    register = REVIEWS

    def begun(self, maker: User) -> Any:
        order = self.order(self.office.officer)
        order = self.office.take(self.office.take(order, "approve", self.office.verifier), "serve", self.office.second)
        self.city.users["city_verifier"] = self.office.other
        return apply_for_review(order_id=order.pk, grounds="已按期报送", actor=maker)

    def first_place(self) -> Any:
        return self.city.unit


class TestInterviewsWorkflow(MadeByActions):
    register = INTERVIEWS

    def begun(self, maker: User) -> Any:
        order = self.office.take(self.order(self.office.second, "interview"), "approve", self.office.leader)
        return arrange_interview(order_id=order.pk, values=dict(TALK), actor=maker)

    def take(self, row: Any, step: Step, actor: User, reason: str = REASON) -> Any:
        if step.code == "fall":
            Order.objects.filter(pk=row.order_id).update(state="annulled")
        return super().take(row, step, actor, reason)

    def given(self, row: Any, step: str) -> dict[str, Any] | None:
        return {"passed": Correction(interview=row, finding="到位")} if step == "close" else None


class TestCorrectionsWorkflow(MadeByActions):
    register = CORRECTIONS

    def begun(self, maker: User) -> Any:
        office = self.office
        order = office.take(self.order(office.second, "interview"), "approve", self.office.judge)
        row = arrange_interview(order_id=order.pk, values=dict(TALK), actor=office.officer)
        for step, actor in (("notify", office.officer), ("hold", office.officer), ("confirm_unit", office.chief)):
            row = office.take(row, step, actor)
        office.take(row, "confirm_city", maker)
        return Correction.objects.get(interview=row)
