"""The ready-made tests of the workflows of `standards`: every state × step × role."""

from zhiqiang.domains.standards.registers import DECLARATIONS, LOCAL_STANDARDS, REVIEWS, STANDARDS, SYSTEM_NODES
from zhiqiang.domains.standards.tests import test_registers
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestStandardsWorkflow(WorkflowSpec):
    register = STANDARDS
    proposed = {"title": "酱卤肉制品"}
    values = test_registers.TestStandards.values


class TestDeclarationsWorkflow(WorkflowSpec):
    register = DECLARATIONS
    proposed = {"title": "杏仁露"}
    values = test_registers.TestDeclarations.values


class TestLocalStandardsWorkflow(WorkflowSpec):
    register = LOCAL_STANDARDS
    proposed = {"title": "食用菌菌棒生产规程"}
    values = test_registers.TestLocalStandards.values


class TestReviewsWorkflow(WorkflowSpec):
    register = REVIEWS
    proposed = {"reasons": "内容仍适用"}
    values = test_registers.TestReviews.values
    _standard = test_registers.TestReviews._standard


class TestSystemNodesWorkflow(WorkflowSpec):
    register = SYSTEM_NODES
    proposed = {"title": "菌棒制作"}
    values = test_registers.TestSystemNodes.values
