"""The ready-made tests of the workflows of brands: every state × step × role."""

from zhiqiang.domains.brands.registers import BRAND_LIST, GEOGRAPHICAL_INDICATIONS, INDICATION_USERS, LICENCES
from zhiqiang.domains.brands.tests import test_registers as records
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestBrandWorkflow(WorkflowSpec):
    register = BRAND_LIST
    proposed = {"products": "板栗仁"}
    values = records.TestBrands.values


class TestLicenceWorkflow(WorkflowSpec):
    register = LICENCES
    proposed = {"products": "香菇"}
    values = records.TestLicences.values


class TestIndicationWorkflow(WorkflowSpec):
    register = GEOGRAPHICAL_INDICATIONS
    proposed = {"products": "鲜香菇"}
    values = records.TestGeographicalIndications.values


class TestIndicationUserWorkflow(WorkflowSpec):
    register = INDICATION_USERS
    proposed = {"products": "鲜香菇"}
    values = records.TestIndicationUsers.values
