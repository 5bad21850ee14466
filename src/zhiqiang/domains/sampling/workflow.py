"""The life of a sampled batch in this first cut: recorded, verified by someone else, corrected by proposal."""

from zhiqiang.foundation.access.roles import VERIFIERS, WRITERS
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import verification

SAMPLE = verification("sample", _("抽检批次"), makers=(*WRITERS, "laboratory"), checkers=VERIFIERS)
