"""The heat table and the way from a red cell to a person; a leader's page; the wall of the dispatch room."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zhiqiang.domains.steering.presentation import board as shown
from zhiqiang.domains.steering.queries.meetings import Followed, followed, last_meeting
from zhiqiang.domains.steering.queries.people import RANK, holders, standing_of
from zhiqiang.domains.steering.queries.standing import Standing, standing, units_seen_by
from zhiqiang.domains.steering.registers import DECISIONS, READERS
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import CITY
from zhiqiang.foundation.plans.active import NoPlanError
from zhiqiang.foundation.registers.opened import person_of

LOOKS = (*READERS, "auditor")
REFRESH = 60  # seconds between two loadings of the wall


@roles(*LOOKS)
@require_safe
def heat(request: HttpRequest) -> HttpResponse:
    """Units × clauses: the worst status of each unit's duties and targets of a clause."""
    now = _now(request)
    rows = shown.heat_rows(now)
    only = request.GET.get("only") == "red"
    kept = [row for row in rows if row.worst in shown.RED] if only else rows
    context = {"now": now, "rows": kept, "counts": shown.cell_counts(rows), "only": only, "on": now.on}
    return render(request, "steering/board.html", context)


@roles(*LOOKS)
@require_safe
def cell(request: HttpRequest, unit: str, clause: str) -> HttpResponse:
    """One clause of one unit: every target and duty behind the colour, and who answers for it since when."""
    now = _now(request)
    found = now.cells.get((unit, clause))
    if found is None:
        raise Http404
    who = holders([found.unit], now.on)
    context = {
        "now": now,
        "cell": found,
        "title": dict(now.clauses)[clause],
        "holder": who.get(unit),
        "points": shown.points_of(found, now, who),
    }
    return render(request, "steering/cell.html", context)


@roles(*LOOKS)
@require_safe
def person(request: HttpRequest, user: int) -> HttpResponse:
    """Somebody who answers for a unit that the reader looks at: roles since when, and everything red there."""
    found = get_object_or_404(User.objects.filter(is_active=True), pk=user)
    own = [one for one in found.memberships_on() if one.role in RANK]
    seen = [
        unit
        for unit in units_seen_by(person_of(request))
        if any(one.unit.is_city or unit.path.startswith(one.unit.path) for one in own)
    ]
    if not seen:
        raise Http404
    now = standing(units=seen)
    context = {"person": found, "roles": standing_of(found), "now": now, "points": shown.red_points(now)}
    return render(request, "steering/person.html", context)


@roles(*LOOKS)
@require_safe
def leader(request: HttpRequest) -> HttpResponse:
    """One page for a phone: what is red, who has it, since when, what was decided last time."""
    return render(request, "steering/leader.html", _summary(request))


@roles(*CITY, "leader", "auditor")
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The dispatch room's screen: the same figures in large type, loaded anew every minute unless asked to stand still.

    By the header, not by a meta element: a reader can stop it (WCAG 2.2.1), and no script is needed.
    """
    moves = "still" not in request.GET
    answer = render(request, "steering/wall.html", _summary(request) | {"refresh": moves})
    if moves:
        answer["Refresh"] = str(REFRESH)
    return answer


def _summary(request: HttpRequest) -> dict[str, Any]:
    now = _now(request)
    who = holders(now.units, now.on)
    points = shown.red_points(now, who)
    meeting = last_meeting(now.on)
    known = [one for owed in now.duties.values() for one in owed]
    return {
        "now": now,
        "city": shown.city_points(now),
        "points": points,
        "worst": points[: shown.WORST_SHOWN],
        "units": shown.by_unit(now, points, who),
        "targets": shown.target_counts(now),
        "duties": shown.duty_counts(now),
        "unreported": shown.unreported(now),
        "meeting": meeting,
        "decisions": decisions_seen(request, followed(meeting, known)) if meeting else [],
        "moment": clock.now(),
    }


def decisions_seen(request: HttpRequest, found: list[Followed]) -> list[Followed]:
    """Of some decisions those of the units that this person reads."""
    scope = scope_for(person_of(request), DECISIONS, "view")
    return [one for one in found if scope.allows(one.decision)]


def _now(request: HttpRequest) -> Standing:
    """How the units that this person looks at stand on the day asked for, today where none was."""
    units = units_seen_by(person_of(request))
    try:
        return standing(day_of(request), units)
    except NoPlanError:
        raise Http404 from None


def day_of(request: HttpRequest) -> date:
    """The day asked for ("as of"), never later than today."""
    try:
        return min(date.fromisoformat(request.GET.get("on", "")), clock.today())
    except ValueError:
        return clock.today()
