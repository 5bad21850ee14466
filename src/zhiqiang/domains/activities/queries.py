"""What events and courses ask: the clauses of the plan in force, and the observances that come next."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from django.db.models import Q, QuerySet

from zhiqiang.domains.activities.models import Event
from zhiqiang.domains.activities.rules import Coming, Observance, coming
from zhiqiang.foundation.plans.active import NoPlanError, active_plan

AROUND = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Occasion:
    """An observance that comes next, and the events that were held around it last time and this time."""

    coming: Coming
    before: tuple[Event, ...]
    now: tuple[Event, ...]


def clause_ids() -> frozenset[str] | None:
    """Every clause and content item of the plan in force; None where there is no plan."""
    try:
        plan = active_plan()
    except NoPlanError:
        return None
    return frozenset({item.id for item in plan.items} | {clause.id for clause in plan.clauses})


@cache
def observances() -> tuple[Observance, ...]:
    """The observances that ship with the software."""
    text = files("zhiqiang").joinpath("data", "reference", "observances.toml").read_text(encoding="utf-8")
    return tuple(Observance(**entry) for entry in tomllib.loads(text)["observance"])


def occasions(events: "QuerySet[Event]", today: date) -> list[Occasion]:
    """The next observances, the nearest first, with those of these events that were held around them."""
    found = coming(observances(), today)
    first = min(each.observance.days_in(each.starts.year - 1)[0] for each in found) - AROUND
    held = list(events.filter(Q(ends_on=None, starts_on__gte=first) | Q(ends_on__gte=first)).order_by("starts_on"))
    return [
        Occasion(
            each,
            tuple(_around(held, *each.observance.days_in(each.starts.year - 1))),
            tuple(_around(held, each.starts, each.ends)),
        )
        for each in found
    ]


def _around(events: Iterable[Event], starts: date, ends: date) -> Iterable[Event]:
    return (
        one for one in events if one.starts_on <= ends + AROUND and (one.ends_on or one.starts_on) >= starts - AROUND
    )
