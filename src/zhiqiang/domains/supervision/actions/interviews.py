"""Interviews: arranged for an approved order, notified, held with the very person, confirmed by both; corrections."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.supervision.actions.issuing import issue_correction, issue_minutes, issue_notice
from zhiqiang.domains.supervision.actions.records import city, create, register, require_no_own_matter, tell_unit
from zhiqiang.domains.supervision.models import Correction, Interview, Order, Rung
from zhiqiang.domains.supervision.rules.records import is_the_person, wrong_day
from zhiqiang.domains.supervision.workflow import ANNULLED, APPROVED, OPEN_INTERVIEWS, SERVED
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import locked, take_step
from zhiqiang.foundation.workflow.clocks import deadline_of

HOLD = "supervision.hold_interview"
LONGEST = 8000


@transaction.atomic
def arrange_interview(*, order_id: int, values: dict[str, Any], actor: User) -> Interview:
    """Arrange the interview of an approved order: `person`, `interviewer`, `held_on`, `held_at`, `place`.

    Raises RefusedError, WrongValuesError, NotThereError.
    """
    order = locked(register("orders"), order_id, actor, "serve")
    assert isinstance(order, Order)
    if order.rung != Rung.INTERVIEW or order.state != APPROVED:
        raise RefusedError(_("只有批准了的约谈才能拟定约谈。"))
    _require_in_time(values.get("held_on"))
    made = create(
        "interviews",
        {**values, "unit": city(), "order": order, "addressee": order.addressee, "cause": order.ground[:600]},
        actor,
    )
    assert isinstance(made, Interview)
    return made


def notify_unit(_register: Register, interview: Interview, given: Given) -> dict[str, Any]:
    """The notice goes out with its number, and with it the order that it carries out."""
    require_no_own_matter(given.actor, interview.order)
    _require_in_time(interview.held_on)
    interview.number = issue_notice(interview, actor=given.actor)
    interview.unit = interview.addressee
    take_step(
        register=register("orders"), record_id=interview.order_id, step="serve", actor=given.actor,
        values={"interview_number": interview.number},
    )  # fmt: skip
    words = {"day": interview.held_on, "at": interview.held_at, "place": interview.place}
    body = _("%(day)s %(at)s，%(place)s。须本人到场，不得委托他人。") % words
    told = tell_unit(interview.order, event="interview", title=_("约谈通知"), body=body)
    return {"number": interview.number, "told": told}


def hold(_register: Register, interview: Interview, given: Given) -> dict[str, Any]:
    """Keep the minutes of who came and what was required. Values: `attended`, `minutes` (else the reason)."""
    values = given.values or {}
    attended = str(values.get("attended") or interview.person)
    if not is_the_person(interview.person, attended):
        facts = {"named": interview.person, "came": attended}
        raise RefusedError(_("应由“%(named)s”本人到场，不能由“%(came)s”代替；请改期。") % facts)
    if clock.today() < interview.held_on:
        raise RefusedError(_("约谈定在 %(day)s，还没有举行。") % {"day": interview.held_on})
    text = str(values.get("minutes") or given.reason).strip()
    if len(text) > LONGEST:
        raise RefusedError(_("纪要超过 %(most)s 字，请精简。") % {"most": LONGEST})
    interview.minutes = text
    return {"attended": attended}


def confirm_unit(_register: Register, interview: Interview, given: Given) -> dict[str, Any]:
    """The side that was interviewed confirms the minutes, by name and day."""
    interview.unit_signed_by, interview.unit_signed_on = given.actor.name[:60], clock.today()
    return {"signed_by": interview.unit_signed_by}


def confirm_city(_register: Register, interview: Interview, given: Given) -> dict[str, Any]:
    """The other side confirms: the minutes are issued, and the correction is due."""
    require_no_own_matter(given.actor, interview.order)
    interview.city_signed_by, interview.city_signed_on = given.actor.name[:60], clock.today()
    interview.minutes_number = issue_minutes(interview, actor=given.actor)
    demand = interview.minutes
    made = create("corrections", {"unit": interview.addressee, "interview": interview, "demand": demand}, given.actor)
    return {"signed_by": interview.city_signed_by, "number": interview.minutes_number, "correction": made.pk}


def cancel(_register: Register, interview: Interview, given: Given) -> dict[str, Any]:
    """The interview is taken back, and with it its order and its correction."""
    order = interview.order
    if order.state in (APPROVED, SERVED):
        take_step(
            register=register("orders"), record_id=order.pk, step="withdraw", actor=given.actor, reason=given.reason,
            values={"interview_cancelled": True},
        )  # fmt: skip
    _call_off_correction(interview, given.actor, given.reason)
    return {}


def fall(_register: Register, interview: Interview, given: Given) -> dict[str, Any]:
    """A review has annulled the order that the interview carries out."""
    if interview.order.state != ANNULLED:
        raise RefusedError(_("督办没有被撤销；要取消的，请“取消约谈”。"))
    _call_off_correction(interview, given.actor, given.reason)
    return {}


def report(_register: Register, correction: Correction, given: Given) -> dict[str, Any]:
    """The unit's own account of what it has put right."""
    text = str((given.values or {}).get("report") or given.reason).strip()
    if not text:
        raise RefusedError(_("请逐项写明整改情况。"))
    if len(text) > LONGEST:
        raise RefusedError(_("整改报告超过 %(most)s 字，请精简，详细材料作为附件。") % {"most": LONGEST})
    correction.report, correction.reported_on = text, clock.today()
    return {"reported_on": correction.reported_on.isoformat()}


