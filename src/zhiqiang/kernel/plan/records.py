"""Reading plain tables into typed, frozen records with every mistake reported, and writing them back."""

import difflib
import types
from collections.abc import Collection, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

R = TypeVar("R")

# A figure of a plan has at most a few digits; a wider exponent is a slip of the pen that would stall later arithmetic.
MAX_EXPONENT = 15
SHOWN = 40


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a plan package: the file, the key inside it, and what is wrong and what to do (Chinese)."""

    file: str
    key: str
    message: str


class PlanErrors(Exception):  # noqa: N818 - it carries all the errors, not one
    """Every problem of a plan package that was refused."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{p.file} {p.key}: {p.message}" for p in self.problems))


class Place(NamedTuple):
    """Where a value stands: a file and a key path inside it."""

    file: str
    key: str

    def at(self, name: object) -> "Place":
        step = str(name) or '""'  # TOML allows the empty key
        return Place(self.file, f"{self.key}.{step}" if self.key else step)

    def problem(self, message: str) -> Problem:
        return Problem(self.file, self.key, message)


def nearest(word: str, words: Collection[str]) -> str:
    """`，是否应为“x”` when a known word is near, else an empty string."""
    close = difflib.get_close_matches(word, sorted(words), n=1)
    return f"，是否应为“{close[0]}”" if close else ""


def read_record(
    cls: type[R],
    table: object,
    place: Place,
    problems: list[Problem],
    *,
    given: Mapping[str, Any] | None = None,
) -> R | None:
    """An instance of the dataclass `cls` from `table`, or None with the reasons appended to `problems`.

    `given` are fields known from where the table stands (an item's clause); the table may not set them.
    """
    if not isinstance(table, Mapping):
        problems.append(
            place.problem(f"{'这里' if place.key else '整个文件'}应是一个表（若干“键 = 值”），请按格式说明改写")
        )
        return None
    before, record_type = len(problems), cast(Any, cls)
    values: dict[str, Any] = dict(given or {})
    expected = {f.name: f for f in _fields(record_type) if f.name not in values}
    problems.extend(
        place.at(key).problem(f"不认识的键“{key}”{nearest(str(key), expected)}；请更正或删除")
        for key in table
        if key not in expected
    )
    for name, field in expected.items():
        required = _required(field)
        if name in table:
            values[name] = _read_value(
                _hints(record_type)[name], table[name], place.at(name), problems, blank=not required
            )
        elif required:
            problems.append(place.at(name).problem(f"缺少必填的键“{name}”；请补上"))
    return cls(**values) if len(problems) == before else None


def plain(value: object) -> Any:
    """The value as JSON values: records as objects, tuples as lists, decimals and dates as strings."""
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


@cache
def _fields(cls: Any) -> tuple[Field[Any], ...]:
    return fields(cls)


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _read_value(hint: Any, value: object, place: Place, problems: list[Problem], *, blank: bool = True) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        hint = next(each for each in get_args(hint) if each is not types.NoneType)
        origin = get_origin(hint)
    if origin is tuple:
        return _read_list(get_args(hint)[0], value, place, problems)
    if origin is Literal:
        return _read_choice(get_args(hint), value, place, problems)
    if is_dataclass(hint):
        return read_record(hint, value, place, problems)  # type: ignore[arg-type]
    return _read_plain(hint, value, place, problems, blank=blank)


def _read_list(hint: Any, value: object, place: Place, problems: list[Problem]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        problems.append(place.problem("应是列表，请写成 [ … ]"))
        return ()
    return tuple(
        _read_value(hint, each, Place(place.file, f"{place.key}[{n}]"), problems, blank=False)
        for n, each in enumerate(value, start=1)
    )


def _read_choice(choices: tuple[str, ...], value: object, place: Place, problems: list[Problem]) -> object:
    if not isinstance(value, str) or value not in choices:
        hint = nearest(value, choices) if isinstance(value, str) else ""
        problems.append(place.problem(f"“{_shown(value)}”不在可选值之内{hint}；可选：{'、'.join(choices)}"))
    return value


def _read_plain(hint: Any, value: object, place: Place, problems: list[Problem], *, blank: bool) -> object:
    reading = {str: _text, bool: _flag, int: _whole, Decimal: _number, date: _day}[hint](value)
    if reading is None:
        wanted = {
            str: "一段文字，请加引号",
            bool: "true 或 false",
            int: "整数",
            Decimal: "有限的数，请写成 98.5 或 “98.5”",
            date: "日期，请写成 2023-12-31",
        }
        problems.append(place.problem(f"“{_shown(value)}”类型不对，应是{wanted[hint]}"))
    elif reading == "" and not blank:
        problems.append(place.problem("不能为空；请填写"))
    return reading


def _shown(value: object) -> str:
    """The value as far as a message has room for it; an int of thousands of digits has no decimal text in Python."""
    if isinstance(value, int) and abs(value) >= 10**SHOWN:
        return "过大的整数"
    if isinstance(value, list | Mapping):
        return "列表" if isinstance(value, list) else "表"
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _text(value: object) -> str | None:
    return value.strip() if isinstance(value, str) else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _whole(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if abs(value) < 10**MAX_EXPONENT else None


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):  # ValueError: an int of more digits than str() allows
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= MAX_EXPONENT else None


def _day(value: object) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
