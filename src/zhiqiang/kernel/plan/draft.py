"""A plan package half read: the records that parsed with their places, and every identifier it declares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from zhiqiang.kernel.plan.model import (
    Benchmark,
    Checkpoint,
    City,
    Clause,
    ContentItem,
    Indicator,
    PlanTarget,
    ReportingUnit,
    Section,
    Settings,
    Source,
)
from zhiqiang.kernel.plan.records import Place, Problem, nearest, read_record

R = TypeVar("R")


@dataclass(frozen=True)
class Head:
    """What plan.toml says."""

    slug: str
    title: str
    title_en: str
    version: str
    version_note: str
    period_start: date
    period_end: date
    source: Source
    city: City
    settings: Settings


@dataclass
class Collected(Generic[R]):
    """The records of one kind with their places, and every identifier declared for it with its first place."""

    noun: str
    cls: type[R]
    id_key: str = ""
    placed: list[tuple[Place, R]] = field(default_factory=list)
    ids: dict[str, Place] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[Place, R]]:
        return iter(self.placed)

    @property
    def whole(self) -> bool:
        """Whether every record declared could be read."""
        return {str(getattr(record, self.id_key)) for _, record in self.placed} == set(self.ids)

    def records(self) -> tuple[R, ...]:
        return tuple(record for _, record in self.placed)

    def declare(self, identifier: str, place: Place, problems: list[Problem]) -> None:
        first = self.ids.setdefault(identifier, place)
        if first is not place:
            problems.append(
                place.problem(f"{self.noun}“{identifier}”重复，{first.file} {first.key} 已用；请改用别的编号或删去一处")
            )

    def refer(self, identifier: str, place: Place, problems: list[Problem]) -> None:
        """Report `identifier` unless it is declared."""
        if identifier not in self.ids:
            problems.append(
                place.problem(f"{self.noun}“{identifier}”不存在{nearest(identifier, self.ids)}；请先定义或更正")
            )

    def read(
        self,
        table: object,
        place: Place,
        problems: list[Problem],
        given: Mapping[str, Any] | None = None,
    ) -> None:
        identifier = table.get(self.id_key) if isinstance(table, Mapping) else None
        if isinstance(identifier, str) and identifier.strip():
            place = Place(place.file, f"{place.key.rpartition('[')[0] or place.key}[{identifier.strip()}]")
            self.declare(identifier.strip(), place, problems)
        record = read_record(self.cls, table, place, problems, given=given)
        if record is not None:
            self.placed.append((place, record))


@dataclass
class Draft:
    """Everything of a package that is a list, with the problems met so far."""

    problems: list[Problem] = field(default_factory=list)
    units: Collected[ReportingUnit] = field(default_factory=lambda: Collected("填报单位", ReportingUnit, "code"))
    sections: Collected[Section] = field(default_factory=lambda: Collected("章节", Section, "id"))
    clauses: Collected[Clause] = field(default_factory=lambda: Collected("条款", Clause, "id"))
    items: Collected[ContentItem] = field(default_factory=lambda: Collected("内容项", ContentItem, "id"))
    indicators: Collected[Indicator] = field(default_factory=lambda: Collected("指标", Indicator, "code"))
    targets: Collected[PlanTarget] = field(default_factory=lambda: Collected("目标", PlanTarget, "id"))
    checkpoints: Collected[Checkpoint] = field(default_factory=lambda: Collected("检查点", Checkpoint))
    benchmarks: Collected[Benchmark] = field(default_factory=lambda: Collected("对标值", Benchmark))
