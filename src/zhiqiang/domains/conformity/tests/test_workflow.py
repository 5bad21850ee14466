"""The ready-made tests of the workflows of `conformity`: every state × step × role."""

from zhiqiang.domains.conformity.tests import test_registers as cases
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestCertificatesWorkflow(WorkflowSpec):
    register = cases.TestCertificates.register
    proposed = {"scope": "肉制品、豆制品的生产"}
    values = cases.TestCertificates.values


class TestLaboratoriesWorkflow(WorkflowSpec):
    register = cases.TestLaboratories.register
    proposed = {"areas": "食品"}
    values = cases.TestLaboratories.values


class TestSmallFirmsWorkflow(WorkflowSpec):
    register = cases.TestSmallFirms.register
    proposed = {"after": "取得证书"}
    values = cases.TestSmallFirms.values


class TestCentresWorkflow(WorkflowSpec):
    register = cases.TestCentres.register
    proposed = {"remark": "设备到货"}
    values = cases.TestCentres.values


class TestProficiencyTestsWorkflow(WorkflowSpec):
    register = cases.TestProficiencyTests.register
    proposed = {"remark": "已复测"}
    values = cases.TestProficiencyTests.values
