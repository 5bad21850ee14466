"""What the page of an application shows: to its applicant the way it goes, to the office the whole file."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiqiang.domains.programmes.models import Application, Consensus, Paper, ReviewAssignment
from zhiqiang.domains.programmes.presentation.forms import shown_answers
from zhiqiang.domains.programmes.presentation.stations import way_of
from zhiqiang.domains.programmes.queries.facts import facts_of_application
from zhiqiang.domains.programmes.queries.programmes import application_workflow, lacking, programme_of
from zhiqiang.domains.programmes.queries.reviews import live_assignments, marks_of, review_layers
from zhiqiang.domains.programmes.registers import APPLICATIONS
from zhiqiang.domains.programmes.workflow import FILLABLE
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.registers.detail_views import clock_words
from zhiqiang.foundation.registers.stepping import offer
from zhiqiang.foundation.workflow.models import ClockRun, StepTaken
from zhiqiang.kernel.programmes.scoring import Layers
from zhiqiang.kernel.workflow import Title

LONGEST_LIST = 200
#: Taken on the page of an objection, never by themselves.
FROM_OBJECTIONS = ("object", "uphold", "dismiss")


@dataclass(frozen=True, slots=True)
class Event:
    """A step that was taken, as a page tells it."""

    title: Title
    taken: StepTaken


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion with the marks of every layer, for the office: reviewers in a fixed order."""

    code: str
    title: str
    group: str
    points: Decimal
    marks: tuple[str, ...]
    disagreed: bool
    proposed: str
    consensus: str
    after_visit: str
    reasons: tuple[str, ...]


def file_context(row: Application, person: User, *, inside: bool) -> dict[str, Any]:
    """The page of an application. What concerns reviewers is only for the office (`inside`)."""
    taken = list(StepTaken.objects.filter(register=APPLICATIONS.slug, record=row.pk).select_related("actor"))
    workflow, programme, facts = application_workflow(row), programme_of(row.definition_id), facts_of_application(row)
    titles = {step.code: step.title for step in workflow.steps}
    runs = ClockRun.objects.filter(register=APPLICATIONS.slug, record=row.pk, stopped_at=None)
    found = offer(APPLICATIONS, row, person)
    context = {
        "register": APPLICATIONS,
        "row": row,
        "programme": programme,
        "stations": way_of(row, taken),
        "clocks": [clock_words(run) for run in runs],
        "answers": shown_answers(programme, facts, row.answers, filled_by="" if inside else "applicant"),
        "papers": papers_of(row),
        "events": [Event(titles.get(one.step, one.step), one) for one in taken],
        "steps": [step for step in found.steps if step.code not in FROM_OBJECTIONS],
        "hints": found.hints,
        "fillable": row.state in FILLABLE,
        "lacking": lacking(row, facts) if row.state in FILLABLE else [],
        "today": clock.today(),
    }
    return context | (review_context(row) if inside else {})


def review_context(row: Application) -> dict[str, Any]:
    """The review of an application, every layer of it."""
    programme = programme_of(row.definition_id)
    if programme.review is None:
        return {"objections": list(row.objections.all()[:LONGEST_LIST]), "visits": list(row.visits.all())}
    assignments, layers = live_assignments(row), review_layers(row)
    return {
        "assignments": assignments,
        "ended": list(row.assignments.exclude(ended_at=None).select_related("reviewer")),
        "layers": layers,
        "criteria": criterion_rows(row, assignments, layers),
        "visits": list(row.visits.all()),
        "objections": list(row.objections.all()[:LONGEST_LIST]),
    }


def criterion_rows(
    row: Application, assignments: Sequence[ReviewAssignment], layers: Layers | None
) -> list[CriterionRow]:
    """Every criterion with what each final reviewer, the panel and the visit said of it."""
    final = [one for one in assignments if one.final_at is not None]
    individual = [marks_of(one) for one in final]
    disagreed = {one.criterion for one in layers.disagreements} if layers else set()
    agreed: dict[tuple[str, str], Consensus] = {(one.layer, one.criterion): one for one in row.consensus.all()}
    found = []
    for one in programme_of(row.definition_id).criteria:
        later = [agreed.get((layer, one.code)) for layer in Consensus.Layer.values]
        found.append(
            CriterionRow(
                code=one.code,
                title=one.title,
                group=one.group,
                points=one.points,
                marks=tuple(_percent(marks.get(one.code), one.code in marks) for marks in individual),
                disagreed=one.code in disagreed,
                proposed=_percent(layers.proposed.get(one.code), one.code in layers.proposed) if layers else "",
                consensus=_percent_of(later[0]),
                after_visit=_percent_of(later[1]),
                reasons=tuple(each.reason for each in later if each is not None),
            )
        )
    return found


def papers_of(row: Application) -> list[tuple[str, list[Paper]]]:
    """The files by document slot, in the order of the definition."""
    papers = list(row.papers.select_related("attachment__document"))
    slots = programme_of(row.definition_id).documents
    return [(slot.title, [one for one in papers if one.slot == slot.code]) for slot in slots]


def _percent(mark: Decimal | None, given: bool) -> str:
    if not given:
        return ""
    return "n/a" if mark is None else f"{mark:f}%"


def _percent_of(one: Consensus | None) -> str:
    return "" if one is None else "n/a" if one.percent is None else f"{one.percent}%"
