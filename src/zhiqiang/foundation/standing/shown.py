"""A standing record as pages show it: whether it is in force, until when, and what interrupted it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.models import Interruption, StandingRecord
from zhiqiang.foundation.standing.spans import own_spans
from zhiqiang.foundation.standing.workflow import STANDING_STATES
from zhiqiang.kernel.spans import Span, covers


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record stands today."""

    colour: str
    words: str
    spans: tuple[Span, ...]
    interruptions: tuple[Interruption, ...]


def remind_ahead() -> timedelta:
    """How long before its end a record is called to mind: the city's setting."""
    return timedelta(days=int(load_parameters().value("standing.remind", clock.today())))


def standing_of(register: Register, row: Record) -> Standing | None:
    """Where a record stands; None where the register's records are not valid over spans of days."""
    if not isinstance(row, StandingRecord):
        return None
    spans = own_spans(register.slug, [row]) if register.spans is None else register.spans([row])
    own = tuple(spans.get(row.pk, ()))
    known = Interruption.objects.filter(register=register.slug, record=row.pk)
    colour, words = _words(row, own, clock.today())
    return Standing(colour, words, own, tuple(known))


def state_words(register: Register, row: Record, today: date) -> str:
    """The state as the public reads it: a verified record whose days are over has expired."""
    state = register.workflow_for(row).state(row.state)
    if isinstance(row, StandingRecord) and not state.is_open and row.valid_to is not None and row.valid_to < today:
        return _("已过期")
    return str(_("有效")) if isinstance(row, StandingRecord) and row.state == "verified" else state.shown_to_public


def _words(row: StandingRecord, spans: tuple[Span, ...], today: date) -> tuple[str, str]:
    if row.state not in STANDING_STATES:
        return "none", _("未核实，尚不计入")
    if covers(spans, today):
        left = None if spans[-1].end is None else spans[-1].end - today
        if left is not None and left <= remind_ahead():
            return "warn", _("有效，还有 %(days)d 天到期") % {"days": left.days}
        return "ok", _("有效")
    if spans and spans[0].start > today:
        return "none", _("尚未开始")
    return "bad", _("现在无效")
