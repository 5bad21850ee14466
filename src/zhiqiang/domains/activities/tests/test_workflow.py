"""The ready-made tests of the workflows of `activities`: every state × step × role."""

from zhiqiang.domains.activities.registers import ATTENDANCES, COURSES, EVENTS
from zhiqiang.domains.activities.tests import test_registers
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestEventsWorkflow(WorkflowSpec):
    register = EVENTS
    proposed = {"outputs": "发布质量倡议书"}
    values = test_registers.TestEvents.values


class TestCoursesWorkflow(WorkflowSpec):
    register = COURSES
    proposed = {"content": "计量法律法规"}
    values = test_registers.TestCourses.values


class TestAttendancesWorkflow(WorkflowSpec):
    register = ATTENDANCES
    proposed = {"remark": "补考通过"}
    values = test_registers.TestAttendances.values
    _course = test_registers.TestAttendances._course
