"""A record's values: set, checked against every rule, and written as JSON for trail, undo and comparison."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from zhiqiang.foundation import clock
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.kernel.findings import Finding


def assign(row: Record, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def findings(register: Register, row: Record, *, lookups: bool = True) -> list[Finding]:
    """Every rule this record breaks: its model's, then its register's; `lookups=False` leaves the database alone."""
    found: list[Finding] = []
    try:
        if lookups:
            row.full_clean(exclude={"recorded_by", "batch"})
        else:
            relations = {one.name for one in row._meta.fields if one.is_relation}  # noqa: SLF001 (model API)
            row.clean_fields(exclude=relations)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            field = "" if name == NON_FIELD_ERRORS else name
            found += [Finding(field, message) for message in messages]
    broken = {one.field for one in found}
    if register.check is not None:
        values = {name: getattr(row, name, None) for name in (*register.by_name, "unit") if name not in broken}
        found += [one for one in register.check(values, clock.today()) if one.field not in broken]
    return found


def texts(register: Register, row: Record) -> dict[str, Any]:
    """A record's own fields as JSON for trail, undo and comparison: dates ISO, decimals as text, relations by id."""
    names = dict.fromkeys((*register.by_name, *(["unit"] if register.unit_field == "unit" else [])))
    return {name: as_json(getattr(row, row._meta.get_field(name).attname)) for name in names}  # type: ignore[union-attr]  # noqa: SLF001


def as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


def from_json(field: "models.Field[Any, Any]", value: Any) -> Any:
    """The Python value of what `as_json` wrote for a model field."""
    return field.to_python(value)