def pass_recheck(_register: Register, correction: Correction, given: Given) -> dict[str, Any]:
    """Another person found it put right: paper, interview and order are closed with it."""
    require_no_own_matter(given.actor, correction.interview.order)
    correction.finding, correction.ended_on = given.reason, clock.today()
    correction.number = issue_correction(correction, actor=given.actor)
    take_step(
        register=register("interviews"), record_id=correction.interview_id, step="close", actor=given.actor,
        values={"passed": correction},
    )  # fmt: skip
    return {"number": correction.number}


def fail_recheck(_register: Register, correction: Correction, given: Given) -> dict[str, Any]:
    """It is not put right: the unit reports again within the same time limit, from today."""
    require_no_own_matter(given.actor, correction.interview.order)
    correction.finding = given.reason
    title = _("整改未到位，请重新报告")
    event = f"returned-{correction.version}"
    tell_unit(correction.interview.order, event=event, title=title, body=given.reason)
    return {}


def close(_register: Register, interview: Interview, given: Given) -> dict[str, Any]:
    """An interview is closed by its correction's passed re-check, and its order is concluded with it."""
    passed = (given.values or {}).get("passed")
    if passed is None or passed.interview_id != interview.pk:
        raise RefusedError(_("约谈随整改复核通过办结，请在整改里办理。"))
    take_step(
        register=register("orders"), record_id=interview.order_id, step="conclude", actor=given.actor,
        values={"passed": passed},
    )  # fmt: skip
    return {"correction": passed.pk}


def call_off_with_order(order: Order, *, actor: User, reason: str) -> None:
    """An annulled order takes its interview with it, as far as that still goes on."""
    interview = getattr(order, "interview", None)
    if interview is not None and interview.state in OPEN_INTERVIEWS:
        take_step(register=register("interviews"), record_id=interview.pk, step="fall", actor=actor, reason=reason)


def _call_off_correction(interview: Interview, actor: User, reason: str) -> None:
    correction = getattr(interview, "correction", None)
    if correction is not None and register("corrections").workflow.state(correction.state).is_open:
        take_step(
            register=register("corrections"), record_id=correction.pk, step="call_off", actor=actor, reason=reason
        )


def _require_in_time(held_on: date | None) -> None:
    if held_on is None:
        raise RefusedError(_("请填写约谈日期。"))
    due = deadline_of(HOLD, clock.now()).due
    if wrong := wrong_day(held_on, clock.today(), due.date() if hasattr(due, "date") else due):
        raise RefusedError(wrong)
