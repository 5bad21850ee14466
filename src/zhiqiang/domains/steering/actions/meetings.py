"""A meeting from its agenda to the end of its decisions. Signing the minutes opens a duty for each decision."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.steering.models import AgendaItem, Decision, Meeting
from zhiqiang.domains.steering.queries.duties import open_duty
from zhiqiang.domains.steering.queries.meetings import candidates, followed
from zhiqiang.domains.steering.rules import select_agenda
from zhiqiang.domains.steering.workflow import DROP, DROPPED, GIVEN_UP, HELD, LISTED, OPEN_DUTY, RESTORE
from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.workflow.verification import RECORDED

MOST_MINUTES = 4000  # characters; 中央为基层减负的规定要求文件一般不超过这个字数


def register(name: str) -> Register:
    """A register of this domain: "meetings", "agenda", "decisions"."""
    return catalogue.registers()[f"steering.{name}"]


@transaction.atomic
def draft_agenda(*, meeting_id: int, actor: User) -> int:
    """Put what is red, amber or overdue today on a meeting's agenda; what is on it, or was dropped, stays as it is.

    The number of points added. Raises NotThereError, RefusedError where the meeting is over.
    """
    meeting = _open_meeting(meeting_id)
    held = meeting.agenda.values_list("source", "reference", "unit__code")
    chosen = select_agenda(candidates(clock.today()), held)
    units = {unit.code: unit for unit in Unit.objects.all()}
    for one in chosen:
        values = {
            "meeting": meeting, "unit": units[one.unit], "source": one.source, "reference": one.reference,
            "title": one.title[:160], "ground": one.ground, "status": one.status,
        }  # fmt: skip
        create_record(register=register("agenda"), values=values, actor=actor)
    return len(chosen)


@transaction.atomic
def keep_agenda(*, meeting_id: int, kept: Collection[int], actor: User) -> int:
    """Keep these points of a meeting's agenda and drop the others; the number that changed."""
    meeting = _open_meeting(meeting_id)
    changed = 0
    for item in meeting.agenda.all():
        wanted = LISTED if item.pk in kept else DROPPED
        if item.state != wanted:
            step = RESTORE if wanted == LISTED else DROP
            take_step(register=register("agenda"), record_id=item.pk, step=step, actor=actor)
            changed += 1
    return changed


@transaction.atomic
def add_agenda_item(*, meeting_id: int, title: str, unit: Unit, ground: str, actor: User) -> AgendaItem:
    """Put a point of the officer's own on the agenda. Raises WrongValuesError, NotThereError."""
    meeting = _open_meeting(meeting_id)
    number = meeting.agenda.filter(source=AgendaItem.Source.OWN).count() + 1
    values = {
        "meeting": meeting, "unit": unit, "source": AgendaItem.Source.OWN, "reference": f"{meeting.number}-{number}",
        "title": title, "ground": ground,
    }  # fmt: skip
    made = create_record(register=register("agenda"), values=values, actor=actor)
    assert isinstance(made, AgendaItem)
    return made


@transaction.atomic
def add_decision(*, meeting_id: int, actor: User, **values: Any) -> Decision:
    """Write down a decision: `what`, `unit`, `due_on`, and `lead`, `clause`, `target` where there is one."""
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_id).first()
    if meeting is None:
        raise NotThereError
    number = f"{meeting.number}-{meeting.decisions.count() + 1}"
    made = create_record(
        register=register("decisions"), values={"meeting": meeting, "number": number, **values}, actor=actor
    )
    assert isinstance(made, Decision)
    return made


def hold(_register: Register, row: Record, given: Given) -> dict[str, Any]:
    """The effect of holding: who was there, and the day, where it was another than planned."""
    assert isinstance(row, Meeting)
    values = given.values or {}
    row.held_on = values.get("held_on") or row.held_on
    row.attendees = values.get("attendees", row.attendees)
    if row.held_on > clock.today():
        raise RefusedError(_("召开日期 %(day)s 还没有到。提前召开的，请改为实际召开的日期。") % {"day": row.held_on})
    return {"held_on": row.held_on.isoformat()}


def write_minutes(_register: Register, row: Record, given: Given) -> dict[str, Any]:
    """The effect of writing: the text of the minutes takes the place of what was there."""
    assert isinstance(row, Meeting)
    text = str((given.values or {}).get("minutes", row.minutes)).strip()
    if len(text) > MOST_MINUTES:
        facts = {"n": len(text), "most": MOST_MINUTES}
        raise RefusedError(_("会议情况 %(n)s 字，超过 %(most)s 字，请精简。") % facts)
    row.minutes = text
    return {"minutes": len(text)}


def sign(_register: Register, row: Record, given: Given) -> dict[str, Any]:
    """The effect of signing: each decision becomes a duty in the same transaction.

    The duty is recorded for the officer who wrote the decision down: who signs gives it force, and records no duties.
    """
    assert isinstance(row, Meeting)
    if not row.minutes.strip():
        raise RefusedError(_("还没有写会议情况，不能签发。"))
    opened = []
    for decision in row.decisions.filter(state=RECORDED).select_related("unit", "recorded_by").order_by("number"):
        duty = open_duty(
            title=decision.what, clause=decision.clause, target=decision.target, unit_id=decision.unit_id,
            lead_id=decision.lead_id, source_kind="decision", source_ref=decision.number, starts_on=clock.today(),
            due_on=decision.due_on, actor=decision.recorded_by,
        )  # fmt: skip
        take_step(
            register=register("decisions"), record_id=decision.pk, step=OPEN_DUTY, actor=given.actor,
            values={"duty": duty},
        )  # fmt: skip
        opened.append(duty)
    return {"duties": opened}


def become_duty(_register: Register, row: Record, given: Given) -> dict[str, Any]:
    """The effect on a decision; only signing the minutes gives the duty that it became."""
    assert isinstance(row, Decision)
    duty = (given.values or {}).get("duty")
    if duty is None:
        raise RefusedError(_("议定事项随会议纪要签发立为任务，不单独立。"))
    row.duty = duty
    return {"duty": duty}


def close(_register: Register, row: Record, given: Given) -> dict[str, Any]:
    """The effect of closing: what is not done yet needs a reason."""
    assert isinstance(row, Meeting)
    left = [one.decision.number for one in followed(row) if not one.is_done]
    if left and not given.reason.strip():
        facts = {"n": len(left), "which": "、".join(left)}
        raise RefusedError(_("还有 %(n)s 项没有办结：%(which)s。仍要结束跟踪的，请写明理由。") % facts)
    return {"left": left}


def call_off(_register: Register, row: Record, given: Given) -> dict[str, Any]:
    """The effect of calling a meeting off: what was to be decided is not."""
    assert isinstance(row, Meeting)
    for decision in row.decisions.filter(state=RECORDED):
        take_step(
            register=register("decisions"), record_id=decision.pk, step="give_up", actor=given.actor,
            reason=given.reason,
        )  # fmt: skip
    return {"state": GIVEN_UP}


def _open_meeting(meeting_id: int) -> Meeting:
    """The meeting, locked, where its agenda may still change."""
    meeting = Meeting.objects.select_for_update().filter(pk=meeting_id).first()
    if meeting is None:
        raise NotThereError
    if meeting.state not in (RECORDED, HELD):
        raise RefusedError(_("会议已结束，议程不再改动。请加到下一次会议。"))
    return meeting
