"""One register under test: its records in the small city, what people type for them, and who may do what with them."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.db import models
from django.http import HttpResponseBase
from django.urls import reverse

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import READ_ACTIONS
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import BY_CODE, ROLES
from zhiqiang.foundation.documents.models import Document
from zhiqiang.foundation.reference.models import Organisation, ProductClass, Unit
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.browsing import open_as
from zhiqiang.foundation.testing.city import City

Values = dict[str, Any]
TODAY = (2026, 11, 23)


class RegisterCase:
    """What a subclass says of its register, and what the ready-made tests make of it.

    A subclass gives `register`, `values(city, n)` (right values of the n-th record, n from 1, keys differing) and
    `wrong`: rule → (what is typed instead, words of the message), one for each rule of the register.
    """

    register: ClassVar[Register]
    wrong: ClassVar[Mapping[str, tuple[Mapping[str, str], str]]] = {}
    #: The step by which a record begins to count.
    check_step: ClassVar[str] = "verify"

    def values(self, city: City, n: int) -> Values:
        """Right values of the n-th record."""
        raise NotImplementedError

    @pytest.fixture(autouse=True)
    def _on_the_day(self, as_of: Callable[..., Any], city: City) -> None:
        as_of(*TODAY)
        self.city = city

    # --- what the declaration says -----------------------------------------------------------------------------

    @classmethod
    def granted(cls, role: str, action: str) -> bool:
        """Whether the declaration lets a role do an action at all."""
        reads = BY_CODE[role].reads_all and action in READ_ACTIONS
        return reads or role in cls.register.access.get(action, ())

    @classmethod
    def roles_with(cls, action: str) -> list[str]:
        return [role.code for role in ROLES if cls.granted(role.code, action)]

    @classmethod
    def unit_roles_with(cls, action: str) -> list[str]:
        """The roles that may do an action for their own unit only."""
        whole_city = {"auditor", "administrator", "leader"}
        codes = [role.code for role in ROLES if role.region and role.code not in whole_city]
        return [code for code in codes if not code.startswith("city_") and cls.granted(code, action)]

    def reaches(self, role: str, row: Record) -> bool:
        """Whether a record lies where this role's person acts."""
        place = self.city.users[role].memberships_on()[0]
        if BY_CODE[role].organisation:
            way = self.register.organisation_field
            return way is not None and getattr(row, f"{way}_id") == place.organisation_id
        return place.unit.is_city or self.register.unit_field is None or row.unit_id == place.unit_id

    @classmethod
    def form_fields(cls) -> list[Field]:
        held = [one for one in cls.register.fields if cls.register.model_field(one.name).related_model is Document]
        return [one for one in cls.register.fields if one.form and one not in held]

    @classmethod
    def required(cls) -> list[str]:
        return [one.name for one in cls.form_fields() if not cls.register.model_field(one.name).blank]

    # --- people and records ------------------------------------------------------------------------------------

    @property
    def maker(self) -> User:
        """Who records: the last of the roles that may add, so that a unit's own person comes before the city's."""
        return self.city.users[self.register.access["add"][-1]]

    @property
    def checker(self) -> User:
        return self.city.users[self.register.workflow.step(self.check_step).roles[-1]]

    def made(self, n: int = 1, **other: Any) -> Record:
        """A record made by who may make it there: the maker, or the first role that reaches the whole city."""
        values = {**self.values(self.city, n), **other}
        own = values["unit"] == self.maker.memberships_on()[0].unit
        officer = next((role for role in self.register.access["add"] if role.startswith("city_")), None)
        actor = self.maker if own or officer is None else self.city.users[officer]
        return create_record(register=self.register, values=values, actor=actor)

    def elsewhere(self, n: int = 2) -> Record:
        """A record of another unit."""
        return self.made(n, unit=self.city.other_unit)

    def verified(self, row: Record) -> Record:
        return take_step(register=self.register, record_id=row.pk, step=self.check_step, actor=self.checker)

    def put(self, numbers: range, **other: Any) -> list[Record]:
        """Many records straight into the table: for pages that only read."""
        common = {"recorded_by": self.maker, "recorded_at": clock.now(), "changed_at": clock.now()} | other
        rows = [self.register.model(**(self.values(self.city, n) | common)) for n in numbers]
        return list(self.register.model._default_manager.bulk_create(rows))  # noqa: SLF001 (model API)

    @property
    def records(self) -> "models.QuerySet[Record]":
        """All records of the register."""
        return self.register.model._default_manager.all()  # noqa: SLF001 (model API)

    def count(self) -> int:
        return self.records.count()

    # --- pages -------------------------------------------------------------------------------------------------

    def page(self, name: str, *args: Any) -> str:
        """The address of one of the register's pages: "list", "new", "detail" …"""
        names = {"template": "register-template"}
        return reverse(names.get(name, f"register-{name}"), args=[self.register.slug, *args])

    def get(self, person: User | None, name: str, *args: Any, query: str = "") -> HttpResponseBase:
        return open_as(person).get(f"{self.page(name, *args)}?{query}" if query else self.page(name, *args))

    def post(self, person: User, name: str, *args: Any, data: Mapping[str, Any], follow: bool = False) -> Any:
        return open_as(person).post(self.page(name, *args), data, follow=follow)

    def typed(self, number: int = 1, /, **other: str) -> dict[str, str]:
        """The values of the record of this number as its form sends them."""
        values = self.values(self.city, number)
        sent = {one.name: as_typed(values[one.name]) for one in self.form_fields() if one.name in values}
        return {**sent, "request_key": f"key-{number}", **other}

    def cells(self, n: int = 1) -> dict[str, str]:
        """The n-th record's values as a workbook's cells say them, by label."""
        values = self.values(self.city, n)
        told = [one.name for one in self.form_fields() if values.get(one.name) is not None]
        return {self.register.label(name): as_cell(self.register.model_field(name), values[name]) for name in told}


def as_typed(value: Any) -> str:
    """A value as a form sends it."""
    if isinstance(value, models.Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def as_cell(field: "models.Field[Any, Any]", value: Any) -> str:
    """A value as an officer would write it into a cell."""
    if field.choices:
        return str(dict(field.flatchoices)[value])
    if isinstance(value, ProductClass):
        return f"{value.get_domain_display()}/{value.title}"
    if isinstance(value, Organisation):
        return value.uscc or value.title
    if isinstance(value, Unit):
        return value.short
    return str(value) if isinstance(value, Decimal) else as_typed(value)
