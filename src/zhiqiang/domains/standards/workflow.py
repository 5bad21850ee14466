"""The life of a reported part in a standard."""

from zhiqiang.foundation.access.roles import VERIFIERS, WRITERS
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import verification

STANDARD_ROLE = verification("standard_role", _("标准制修订"), makers=WRITERS, checkers=VERIFIERS)
