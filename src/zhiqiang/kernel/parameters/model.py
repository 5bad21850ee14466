"""Numbers that a law, a standard or the city set: dated, cited, with the confidence of their source."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from zhiqiang.kernel.workdays import Limit, Unit, local_day
from zhiqiang.kernel.workdays.calendar import ONE_DAY

CLOCK_UNITS = frozenset(Unit)
OTHER_UNITS = frozenset({"ratio", "percent", "yuan", "count", "multiple", "period", "year"})


class Confidence(StrEnum):
    """How far the text behind a number has been checked.

    `verified`: the article was read in a stored copy; `secondary`: a report or excerpt of it; `unverified`: neither,
    to be checked before it is relied on; `setting`: the city's or the software's own choice, no law behind it.
    """

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    SETTING = "setting"


class UnknownParameterError(LookupError):
    """No parameter has this id; `nearest` lists ids that look like it."""

    def __init__(self, parameter_id: str, nearest: Iterable[str]) -> None:
        self.parameter_id = parameter_id
        self.nearest = tuple(nearest)
        hint = f"，相近的有：{'、'.join(self.nearest)}" if self.nearest else ""
        super().__init__(f"没有参数 {parameter_id}{hint}")


class NotInForceError(LookupError):
    """A parameter has no version in force on the day asked for."""


@dataclass(frozen=True)
class ClockTerms:
    """How a time limit runs: what starts it, what pauses it, what follows on expiry, whether its last day rolls."""

    starts: str
    pauses: tuple[str, ...] = ()
    on_expiry: str = ""
    rolls: bool = True


@dataclass(frozen=True)
class Version:
    """A value in force from `valid_from` to `valid_to` (both included; None means until further notice)."""

    value: Decimal
    unit: str
    valid_from: date
    valid_to: date | None
    article: str
    source: str
    confidence: Confidence
    note: str = ""
    clock: ClockTerms | None = None

    @property
    def id(self) -> str:
        """The day the version came into force, which names it within its parameter."""
        return self.valid_from.isoformat()

    def in_force(self, on: date) -> bool:
        """Whether the version applies on `on`."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def problems(self) -> list[tuple[str, str]]:
        """Every fault of this version as (key, meaning)."""
        found: list[tuple[str, str]] = []
        if self.unit not in CLOCK_UNITS | OTHER_UNITS:
            found.append(("unit", f"不认识的单位 {self.unit}"))
        if not self.value.is_finite():
            found.append(("value", "数值必须是有限的数"))
        if self.valid_to is not None and self.valid_to < self.valid_from:
            found.append(("valid_to", f"失效日 {self.valid_to} 早于生效日 {self.valid_from}"))
        if not self.article.strip():
            found.append(("article", "缺少条文出处"))
        if self.clock is None:
            return found
        if self.unit not in CLOCK_UNITS:
            found.append(("unit", f"时限的单位只能是 {'、'.join(sorted(CLOCK_UNITS))}"))
        if self.value.is_finite() and (self.value < 1 or self.value != self.value.to_integral_value()):
            found.append(("value", f"时限应为正整数，不是 {self.value}"))
        if not self.clock.starts.strip():
            found.append(("starts", "缺少起算事件"))
        return found


@dataclass(frozen=True)
class Parameter:
    """A number with its history: versions in order of `valid_from`, without gap or overlap."""

    id: str
    title: str
    versions: tuple[Version, ...]

    @property
    def is_clock(self) -> bool:
        """Whether this is a time limit."""
        return bool(self.versions) and all(version.clock is not None for version in self.versions)

    def in_force(self, on: date) -> Version:
        """The version in force on `on`. Raises NotInForceError outside all versions."""
        for version in self.versions:
            if version.in_force(on):
                return version
        spans = "、".join(f"{version.valid_from} 至 {version.valid_to or '今'}" for version in self.versions)
        raise NotInForceError(f"参数 {self.id} 在 {on} 没有有效的版本（已有：{spans}）")

    def limit(self, start: date | datetime) -> Limit:
        """The time limit in force on the day of the start event, ready to compute a deadline.

        Raises NotInForceError, or TypeError if the parameter is not a clock.
        """
        version = self.in_force(local_day(start))
        if version.clock is None:
            raise TypeError(f"参数 {self.id} 不是时限")
        return Limit(
            rule=self.id,
            version=version.id,
            article=version.article,
            unit=Unit(version.unit),
            amount=int(version.value),
            rolls=version.clock.rolls,
            confidence=version.confidence,
        )

    def problems(self) -> list[tuple[str, str]]:
        """Every fault as (key, meaning): of each version, of their order, gaps and overlaps."""
        found = [("versions", "至少要有一个版本")] if not self.versions else []
        if not self.title.strip():
            found.append(("title", "缺少名称"))
        for position, version in enumerate(self.versions):
            found += [(f"versions[{position}].{key}", meaning) for key, meaning in version.problems()]
        if len({version.clock is None for version in self.versions}) > 1:
            found.append(("versions", "各版本要么都是时限，要么都不是"))
        for position, (earlier, later) in enumerate(pairwise(self.versions), start=1):
            key = f"versions[{position}].valid_from"
            if later.valid_from <= earlier.valid_from:
                found.append((key, f"版本应按生效日排列，{later.valid_from} 不晚于前一版本的 {earlier.valid_from}"))
            elif earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                found.append((key, f"与前一版本重叠（前一版本到 {earlier.valid_to or '今'}）"))
            elif earlier.valid_to + ONE_DAY != later.valid_from:
                found.append((key, f"与前一版本之间有空档（前一版本到 {earlier.valid_to}）"))
        return found


class ParameterSet:
    """All parameters by id. Immutable; a city's set is a new one made by `with_overrides`."""

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        self._by_id: Mapping[str, Parameter] = MappingProxyType({each.id: each for each in parameters})

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, parameter_id: object) -> bool:
        return parameter_id in self._by_id

    def get(self, parameter_id: str) -> Parameter:
        """The parameter of this id. Raises UnknownParameterError with the nearest ids."""
        if parameter_id in self._by_id:
            return self._by_id[parameter_id]
        raise UnknownParameterError(parameter_id, get_close_matches(parameter_id, self._by_id, n=5, cutoff=0.5))

    def value(self, parameter_id: str, on: date) -> Decimal:
        """The value in force on `on`. Raises UnknownParameterError or NotInForceError."""
        return self.get(parameter_id).in_force(on).value

    def clocks(self) -> tuple[Parameter, ...]:
        """The time limits, in the order of their ids."""
        return tuple(sorted((each for each in self if each.is_clock), key=lambda each: each.id))

    def with_overrides(self, parameters: Iterable[Parameter]) -> "ParameterSet":
        """A set in which `parameters` replace those of the same id and join the rest."""
        return ParameterSet([*self, *parameters])
