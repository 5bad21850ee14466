"""Reads the parameters and the holiday table that ship with the package, and a city's own files over them.

Messages come from the kernel, so that a command which needs only a deadline starts without Django.
"""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from zhiqiang.kernel.parameters import ParameterError, ParameterSet, Problem, parameters_from_tables
from zhiqiang.kernel.workdays import Calendar, CalendarError, calendar_from_table


@cache
def load_parameters(overrides: Path | None = None) -> ParameterSet:
    """The package's parameters, with those of `overrides` (a folder of *.toml) replacing the same ids.

    A missing folder changes nothing. Raises ParameterError with all problems of all files at once.
    """
    package = parameters_from_tables(_tables(_data("parameters")))
    if overrides is None or not overrides.is_dir():
        return package
    return package.with_overrides(parameters_from_tables(_tables(overrides)))


@cache
def package_calendar(extension: Path | None = None) -> Calendar:
    """The working calendar of the package, with the years of the table in `extension` added or replaced.

    A missing file changes nothing. Raises CalendarError with all problems at once.
    """
    table = _calendar_table(_data("reference", "holidays", "cn.toml"))
    if extension is None or not extension.is_file():
        return calendar_from_table(table)
    added = _calendar_table(extension)
    calendar_from_table(added)
    replaced = {entry["year"] for entry in added["year"]}
    return calendar_from_table({"year": [e for e in table["year"] if e["year"] not in replaced] + added["year"]})


def _data(*path: str) -> Traversable:
    return files("zhiqiang").joinpath("data", *path)


def _tables(folder: Traversable) -> dict[str, Mapping[str, Any]]:
    tables: dict[str, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            try:
                tables[file.name] = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                problems.append(Problem(file.name, "", f"不是有效的 TOML 文件（{error}）"))
    if problems:
        raise ParameterError(problems)
    return tables


def _calendar_table(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CalendarError([(file.name, f"不是有效的 TOML 文件（{error}）")]) from error
