"""Reading what the plain reader of records cannot: values of several types, pairs of name and value, conditions."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from zhiqiang.kernel.plan.records import Place, Problem, read_record
from zhiqiang.kernel.programmes.model import Condition, Match, Value

R = TypeVar("R")

TESTS = ("equals", "one_of", "at_least", "at_most", "known")


def read_each(cls: type[R], rows: object, key: str, place: Place, problems: list[Problem]) -> tuple[R, ...]:
    """A record of `cls` for each table of an array of tables; a row is named by its code where it has one."""
    found = (read_record(cls, row, at, problems) for at, row in placed(rows, key, place, problems))
    return tuple(record for record in found if record is not None)


def placed(rows: object, key: str, place: Place, problems: list[Problem]) -> list[tuple[Place, Any]]:
    """The rows of an array of tables, each with its place."""
    if not isinstance(rows, list):
        problems.append(place.at(key).problem(f"应写成若干个 [[{key}]]"))
        return []
    return [(place.at(f"{key}[{_name(row) or n}]"), row) for n, row in enumerate(rows, start=1)]


def _name(row: object) -> str:
    code = row.get("code") if isinstance(row, Mapping) else None
    return code.strip() if isinstance(code, str) else ""


def as_value(given: object) -> Value | None:
    """A plain value as facts are compared: text without blanks at its ends, numbers as Decimal; else None."""
    if isinstance(given, bool):
        return given
    if isinstance(given, str):
        return given.strip()
    if isinstance(given, int | Decimal):
        number = Decimal(given)
        return number if number.is_finite() else None
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    return None


def read_value(given: object, place: Place, problems: list[Problem]) -> Value | None:
    """The value, or None with the problem told."""
    value = as_value(given)
    if value is None or value == "":
        problems.append(place.problem("应是文字、数、日期（2023-12-31）或 true/false，且不为空"))
        return None
    return value


def read_matches(table: object, place: Place, problems: list[Problem]) -> tuple[Match, ...]:
    """`{ level = "national", role = "led" }` as matches, in the order of their names."""
    if not isinstance(table, Mapping) or not table:
        problems.append(place.problem('应写成 { 事实 = 值 }，例如 { level = "national" }'))
        return ()
    found = ((name, read_value(table[name], place.at(name), problems)) for name in sorted(table, key=str))
    return tuple(Match(str(name), value) for name, value in found if value is not None)


def read_conditions(rows: object, place: Place, problems: list[Problem]) -> tuple[Condition, ...]:
    """The conditions of `[[….condition]]`."""
    found = [_condition(row, at, problems) for at, row in placed(rows, "condition", place, problems)]
    return tuple(condition for condition in found if condition is not None)


def _condition(row: object, place: Place, problems: list[Problem]) -> Condition | None:
    if not isinstance(row, Mapping):
        problems.append(place.problem("这里应是一个表（若干“键 = 值”），请按格式说明改写"))
        return None
    before = len(problems)
    tests: dict[str, Any] = {}
    for name in ("equals", "at_least", "at_most"):
        if name in row:
            tests[name] = read_value(row[name], place.at(name), problems)
    if "one_of" in row:
        tests["one_of"] = _several(row["one_of"], place.at("one_of"), problems)
    for name in ("where", "when"):
        if name in row:
            tests[name] = read_matches(row[name], place.at(name), problems)
    given = [name for name in TESTS if name in row]
    if given not in ([one] for one in TESTS) and given != ["at_least", "at_most"]:
        problems.append(place.problem("请恰好写一种判定：equals、one_of、at_least／at_most 或 known = true"))
    if row.get("known") is False:
        problems.append(place.at("known").problem("known 只能写 true；不需要时请删去"))
    problems.extend(
        place.at(name).problem("应是数或日期，才能比较大小")
        for name in ("at_least", "at_most")
        if isinstance(tests.get(name), bool | str)
    )
    rest = {key: value for key, value in row.items() if key not in tests}
    record = read_record(Condition, rest, place, problems, given=tests)
    return record if len(problems) == before else None


def _several(given: object, place: Place, problems: list[Problem]) -> tuple[Value, ...]:
    if not isinstance(given, list) or not given:
        problems.append(place.problem("应是不为空的列表，请写成 [ … ]"))
        return ()
    values = [read_value(each, Place(place.file, f"{place.key}[{n}]"), problems) for n, each in enumerate(given, 1)]
    return tuple(value for value in values if value is not None)
