"""Reads parameter tables into parameters; a set with any fault is refused whole, with every fault named."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from zhiqiang.kernel.parameters.model import ClockTerms, Confidence, Parameter, ParameterSet, Version

ID_PATTERN = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
PARAMETER_KEYS = frozenset({"id", "title", "versions", "starts", "pauses", "on_expiry", "rolls"})
CLOCK_KEYS = frozenset({"starts", "pauses", "on_expiry", "rolls"})
REQUIRED = ("value", "unit", "valid_from", "article", "confidence")
VERSION_KEYS = frozenset({*REQUIRED, "valid_to", "source", "note"}) | CLOCK_KEYS


class Problem(NamedTuple):
    """What is wrong, in which file, at which key."""

    file: str
    key: str
    message: str


class ParameterError(ValueError):
    """Parameter tables that cannot be used; `problems` lists all faults at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{file}: {key}:{message}" for file, key, message in self.problems))


def parameters_from_tables(tables: Mapping[str, Mapping[str, Any]]) -> ParameterSet:
    """Build the set from `{file name: {"parameter": [{"id", "title", "versions": [...]}, ...]}}`.

    The clock keys (`starts`, `pauses`, `on_expiry`, `rolls`) stand at the parameter and may be overruled by a version.
    Numbers must arrive as int or Decimal. Raises ParameterError with all problems of all files.
    """
    problems: list[Problem] = []
    homes: dict[str, str] = {}
    parameters: list[Parameter] = []
    for file, table in tables.items():
        problems += [Problem(file, key, "不认识的键，应为 [[parameter]]") for key in table if key != "parameter"]
        entries = table.get("parameter", [])
        if not isinstance(entries, list):
            problems.append(Problem(file, "parameter", "应写作 [[parameter]] 列表"))
            continue
        for position, entry in enumerate(entries):
            parameter, faults = _parameter(entry)
            key = parameter.id if parameter else f"parameter[{position}]"
            if parameter is not None:
                if parameter.id in homes:
                    faults.append(("id", f"编号重复，{homes[parameter.id]} 中已有"))
                homes.setdefault(parameter.id, file)
                faults += parameter.problems() if not faults else []
                parameters.append(parameter)
            problems += [Problem(file, f"{key}.{where}", meaning) for where, meaning in faults]
    if problems:
        raise ParameterError(problems)
    return ParameterSet(parameters)


def _parameter(entry: Any) -> tuple[Parameter | None, list[tuple[str, str]]]:
    faults: list[tuple[str, str]] = []
    if not isinstance(entry, Mapping):
        return None, [("", "应为键值表")]
    identifier = entry.get("id")
    if not isinstance(identifier, str) or not ID_PATTERN.fullmatch(identifier):
        return None, [("id", f"编号应为小写英文、以点分级，如 complaint.accept，不是 {identifier!r}")]
    faults += [(key, "不认识的键") for key in entry if key not in PARAMETER_KEYS]
    if not isinstance(entry.get("title"), str):
        faults.append(("title", "缺少名称"))
    rows = entry.get("versions")
    if not isinstance(rows, list) or not rows:
        return Parameter(identifier, str(entry.get("title")), ()), [*faults, ("versions", "至少要有一个版本")]
    shared = {key: entry[key] for key in CLOCK_KEYS & entry.keys()}
    versions = []
    for position, row in enumerate(rows):
        version, found = _version(row, shared)
        faults += [(f"versions[{position}].{key}", meaning) for key, meaning in found]
        if version is not None:
            versions.append(version)
    return Parameter(identifier, str(entry.get("title")), tuple(versions)), faults


def _version(row: Any, shared: Mapping[str, Any]) -> tuple[Version | None, list[tuple[str, str]]]:
    if not isinstance(row, Mapping):
        return None, [("", "应为键值表")]
    faults = [(key, "不认识的键") for key in row if key not in VERSION_KEYS]
    faults += [(key, "缺少") for key in REQUIRED if key not in row]
    value = row.get("value", 0)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        faults.append(("value", f"应为数字，不是 {value!r}"))
    for key in ("valid_from", "valid_to"):
        if key in row and (not isinstance(row[key], date) or isinstance(row[key], datetime)):
            faults.append((key, f"应为日期，如 2026-04-15，不是 {row[key]!r}"))
    faults += [
        (key, "应为文字") for key in ("unit", "article", "source", "note") if not isinstance(row.get(key, ""), str)
    ]
    if "confidence" in row and row["confidence"] not in set(Confidence):
        faults.append(("confidence", f"应为 {'、'.join(Confidence)} 之一，不是 {row['confidence']!r}"))
    clock, clock_faults = _clock({**shared, **{key: row[key] for key in CLOCK_KEYS & row.keys()}})
    faults += clock_faults
    if faults:
        return None, faults
    return Version(
        value=Decimal(value),
        unit=row["unit"],
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        article=row["article"],
        source=row.get("source", ""),
        confidence=Confidence(row["confidence"]),
        note=row.get("note", ""),
        clock=clock,
    ), []


def _clock(terms: Mapping[str, Any]) -> tuple[ClockTerms | None, list[tuple[str, str]]]:
    if not terms:
        return None, []
    faults = [(key, "应为文字") for key in ("starts", "on_expiry") if not isinstance(terms.get(key, ""), str)]
    pauses = terms.get("pauses", [])
    if not isinstance(pauses, list) or not all(isinstance(pause, str) for pause in pauses):
        faults.append(("pauses", "应为文字列表"))
    if not isinstance(terms.get("rolls", True), bool):
        faults.append(("rolls", "应为 true 或 false"))
    if faults:
        return None, faults
    return ClockTerms(
        starts=terms.get("starts", ""),
        pauses=tuple(pauses),
        on_expiry=terms.get("on_expiry", ""),
        rolls=terms.get("rolls", True),
    ), []
