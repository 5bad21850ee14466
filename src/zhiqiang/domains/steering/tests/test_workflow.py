"""The ready-made tests of the workflows of steering: every state × step × role."""

from zhiqiang.domains.steering.tests import test_registers as cases
from zhiqiang.domains.steering.tests.test_registers import a_meeting
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.workflow_spec import REASON, WorkflowSpec


class TestSharesWorkflow(WorkflowSpec):
    register = cases.TestShares.register
    proposed = {"basis": "承质强办〔2026〕9号"}
    values = cases.TestShares.values

    def somebody(self, step, row):
        return self.city.person(step.roles[-1], self.city.city)


class TestMeetingsWorkflow(WorkflowSpec):
    register = cases.TestMeetings.register
    values = cases.TestMeetings.values

    def brought_to(self, state, maker=None, doers=None):
        """Writing leads back to where it began, so that no shortest way goes through it."""
        row = super().brought_to(state, maker, doers)
        writer = (doers or {}).get("write_minutes")
        return self.take(row, self.workflow.step("write_minutes"), writer) if writer else row

    def take(self, row, step, actor, reason=REASON):
        """Minutes are written with their text; what is signed has some."""
        values = {"minutes": "会议听取了情况。"} if step.code in {"hold", "write_minutes"} else None
        if step.code == "sign" and not row.minutes:
            type(row).objects.filter(pk=row.pk).update(minutes="会议听取了情况。")
        return take_step(
            register=self.register, record_id=row.pk, step=step.code, actor=actor, reason=reason, values=values
        )


class TestDecisionsWorkflow(WorkflowSpec):
    register = cases.TestDecisions.register
    values = cases.TestDecisions.values

    def take(self, row, step, actor, reason=REASON):
        values = {"duty": 7} if step.code == "open_duty" else None
        return take_step(
            register=self.register, record_id=row.pk, step=step.code, actor=actor, reason=reason, values=values
        )

    def somebody(self, step, row):
        return self.city.person(step.roles[0], self.city.city)


class TestAgendaWorkflow(WorkflowSpec):
    register = cases.registers.AGENDA

    def values(self, city, n):
        return {
            "meeting": a_meeting(city), "unit": city.unit, "source": "own", "reference": f"2026-001-{n}",
            "title": "听取减负情况", "ground": "报表重复",
        }  # fmt: skip

    def somebody(self, step, row):
        return self.city.person(step.roles[0], self.city.city)


class TestPracticesWorkflow(WorkflowSpec):
    register = cases.TestPractices.register
    values = cases.TestPractices.values

    def somebody(self, step, row):
        place = row.unit if step.roles[-1] in {"reporter", "verifier"} else self.city.city
        return self.city.person(step.roles[-1], place)
