"""Workflows declared as data: states, the steps between them, and the clocks that steps start and stop."""

from zhiqiang.kernel.workflow.checks import WorkflowError
from zhiqiang.kernel.workflow.declarations import RECORDING, SYSTEM, Clock, State, Step, Title
from zhiqiang.kernel.workflow.machine import Allowed, Denied, Refusal, Workflow

__all__ = [
    "RECORDING",
    "SYSTEM",
    "Allowed",
    "Clock",
    "Denied",
    "Refusal",
    "State",
    "Step",
    "Title",
    "Workflow",
    "WorkflowError",
]
