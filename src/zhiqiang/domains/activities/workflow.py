"""The lives of events, courses and attendances: recorded, then verified by somebody else."""

from zhiqiang.foundation.access.roles import VERIFIERS, WRITERS
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import verification

EVENT = verification("activity_event", _("活动"), makers=WRITERS, checkers=VERIFIERS)
COURSE = verification("activity_course", _("培训"), makers=WRITERS, checkers=VERIFIERS)
ATTENDANCE = verification("activity_attendance", _("参训"), makers=WRITERS, checkers=VERIFIERS)
