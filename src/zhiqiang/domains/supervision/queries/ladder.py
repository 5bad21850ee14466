"""The ladder in force, the former orders as of a day, and what is due by them."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from zhiqiang.domains.supervision import workflow
from zhiqiang.domains.supervision.models import Order, Rung
from zhiqiang.domains.supervision.queries.facts import facts_on
from zhiqiang.foundation import clock
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.plans.package import LADDER, package_folder
from zhiqiang.foundation.reference.models import Unit, UnitBoundary
from zhiqiang.foundation.workflow.clocks import deadline_of, end_of
from zhiqiang.foundation.workflow.models import ClockRun, StepTaken
from zhiqiang.kernel.ladder import Fact, Ladder, Past, Proposal, Standing, due_rungs, ladder_on, ladders_from_table
from zhiqiang.kernel.ladder import Rung as LadderRung
from zhiqiang.kernel.workflow import Workflow

ORDERS = "supervision.orders"
REPEAT_WINDOW = "supervision.repeat_window"


@cache
def ladders(own: Path | None = None) -> tuple[Ladder, ...]:
    """Every version of the ladder: the city's own file where there is one, else the plan's. Raises LadderError."""
    file = own if own is not None and own.is_file() else package_folder().joinpath(LADDER)
    return ladders_from_table(tomllib.loads(file.read_text(encoding="utf-8")))


def ladder_of(day: date) -> Ladder:
    """The ladder in force on a day. Raises LookupError."""
    return ladder_on(ladders(settings.HOME / LADDER), day)


def rung_of(order: Order) -> LadderRung:
    """The rung of an order, by the version of the ladder that it was drawn up under."""
    return ladder_of(order.ladder_version).rung(order.rung)


def life_of(order: Order) -> Workflow:
    """The workflow of an order: who approves and how long the answer may take are its rung's."""
    rung = rung_of(order)
    return _life(order.rung, rung.approver, rung.answer)


@cache
def _life(code: str, approver: str, answer: str) -> Workflow:
    title = Rung(code).label
    if code == Rung.INTERVIEW:
        return workflow.interview_order_life(f"order_{code}", title, approver)
    return workflow.order_life(f"order_{code}", title, approver, answer)


def window_on(day: date) -> int:
    """The days in which a met matter is not checked again."""
    return int(load_parameters().value(REPEAT_WINDOW, day))


def last_day_of(order: Order) -> date | None:
    """The last day on which a served order is answered in time: the day it named, or a later one by today's calendar.

    A holiday that is moved after the order was served never shortens what the unit was told.
    """
    if order.due_on is None or order.rung == Rung.INTERVIEW:
        return None
    served = ClockRun.objects.filter(register=ORDERS, record=order.pk, clock=workflow.ANSWER_BY[0]).first()
    if served is None:
        return order.due_on
    due = deadline_of(served.rule, served.started_at).due
    return max(order.due_on, due.date() if hasattr(due, "date") else due)


def pasts_on(on: date, orders: Iterable[Order] | None = None) -> list[Past]:
    """The former orders as they stood at the end of a day; a served one that nobody answered in time has lapsed."""
    rows = orders if orders is not None else Order.objects.select_related("addressee").all()
    known = [one for one in rows if one.recorded_at.astimezone(clock.ZONE).date() <= on]
    then = states_on(on, known)
    return [past for one in known if (past := _past(one, then.get(one.pk, one.state), on)) is not None]


def states_on(on: date, orders: list[Order]) -> dict[int, str]:
    """The states of orders at the end of a past day, from their steps; none are asked for today."""
    if on >= clock.today():
        return {}
    steps = StepTaken.objects.filter(register=ORDERS, record__in=[one.pk for one in orders]).order_by("at", "pk")
    taken = steps.filter(at__lte=end_of(on)).values_list("record", "target")
    return {one.pk: workflow.PROPOSED for one in orders} | dict(taken)


def _past(order: Order, state: str, on: date) -> Past | None:
    if state in (workflow.WITHDRAWN, workflow.ANNULLED):
        return None
    standing, ended = Standing.RUNNING, None
    if state == workflow.MET:
        standing, ended = Standing.MET, order.ended_on
    elif state == workflow.LAPSED:
        standing, ended = Standing.LAPSED, order.ended_on
    elif state in workflow.WITH_UNIT and (last := last_day_of(order)) is not None and last < on:
        standing, ended = Standing.LAPSED, last
    began = order.recorded_at.astimezone(clock.ZONE).date()
    return Past(
        order.addressee.code, order.subject, order.matter, order.rung, standing, began, ended,
        reference=order.number, title=str(order.get_rung_display()),
    )  # fmt: skip


def due_on(on: date, subject: str = "") -> list[Proposal]:
    """What is due on a day, for whom and on what ground; a unit that no longer stands is told, and blocked.

    With a subject, what is due about others may be left out.
    """
    ladder = ladder_of(on)
    proposals = due_rungs(facts_on(on, ladder, subject), pasts_on(on), ladder, on, window=window_on(on))
    ended = set(ended_units(on))
    told = [replace(one, blocked=dissolved(one.unit)) if one.unit in ended else one for one in proposals]
    return sorted(told, key=lambda one: bool(one.blocked))


def facts_of(unit: str, subject: str, on: date) -> list[Fact]:
    """The facts of one subject on a day."""
    return [one for one in facts_on(on, ladder_of(on), subject) if (one.unit, one.subject) == (unit, subject)]


def ended_units(on: date) -> Iterator[str]:
    """The codes of the units that have dated boundaries of which none covers the day: dissolved or not yet there."""
    spans: dict[str, bool] = {}
    for code, start, end in UnitBoundary.objects.values_list("unit__code", "valid_from", "valid_to"):
        spans[code] = spans.get(code, False) or (start <= on and (end is None or on <= end))
    return (code for code, stands in spans.items() if not stands)


def dissolved(code: str) -> str:
    """Why a dissolved unit gets no order."""
    unit = Unit.objects.filter(code=code).first()
    return _("“%(unit)s”已撤并，不再发督办；请把任务移交承接单位后再督办。") % {"unit": unit or code}
