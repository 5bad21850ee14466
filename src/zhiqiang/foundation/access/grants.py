"""Grant → Scope: the only place that decides who sees or does what, said as a query and as a test of one row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import BY_CODE

Person = User | AnonymousUser
Row = TypeVar("Row", bound=Model)

READ_ACTIONS = frozenset({"view", "export"})


class Governed(Protocol):
    """What a register must say of itself so that access to it can be decided."""

    @property
    def slug(self) -> str: ...
    @property
    def access(self) -> Mapping[str, tuple[str, ...]]: ...  # action -> roles
    @property
    def unit_field(self) -> str | None: ...  # "unit": the way from a row to its Unit
    @property
    def organisation_field(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission: this role may do this action on rows of this region (path prefix) or this organisation."""

    role: str
    register: str
    action: str
    region: str | None
    organisation: int | None


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows on which one person may do one thing. Empty grants: none; `everything`: all."""

    grants: tuple[Grant, ...]
    unit_field: str | None
    organisation_field: str | None

    def __bool__(self) -> bool:
        return bool(self.grants)

    def restrict(self, queryset: QuerySet[Row]) -> QuerySet[Row]:
        """The rows of the queryset inside this scope."""
        if not self.grants:
            return queryset.none()
        condition = Q()
        for grant in self.grants:
            one = self._as_query(grant)
            if one is None:
                return queryset
            condition |= one
        return queryset.filter(condition)

    def allows(self, row: Model) -> bool:
        """Whether one row is inside this scope: `restrict` said row by row."""
        return any(self._covers(grant, row) for grant in self.grants)

    def _as_query(self, grant: Grant) -> Q | None:
        if grant.organisation is not None:
            if self.organisation_field is None:
                return Q(pk__in=())
            return Q(**{f"{self.organisation_field}_id": grant.organisation})
        if grant.region is None or self.unit_field is None:
            return None
        return Q(**{f"{self.unit_field}__path__startswith": grant.region})

    def _covers(self, grant: Grant, row: Model) -> bool:
        if grant.organisation is not None:
            if self.organisation_field is None:
                return False
            return bool(follow(row, self.organisation_field + "_id") == grant.organisation)
        if grant.region is None or self.unit_field is None:
            return True
        unit = follow(row, self.unit_field)
        return unit is not None and unit.path.startswith(grant.region)


def follow(row: Model, path: str) -> Any:
    """The value at the end of a double-underscore path from a row ("batch__unit"), None where a link is empty."""
    value: Any = row
    for name in path.split("__"):
        if value is None:
            return None
        value = getattr(value, name)
    return value


def grants_for(person: Person, register: Governed, action: str) -> tuple[Grant, ...]:
    """Every grant that lets this person do this action on this register today."""
    if not isinstance(person, User) or not person.is_active:
        return ()
    allowed = register.access.get(action, ())
    return tuple(
        Grant(
            role=membership.role,
            register=register.slug,
            action=action,
            region=membership.unit.path if BY_CODE[membership.role].region and register.unit_field else None,
            organisation=membership.organisation_id if BY_CODE[membership.role].organisation else None,
        )
        for membership in person.memberships_on()
        if membership.role in allowed or (BY_CODE[membership.role].reads_all and action in READ_ACTIONS)
        if not BY_CODE[membership.role].organisation or membership.organisation_id is not None
    )


def scope_for(person: Person, register: Governed, action: str) -> Scope:
    """The rows of this register on which this person may do this action today."""
    return Scope(grants_for(person, register, action), register.unit_field, register.organisation_field)


def may(person: Person, register: Governed, action: str) -> bool:
    """Whether this person may do this action on any row at all (menus, buttons)."""
    return bool(grants_for(person, register, action))


def has_role(person: Person, roles: Iterable[str]) -> bool:
    """Whether this person holds one of these roles today."""
    return isinstance(person, User) and person.is_active and any(role in person.roles for role in roles)
