"""Counts of statuses on a board, judged again: the method of the scheme ZQB1 (`settings.REPRODUCERS`)."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from zhiqiang.domains.goals.facade import boards
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.kernel.papers import Outcome

REFERENCE = re.compile(
    r"ZQB1/(?P<unit>[0-9A-Za-z-]{1,32})/(?P<on>\d{4}-\d{2}-\d{2})/(?P<known>[0-9T:.+-]{19,40})/(?P<plan>[0-9a-f]{16})"
    r"/(?P<statuses>[a-z_+]+)"
)


def board_count(reference: str) -> Outcome:
    """How many targets of a unit had these statuses on a day, by the figures known at a moment."""
    asked = REFERENCE.fullmatch(reference)
    unit = Unit.objects.filter(code=asked["unit"]).first() if asked else None
    if asked is None or unit is None:
        return Outcome(None, "", _("看不懂这串编号。"))
    if not active_plan().content_hash.startswith(asked["plan"]):
        return Outcome(None, "", _("方案已换了一版，旧版方案的判定不能用现在的方案重算。"))
    known_at = datetime.fromisoformat(asked["known"])
    board = boards([unit], on=date.fromisoformat(asked["on"]), known_at=known_at)[0]
    number = sum(board.counts.get(one, 0) for one in asked["statuses"].split("+"))
    return Outcome(True, str(number), values=(Decimal(number),))
