"""Where an application is, as one follows a parcel: the main way of its programme, what is behind and what is ahead."""

from dataclasses import dataclass
from datetime import datetime

from zhiqiang.domains.programmes.models import Application
from zhiqiang.domains.programmes.queries.programmes import application_workflow
from zhiqiang.foundation.workflow.models import StepTaken
from zhiqiang.kernel.workflow import Title

#: The states that a way may lead through, in order; a programme has those of its stages.
MAIN_WAY = ("submitted", "accepted", "reviewing", "reviewed", "visited", "proposed", "on_notice", "recognised")
#: Off the way for a while: shown at the station where one was.
DETOURS = {"incomplete": "submitted", "contested": "on_notice", "draft": ""}


@dataclass(frozen=True, slots=True)
class Station:
    """One station: done (with its day), the present one, or still ahead."""

    title: Title
    place: str
    at: datetime | None = None


def way_of(row: Application, taken: list[StepTaken]) -> list[Station]:
    """The stations of an application; one that ended otherwise ends with how it ended. `taken` is newest first."""
    workflow = application_workflow(row)
    states = {state.code: state for state in workflow.states}
    when: dict[str, datetime] = {}
    for step in taken:
        when.setdefault(step.target, step.at)
    stops = [code for code in MAIN_WAY if code in states]
    here = row.state if row.state in stops else DETOURS.get(row.state)
    if here is None:  # refused, rejected, withdrawn
        passed = [code for code in stops if code in when]
        ended = Station(states[row.state].title, "now", when.get(row.state))
        return [*(Station(states[code].title, "done", when[code]) for code in passed), ended]
    at = stops.index(here) if here else -1
    found = []
    for number, code in enumerate(stops):
        is_end = code == "recognised" and row.state == code
        place = "done" if number < at or is_end else "now" if number == at else ""
        title = states[row.state].title if number == at and row.state != code else states[code].title
        found.append(Station(title, place, when.get(code) if place else None))
    if not here:
        found.insert(0, Station(states["draft"].title, "now"))
    return found
