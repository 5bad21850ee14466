"""The ready-made tests of the workflow of `standards`: every state × step × role."""

from zhiqiang.domains.standards.registers import STANDARDS
from zhiqiang.domains.standards.tests import test_registers
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestStandardsWorkflow(WorkflowSpec):
    register = STANDARDS
    proposed = {"title": "酱卤肉制品"}
    values = test_registers.TestStandards.values
