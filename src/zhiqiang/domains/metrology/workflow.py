"""The life of a reported event of a measurement standard."""

from zhiqiang.foundation.access.roles import VERIFIERS, WRITERS
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import verification

STANDARD_EVENT = verification("standard_event", _("计量标准事项"), makers=WRITERS, checkers=VERIFIERS)
