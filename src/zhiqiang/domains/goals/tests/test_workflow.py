"""The ready-made tests of the workflow of `goals`: every state × step × role."""

from zhiqiang.domains.goals.registers import OUTSIDE_VALUES
from zhiqiang.domains.goals.tests import test_registers
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestOutsideValuesWorkflow(WorkflowSpec):
    register = OUTSIDE_VALUES
    proposed = {"source_title": "统计年鉴"}
    values = test_registers.TestOutsideValues.values
