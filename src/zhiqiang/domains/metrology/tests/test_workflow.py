"""The ready-made tests of the workflow of `metrology`: every state × step × role."""

from zhiqiang.domains.metrology.registers import STANDARD_EVENTS
from zhiqiang.domains.metrology.tests import test_registers
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestStandardEventsWorkflow(WorkflowSpec):
    register = STANDARD_EVENTS
    proposed = {"title": "砝码检定装置"}
    values = test_registers.TestStandardEvents.values
