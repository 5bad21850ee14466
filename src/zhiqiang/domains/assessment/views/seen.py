"""Who sees what of a run: the city all of it, a unit its own sheet and, once published, the table of all."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from zhiqiang.domains.assessment.models import Run
from zhiqiang.domains.assessment.registers import RUNS
from zhiqiang.domains.assessment.workflow import PUBLISHED
from zhiqiang.domains.goals.facade import reporting_units
from zhiqiang.foundation.access.grants import has_role
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.opened import person_of, visible_record

#: Who reads results before they are published, and the sheet of every unit after.
SEES_ALL = ("city_officer", "city_verifier", "leader", "auditor")


def run_of(request: HttpRequest, record: int) -> Run:
    """A run that this person sees; departments see no list of runs, a notice leads them to it. Raises Http404."""
    if has_role(person_of(request), ("department",)):
        return get_object_or_404(Run, pk=record)
    row = visible_record(request, RUNS, record)
    assert isinstance(row, Run)
    return row


def sees_scores(person: User, run: Run) -> bool:
    """Whether this person sees the scores of all units."""
    return run.state == PUBLISHED or has_role(person, SEES_ALL)


def sees_sheet(person: User, unit: Unit) -> bool:
    """Whether this person reads the sheet of a unit: its own people and the city's."""
    return has_role(person, SEES_ALL) or covers(person, unit, ("reporter", "verifier"))


def require_scores(request: HttpRequest, run: Run) -> None:
    """Raises Http404 for who does not see the scores yet, and where there are none."""
    if run.pinned is None or not sees_scores(person_of(request), run):
        raise Http404


def unit_of(code: str) -> Unit:
    """A reporting unit. Raises Http404."""
    found = next((one for one in reporting_units() if one.code == code), None)
    if found is None:
        raise Http404
    return found


def covers(person: User, unit: Unit, roles: tuple[str, ...]) -> bool:
    """Whether this person acts in one of these roles for a unit."""
    return any(one.role in roles and unit.path.startswith(one.unit.path) for one in person.memberships_on())


def crumbs(run: Run) -> dict[str, Any]:
    """What every page of a run shows above its title."""
    return {"run": run, "register": RUNS}
