"""From the TOML files of a plan package to a Plan, or to every problem they have."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from zhiqiang.kernel.plan.draft import Collected, Draft, Head
from zhiqiang.kernel.plan.model import Plan
from zhiqiang.kernel.plan.records import Place, PlanErrors, Problem, nearest, read_record
from zhiqiang.kernel.plan.rules import check
from zhiqiang.kernel.plan.vocabulary import Vocabulary

R = TypeVar("R")

PLAN, UNITS, INDICATORS, TARGETS, BENCHMARKS = (
    "plan.toml",
    "units.toml",
    "indicators.toml",
    "targets.toml",
    "benchmarks.toml",
)
REQUIRED = (PLAN, UNITS, INDICATORS, TARGETS)
CLAUSES = "clauses/"

Files = Mapping[str, Mapping[str, Any]]


def parse_plan(files: Files, vocabulary: Vocabulary | None = None) -> Plan:
    """The plan in `files`: relative file names ("clauses/t1.toml") to the tables TOML gives for them.

    With a `vocabulary`, domains, registers and measures outside it are problems too.
    Raises PlanErrors carrying all problems.
    """
    plan, problems = _read(files, vocabulary)
    if plan is None:
        raise PlanErrors(problems)
    return plan


def collect_problems(files: Files, vocabulary: Vocabulary | None = None) -> tuple[Problem, ...]:
    """Every problem of the package, in file and key order; empty when it parses."""
    return _read(files, vocabulary)[1]


def _read(files: Files, vocabulary: Vocabulary | None) -> tuple[Plan | None, tuple[Problem, ...]]:
    draft = Draft()
    _check_file_names(files, draft.problems)
    head = read_record(Head, files[PLAN], Place(PLAN, ""), draft.problems) if PLAN in files else None
    for file in sorted(name for name in files if name.startswith(CLAUSES)):
        _read_clauses(file, files[file], draft)
    _read_list(files, UNITS, "unit", draft.units, draft.problems)
    _read_list(files, INDICATORS, "indicator", draft.indicators, draft.problems)
    _read_list(files, TARGETS, "target", draft.targets, draft.problems)
    _read_list(files, TARGETS, "checkpoint", draft.checkpoints, draft.problems)
    _read_list(files, BENCHMARKS, "benchmark", draft.benchmarks, draft.problems)
    _check_top_keys(files, draft.problems)
    check(draft, head, vocabulary or Vocabulary())
    if head is None or draft.problems:
        return None, tuple(sorted(set(draft.problems)))
    return _assemble(head, draft), ()


def _assemble(head: Head, draft: Draft) -> Plan:
    order = {section.id: section.order for section in draft.sections.records()}
    clauses = sorted(draft.clauses.records(), key=lambda clause: order[clause.section])
    order |= {clause.id: order[clause.section] for clause in clauses}
    return Plan(
        **{f.name: getattr(head, f.name) for f in fields(head)},
        units=tuple(sorted(draft.units.records(), key=lambda unit: unit.order)),
        sections=tuple(sorted(draft.sections.records(), key=lambda section: section.order)),
        clauses=tuple(clauses),
        items=tuple(sorted(draft.items.records(), key=lambda item: order[item.clause])),
        indicators=draft.indicators.records(),
        targets=draft.targets.records(),
        checkpoints=draft.checkpoints.records(),
        benchmarks=draft.benchmarks.records(),
    )


def _check_file_names(files: Files, problems: list[Problem]) -> None:
    known = (*REQUIRED, BENCHMARKS)
    problems.extend(Problem(name, "", f"缺少文件 {name}；请补上") for name in REQUIRED if name not in files)
    problems.extend(
        Problem(name, "", f"不认识的文件{nearest(name, known)}；方案包只含 {'、'.join(known)} 与 {CLAUSES}*.toml")
        for name in files
        if name not in known and not name.startswith(CLAUSES)
    )
    if not any(name.startswith(CLAUSES) for name in files):
        problems.append(Problem(CLAUSES, "", "没有任何条款文件；请至少写一个 clauses/*.toml"))


def _check_top_keys(files: Files, problems: list[Problem]) -> None:
    lists = {
        UNITS: ("unit",),
        INDICATORS: ("indicator",),
        TARGETS: ("target", "checkpoint"),
        BENCHMARKS: ("benchmark",),
    }
    for file, known in lists.items():
        table = files.get(file, {})
        problems.extend(
            Place(file, "")
            .at(key)
            .problem(f"不认识的键“{key}”{nearest(str(key), known)}；本文件只含 {'、'.join(known)}")
            for key in (table if isinstance(table, Mapping) else ())
            if key not in known
        )


def _tables(table: object, key: str, place: Place, problems: list[Problem]) -> list[tuple[Place, object]]:
    """The tables of the array of tables `key`, each with its place."""
    if not isinstance(table, Mapping):
        problems.append(place.problem("整个文件应是一个表；请按格式说明改写"))
        return []
    rows = table.get(key, [])
    if not isinstance(rows, list):
        problems.append(place.at(key).problem(f"应写成若干个 [[{key}]]"))
        return []
    return [(place.at(f"{key}[{n}]"), row) for n, row in enumerate(rows, start=1)]


def _read_list(files: Files, file: str, key: str, into: Collected[R], problems: list[Problem]) -> None:
    if file not in files:
        return
    rows = _tables(files[file], key, Place(file, ""), problems)
    if not rows and file in REQUIRED and key != "checkpoint":
        problems.append(Problem(file, key, f"一条 [[{key}]] 也没有；请至少写一条"))
    for place, row in rows:
        into.read(row, place, problems)


def _read_clauses(file: str, table: object, draft: Draft) -> None:
    """One section: its `[[clause]]` each with `[[clause.item]]`, or `[[item]]` straight under the section."""
    place, problems = Place(file, ""), draft.problems
    clauses = _tables(table, "clause", place, problems)
    if not isinstance(table, Mapping):
        return
    for key in table:
        if key not in ("section", "clause", "item"):
            problems.append(
                place.at(key).problem(
                    f"不认识的键“{key}”{nearest(str(key), ('section', 'clause', 'item'))}；请更正或删除"
                )
            )
    if "section" not in table:
        problems.append(place.at("section").problem("缺少 [section]；请写明章节编号、次序与标题"))
    else:
        draft.sections.read(table["section"], place.at("section"), problems)
    section = _id(table.get("section"))
    for item_place, row in _tables(table, "item", place, problems):
        draft.items.read(row, item_place, problems, given={"clause": section})
    for clause_place, row in clauses:
        own = {key: value for key, value in row.items() if key != "item"} if isinstance(row, Mapping) else row
        draft.clauses.read(own, clause_place, problems, given={"section": section})
        for item_place, item in _tables(row, "item", Place(file, ""), problems) if isinstance(row, Mapping) else ():
            place_in_clause = Place(file, f"{clause_place.key}.{item_place.key}")
            draft.items.read(item, place_in_clause, problems, given={"clause": _id(row)})


def _id(table: object) -> str:
    value = table.get("id") if isinstance(table, Mapping) else None
    return value.strip() if isinstance(value, str) else ""
