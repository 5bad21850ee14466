"""The names that a programme may speak of: parameters, time limits, content items, roles, facts of the system."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import get_args

from zhiqiang.foundation.access.roles import BY_CODE
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.plans.package import package_folder, read_plan
from zhiqiang.kernel.programmes import Vocabulary
from zhiqiang.kernel.programmes.model import FactType


@cache
def known_names() -> Vocabulary:
    """The names of this installation."""
    parameters = load_parameters()
    return Vocabulary(
        parameters={one.id: one.versions[-1].unit for one in parameters if not one.is_clock},
        clocks=tuple(one.id for one in parameters.clocks()),
        items=tuple(item.id for item in read_plan(package_folder()).items),
        roles=tuple(BY_CODE),
        facts=facts_of_the_system(),
    )


@cache
def facts_of_the_system() -> dict[str, FactType]:
    """What the system can tell about an organisation: code → type."""
    text = files("zhiqiang").joinpath("data", "reference", "facts.toml").read_text(encoding="utf-8")
    kinds: dict[str, FactType] = {kind: kind for kind in get_args(FactType)}
    return {row["code"]: kinds[row["type"]] for row in tomllib.loads(text)["fact"]}
