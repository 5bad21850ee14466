"""Steps as a page offers them: which this person may take on this record, and taking one on what was really seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import StaleError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import locked, previous_actors, take_step
from zhiqiang.foundation.workflow.models import StepTaken
from zhiqiang.kernel.workflow import Denied, Refusal, Step, Title, Workflow

#: Steps whose form asks for the record's values, not just for a reason.
VALUED_STEPS = ("propose_correction",)
STATIONS = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """The steps a person may take on a record, and why one that the role allows is closed to this person."""

    steps: tuple[Step, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the way of a record: done (with its day), the present one, or one still to come."""

    title: Title
    place: str
    at: datetime | None = None


def offer(register: Register, row: Record, person: User) -> Offer:
    """What this person may do with this record now."""
    steps, hints = [], []
    actors, workflow = previous_actors(register, row), register.workflow_for(row)
    for step in workflow.steps_from(row.state):
        if not scope_for(person, register, step.code).allows(row):
            continue
        answer = workflow.allowed(
            step.code, state=row.state, roles=person.roles, actor=person.pk, previous_actors=actors
        )
        if answer:
            steps.append(step)
        elif isinstance(answer, Denied) and answer.refusal is Refusal.SAME_ACTOR:
            hints.append(answer.reason)
    return Offer(tuple(steps), tuple(hints))


@transaction.atomic
def step_on_seen(
    *,
    register: Register,
    record_id: int,
    version: str,
    step: str,
    actor: User,
    reason: str = "",
    values: Mapping[str, Any] | None = None,
) -> Record:
    """Take a step on the version of the record that the person saw. Raises what `take_step` raises, and StaleError."""
    row = locked(register, record_id, actor, step)
    if str(row.version) != version:
        raise StaleError(_("这条记录在您打开之后有改动，请看过现在的内容再办。"))
    return take_step(register=register, record_id=record_id, step=step, actor=actor, reason=reason, values=values)


def stations(register: Register, row: Record, taken: list[StepTaken]) -> list[Station]:
    """The way of a record: what was done, where it is, the shortest way on; `taken` is newest first."""
    workflow = register.workflow_for(row)
    titles = {step.code: step.title for step in workflow.steps}
    done = [Station(titles.get(one.step, one.step), "done", one.at) for one in reversed(taken[:STATIONS])]
    if len(taken) < STATIONS:
        done.insert(0, Station(_("填报"), "done", row.recorded_at))
    state = workflow.state(row.state)
    now = Station(state.title, "now" if state.is_open else "done")
    return [*done, now, *(Station(workflow.state(code).title, "") for code in _way_on(workflow, row.state))]


def _way_on(workflow: Workflow, state: str) -> list[str]:
    way: list[str] = []
    while workflow.state(state).is_open:
        onward = [step.target for step in workflow.steps_from(state) if step.target not in (*way, state)]
        if not onward:
            break
        state = onward[0]
        way.append(state)
    return way
