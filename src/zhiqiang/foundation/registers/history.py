"""What happened to a record, in words: its trail, newest first, old and new values side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Correction
from zhiqiang.foundation.registers.shown import kept_in_words
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.trail.models import TrailEntry
from zhiqiang.kernel.workflow import Title

SHOWN = 50
ACTIONS: Mapping[str, Text] = {
    "record": gettext_lazy("填报"),
    "change": gettext_lazy("修改"),
    "import": gettext_lazy("导入"),
    "import_change": gettext_lazy("导入改动"),
    "undo": gettext_lazy("撤销导入"),
    "attach": gettext_lazy("添加附件"),
    "issue_certificate": gettext_lazy("签发证书"),
    "revoke_certificate": gettext_lazy("撤销证书"),
    "issue_paper": gettext_lazy("印发文件"),
    "clock_expired": gettext_lazy("时限已过"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the trail as a page shows it."""

    number: int
    at: datetime
    who: str
    title: Title
    reason: str
    changes: tuple[Change, ...]


def history(register: Register, record: int) -> list[Event]:
    """The latest events of a record."""
    entries = TrailEntry.objects.filter(register=register.slug, record=str(record)).select_related("actor")
    return [_event(register, entry) for entry in entries[:SHOWN]]


def proposed(register: Register, correction: Correction) -> list[Change]:
    """A pending correction: each value in force beside the one proposed."""
    return list(_changes(register, {name: [correction.before[name], new] for name, new in correction.values.items()}))


def _event(register: Register, entry: TrailEntry) -> Event:
    steps = {step.code: step.title for step in register.workflow.steps}
    changed = entry.facts.get("changed", {})
    return Event(
        number=entry.number,
        at=entry.at,
        who=str(entry.actor) if entry.actor else _("系统"),
        title=steps.get(entry.action) or ACTIONS.get(entry.action) or entry.action,
        reason=entry.facts.get("reason", ""),
        changes=tuple(_changes(register, changed if isinstance(changed, dict) else {})),
    )


def _changes(register: Register, changed: Mapping[str, Any]) -> Iterable[Change]:
    for name, pair in changed.items():
        if name in register.by_name or name == register.unit_field:
            old, new = pair
            yield Change(register.label(name), kept_in_words(register, name, old), kept_in_words(register, name, new))
