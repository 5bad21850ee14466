"""Who answers for a unit: the person, in which role, since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.text import Text

#: Who is named first for a unit.
RANK = ("leader", "verifier", "reporter")


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with the role and the day since which they hold it."""

    user: User
    role: Text
    since: date
    place: str


def holders(units: Iterable[Unit], on: date | None = None) -> dict[str, Holder]:
    """Unit code → who answers for it: the leader in charge, else who verifies, else who reports. One query."""
    found: dict[str, tuple[int, Holder]] = {}
    rows = _on(on or clock.today()).filter(unit__in=list(units), role__in=RANK, user__is_active=True)
    for one in rows.order_by("valid_from", "pk"):
        rank = RANK.index(one.role)
        if one.unit.code not in found or rank < found[one.unit.code][0]:
            found[one.unit.code] = (rank, _holder(one))
    return {code: holder for code, (_rank, holder) in found.items()}


def standing_of(user: User, on: date | None = None) -> list[Holder]:
    """Everything that a person holds on a day, the oldest first."""
    return [_holder(one) for one in _on(on or clock.today()).filter(user=user).order_by("valid_from", "pk")]


def _on(day: date):  # type: ignore[no-untyped-def]  # a queryset of memberships
    rows = Membership.objects.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))
    return rows.select_related("user", "unit", "organisation")


def _holder(one: Membership) -> Holder:
    place = one.organisation.title if one.organisation else one.unit.title
    return Holder(one.user, one.role_declared.title, one.valid_from, place)
