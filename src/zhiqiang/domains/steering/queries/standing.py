"""How every unit stands on a day: its targets (by its own share where it has one) and its duties, clause by clause."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from zhiqiang.domains.goals.facade import (
    ACT_ON,
    Board,
    Evidence,
    Line,
    against_own_goal,
    boards,
    city_unit,
    line_on,
    reporting_units,
)
from zhiqiang.domains.steering.queries.duties import DutyLine, duties_of
from zhiqiang.domains.steering.queries.shares import Held, Shares, shares_on
from zhiqiang.domains.steering.rules import clause_of, worst
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.kernel.plan import Plan, PlanTarget

MONTHS_BACK = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One clause of one unit: its worst status (empty where nothing is known), and what stands behind it."""

    unit: Unit
    clause: str
    status: str
    lines: tuple[Line, ...]
    duties: tuple[DutyLine, ...]


@dataclass(frozen=True)
class Standing:
    """Every unit on one day. `lines`: of each indicator the line that matters now, judged by the unit's own share."""

    plan: Plan
    on: date
    units: tuple[Unit, ...]
    city: Board
    shares: Shares
    lines: Mapping[str, tuple[Line, ...]]
    duties: Mapping[str, Sequence[DutyLine]]

    @property
    def held(self) -> Mapping[str, Mapping[str, Held]]:
        """Unit code → target id → what the unit is judged by."""
        return self.shares.held

    @cached_property
    def clauses(self) -> tuple[tuple[str, str], ...]:
        """Clauses in the plan's order (the goals first), as id and title."""
        goals = [(one.id, one.title) for one in self.plan.sections if self.plan.items_of(one.id)]
        return (*goals, *((one.id, one.title) for one in self.plan.clauses))

    @cached_property
    def cells(self) -> dict[tuple[str, str], Cell]:
        """(unit code, clause) → cell."""
        return {(unit.code, clause): cell for unit in self.units for clause, cell in self._cells_of(unit).items()}

    def _cells_of(self, unit: Unit) -> dict[str, Cell]:
        lines: dict[str, list[Line]] = {}
        duties: dict[str, list[DutyLine]] = {}
        for line in self.lines[unit.code]:
            lines.setdefault(line.clause, []).append(line)
        for duty in self.duties.get(unit.code, ()):
            duties.setdefault(clause_of_duty(self.plan, duty), []).append(duty)
        found = {}
        for clause, _title in self.clauses:
            own, owed = lines.get(clause, []), duties.get(clause, [])
            status = worst([*(one.status for one in own if one.is_coloured), *(one.status for one in owed)])
            found[clause] = Cell(unit, clause, status, tuple(own), tuple(owed))
        return found


def standing(on: date | None = None, units: Iterable[Unit] | None = None, *, with_duties: bool = True) -> Standing:
    """How units stand (all of them by default): one loading of figures, of shares and of duties.

    Of a unit only the lines that matter now are judged: a third fewer than there are targets.
    """
    day = on or clock.today()
    chosen = tuple(reporting_units() if units is None else units)
    (city,) = boards([city_unit()], on=day)
    shares = shares_on(city.plan, day)
    targets = [city.current(code).target for code in city.by_indicator]
    lines = {
        unit.code: tuple(judged(city.evidence, target, unit, day, shares.held.get(unit.code, {})) for target in targets)
        for unit in chosen
    }
    duties = duties_of([unit.code for unit in (city.unit, *chosen)], day) if with_duties else {}
    return Standing(city.plan, day, chosen, city, shares, lines, duties)


def judged(evidence: Evidence, target: PlanTarget, unit: Unit, on: date, held: Mapping[str, Held]) -> Line:
    """A target of a unit on a day, by the unit's own share where it has one."""
    line = line_on(evidence, target, unit, on)
    if target.id not in held:
        return line
    return against_own_goal(evidence, line, {name: one.value for name, one in held.items()})


def clause_of_duty(plan: Plan, duty: DutyLine) -> str:
    """The clause that a duty stands in: its own, or that of its target; empty where neither is the plan's."""
    if found := clause_of(plan, duty.clause) or (duty.clause if plan.items_of(duty.clause) else ""):
        return found
    target = next((one for one in plan.targets if one.id == duty.target), None)
    return "" if target is None else plan.clause_of(target)


def since(now: Standing, line: Line) -> tuple[date, bool]:
    """The first month end since when a line has had to be acted on without a break (today where it is new), and
    whether it was so before the months that were looked through."""
    held = now.held.get(line.unit.code, {})
    begun, day = now.on, now.on.replace(day=1) - timedelta(days=1)
    for _month in range(MONTHS_BACK):
        if judged(now.city.evidence, line.target, line.unit, day, held).status not in ACT_ON:
            return begun, False
        begun, day = day, day.replace(day=1) - timedelta(days=1)
    return begun, True


def units_seen_by(person: User) -> list[Unit]:
    """The units whose standing a person looks at: all for those who act for the whole city, else their own."""
    places = [one.unit for one in person.memberships_on() if one.role_declared.region]
    if any(unit.is_city for unit in places):
        return reporting_units()
    return [unit for unit in reporting_units() if any(unit.path.startswith(place.path) for place in places)]
