"""What the steps of a standing record do beside moving its state: open and close interruptions."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Effect, Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.models import Interruption, StandingRecord
from zhiqiang.foundation.standing.workflow import REINSTATE, RESUME, SUSPEND, WITHDRAW

DAY = timedelta(days=1)
SUSPENDED, WITHDRAWN = Interruption.Kind.SUSPENDED, Interruption.Kind.WITHDRAWN


def suspend(register: Register, row: Record, given: Given) -> dict[str, Any]:
    """Stand no longer from the day on, until resumed."""
    return _interrupt(register, row, SUSPENDED, _effective_day(row, given), given.reason)


def resume(register: Register, row: Record, given: Given) -> dict[str, Any]:
    """Stand again from the day on."""
    on = _effective_day(row, given)
    if not _close_suspension(register, row, on):
        raise RefusedError(_("没有正在执行的暂停。"))
    return {"on": on.isoformat()}


def withdraw(register: Register, row: Record, given: Given) -> dict[str, Any]:
    """Stand no longer from the day on."""
    on = _effective_day(row, given)
    _close_suspension(register, row, on)
    return _interrupt(register, row, WITHDRAWN, on, given.reason)


def reinstate(register: Register, row: Record, given: Given) -> dict[str, Any]:  # noqa: ARG001 (an effect's shape)
    """Take a withdrawal back as if it had never been: a mistake, or overturned on review."""
    withdrawn = _of(register, row, WITHDRAWN).filter(annulled_at=None)
    days = [one.isoformat() for one in withdrawn.values_list("starts_on", flat=True)]
    withdrawn.update(annulled_at=clock.now())
    return {"annulled": days}


STANDING_EFFECTS: Mapping[str, Effect] = {SUSPEND: suspend, RESUME: resume, WITHDRAW: withdraw, REINSTATE: reinstate}


def _effective_day(row: Record, given: Given) -> date:
    """The day a step takes effect: the one stated, today by default, within what has begun."""
    assert isinstance(row, StandingRecord)
    on = (given.values or {}).get("on") or clock.today()
    if on > clock.today():
        raise RefusedError(_("生效日 %(on)s 晚于今天，请在生效当日或之后办理。") % {"on": on})
    if on < row.valid_from:
        words = {"on": on, "start": row.valid_from}
        raise RefusedError(_("生效日 %(on)s 早于有效起日 %(start)s，请核对。") % words)
    assert isinstance(on, date)
    return on


def _interrupt(register: Register, row: Record, kind: str, on: date, cause: str) -> dict[str, Any]:
    Interruption.objects.create(register=register.slug, record=row.pk, kind=kind, starts_on=on, cause=cause)
    return {"on": on.isoformat()}


def _close_suspension(register: Register, row: Record, on: date) -> bool:
    """End the running suspension the day before; False where none runs."""
    suspended = _of(register, row, SUSPENDED).filter(ends_on=None, annulled_at=None).first()
    if suspended is None:
        return False
    if on < suspended.starts_on:
        words = {"on": on, "start": suspended.starts_on}
        raise RefusedError(_("生效日 %(on)s 早于暂停起日 %(start)s，请核对。") % words)
    suspended.ends_on = on - DAY
    suspended.save(update_fields=("ends_on",))
    return True


def _of(register: Register, row: Record, kind: str) -> Any:
    return Interruption.objects.filter(register=register.slug, record=row.pk, kind=kind)
