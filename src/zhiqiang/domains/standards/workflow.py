"""The lives of the records about standards."""

from zhiqiang.foundation.access.roles import CITY, VERIFIERS, WRITERS
from zhiqiang.foundation.standing.workflow import standing
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import verification

OFFICER, CITY_VERIFIER = CITY[:1], CITY[1:]

STANDARD_ROLE = verification("standard_role", _("标准制修订"), makers=WRITERS, checkers=VERIFIERS)
DECLARATION = standing("standard_declaration", _("企业标准自我声明"), makers=WRITERS, checkers=VERIFIERS)
LOCAL_STANDARD = standing("local_standard", _("市地方标准"), makers=OFFICER, checkers=CITY_VERIFIER)
REVIEW = verification("standard_review", _("地方标准复审"), makers=OFFICER, checkers=CITY_VERIFIER)
SYSTEM_NODE = verification("standard_system_node", _("标准体系"), makers=WRITERS, checkers=VERIFIERS)
