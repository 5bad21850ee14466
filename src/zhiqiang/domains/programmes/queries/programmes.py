"""Programmes as people meet them: definitions, calls that are open, who may apply and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from zhiqiang.domains.programmes import rules
from zhiqiang.domains.programmes.models import Application, Definition, LateEntry, Round
from zhiqiang.domains.programmes.models.catalogue import catalogue
from zhiqiang.domains.programmes.workflow import workflow_of
from zhiqiang.foundation import clock
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.programmes import Programme
from zhiqiang.kernel.programmes.eligibility import Eligibility, eligible
from zhiqiang.kernel.workflow import Workflow

ANY_TIME, ROUNDS, REGISTER_ONLY = "any_time", "rounds", "register_only"


@dataclass(frozen=True)
class Offered:
    """A programme as an organisation sees it: its open call, whether it may apply, what stands against."""

    programme: Programme
    call: Round | None
    eligibility: Eligibility
    late: LateEntry | None = None

    @property
    def is_open(self) -> bool:
        return self.call is not None or self.programme.applies_in == ANY_TIME


@lru_cache(maxsize=256)
def programme_of(definition: str) -> Programme:
    """The programme of a pinned definition, which never changes. Raises Definition.DoesNotExist."""
    return Definition.objects.get(pk=definition).programme


@lru_cache(maxsize=256)
def workflow_by(definition: str) -> Workflow:
    """The workflow of applications under a pinned definition."""
    return workflow_of(programme_of(definition))


def application_workflow(row: Application) -> Workflow:
    """The workflow that an application is in."""
    return workflow_by(row.definition_id)


def programme_in_force(code: str) -> Programme | None:
    """The definition by which a call is opened or an application begun today."""
    found = catalogue().find(code)
    return found if found is not None and found.in_force(clock.today()) else None


def open_rounds(on: date) -> "QuerySet[Round]":
    """The calls that take applications on a day, the one that closes first before the others."""
    return Round.objects.filter(opens_on__lte=on, closes_on__gte=on).order_by("closes_on", "pk")


def late_entry(round_id: int, organisation_id: int, on: date) -> LateEntry | None:
    """The decision by which an organisation may still apply on a day in a call that has closed."""
    return LateEntry.objects.filter(round_id=round_id, organisation_id=organisation_id, until__gte=on).first()


def offered_to(organisation: Organisation, facts: dict[str, Any], on: date) -> list[Offered]:
    """Every programme that one applies for, for one organisation: open ones first."""
    calls: dict[str, Round] = {}
    for call in open_rounds(on).select_related("definition"):
        calls.setdefault(call.definition.code, call)
    late = {
        one.round.definition.code: one
        for one in LateEntry.objects.filter(organisation=organisation, until__gte=on).select_related(
            "round__definition"
        )
    }
    found = []
    for programme in catalogue().programmes:
        if programme.applies_in == REGISTER_ONLY or not programme.in_force(on):
            continue
        entry = late.get(programme.code)
        opened = calls.get(programme.code) or (entry.round if entry else None)
        pinned = opened.definition.programme if opened else programme
        found.append(Offered(pinned, opened, eligible(pinned, facts, on), entry))
    return sorted(found, key=lambda one: (not one.is_open, one.programme.clause, one.programme.code))


def lacking(row: Application, facts: dict[str, Any]) -> list[Finding]:
    """Each thing that an application still lacks."""
    slots = set(row.papers.values_list("slot", flat=True))
    return rules.missing(programme_of(row.definition_id), facts, row.answers, slots, clock.today())


def known_facts(row: Application, facts: dict[str, Any]) -> dict[str, Any]:
    """What the system knows and what was filled in, by name."""
    return rules.all_facts(programme_of(row.definition_id), facts, row.answers)


def same_thing_elsewhere(row: Application, live: Iterable[str]) -> Application | None:
    """Another application of the same organisation for the same thing that has not ended."""
    same = Q(programme=row.programme, applicant=row.applicant_id, subject=row.subject, state__in=tuple(live))
    return Application.objects.filter(same).exclude(pk=row.pk).first()
