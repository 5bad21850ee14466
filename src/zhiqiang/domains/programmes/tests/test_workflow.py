"""The ready-made tests of the lives of recognitions and objections; the kernel's words are all marked."""

from datetime import date

import pytest

from zhiqiang.domains.programmes.registers import OBJECTIONS, RECOGNITIONS
from zhiqiang.domains.programmes.tests import test_registers
from zhiqiang.domains.programmes.workflow import WORDS
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec
from zhiqiang.kernel.programmes import lifecycle


class TestRecognitionsWorkflow(WorkflowSpec):
    register = RECOGNITIONS
    proposed = {"basis": "冀工信科字〔2026〕99号"}
    values = test_registers.TestRecognitions.values


class TestObjectionsWorkflow(WorkflowSpec):
    register = OBJECTIONS
    check_step = "dismiss"

    @pytest.fixture(autouse=True)
    def _against_something(self, walk, _on_the_day):
        """The life of an objection by itself: what it brings about is tested in `test_objections`."""
        self.row = walk("lamps").draft()

    def values(self, city, n):
        return {
            "application": self.row,
            "unit": self.row.unit,
            "received_on": date(2026, 9, 1),
            "objector_kind": "organisation",
            "objector": "某公司",
            "content": f"并非独立完成{n}",
        }

    def expected(self, step, state, role, row):
        """An objection is heard by the roles that its programme names: for the others of the office it is refused."""
        answer = super().expected(step, state, role, row)
        return "refused" if answer == step.target and role != "city_verifier" else answer

    def somebody(self, step, row):
        return self.city.person("city_verifier", self.city.city)

    def all_rounder(self, step, earlier):
        return self.city.person("city_verifier", self.city.city)


def test_every_word_of_the_kernel_is_marked_for_translation():
    words = {title for title, _colour, public in lifecycle.STATES.values()} | {
        public for _title, _colour, public in lifecycle.STATES.values() if public
    }
    words |= {*lifecycle.CLOCKS.values(), *lifecycle.STEPS.values()}
    words |= {lifecycle.NO_CLOCK_IN_DRAFT, lifecycle.ON_EXPIRY, lifecycle.NOTICE_ENDS}
    assert words - {str(one) for one in WORDS} == set()
