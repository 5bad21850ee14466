"""Opening duties, and what giving, feeding back, closing, postponing and handing over do beside moving the state."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.delivery.models import Duty, Helper, Milestone, Report
from zhiqiang.domains.delivery.workflow import (
    ASSIGN,
    AWAITED,
    CLAIMED,
    HAND_OVER,
    HAND_OVER_SENT_BACK,
    HOLDERS,
    LET_OFF,
    OWED,
)
from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.workflow.models import ClockRun
from zhiqiang.foundation.workflow.verification import RECORDED

ATTEMPTS = 5


def register(name: str) -> Register:
    """A register of this domain: "duties", "milestones", "reports", "helpers", "confidence"."""
    return catalogue.registers()[f"delivery.{name}"]


def open_duty(
    *,
    title: str,
    clause: str = "",
    target: str = "",
    unit_id: int,
    lead_id: int | None = None,
    source_kind: str,
    source_ref: str = "",
    starts_on: date,
    due_on: date,
    rhythm: str = "none",
    actor: User,
) -> int:
    """A duty with the next number, given at once where the actor may give it; its id.

    Raises WrongValuesError, and RefusedError where the actor may not record duties.
    """
    values = {
        "title": title, "clause": clause, "target": target, "unit": Unit.objects.get(pk=unit_id), "lead_id": lead_id,
        "source_kind": source_kind, "source_ref": source_ref, "starts_on": starts_on, "due_on": due_on,
        "rhythm": rhythm,
    }  # fmt: skip
    duty = _numbered(values, actor)
    if scope_for(actor, register("duties"), ASSIGN).allows(duty) and not own_order(duty, actor):
        take_step(register=register("duties"), record_id=duty.pk, step=ASSIGN, actor=actor)
    return duty.pk


def _numbered(values: dict[str, Any], actor: User) -> Duty:
    """The duty under the first free number of its year; a rival who took the number makes us take the next."""
    year = clock.today().year
    for attempt in range(ATTEMPTS):
        number = f"{year}-{_last_number(year) + 1:04d}"
        try:
            with transaction.atomic():
                made = create_record(register=register("duties"), values={**values, "number": number}, actor=actor)
                assert isinstance(made, Duty)
                return made
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError  # the loop returns or raises


def _last_number(year: int) -> int:
    taken = Duty.objects.filter(number__regex=rf"^{year}-\d{{4,8}}$").values_list("number", flat=True)
    return max((int(one.partition("-")[2]) for one in taken), default=0)


def own_order(duty: Duty, actor: User) -> str:
    """Why this person would give the duty to himself; empty where he would not."""
    if duty.unit.is_city and duty.lead_id is None:
        return _("全市任务须写明牵头部门，否则就是自己交办给自己。")
    for one in actor.memberships_on():
        if one.role not in HOLDERS:
            continue
        of_lead = one.organisation_id is not None and one.organisation_id == duty.lead_id
        of_unit = one.role == "reporter" and duty.unit.path.startswith(one.unit.path)
        if of_lead or of_unit:
            return _("您也是承办这项任务的人，不能交办给自己，请由他人交办。")
    return ""


def assign(_register: Register, duty: Duty, given: Given) -> dict[str, Any]:
    """The step's effect: a duty has somebody to answer for it, who is not the one who gives it."""
    if why := own_order(duty, given.actor):
        raise RefusedError(why)
    return {"unit": duty.unit.code, "lead": duty.lead_id}


def feed_back(_register: Register, duty: Duty, _given: Given) -> dict[str, Any]:
    """The step's effect: nobody says that a duty is done while a milestone is not."""
    waiting = list(duty.milestones.filter(state__in=(RECORDED, CLAIMED)).values_list("title", flat=True)[:3])
    if waiting:
        raise RefusedError(_("还有节点没有核查完成：%(titles)s。请先申报并等核查。") % {"titles": "、".join(waiting)})
    return {}


def end(_register: Register, duty: Duty, given: Given) -> dict[str, Any]:
    """The step's effect of striking off and of cancelling: reports that are still owed are no longer asked for."""
    why = given.reason or _("任务已销号")
    owed = list(duty.reports.filter(state__in=OWED).values_list("pk", flat=True))
    for pk in owed:
        take_step(register=register("reports"), record_id=pk, step=LET_OFF, actor=given.actor, reason=why)
    return {"reports_withdrawn": len(owed)} if owed else {}


def postpone(_register: Register, duty: Duty, given: Given) -> dict[str, Any]:
    """The step's effect: another, later day."""
    day = (given.values or {}).get("on")
    if not isinstance(day, date) or day <= max(duty.due_on, clock.today()):
        known = {"due": duty.due_on}
        raise RefusedError(_("新的期限须晚于今天和现在的期限 %(due)s，请在“生效日”处填写新的期限。") % known)
    old, duty.due_on = duty.due_on, day
    return {"due_on": [old.isoformat(), day.isoformat()]}


def transfer(_register: Register, duty: Duty, given: Given) -> dict[str, Any]:
    """The step's effect: the successor of a dissolved unit goes on with the same record, its open reports and
    milestones; what the old unit had done stays under the old unit's name."""
    successor = (given.values or {}).get("unit")
    if not isinstance(successor, Unit) or successor == duty.unit:
        raise RefusedError(_("请在任务页面选择承接的单位（不能是原单位）。"))
    old, duty.unit = duty.unit, successor
    if why := own_order(duty, given.actor):
        raise RefusedError(why)
    _hand_over(duty, successor, given.actor)
    running = ClockRun.objects.filter(register="delivery.duties", record=duty.pk, stopped_at=None)
    running.update(unit_path=successor.path)
    return {"unit": [old.code, successor.code]}


def _hand_over(duty: Duty, successor: Unit, actor: User) -> None:
    common = {"actor": actor, "values": {"unit": successor}}
    for pk in Milestone.objects.filter(duty=duty, state__in=(RECORDED, CLAIMED)).values_list("pk", flat=True):
        take_step(register=register("milestones"), record_id=pk, step=HAND_OVER, **common)
    for pk, state in Report.objects.filter(duty=duty, state__in=OWED).values_list("pk", "state"):
        step = HAND_OVER if state == AWAITED else HAND_OVER_SENT_BACK
        take_step(register=register("reports"), record_id=pk, step=step, **common)


def hand_over(held: Register, row: Any, given: Given) -> dict[str, Any]:
    """The effect on what belongs to a transferred duty: the unit changes, running clocks go with it."""
    successor = (given.values or {}).get("unit")
    if not isinstance(successor, Unit):
        raise RefusedError(_("请在任务页面办理移交，节点和报告随任务一起移交。"))
    old, row.unit = row.unit, successor
    ClockRun.objects.filter(register=held.slug, record=row.pk, stopped_at=None).update(unit_path=successor.path)
    return {"unit": [old.code, successor.code]}


def end_help(_register: Register, helper: Helper, given: Given) -> dict[str, Any]:
    """The step's effect: the day on which the help ended."""
    day = (given.values or {}).get("on", clock.today())
    if day < helper.valid_from:
        raise RefusedError(_("结束的日期早于协助开始的 %(day)s。") % {"day": helper.valid_from})
    helper.valid_to = day
    return {"valid_to": day.isoformat()}
