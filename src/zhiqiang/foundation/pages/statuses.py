"""The words and colours of every status: targets, verdicts, records, imports and jobs. Colour is never alone."""

from dataclasses import dataclass

from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _
from zhiqiang.foundation.workflow.verification import TITLES, verification

COLOURS = ("ok", "warn", "bad", "late", "none")


@dataclass(frozen=True, slots=True)
class Chip:
    """A status as shown: its colour (which carries the shape) and its word."""

    colour: str
    word: Text


TARGETS = {
    "on_track": Chip("ok", _("正常")),
    "watch": Chip("warn", _("关注")),
    "behind": Chip("bad", _("滞后")),
    "worsening": Chip("late", _("恶化")),
    "met": Chip("ok", _("已达成")),
    "nearly_met": Chip("warn", _("接近达成")),
    "missed": Chip("bad", _("未达成")),
    "open": Chip("none", _("未到期")),
    "not_due": Chip("none", _("未到期")),
    "no_data": Chip("none", _("数据不足")),
    "to_verify": Chip("none", _("核实中")),
    "definition_changed": Chip("none", _("口径有变")),
    "benchmark_missing": Chip("none", _("缺对比值")),
    "not_bound": Chip("none", _("尚未接入")),
}
_PLAIN = verification("plain", "", makers=("reporter",), checkers=("verifier",))
RECORDS = {state.code: Chip(state.colour, TITLES[state.code]) for state in _PLAIN.states}
IMPORTS = {
    "reading": Chip("none", ImportBatch.Status.READING.label),
    "preview": Chip("warn", ImportBatch.Status.PREVIEW.label),
    "refused": Chip("bad", ImportBatch.Status.REFUSED.label),
    "committed": Chip("ok", ImportBatch.Status.COMMITTED.label),
    "undone": Chip("none", ImportBatch.Status.UNDONE.label),
    "discarded": Chip("none", ImportBatch.Status.DISCARDED.label),
}
JOBS = {
    "waiting": Chip("none", _("等待")),
    "running": Chip("warn", _("进行中")),
    "done": Chip("ok", _("完成")),
    "failed": Chip("bad", _("未完成")),
}
CHIPS = {**IMPORTS, **JOBS, **RECORDS, **TARGETS}


def chip_of(code: str) -> Chip:
    """The chip of a status code; an unknown code is shown as it is, uncoloured."""
    return CHIPS.get(str(code), Chip("none", str(code)))
