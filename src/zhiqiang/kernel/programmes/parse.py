"""From the TOML table of a definition to a Programme, or to every problem it has."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from zhiqiang.kernel.plan.records import Place, Problem, nearest, read_record
from zhiqiang.kernel.programmes.checks import check
from zhiqiang.kernel.programmes.model import (
    AppliesIn,
    CriteriaSet,
    Criterion,
    FormField,
    NoticeRules,
    Programme,
    Quota,
    RequiredDocument,
    ReviewRules,
    Stage,
)
from zhiqiang.kernel.programmes.parts import read_applicant, read_incentive, read_recognition, read_settings
from zhiqiang.kernel.programmes.tables import read_each
from zhiqiang.kernel.programmes.vocabulary import ProgrammeErrors, Vocabulary

R = TypeVar("R")

#: The keys that hold tables: read one by one, beside the head.
LISTS: Mapping[str, tuple[str, type[Any]]] = {
    "field": ("fields", FormField),
    "document": ("documents", RequiredDocument),
    "stage": ("stages", Stage),
    "criterion": ("criteria", Criterion),
}
TABLES: Mapping[str, type[Any]] = {"review": ReviewRules, "notice": NoticeRules, "quota": Quota}
OWN_READERS = ("applicant", "recognition", "incentive", "setting")
NO_SETS: Mapping[str, CriteriaSet] = {}
NO_VOCABULARY = Vocabulary()


@dataclass(frozen=True)
class Head:
    """What stands at the top of a definition."""

    code: str
    version: int
    title: str
    title_en: str
    clause: str
    summary: str
    valid_from: date
    applies_in: AppliesIn
    valid_to: date | None = None
    correction_clock: str = "programme.correct"
    criteria: str = ""


def parse_programme(
    table: Mapping[str, Any],
    file: str,
    vocabulary: Vocabulary = NO_VOCABULARY,
    criteria_sets: Mapping[str, CriteriaSet] = NO_SETS,
) -> Programme:
    """The programme in `table`, read from `file` (whose name without its ending is the programme's code).

    Raises ProgrammeErrors carrying all problems.
    """
    programme, problems = _read(table, file, vocabulary, criteria_sets)
    if programme is None:
        raise ProgrammeErrors(problems)
    return programme


def find_problems(
    table: Mapping[str, Any],
    file: str,
    vocabulary: Vocabulary = NO_VOCABULARY,
    criteria_sets: Mapping[str, CriteriaSet] = NO_SETS,
) -> tuple[Problem, ...]:
    """Every problem of a definition, in key order; empty when it parses."""
    return _read(table, file, vocabulary, criteria_sets)[1]


def parse_criteria_set(table: Mapping[str, Any], file: str) -> CriteriaSet:
    """A shared set of criteria: head, `[[band]]`, `[[criterion]]`. Raises ProgrammeErrors with all problems."""
    problems: list[Problem] = []
    renamed = {{"band": "bands", "criterion": "criteria"}.get(key, key): value for key, value in table.items()}
    found = read_record(CriteriaSet, renamed, Place(file, ""), problems)
    if found is None:
        raise ProgrammeErrors(problems)
    return found


def _read(
    table: Mapping[str, Any], file: str, vocabulary: Vocabulary, criteria_sets: Mapping[str, CriteriaSet]
) -> tuple[Programme | None, tuple[Problem, ...]]:
    problems: list[Problem] = []
    place = Place(file, "")
    if not isinstance(table, Mapping):
        return None, (place.problem("整个文件应是一个表（若干“键 = 值”），请按格式说明改写"),)
    held = {*LISTS, *TABLES, *OWN_READERS}
    head = _read_head({key: value for key, value in table.items() if key not in held}, place, held, problems)
    parts = _read_parts(table, place, problems)
    if head is None or problems:
        return None, tuple(sorted(set(problems)))
    programme = _assemble(head, parts, place, criteria_sets, problems)
    check(programme, file, vocabulary, problems)
    return (None if problems else programme), tuple(sorted(set(problems)))


def _read_head(table: dict[str, Any], place: Place, held: set[str], problems: list[Problem]) -> Head | None:
    # A slip in the name of a table would otherwise only be told against the keys of the head.
    slips = {key for key in table if key not in {f.name for f in fields(Head)} and nearest(str(key), held)}
    problems.extend(place.at(key).problem(f"不认识的键“{key}”{nearest(str(key), held)}；请更正或删除") for key in slips)
    return read_record(Head, {key: value for key, value in table.items() if key not in slips}, place, problems)


def _read_parts(table: Mapping[str, Any], place: Place, problems: list[Problem]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for key, (name, cls) in LISTS.items():
        parts[name] = read_each(cls, table.get(key, []), key, place, problems)
    for key, cls in TABLES.items():
        parts[key] = read_record(cls, table[key], place.at(key), problems) if key in table else None
    if "applicant" not in table:
        problems.append(place.at("applicant").problem("缺少 [applicant]；请写明谁可以申报"))
    else:
        parts["applicant"] = read_applicant(table["applicant"], place.at("applicant"), problems)
    for key, read in (("recognition", read_recognition), ("incentive", read_incentive)):
        parts[key] = read(table[key], place.at(key), problems) if key in table else None
    parts["settings"] = read_settings(table.get("setting", {}), place.at("setting"), problems)
    return parts


def _assemble(
    head: Head,
    parts: dict[str, Any],
    place: Place,
    criteria_sets: Mapping[str, CriteriaSet],
    problems: list[Problem],
) -> Programme:
    named = {f.name: getattr(head, f.name) for f in fields(Head) if f.name != "criteria"}
    if not head.criteria:
        return Programme(**named, **parts)
    if parts["criteria"]:
        problems.append(place.at("criterion").problem("已用共用评审标准 criteria，不能再写 [[criterion]]；请二选一"))
    shared = criteria_sets.get(head.criteria)
    if shared is None:
        hint = nearest(head.criteria, criteria_sets)
        problems.append(
            place.at("criteria").problem(f"没有评审标准“{head.criteria}”{hint}；请放入 criteria/ 文件夹或更正")
        )
        return Programme(**named, **parts)
    return Programme(**named, **(parts | {"criteria": shared.criteria}), criteria_set=shared.code, bands=shared.bands)
