"""A record's values as people read them: words of choices, names of related objects, figures, days."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.pages.numbers import ABSENT, figure_text
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.values import from_json


def shown(register: Register, row: Record, name: str) -> str:
    """One field of a record in words."""
    return in_words(register.model_field(name), getattr(row, name))


def in_words(field: "models.Field[Any, Any]", value: object) -> str:
    """A value of a model field in words; "—" where it is empty."""
    if value is None or value == "":
        return ABSENT
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return figure_text(value)
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def kept_in_words(register: Register, name: str, value: object) -> str:
    """A value as trail and corrections keep it (JSON), in words; a relation by its name where it still exists."""
    field = register.model_field(name)
    if value in (None, ""):
        return ABSENT
    if isinstance(field, models.ForeignKey):
        related = field.related_model._default_manager.filter(pk=value).first()  # noqa: SLF001
        return str(related) if related is not None else str(value)
    return in_words(field, from_json(field, value))


def is_number(register: Register, name: str) -> bool:
    """Whether a field stands right-aligned in a table."""
    kinds = (models.DecimalField, models.IntegerField)
    return isinstance(register.model_field(name), kinds) and not register.model_field(name).choices
