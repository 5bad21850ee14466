"""The plan in force: an immutable snapshot by content hash, with the units it brings."""

import json
from datetime import date
from functools import lru_cache

from django.db import transaction

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.plans.models import PlanSnapshot
from zhiqiang.foundation.reference.models import Unit, UnitAlias
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.kernel.plan import Plan, ReportingUnit

KINDS = {
    "区": Unit.Kind.DISTRICT,
    "县": Unit.Kind.COUNTY,
    "自治县": Unit.Kind.AUTONOMOUS,
    "县级市": Unit.Kind.COUNTY_CITY,
    "功能区": Unit.Kind.ZONE,
}


class NoPlanError(LookupError):
    """This home has no plan yet."""

    def __init__(self) -> None:
        super().__init__("还没有载入方案，请先运行 zhiqiang plan load。")


@transaction.atomic
def adopt_plan(plan: Plan, actor: User | None = None) -> PlanSnapshot:
    """Make this plan the one in force; the same content again changes nothing."""
    snapshot, created = PlanSnapshot.objects.get_or_create(
        hash=plan.content_hash,
        defaults={
            "slug": plan.slug,
            "title": plan.title,
            "content": json.loads(plan.to_json()),
            "loaded_at": clock.now(),
        },
    )
    if snapshot.active:
        return snapshot
    PlanSnapshot.objects.filter(active=True).update(active=False)
    PlanSnapshot.objects.filter(pk=snapshot.pk).update(active=True)
    snapshot.active = True
    _bring_units(plan)
    trail(action="adopt_plan", actor=actor, facts={"plan": plan.slug, "hash": plan.content_hash, "new": created})
    return snapshot


def active_plan() -> Plan:
    """The plan in force. Raises NoPlanError."""
    found = PlanSnapshot.objects.filter(active=True).values_list("hash", flat=True).first()
    if found is None:
        raise NoPlanError
    return plan_version(found)


@lru_cache(maxsize=8)
def plan_version(content_hash: str) -> Plan:
    """A plan as it once was loaded; immutable, so kept in memory."""
    return Plan.from_json(json.dumps(PlanSnapshot.objects.get(pk=content_hash).content))


def _bring_units(plan: Plan) -> None:
    city, _new = Unit.objects.update_or_create(
        code=plan.city.code,
        defaults={
            "title": plan.city.title,
            "short": plan.city.title,
            "kind": Unit.Kind.CITY,
            "path": plan.city.path,
            "position": 0,
        },
    )
    for unit in plan.units:
        _bring_unit(unit, city)


def _bring_unit(unit: ReportingUnit, city: Unit) -> None:
    row, _new = Unit.objects.update_or_create(
        code=unit.code,
        defaults={
            "title": unit.title,
            "short": unit.short,
            "kind": KINDS.get(unit.kind, Unit.Kind.COUNTY),
            "path": unit.path,
            "parent": city,
            "position": unit.order,
            "tile_row": unit.row,
            "tile_column": unit.column,
        },
    )
    for former in unit.former_codes:
        for name in {former.code, former.title} - {unit.code, unit.title}:
            UnitAlias.objects.get_or_create(
                name=name, defaults={"unit": row, "valid_to": date(former.until_year, 12, 31)}
            )
