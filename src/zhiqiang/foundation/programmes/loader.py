"""Reads programme definitions, shared criteria and cases from folders; a folder with any mistake is refused whole.

A folder holds `<code>.toml`, `criteria/<name>.toml` and `cases/<code>.toml`. Messages are Chinese as the kernel's are:
the command line shows them without Django.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.plans.package import PROGRAMMES, package_folder
from zhiqiang.foundation.programmes.names import known_names
from zhiqiang.kernel.plan import Problem
from zhiqiang.kernel.programmes import Programme, ProgrammeErrors, Vocabulary, parse_criteria_set, parse_programme
from zhiqiang.kernel.programmes.cases import NamedCase, differences, read_cases
from zhiqiang.kernel.programmes.model import CriteriaSet

CRITERIA, CASES = "criteria", "cases"


@dataclass(frozen=True)
class Definition:
    """A programme with the text it was read from: what a running round keeps, so that a later edit changes nothing."""

    programme: Programme
    file: str
    source: str
    criteria_source: str = ""


@dataclass
class Folder:
    """Everything read from the folders so far; a later folder replaces a definition of the same code."""

    definitions: dict[str, Definition] = field(default_factory=dict)
    sets: dict[str, tuple[CriteriaSet, str]] = field(default_factory=dict)
    cases: dict[str, list[NamedCase]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def programme_folder() -> Traversable:
    """The folder of the programmes of the plan that ships."""
    return package_folder().joinpath(PROGRAMMES)


def programme_files(folder: Traversable | Path | None = None) -> list[Traversable | Path]:
    """The definitions of a folder (of the plan that ships), in the order of their names."""
    return _toml_files(folder or programme_folder())


@cache
def load_definitions(own: Path | None = None) -> Mapping[str, Definition]:
    """Every definition of the package by code, with those of the folder `own` replacing the same codes.

    A missing folder changes nothing. Raises ProgrammeErrors with all problems of all files at once.
    """
    found = read_folders(*([programme_folder()] + ([own] if own is not None and own.is_dir() else [])))
    if found.problems:
        raise ProgrammeErrors(found.problems)
    return found.definitions


def load_definition(code: str, own: Path | None = None) -> Definition | None:
    """One definition without the others, for commands that must start fast; None where there is none of this code.

    Raises ProgrammeErrors with the problems of this one.
    """
    found = Folder()
    folders = [programme_folder(), *([own] if own is not None else [])]
    for folder in folders:
        read_criteria(folder, found)
    for file in [file for folder in folders for file in programme_files(folder) if file.name == f"{code}.toml"][-1:]:
        read_programme(file, known_names(), found)
    if found.problems:
        raise ProgrammeErrors(found.problems)
    return found.definitions.get(code)


def load_programmes(own: Path | None = None) -> dict[str, Programme]:
    """Every programme by code. Raises ProgrammeErrors with all problems of all files at once."""
    return {code: definition.programme for code, definition in load_definitions(own).items()}


def read_definition(source: str, criteria_source: str = "", file: str | None = None) -> Programme:
    """A programme from the text that a Definition kept. Names outside it are not asked again: they may since be gone.

    Raises ProgrammeErrors.
    """
    problems: list[Problem] = []
    table = _table(source, file or "", problems)
    criteria = _table(criteria_source, "criteria.toml", problems)
    if problems:
        raise ProgrammeErrors(problems)
    shared = parse_criteria_set(criteria, "criteria.toml") if criteria else None
    name = file or f"{table.get('code', 'programme')}.toml"
    return parse_programme(table, name, criteria_sets={shared.code: shared} if shared else {})


def read_folders(*folders: Traversable | Path, with_cases: bool = False) -> Folder:
    """The definitions and shared criteria of these folders, with every problem of all of them; with cases, if asked.

    Cases are run by tests and by `zhiqiang programme check`: a case that fails says so there and stops nobody's work.
    """
    found, vocabulary = Folder(), known_names()
    for folder in folders:
        read_criteria(folder, found)
        for file in programme_files(folder):
            read_programme(file, vocabulary, found)
        if with_cases:
            read_case_files(folder, vocabulary, found)
    found.problems = sorted(set(found.problems))
    return found


def read_criteria(folder: Traversable | Path, found: Folder) -> None:
    """Add the shared criteria of a folder."""
    for file in _toml_files(folder.joinpath(CRITERIA)):
        name, source = f"{CRITERIA}/{file.name}", _text(file, found.problems)
        table = _table(source, name, found.problems)
        try:
            shared = parse_criteria_set(table, name) if table else None
        except ProgrammeErrors as errors:
            found.problems += errors.problems
            continue
        if shared is not None and shared.code == file.name.removesuffix(".toml"):
            found.sets[shared.code] = (shared, source)
        elif shared is not None:
            found.problems.append(Problem(name, "code", f"“{shared.code}”应与文件名相同"))


def read_programme(file: Traversable | Path, vocabulary: Vocabulary, found: Folder) -> None:
    """Add the definition in a file, or what is wrong with it."""
    before = len(found.problems)
    source = _text(file, found.problems)
    table = _table(source, file.name, found.problems)
    if len(found.problems) > before:
        return
    sets = {code: shared for code, (shared, _source) in found.sets.items()}
    try:
        programme = parse_programme(table, file.name, vocabulary, sets)
    except ProgrammeErrors as errors:
        found.problems += errors.problems
        return
    criteria = found.sets[programme.criteria_set][1] if programme.criteria_set else ""
    found.definitions[programme.code] = Definition(programme, file.name, source, criteria)


def read_case_files(folder: Traversable | Path, vocabulary: Vocabulary, found: Folder) -> None:
    """Add the cases beside the definitions of a folder, and where a programme answers otherwise than they expect."""
    for file in _toml_files(folder.joinpath(CASES)):
        read_case_file(file, vocabulary, found)


def read_case_file(file: Traversable | Path, vocabulary: Vocabulary, found: Folder) -> None:
    """Add the cases of one file, and run them; a file that is not there has none."""
    name, code = f"{CASES}/{file.name}", file.name.removesuffix(".toml")
    definition = found.definitions.get(code)
    if definition is None or not file.is_file():
        if definition is None and not any(problem.file == file.name for problem in found.problems):
            found.problems.append(Problem(name, "", f"没有项目“{code}”；案例文件应与项目同名"))
        return
    table = _table(_text(file, found.problems), name, found.problems)
    read = read_cases(table, definition.programme, vocabulary.facts or {}, name)
    found.problems += [each for each in read if isinstance(each, Problem)]
    found.cases[code] = [each for each in read if isinstance(each, NamedCase)]
    for case in found.cases[code]:
        told = differences(definition.programme, case, load_parameters())
        found.problems += [Problem(name, case.name, difference) for difference in told]


def _toml_files(folder: Traversable | Path) -> list[Traversable | Path]:
    if not folder.is_dir():
        return []
    return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)


def _text(file: Traversable | Path, problems: list[Problem]) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(file.name, "", f"文件无法读取，应为 UTF-8 文本（{error}）"))
        return ""


def _table(source: str, name: str, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(source, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        problems.append(Problem(name, "", f"不是有效的 TOML 文件（{error}）"))
        return {}
