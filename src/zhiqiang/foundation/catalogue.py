"""All registers, datasets and measures of the installed domains, read from their explicit tuples."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from zhiqiang.foundation.evidence.declaration import Dataset, Measure
from zhiqiang.foundation.registers.declaration import Register


@cache
def registers() -> dict[str, Register]:
    """Every register by slug: `REGISTERS` of each installed app's `registers.py`."""
    return {one.slug: one for one in _declared("registers", "REGISTERS")}


@cache
def measures() -> dict[str, Measure]:
    """Every measure by code: `MEASURES` of each installed app's `measures.py`."""
    return {one.code: one for one in _declared("measures", "MEASURES")}


def datasets() -> dict[str, tuple[Dataset, Register]]:
    """Every dataset by slug, with the register whose verified rows it holds."""
    return {one.dataset.slug: (one.dataset, one) for one in registers().values() if one.dataset is not None}


def _declared(module: str, name: str) -> list[Any]:
    found: list[Any] = []
    for app in apps.get_app_configs():
        path = f"{app.name}.{module}"
        if app.name.startswith("zhiqiang.domains.") and find_spec(path) is not None:
            found += getattr(import_module(path), name)
    return found
