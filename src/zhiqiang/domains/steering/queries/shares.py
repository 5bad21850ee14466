"""Shares of targets: which hold on a day, which are proposed, and whether they make the city's goal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiqiang.domains.goals.facade import reporting_units
from zhiqiang.domains.steering.models import CountyShare, Portion, Share
from zhiqiang.domains.steering.rules import Breakdown, check_breakdown, prevailing
from zhiqiang.foundation import clock
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES, RETURNED, VOIDED
from zhiqiang.kernel.plan import Plan, PlanTarget

#: Target id → unit code → the portion that holds.
Portions = dict[str, dict[str, Portion]]


@dataclass(frozen=True, slots=True)
class Held:
    """What a unit is judged by, and where it comes from. `own`: from the unit's own paper."""

    value: Decimal
    own: bool
    portion: Portion


def portions_on(model: type[Portion], on: date) -> Portions:
    """The verified portions that hold on a day: of each unit and target the one decided last."""
    rows = model._default_manager.filter(state__in=EVIDENCE_STATES, decided_on__lte=on)  # noqa: SLF001 (model API)
    return _newest(rows.select_related("unit").order_by("decided_on", "pk"))


def proposed(target: str) -> dict[str, Share]:
    """Of each unit the newest share of a target that stands or waits to be verified."""
    rows = Share.objects.filter(target=target).exclude(state__in=(RETURNED, VOIDED))
    return _newest(rows.select_related("unit").order_by("decided_on", "pk")).get(target, {})  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Shares:
    """What holds on a day: the city's shares and the units' own, by target and unit; unit code → target → judged by."""

    given: Portions
    own: Portions
    held: Mapping[str, Mapping[str, Held]]


def shares_on(plan: Plan, on: date) -> Shares:
    """Everything that is shared on a day, and what each unit is judged by."""
    given, own = portions_on(Share, on), portions_on(CountyShare, on)
    own_holds = bool(load_parameters().value("steering.county_share_holds", on))
    held: dict[str, dict[str, Held]] = {}
    for target in plan.targets:
        by_city, by_unit = given.get(target.id, {}), own.get(target.id, {})
        better = plan.indicator(target.indicator).better
        for code in dict.fromkeys((*by_city, *by_unit)):
            first, second = by_city.get(code), by_unit.get(code)
            values = (first.value if first else None, second.value if second else None)
            chosen = prevailing(*values, better=better, own_holds=own_holds)
            portion = second if chosen and chosen[1] else first
            if chosen is not None and portion is not None:
                held.setdefault(code, {})[target.id] = Held(*chosen, portion)
    return Shares(given, own, held)


def units_meant(plan: Plan, target: PlanTarget, units: Sequence[Unit]) -> list[Unit]:
    """The units that ought to have a share: a promise for every county leaves zones out where the plan does."""
    if target.kind != "per_unit":
        return list(units)
    counted = {unit.code for unit in plan.county_units}
    return [unit for unit in units if unit.code in counted]


def breakdown(
    plan: Plan, target: PlanTarget, portions: Mapping[str, Portion], units: Iterable[Unit]
) -> Breakdown | None:
    """Whether these portions (by unit code) make the city's goal; None for a target without a number."""
    meant = {unit.code: unit.short for unit in units}
    indicator = plan.indicator(target.indicator)
    values = {meant[code]: one.value for code, one in portions.items() if code in meant}
    return check_breakdown(target, values, list(meant.values()), better=indicator.better, unit=indicator.unit)


def proposed_breakdown(target_id: str) -> Breakdown | None:
    """Whether what is proposed and what stands would make the city's goal; None for a target that cannot be shared."""
    plan = active_plan()
    target = next((one for one in plan.targets if one.id == target_id), None)
    if target is None:
        return None
    return breakdown(plan, target, proposed(target_id), units_meant(plan, target, reporting_units()))


def waiting(target_id: str) -> list[Share]:
    """The shares of a target that wait to be verified."""
    rows = Share.objects.filter(target=target_id, state="recorded", decided_on__lte=clock.today())
    return list(rows.select_related("unit").order_by("unit__position"))


def _newest(rows: Iterable[Portion]) -> Portions:
    """Rows in order of decision: of each target and unit the last one stays."""
    found: Portions = {}
    for row in rows:
        found.setdefault(row.target, {})[row.unit.code] = row
    return found
