"""Ways to spoil the fictional package, one mistake at a time."""

from collections.abc import Callable
from typing import Any

Files = dict[str, dict[str, Any]]
Change = Callable[[Files], object]
Alter = Callable[[Change], Files]


def row(files: Files, key: str, n: int = 0) -> dict[str, Any]:
    file = "clauses/all.toml" if key == "clause" else f"{key}s.toml"
    return files[file][key][n]


def set_in(key: str, n: int, name: str, value: object) -> Change:
    return lambda files: row(files, key, n).__setitem__(name, value)


def drop_from(key: str, n: int, name: str) -> Change:
    return lambda files: row(files, key, n).pop(name)
