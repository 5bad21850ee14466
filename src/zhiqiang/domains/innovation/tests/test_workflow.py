"""The ready-made tests of the workflows of `innovation`: every state × step × role."""

from zhiqiang.domains.innovation.registers import CLUSTER_MEMBERS, CLUSTERS, PATENTS
from zhiqiang.domains.innovation.tests import test_registers
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestPatentWorkflow(WorkflowSpec):
    register = PATENTS
    proposed = {"title": "一种钒钛钢的冶炼方法"}
    values = test_registers.TestPatents.values


class TestClusterWorkflow(WorkflowSpec):
    register = CLUSTERS
    proposed = {"industry": "食用菌与深加工"}
    values = test_registers.TestClusters.values


class TestClusterMemberWorkflow(WorkflowSpec):
    register = CLUSTER_MEMBERS
    proposed = {"products": "平菇"}
    values = test_registers.TestClusterMembers.values
    _cluster = test_registers.TestClusterMembers._cluster
