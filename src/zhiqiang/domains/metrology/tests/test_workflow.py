"""The ready-made tests of the workflows of `metrology`: every state × step × role."""

from datetime import date

from zhiqiang.domains.metrology import registers
from zhiqiang.domains.metrology.tests import test_registers
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestStandardEventsWorkflow(WorkflowSpec):
    register = registers.STANDARD_EVENTS
    proposed = {"title": "砝码检定装置"}
    values = test_registers.TestStandardEvents.values


class TestStandardsWorkflow(WorkflowSpec):
    register = registers.STANDARDS
    proposed = {"traced_until": date(2028, 5, 5)}
    values = test_registers.TestStandards.values


class TestInstrumentsWorkflow(WorkflowSpec):
    register = registers.INSTRUMENTS
    proposed = {"title": "冷水水表"}
    values = test_registers.TestInstruments.values


class TestVerificationsWorkflow(WorkflowSpec):
    register = registers.VERIFICATIONS
    proposed = {"remark": "更正"}
    instrument = test_registers.TestVerifications.instrument
    values = test_registers.TestVerifications.values


class TestCalibrationsWorkflow(WorkflowSpec):
    register = registers.CALIBRATIONS
    proposed = {"remark": "更正"}
    instrument = test_registers.TestCalibrations.instrument
    values = test_registers.TestCalibrations.values
