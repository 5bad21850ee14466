"""Reading a plan package: TOML files to the kernel's Plan, or every problem with file, key and meaning."""

import tomllib
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from zhiqiang.kernel.plan import Plan, PlanErrors, Problem, Vocabulary, parse_plan

DEFAULT = "chengde-2023-2027"
#: A folder of a package that is not the plan: the definitions of its programmes, read by foundation.programmes.
PROGRAMMES = "programmes"
#: Another: the schemes of assessment, read by the domain of that name.
ASSESSMENTS = "assessments"
#: A file of a package that is not the plan: numbers and organs of the papers, read by foundation.papers.
PAPERS = "papers.toml"
#: Another: the rungs of supervision, read by domains.supervision.
LADDER = "ladder.toml"


def package_folder(slug: str = DEFAULT) -> Traversable:
    """The folder of a plan that ships with the software."""
    return files("zhiqiang").joinpath("data", "plans", slug)


def read_plan(folder: Traversable | Path, vocabulary: Vocabulary | None = None) -> Plan:
    """The plan in a folder. Raises PlanErrors with all problems; nothing of a faulty package is kept."""
    tables: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    if not folder.is_dir():
        raise PlanErrors([Problem("plan.toml", "", f"没有方案包文件夹“{folder.name}”")])
    for name, file in _toml_files(folder, ""):
        try:
            tables[name] = tomllib.loads(file.read_bytes().decode("utf-8"), parse_float=Decimal)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(name, "", f"不是有效的 TOML 文件（{error}）"))
    if problems:
        raise PlanErrors(problems)
    return parse_plan(tables, vocabulary)


def _toml_files(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir() and entry.name not in (PROGRAMMES, ASSESSMENTS):
            found += _toml_files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".toml") and entry.name not in (PAPERS, LADDER):
            found.append((prefix + entry.name, entry))
    return found
