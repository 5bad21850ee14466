"""The parts of a definition that hold conditions, rules or named tables: applicant, recognition, money, settings."""

from collections.abc import Mapping
from typing import Any, TypeVar

from zhiqiang.kernel.plan.records import Place, Problem, read_record
from zhiqiang.kernel.programmes.model import (
    Applicant,
    Incentive,
    IncentiveRule,
    Level,
    Match,
    RecognitionRules,
    RefusedKind,
    Setting,
    UnpaidCase,
)
from zhiqiang.kernel.programmes.tables import placed, read_conditions, read_matches

R = TypeVar("R")


def read_applicant(table: object, place: Place, problems: list[Problem]) -> Applicant | None:
    """`[applicant]`: kinds, `refused = { kind = "reason" }`, `[[applicant.condition]]`."""
    if not isinstance(table, Mapping):
        return read_record(Applicant, table, place, problems)
    conditions = read_conditions(table.get("condition", []), place, problems)
    refused: list[RefusedKind] = []
    reasons = table.get("refused", {})
    if not isinstance(reasons, Mapping):
        problems.append(place.at("refused").problem('应写成 { 类别 = "理由" }，例如 { institution = "…" }'))
        reasons = {}
    for kind in sorted(reasons, key=str):
        at = place.at("refused").at(kind)
        record = read_record(RefusedKind, {"kind": kind, "reason": reasons[kind]}, at, problems)
        refused += [record] if record is not None else []
    return read_record(
        Applicant,
        _without(table, "condition", "refused"),
        place,
        problems,
        given={"conditions": conditions, "refused": tuple(refused)},
    )


def read_recognition(table: object, place: Place, problems: list[Problem]) -> RecognitionRules | None:
    """`[recognition]`, whose levels may carry `[[recognition.levels.condition]]`."""
    if not isinstance(table, Mapping):
        return read_record(RecognitionRules, table, place, problems)
    levels = []
    for at, row in placed(table.get("levels", []), "levels", place, problems):
        conditions = read_conditions(row.get("condition", []), at, problems) if isinstance(row, Mapping) else ()
        level = read_record(Level, _without(row, "condition"), at, problems, given={"conditions": conditions})
        levels += [level] if level is not None else []
    return read_record(RecognitionRules, _without(table, "levels"), place, problems, given={"levels": tuple(levels)})


def read_incentive(table: object, place: Place, problems: list[Problem]) -> Incentive | None:
    """`[incentive]`: `[[incentive.condition]]`, `[[incentive.rule]]`, `[[incentive.unpaid]]`."""
    if not isinstance(table, Mapping):
        return read_record(Incentive, table, place, problems)
    given = {
        "conditions": read_conditions(table.get("condition", []), place, problems),
        "rules": _read_cases(IncentiveRule, table.get("rule", []), "rule", place, problems),
        "unpaid": _read_cases(UnpaidCase, table.get("unpaid", []), "unpaid", place, problems),
    }
    return read_record(Incentive, _without(table, "condition", "rule", "unpaid"), place, problems, given=given)


def _read_cases(cls: type[R], rows: object, key: str, place: Place, problems: list[Problem]) -> tuple[R, ...]:
    """Tables with a `when`; an amount that holds in every case leaves it out."""
    found = []
    for at, row in placed(rows, key, place, problems):
        when: tuple[Match, ...] = ()
        if isinstance(row, Mapping) and ("when" in row or cls is UnpaidCase):
            when = read_matches(row.get("when"), at.at("when"), problems)
        record = read_record(cls, _without(row, "when"), at, problems, given={"when": when})
        found += [record] if record is not None else []
    return tuple(found)


def read_settings(table: object, place: Place, problems: list[Problem]) -> tuple[Setting, ...]:
    """`[setting.CODE]`, in the order of their codes."""
    if not isinstance(table, Mapping):
        problems.append(place.problem("应写成 [setting.代码]"))
        return ()
    codes = sorted(table, key=str)
    found = (read_record(Setting, table[code], place.at(code), problems, given={"code": str(code)}) for code in codes)
    return tuple(setting for setting in found if setting is not None)


def _without(table: object, *names: str) -> Any:
    return {key: value for key, value in table.items() if key not in names} if isinstance(table, Mapping) else table
