"""What anybody may know of programmes: open calls, notices, outcomes with reasons; nothing of reviews or objectors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from zhiqiang.domains.programmes.models import Application, Objection, Recognition, Round
from zhiqiang.domains.programmes.models.catalogue import catalogue
from zhiqiang.domains.programmes.queries.programmes import ANY_TIME, open_rounds, programme_of
from zhiqiang.domains.programmes.workflow import OPEN
from zhiqiang.foundation.evidence.declaration import VERIFIED_STATES
from zhiqiang.foundation.workflow.models import StepTaken
from zhiqiang.kernel.programmes import Programme

NOTICE_STATES = ("on_notice", "contested")
ENDED = ("recognised", "rejected", "withdrawn")
REASONED = ("uphold", "decide_against", "withdraw")


@dataclass(frozen=True)
class Told:
    """An application as the public is told of it."""

    row: Application
    programme: str
    level: str
    reason: str
    recognition: int | None


def calls(on: date) -> list[Round]:
    """The calls that are open, the one that closes first before the others."""
    return list(open_rounds(on).select_related("definition"))


def always_open(on: date) -> list[Programme]:
    """The programmes for which one may apply at any time."""
    return [one for one in catalogue().programmes if one.applies_in == ANY_TIME and one.in_force(on)]


def published() -> "QuerySet[Application]":
    """Everything that is or was on public notice."""
    states = (*NOTICE_STATES, *ENDED)
    rows = Application.objects.filter(notice_from__isnull=False, state__in=states)
    return rows.select_related("applicant", "unit", "recognition")


def notices(on: date) -> list[Told]:
    """What is on notice, the deadline that comes first before the others; past ones wait for the decision."""
    rows = published().filter(state__in=NOTICE_STATES).order_by("notice_until", "pk")
    return told(rows[:200]) if on else []


def outcomes() -> "QuerySet[Application]":
    """What came of notices, the newest first."""
    return published().filter(state__in=ENDED).order_by("-notice_from", "-pk")


def told(rows: Iterable[Application]) -> list[Told]:
    """These applications with their level and the reason of how they ended."""
    found = list(rows)
    reasons = _reasons([row.pk for row in found])
    return [_told(row, reasons.get(row.pk, "")) for row in found]


def objection_outcomes(row: Application) -> dict[int, str]:
    """The reason with which each objection was decided, by its id."""
    decided = Objection.objects.filter(application=row).exclude(state=OPEN).values_list("pk", flat=True)
    steps = StepTaken.objects.filter(register="programmes.objections", record__in=list(decided))
    return dict(steps.values_list("record", "reason"))


def _reasons(numbers: list[int]) -> dict[int, str]:
    steps = StepTaken.objects.filter(register="programmes.applications", record__in=numbers, step__in=REASONED)
    return dict(steps.order_by("at", "pk").values_list("record", "reason"))


def _told(row: Application, reason: str) -> Told:
    programme = programme_of(row.definition_id)
    levels = {one.code: one.title for one in programme.recognition.levels} if programme.recognition else {}
    found = getattr(row, "recognition", None)
    shown = found.pk if isinstance(found, Recognition) and found.state in VERIFIED_STATES else None
    return Told(row, programme.title, levels.get(row.level, ""), reason, shown)
