"""The ready-made tests of the workflow of `sampling`: every state × step × role."""

from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.domains.sampling.tests import test_registers
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestSamplesWorkflow(WorkflowSpec):
    register = SAMPLES
    proposed = {"product": "猪肉"}
    values = test_registers.TestSamples.values
