"""The heat table, what is red and who has it: for the dispatch room, for a leader's phone, for the desk."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiqiang.domains.goals.facade import Line, goal_text, title_of, value_text
from zhiqiang.domains.steering.presentation.statuses import ORDER
from zhiqiang.domains.steering.queries.duties import DutyLine, overdue_reports
from zhiqiang.domains.steering.queries.people import Holder, holders
from zhiqiang.domains.steering.queries.standing import MONTHS_BACK, Cell, Standing, since
from zhiqiang.domains.steering.rules import AMBER, RED, SEVERITY, worst
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.kernel.plan import Indicator

WORST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One clause over all units; `worst`: of any of them."""

    clause: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def worst(self) -> str:
        return worst(cell.status for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that somebody must answer for: a target of a unit or a duty, how it stands, who has it, since when."""

    unit: Unit
    clause: str
    title: str
    status: str
    words: str
    url: str
    holder: Holder | None
    lead: str = ""
    since: date | None = None
    longer: bool = False

    @property
    def since_text(self) -> str:
        """Since when it has been so: the day, or that it was so before anybody looked."""
        if self.since is None:
            return ""
        if self.longer:
            return _("%(n)s 个月以上") % {"n": MONTHS_BACK}
        return _("%(day)s 起") % {"day": self.since}


def heat_rows(now: Standing) -> list[HeatRow]:
    """A row for each clause in the plan's order."""
    return [
        HeatRow(clause, title, tuple(now.cells[unit.code, clause] for unit in now.units))
        for clause, title in now.clauses
    ]


def cell_counts(rows: Iterable[HeatRow]) -> list[tuple[str, int]]:
    """How many cells stand in which status, the worst first; cells without data last, under ""."""
    counted = Counter(cell.status for row in rows for cell in row.cells)
    return [(code, counted[code]) for code in (*ORDER, "") if counted[code]]


def points_of(cell: Cell, now: Standing, who: Mapping[str, Holder]) -> list[Point]:
    """What stands behind a cell, the worst first: each target and each duty with the person who answers for it."""
    holder = who.get(cell.unit.code)
    found = [_of_line(now, one, holder) for one in cell.lines]
    found += [_of_duty(cell.unit, cell.clause, one, holder, now.on) for one in cell.duties]
    return sorted(found, key=_rank)


def red_points(now: Standing, who: Mapping[str, Holder] | None = None) -> list[Point]:
    """Everything red of the units shown, the worst and the longest first."""
    names = holders(now.units) if who is None else who
    found = [
        point
        for cell in now.cells.values()
        if cell.status in RED
        for point in points_of(cell, now, names)
        if point.status in RED
    ]
    return sorted(found, key=_rank)


def city_points(now: Standing) -> list[Point]:
    """The city's own targets that are red, then its overdue duties."""
    lines = [now.city.current(code) for code in now.city.by_indicator]
    found = [_of_line(now, one, None) for one in lines if one.status in RED]
    duties = [one for one in now.duties.get(now.city.unit.code, ()) if one.status in RED]
    return sorted([*found, *(_of_duty(now.city.unit, one.clause, one, None, now.on) for one in duties)], key=_rank)


@dataclass(frozen=True, slots=True)
class UnitReds:
    """A unit with what is red there; the first is the worst."""

    unit: Unit
    holder: Holder | None
    points: tuple[Point, ...]
    amber: int


def by_unit(now: Standing, points: Sequence[Point], who: Mapping[str, Holder]) -> list[UnitReds]:
    """The units in administrative order with their reds; those without any are left out."""
    found = []
    for unit in now.units:
        own = tuple(one for one in points if one.unit == unit)
        amber = sum(now.cells[unit.code, clause].status in AMBER for clause, _title in now.clauses)
        if own:
            found.append(UnitReds(unit, who.get(unit.code), own, amber))
    return found


def unreported(now: Standing) -> list[tuple[Unit, int]]:
    """Units that owe a report whose day has passed, with how many; in administrative order."""
    late = Counter(one.unit for one in overdue_reports(now.on))
    return [(unit, late[unit.code]) for unit in now.units if late[unit.code]]


def target_counts(now: Standing) -> list[tuple[str, int]]:
    """How many indicators of the city stand in which status, in the order of a legend; grey ones last."""
    counted = Counter(now.city.current(code).status for code in now.city.by_indicator)
    rest = [code for code in counted if code not in ORDER]
    return [(code, counted[code]) for code in (*ORDER, *rest) if counted[code]]


def duty_counts(now: Standing) -> list[tuple[str, int]]:
    """How many duties of the units and of the city stand in which status."""
    counted = Counter(duty.status for owed in now.duties.values() for duty in owed)
    rest = [code for code in counted if code not in ORDER]
    return [(code, counted[code]) for code in (*ORDER, *rest) if counted[code]]


def _of_line(now: Standing, line: Line, holder: Holder | None) -> Point:
    begun, longer = since(now, line) if line.status in RED else (None, False)
    url = reverse("indicator", args=[line.indicator.code])
    where = url if line.unit.is_city else f"{url}?unit={line.unit.code}"
    return Point(line.unit, line.clause, title_of(line.indicator), line.status, stand_words(line), where, holder,
                 since=begun, longer=longer)  # fmt: skip


def _of_duty(unit: Unit, clause: str, duty: DutyLine, holder: Holder | None, on: date) -> Point:
    late = duty.status == "overdue"
    words = _("期限 %(due)s，%(state)s") % {"due": duty.due_on, "state": duty.state_title}
    begun = min(duty.clock_due or duty.due_on, duty.due_on, on) if late else None
    url = reverse("register-detail", args=["delivery.duties", duty.id])
    return Point(unit, clause, f"{duty.number} {duty.title}", duty.status, words, url, holder,
                 lead=str(duty.lead or ""), since=begun)  # fmt: skip


def stand_words(line: Line) -> str:
    """A line's value beside what is asked of it: "12 项 / 30 项"."""
    goal = line.assessment.goal if line.assessment else None
    wanted = value_of(line, goal) if goal is not None else goal_text(line.target, line.indicator.unit)
    return f"{value_text(line)} / {wanted}" if line.value is not None else str(line.reasons[0] if line.reasons else "")


def rounded(indicator: Indicator, number: Decimal) -> Decimal:
    """A goal as it is printed: two places at the most, or as many as the indicator has, without noughts at the end."""
    return round(number, max(indicator.decimals, 2)).normalize()


def value_of(line: Line, number: Decimal) -> str:
    """A number in the indicator's unit."""
    return figure_text(rounded(line.indicator, number), line.indicator.unit)


def _rank(point: Point) -> tuple[int, date, str]:
    return -SEVERITY.get(point.status, -1), point.since or date.max, point.unit.code
