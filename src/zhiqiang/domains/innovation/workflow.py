"""The lives of patents, clusters and their members: verified, then standing until they lapse or are struck off."""

from zhiqiang.foundation.access.roles import CITY, VERIFIERS, WRITERS
from zhiqiang.foundation.standing.workflow import standing
from zhiqiang.foundation.text import lazy as _

PATENT = standing("patent", _("发明专利"), makers=WRITERS, checkers=VERIFIERS)
CLUSTER = standing("cluster", _("产业集群"), makers=CITY[:1], checkers=CITY[1:])
CLUSTER_MEMBER = standing("cluster_member", _("集群企业"), makers=WRITERS, checkers=VERIFIERS)
