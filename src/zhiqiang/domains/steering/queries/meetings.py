"""Meetings: what the last one decided and how that stands, and what the next one might speak of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from zhiqiang.domains.goals.facade import Line, goal_text, title_of, value_text
from zhiqiang.domains.steering.models import Decision, Meeting
from zhiqiang.domains.steering.queries.duties import DutyLine, duties_by_id, overdue_duties, overdue_reports
from zhiqiang.domains.steering.queries.standing import Standing, standing
from zhiqiang.domains.steering.rules import AMBER, RED, Candidate, ground_of_duty, ground_of_target, words_of_reports
from zhiqiang.domains.steering.workflow import FOLLOWED, GIVEN_UP, ISSUED
from zhiqiang.foundation import clock
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.pages.statuses import chip_of


@dataclass(frozen=True, slots=True)
class Followed:
    """A decision and the duty that it became, where it has become one."""

    decision: Decision
    duty: DutyLine | None

    @property
    def is_done(self) -> bool:
        return self.duty is not None and self.duty.status == "done"


def last_meeting(before: date | None = None, *, but: int | None = None) -> Meeting | None:
    """The newest meeting whose minutes are signed, held by a day."""
    rows = Meeting.objects.filter(state__in=(ISSUED, FOLLOWED), held_on__lte=before or clock.today())
    return rows.exclude(pk=but).order_by("-held_on", "-pk").first()


def followed(meeting: Meeting, known: Iterable[DutyLine] | None = None) -> list[Followed]:
    """A meeting's decisions with how each stands; `known`: the duties, where they are at hand already."""
    rows = list(meeting.decisions.exclude(state=GIVEN_UP).select_related("unit", "lead", "meeting").order_by("number"))
    if known is None:
        duties = duties_by_id([row.duty for row in rows if row.duty is not None], clock.today())
    else:
        duties = {line.id: line for line in known}
    return [Followed(row, duties.get(row.duty or 0)) for row in rows]


def candidates(on: date | None = None) -> list[Candidate]:
    """What a meeting might speak of: the city's targets, red shares of units, and what is late.

    A unit's share is a point of its own only where the city's target is not one, which names the units behind anyway.
    """
    day = on or clock.today()
    now = standing(day)
    with translation.override("zh-hans"):  # it is written into records, whatever language the page is read in
        city = list(_of_city(now))
        listed = {one.reference for one in city if one.status in RED | AMBER}
        shares = [one for one in _of_shares(now) if one.reference not in listed]
        return [*city, *shares, *_of_duties(now, day), *_of_reports(now, day)]


def _of_city(now: Standing) -> Iterable[Candidate]:
    for code in now.city.by_indicator:
        line = now.city.current(code)
        behind = [unit.short for unit in now.units if _line(now, unit.code, code).status in RED]
        yield Candidate("target", line.target.id, now.city.unit.code, _title(line), _ground(line, behind), line.status)


def _of_shares(now: Standing) -> Iterable[Candidate]:
    """Shares of single units, where they are red: an amber one is for the unit itself."""
    for unit in now.units:
        for line in now.lines[unit.code]:
            if line.target.id in now.held.get(unit.code, {}) and line.status in RED:
                yield Candidate("target", line.target.id, unit.code, _title(line), _ground(line), line.status)


def _of_duties(now: Standing, day: date) -> Iterable[Candidate]:
    known = {unit.code for unit in (now.city.unit, *now.units)}
    for duty in overdue_duties(day):
        if duty.unit in known:
            late = duty.overdue_days or 0
            ground = ground_of_duty(duty.number, duty.due_on, late, str(duty.state_title))
            yield Candidate("duty", duty.number, duty.unit, duty.title, ground, "overdue", late)


def _of_reports(now: Standing, day: date) -> Iterable[Candidate]:
    """One point a unit and period: who has not reported, not each report of it."""
    late: dict[tuple[str, str], list[date]] = {}
    for report in overdue_reports(day):
        late.setdefault((report.unit, report.period), []).append(report.due.astimezone(clock.ZONE).date())
    known = {unit.code for unit in now.units}
    for (unit, period), dues in late.items():
        if unit in known:
            title, ground = words_of_reports(period, len(dues), min(dues))
            yield Candidate("report", period, unit, title, ground, "overdue", (day - min(dues)).days)


def _line(now: Standing, unit: str, code: str) -> Line:
    return next(line for line in now.lines[unit] if line.indicator.code == code)


def _title(line: Line) -> str:
    return title_of(line.indicator)


def _ground(line: Line, behind: Sequence[str] = ()) -> str:
    """How a line stands in one clause of a sentence, as it is written on an agenda."""
    unit, assessed = line.indicator.unit, line.assessment
    expected = assessed.expected if assessed else None
    goal = goal_text(line.target, unit)
    if assessed is not None and assessed.goal is not None:
        goal = figure_text(round(assessed.goal, max(line.indicator.decimals, 2)).normalize(), unit)
    due = figure_text(expected, unit, line.indicator.decimals) if expected is not None else ""
    return ground_of_target(
        str(chip_of(line.status).word),
        value=value_text(line),
        expected=due,
        goal=goal,
        due=line.target.due,
        behind=behind,
    )
