"""Supervision as its pages show it: what is due by rung, what runs, what a unit is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhiqiang.domains.supervision.models import Order, Rung
from zhiqiang.domains.supervision.queries.ladder import ORDERS, due_on, ladder_of
from zhiqiang.domains.supervision.workflow import RUNNING
from zhiqiang.foundation.access.grants import Scope
from zhiqiang.foundation.access.roles import BY_CODE
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.workflow.models import ClockRun
from zhiqiang.kernel.ladder import COUNTED_IN, GroundKind, Proposal

#: The colour of a rung beside its word.
COLOURS = {"remind": "none", "blue": "none", "orange": "warn", "red": "bad", "bulletin": "bad", "interview": "late"}


@dataclass(frozen=True, slots=True)
class Due:
    """One line of what is due: the unit by name, the rung, the reasons."""

    unit: Unit | None
    proposal: Proposal
    colour: str

    @property
    def higher(self) -> str:
        """The rung that the facts alone would call for, where it is above the one that is due."""
        highest = self.proposal.called_for
        return highest.title if highest.position > self.proposal.rung.position else ""


@dataclass(frozen=True, slots=True)
class Running:
    """An order that runs, with its most urgent clock."""

    order: Order
    colour: str
    run: ClockRun | None


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder as a table shows it."""

    title: str
    colour: str
    approver: str
    answer: str
    authority: str
    grounds: tuple[str, ...]
    major: bool


def due_lines(on: date) -> list[Due]:
    """What is due on a day, those that may be ordered first."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    return [Due(units.get(one.unit), one, COLOURS[one.rung.code]) for one in due_on(on)]


def running_orders(scope: Scope) -> list[Running]:
    """The orders that run in this scope, the most urgent first."""
    rows = list(scope.restrict(Order.objects.filter(state__in=RUNNING)).select_related("addressee"))
    runs: dict[int, ClockRun] = {}
    kept = ClockRun.objects.filter(register=ORDERS, record__in=[one.pk for one in rows], stopped_at=None)
    for run in kept.order_by("-due"):
        runs[run.record] = run
    found = [Running(one, COLOURS[one.rung], runs.get(one.pk)) for one in rows]
    return sorted(found, key=lambda one: (one.run is None, one.run.due if one.run else one.order.recorded_at))


def ladder_steps(on: date) -> list[Step]:
    """The ladder in force, rung by rung, in words."""
    parameters = load_parameters()
    found = []
    for rung in ladder_of(on).rungs:
        limit = parameters.get(rung.answer).in_force(on)
        words = _("%(n)s 个工作日") if limit.unit == "working_day" else _("%(n)s 日")
        grounds = tuple(_ground(one.kind, one.least) for one in rung.grounds)
        found.append(
            Step(
                rung.title,
                COLOURS.get(rung.code, "late"),
                str(BY_CODE[rung.approver].title),
                words % {"n": limit.value},
                f"{rung.authority.title}（{rung.authority.article}）",
                grounds,
                rung.major,
            )
        )
    return found


def _ground(kind: GroundKind, least: int) -> str:
    names = {
        GroundKind.REPORT_OVERDUE: _("报告逾期"),
        GroundKind.DUTY_OVERDUE: _("任务逾期"),
        GroundKind.TARGET_BEHIND: _("目标连续滞后"),
        GroundKind.FORMER_LAPSED: _("上一级逾期未复或未达要求"),
    }
    return f"{names[kind]} {least} {COUNTED_IN[kind]}" if kind in COUNTED_IN else names[kind]


def by_rung(lines: Iterable[Due]) -> list[tuple[str, str, int]]:
    """How many of each rung may be ordered now: (colour, title, number)."""
    counts: dict[str, int] = {}
    for one in lines:
        if not one.proposal.blocked:
            counts[one.proposal.rung.code] = counts.get(one.proposal.rung.code, 0) + 1
    return [(COLOURS[code], str(Rung(code).label), counts[code]) for code in Rung.values if code in counts]
