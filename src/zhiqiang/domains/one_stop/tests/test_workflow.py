"""The ready-made tests of the workflows of `one_stop`: every state × step × role."""

from zhiqiang.domains.one_stop.tests import test_registers as cases
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestWindowsWorkflow(WorkflowSpec):
    register = cases.TestWindows.register
    proposed = {"hours": "工作日 8:30–17:30"}
    values = cases.TestWindows.values


class TestServicesWorkflow(WorkflowSpec):
    register = cases.TestServices.register
    proposed = {"charge": "免费"}
    values = cases.TestServices.values


class TestRequestsWorkflow(WorkflowSpec):
    register = cases.TestRequests.register
    proposed: dict = {}
    values = cases.TestRequests.values


class TestVisitsWorkflow(WorkflowSpec):
    register = cases.TestVisits.register
    proposed = {"answer": "讲解要求，介绍认证机构和补贴"}
    values = cases.TestVisits.values
