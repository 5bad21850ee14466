"""The words and colours of duties beside those of targets: one scale for a page that shows both."""

from zhiqiang.foundation.pages.statuses import TARGETS, Chip, chip_of
from zhiqiang.foundation.text import lazy as _

DUTIES = {
    "overdue": Chip("late", _("逾期")),
    "done": Chip("ok", _("已办结")),
    "not_started": Chip("none", _("未开始")),
}
ALIGNED = {
    "gap": Chip("bad", _("没有承接")),
    "partial": Chip("warn", _("部分承接")),
    "full": Chip("ok", _("已承接")),
}
#: The order of a legend: the worst first.
ORDER = ("overdue", "worsening", "behind", "missed", "watch", "nearly_met", "on_track", "met", "done")


def chip(code: str) -> Chip:
    """The chip of a status of a target or a duty; nothing known is said without a colour."""
    if not code:
        return Chip("none", _("无数据"))
    return DUTIES.get(code) or ALIGNED.get(code) or TARGETS.get(code) or chip_of(code)
