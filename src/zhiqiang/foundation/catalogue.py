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
    return _by_name(_declared("registers", "REGISTERS"), "slug")


@cache
def measures() -> dict[str, Measure]:
    """Every measure by code: `MEASURES` of each installed app's `measures.py`."""
    return _by_name(_declared("measures", "MEASURES"), "code")


def datasets() -> dict[str, tuple[Dataset, Register]]:
    """Every dataset by slug, with the register whose verified rows it holds."""
    owners = [one for one in registers().values() if one.dataset is not None]
    declared = _by_name([one.dataset for one in owners], "slug")
    return {one.dataset.slug: (declared[one.dataset.slug], one) for one in owners if one.dataset is not None}


def _by_name(declared: list[Any], attribute: str) -> dict[str, Any]:
    """Declarations by their name. Raises ValueError where two bear the same: the later would hide the earlier."""
    found: dict[str, Any] = {}
    for one in declared:
        name = getattr(one, attribute)
        if name in found:
            raise ValueError(f"{name!r} is declared twice")
        found[name] = one
    return found


def _declared(module: str, name: str) -> list[Any]:
    found: list[Any] = []
    for app in apps.get_app_configs():
        path = f"{app.name}.{module}"
        if app.name.startswith("zhiqiang.domains.") and find_spec(path) is not None:
            found += getattr(import_module(path), name)
    return found
