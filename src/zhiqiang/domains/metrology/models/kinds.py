"""The kinds of instruments, read from `data/reference/instrument_categories.toml`."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

from zhiqiang.domains.metrology.rules.instruments import Category, read_categories


@cache
def categories() -> Mapping[str, Category]:
    """Code → kind of instrument, in the order of the file."""
    file = files("zhiqiang").joinpath("data", "reference", "instrument_categories.toml")
    return read_categories(tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal))


def category_choices() -> list[tuple[str, str]]:
    """The kinds as a form offers them; a function, so that a longer table needs no migration."""
    return [(one.code, one.title) for one in categories().values()]
