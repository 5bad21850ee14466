"""The lives of brands, licences, geographical indications and their users: all stand over spans of days."""

from zhiqiang.foundation.access.roles import VERIFIERS, WRITERS
from zhiqiang.foundation.standing.workflow import standing
from zhiqiang.foundation.text import lazy as _

BRAND = standing("brand", _("品牌"), makers=WRITERS, checkers=VERIFIERS)
LICENCE = standing("brand_licence", _("区域品牌授权"), makers=WRITERS, checkers=VERIFIERS)
INDICATION = standing("geographical_indication", _("地理标志"), makers=WRITERS, checkers=VERIFIERS)
INDICATION_USER = standing("indication_user", _("地理标志用标人"), makers=WRITERS, checkers=VERIFIERS)
