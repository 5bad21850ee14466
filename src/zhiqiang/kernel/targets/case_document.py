"""Reads a case of `zhiqiang assess` from parsed TOML, collecting every mistake with its key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from zhiqiang.kernel.targets.declaration import Baseline, Circumstances, Milestone, Observation, Target
from zhiqiang.kernel.targets.vocabulary import Direction, Kind, Operator

_CIRCUMSTANCES = ("not_due", "stopped", "pending", "definition_changed")
_NO_VALUE_NEEDED = frozenset({Kind.BENCHMARK, Kind.QUALITATIVE, Kind.DELIVERABLE, Kind.COVERAGE})
_Word = TypeVar("_Word", bound=StrEnum)


class CaseError(Exception):
    """All mistakes of one case as (key, message)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{key}: {message}" for key, message in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class CaseFile:
    target: Target
    observations: tuple[Observation, ...]
    as_of: date
    circumstances: Circumstances


class _Table:
    """One TOML table: each read checks the type, notes a mistake and goes on with None."""

    def __init__(self, content: object, key: str, problems: list[tuple[str, str]]) -> None:
        self._content: Mapping[str, Any] = content if isinstance(content, dict) else {}
        self._key = key
        self._problems = problems
        self._read: set[str] = set()
        if not isinstance(content, dict):
            self.note("", "应为一个表。")

    def note(self, name: str, message: str) -> None:
        self._problems.append((".".join(part for part in (self._key, name) if part), message))

    def take(self, name: str) -> Any:
        self._read.add(name)
        return self._content.get(name)

    def has(self, name: str) -> bool:
        return name in self._content

    def number(self, name: str, *, required: bool = False) -> Decimal | None:
        value = self.take(name)
        if value is None:
            if required:
                self.note(name, "缺少，请填写数值。")
            return None
        number = _as_number(value)
        if number is None:
            self.note(name, f"应为有限的数值，不能是{str(value)!r}。")
        return number

    def day(self, name: str, *, required: bool = False) -> date | None:
        value = self.take(name)
        if value is None:
            if required:
                self.note(name, "缺少，请填写日期，如 2026-12-31。")
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.note(name, f"应为日期（不加引号），如 2026-12-31，不能是{str(value)!r}。")
        return None

    def flag(self, name: str) -> bool:
        value = self.take(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.note(name, "应为 true 或 false。")
        return False

    def word(self, name: str, words: type[_Word], default: _Word | None = None) -> _Word | None:
        value = self.take(name)
        allowed = "、".join(words)
        if value is None:
            if default is None:
                self.note(name, f"缺少，可用的值：{allowed}。")
            return default
        if isinstance(value, str) and value in {word.value for word in words}:
            return words(value)
        self.note(name, f"不认识{value!r}，可用的值：{allowed}。")
        return None

    def tables(self, name: str) -> list["_Table"]:
        value = self.take(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.note(name, "应为表的列表。")
            return []
        prefix = ".".join(part for part in (self._key, name) if part)
        return [_Table(item, f"{prefix}[{i}]", self._problems) for i, item in enumerate(value, start=1)]

    def table(self, name: str) -> "_Table | None":
        value = self.take(name)
        return None if value is None else _Table(value, f"{self._key}.{name}".lstrip("."), self._problems)

    def refuse_unknown(self) -> None:
        for name in self._content:
            if name not in self._read:
                self.note(name, "不认识的键，请核对拼写。")

    def items(self) -> Iterable[tuple[str, Any]]:
        return self._content.items()


def as_decimal(text: str) -> Decimal:
    """A TOML float kept to the digit; one beyond any exponent becomes NaN, which no number of a case may be."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _as_number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if number.is_finite() else None


def read_case(document: Mapping[str, Any]) -> CaseFile:
    """The case of a parsed TOML document; raises CaseError with all its mistakes."""
    problems: list[tuple[str, str]] = []
    top = _Table(document, "", problems)
    top.take("expect")  # golden cases state their answers beside the question
    as_of = top.day("as_of", required=True)
    if not top.has("target"):
        top.note("target", "缺少 [target] 表。")
    declared = top.table("target") or _Table({}, "target", [])
    target = _target(declared)
    flags = {name: top.flag(name) | declared.flag(name) for name in _CIRCUMSTANCES}
    observations = [_observation(table) for table in top.tables("observation")]
    declared.refuse_unknown()
    top.refuse_unknown()
    if problems or as_of is None or target is None:
        raise CaseError(problems)
    return CaseFile(target, tuple(seen for seen in observations if seen), as_of, Circumstances(**flags))


def _target(table: _Table) -> Target | None:
    kind = table.word("kind", Kind)
    direction = table.word("direction", Direction, Direction.UP)
    operator = table.word("operator", Operator, Operator.REACH)
    resolution = table.number("resolution")
    if resolution is not None and resolution <= 0:
        table.note("resolution", "分辨率应大于0。")
    tolerance = table.number("tolerance")
    if tolerance is not None and tolerance < 0:
        table.note("tolerance", "允许偏差不能为负。")
    per = table.number("per")
    if per is not None and per <= 0:
        table.note("per", "倍数应大于0。")
    milestones = _milestones(table, kind)
    baseline = _baseline(table.table("baseline"))
    aspirational, start, registered_on = table.flag("aspirational"), table.day("start"), table.day("registered_on")
    if kind is None or direction is None or operator is None:
        return None
    return Target(
        kind=kind,
        milestones=milestones,
        direction=direction,
        resolution=Decimal(1) if resolution is None else resolution,
        baseline=baseline,
        tolerance=tolerance,
        operator=operator,
        aspirational=aspirational,
        start=start,
        per=Decimal(100) if per is None else per,
        registered_on=registered_on,
    )


def _baseline(table: _Table | None) -> Baseline | None:
    if table is None:
        return None
    on, value = table.day("on", required=True), table.number("value", required=True)
    table.refuse_unknown()
    return None if on is None or value is None else Baseline(on, value)


def _milestones(target: _Table, kind: Kind | None) -> tuple[Milestone, ...]:
    tables = target.tables("milestones")
    if not tables:
        target.note("milestones", "至少需要一个里程碑，如 [{ due = 2027-12-31, value = 30 }]。")
    stones: dict[date, Milestone] = {}
    for table in tables:
        due = table.day("due", required=True)
        value = table.number("value", required=kind is not None and kind not in _NO_VALUE_NEEDED)
        weight, done_on = table.number("weight"), table.day("done_on")
        if weight is not None and weight < 0:
            table.note("weight", "权重不能为负。")
        table.refuse_unknown()
        if due in stones and kind is not Kind.DELIVERABLE:
            table.note("due", f"与另一个里程碑的到期日相同（{due}）。")
        elif due is not None:
            stones[due] = Milestone(due, value, weight, done_on)
    return tuple(stones.values())


def _observation(table: _Table) -> Observation | None:
    on = table.day("on", required=True)
    value, (numerator, denominator) = table.number("value"), _fraction(table)
    if not any(table.has(name) for name in ("value", "numerator", "denominator", "units")):
        table.note("value", "缺少，请填写 value，或 numerator 和 denominator。")
    benchmark, overdue_open, expiring = (table.number(name) for name in ("benchmark", "overdue_open", "expiring"))
    units = _units(table)
    missing, vintage = table.take("missing"), table.take("vintage")
    if missing is not None and not (isinstance(missing, list) and all(isinstance(name, str) for name in missing)):
        table.note("missing", "应为名称的列表。")
        missing = None
    pending, definition_changed = table.flag("pending"), table.flag("definition_changed")
    table.refuse_unknown()
    if on is None:
        return None
    return Observation(
        on=on,
        value=value,
        numerator=numerator,
        denominator=denominator,
        benchmark=benchmark,
        vintage="" if vintage is None else str(vintage),
        units=units,
        missing=tuple(missing or ()),
        overdue_open=overdue_open or Decimal(0),
        expiring=expiring or Decimal(0),
        pending=pending,
        definition_changed=definition_changed,
    )


def _fraction(table: _Table) -> tuple[Decimal | None, Decimal | None]:
    numerator, denominator = table.number("numerator"), table.number("denominator")
    if table.has("numerator") != table.has("denominator"):
        table.note("numerator", "分子和分母必须同时填写。")
    if denominator is not None and denominator < 0:
        table.note("denominator", "分母不能为负。")
    if table.has("value") and table.has("numerator"):
        table.note("value", "已填写分子分母时不再填写 value，请保留一种。")
    return numerator, denominator


def _units(table: _Table) -> dict[str, Decimal]:
    units = table.table("units")
    counts: dict[str, Decimal] = {}
    for name, value in units.items() if units else ():
        number = _as_number(value)
        if number is None:
            table.note(f"units.{name}", "应为有限的数值。")
        else:
            counts[name] = number
    return counts
