"""The life of an outside value: entered with its file, verified against the file by someone else."""

from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import verification

OUTSIDE_VALUE = verification("outside_value", _("外部统计值"), makers=("city_officer",), checkers=("city_verifier",))
