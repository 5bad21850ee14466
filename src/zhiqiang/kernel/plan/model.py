"""A city's quality plan as frozen records: clauses, content items, indicators, targets, units and benchmarks."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from zhiqiang.kernel.plan.records import Place, PlanErrors, Problem, plain, read_record

Kind = Literal[
    "reach",
    "floor",
    "cumulative",
    "annual_flow",
    "stock",
    "growth",
    "average_growth",
    "approximate",
    "benchmark",
    "coverage",
    "per_unit",
    "deadline_rate",
    "qualitative",
    "deliverable",
]
Direction = Literal["up", "down"]
Operator = Literal["reach", "above", "equals"]
Modal = Literal["binding", "aspirational", "about"]  # 约束 力争 左右
Scope = Literal["city", "each_unit"]
MeasuredFrom = Literal["records", "outside"]  # our own records, or a series that somebody else publishes
Basis = Literal["text", "setting"]  # the plan says so, or the city decides and may change it
UnitKind = Literal["区", "县", "自治县", "县级市", "旗", "自治旗", "特区", "林区", "功能区"]
CodeSystem = Literal["GB/T 2260", "NBS", "local"]


@dataclass(frozen=True)
class Population:
    """People living in a unit on a date."""

    on: date
    value: int
    source: str
    note: str = ""


@dataclass(frozen=True)
class FormerCode:
    """A code and name the unit had until the end of a year."""

    code: str
    title: str
    until_year: int


@dataclass(frozen=True)
class City:
    """The city the plan belongs to; `path` begins the path of every unit."""

    code: str
    title: str
    title_en: str
    path: str
    populations: tuple[Population, ...] = ()


@dataclass(frozen=True)
class ReportingUnit:
    """A unit that reports to `parent`; `geographic_parent` is whose territory it lies in where that differs.

    `aliases` are other names papers call it by; `zone` marks a functional zone, counted by a setting of its own.
    """

    code: str
    title: str
    title_en: str
    short: str
    kind: UnitKind
    code_system: CodeSystem
    parent: str
    path: str
    order: int
    row: int
    column: int
    valid_from: date
    geographic_parent: str = ""
    zone: bool = False
    aliases: tuple[str, ...] = ()
    former_codes: tuple[FormerCode, ...] = ()
    populations: tuple[Population, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Source:
    """The document a plan comes from."""

    document: str
    issuer: str
    issued_on: date
    under: str = ""


@dataclass(frozen=True)
class Settings:
    """What the text leaves open and the city decides, each with the reason of its default."""

    count_zones_per_county: bool
    count_zones_reason: str


@dataclass(frozen=True)
class Section:
    """A group of clauses, or of content items that stand without a clause (the goals)."""

    id: str
    order: int
    title: str
    title_en: str


@dataclass(frozen=True)
class Clause:
    """A task or safeguard, in our own words."""

    id: str
    section: str
    title: str
    title_en: str
    summary: str


@dataclass(frozen=True)
class ContentItem:
    """One thing the plan asks; `clause` is a clause's id, or a section's where the section has no clauses."""

    id: str
    clause: str
    asks: str
    records: tuple[str, ...]
    domains: tuple[str, ...]
    registers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Baseline:
    """The known level an indicator started from; absent when nobody published one."""

    on: date
    value: Decimal
    source: str


@dataclass(frozen=True)
class Indicator:
    """What is measured. Exactly one of `measure` (how it is computed) and `waits_for` (the domain that will) is set.

    `source` is where the measure's rows come from: records kept here, or a published series entered with its file.
    """

    code: str
    title: str
    title_en: str
    public_title: str
    unit: str
    resolution: Decimal
    decimals: int
    better: Direction
    definition: str
    clause: str
    measure: str = ""
    waits_for: str = ""
    source: MeasuredFrom = "records"
    reading: str = ""
    baseline: Baseline | None = None


@dataclass(frozen=True)
class Operationalisation:
    """How a target without a number would be judged; it counts only once registered before its period."""

    rule: str
    basis: str
    reference: str = ""
    minimum_step: Decimal | None = None
    registered_on: date | None = None


@dataclass(frozen=True)
class PlanTarget:
    """One target cell, in a content item; with `yearly_from` it falls due on the same day of each year until `due`."""

    id: str
    item: str
    indicator: str
    kind: Kind
    due: date
    modal: Modal = "binding"
    operator: Operator = "reach"
    scope: Scope = "city"
    value: Decimal | None = None
    start: date | None = None
    yearly_from: int | None = None
    due_basis: Basis = "text"
    tolerance: Decimal | None = None
    tolerance_basis: Basis | None = None
    base_year: int | None = None
    base_year_basis: Basis | None = None
    compared_with: str = ""
    compared_as: Literal["", "level", "growth", "average_growth"] = ""
    operationalisation: Operationalisation | None = None
    evidence: tuple[str, ...] = ()
    note: str = ""

    @property
    def aspirational(self) -> bool:
        return self.modal == "aspirational"

    @property
    def due_dates(self) -> tuple[date, ...]:
        """Every day the target falls due, in order."""
        first = self.due.year if self.yearly_from is None else self.yearly_from
        return tuple(self.due.replace(year=year) for year in range(first, self.due.year + 1))


@dataclass(frozen=True)
class Checkpoint:
    """A value between two targets that follows from them and is not in the text."""

    indicator: str
    due: date
    value: Decimal
    basis: str
    derived: bool = True


@dataclass(frozen=True)
class Benchmark:
    """A dated outside figure. `nature` tells a published aim (`target`) from an achieved value (`actual`)."""

    region: str
    title: str
    unit: str
    period: str
    value: Decimal
    nature: Literal["target", "actual"]
    source: str
    indicator: str = ""
    published_on: date | None = None


@dataclass(frozen=True)
class Plan:
    """A whole, valid plan; two plans are equal when their content is."""

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
    units: tuple[ReportingUnit, ...]
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    items: tuple[ContentItem, ...]
    indicators: tuple[Indicator, ...]
    targets: tuple[PlanTarget, ...]
    checkpoints: tuple[Checkpoint, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, decimals and dates as strings."""
        return json.dumps(plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Plan":
        """The plan `to_json` wrote. Raises PlanErrors where the text is no such plan."""
        problems: list[Problem] = []
        place = Place("plan.json", "")
        try:
            table = json.loads(text)
        except ValueError as error:  # JSONDecodeError, or an int of more digits than Python reads
            raise PlanErrors([place.problem(f"不是有效的 JSON：{error}")]) from error
        plan = read_record(cls, table, place, problems)
        if plan is None:
            raise PlanErrors(problems)
        return plan

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def unit(self, code: str) -> ReportingUnit:
        """Raises KeyError for a code that is not a present unit's."""
        return self._units[code]

    def clause(self, clause_id: str) -> Clause:
        """Raises KeyError."""
        return self._clauses[clause_id]

    def item(self, item_id: str) -> ContentItem:
        """Raises KeyError."""
        return self._items[item_id]

    def indicator(self, code: str) -> Indicator:
        """Raises KeyError."""
        return self._indicators[code]

    def target(self, target_id: str) -> PlanTarget:
        """Raises KeyError."""
        return self._targets[target_id]

    def clause_of(self, target: PlanTarget) -> str:
        """The clause (or section of goals) the target stands in."""
        return self._items[target.item].clause

    def items_of(self, clause_id: str) -> tuple[ContentItem, ...]:
        return tuple(item for item in self.items if item.clause == clause_id)

    def targets_of(self, indicator: str) -> tuple[PlanTarget, ...]:
        """The targets of an indicator in due order: its milestones."""
        return tuple(sorted((t for t in self.targets if t.indicator == indicator), key=lambda t: t.due))

    def indicators_of(self, item_id: str) -> tuple[Indicator, ...]:
        """The indicators whose targets stand in a content item, in order."""
        codes = dict.fromkeys(t.indicator for t in self.targets if t.item == item_id)
        return tuple(self._indicators[code] for code in codes)

    @cached_property
    def bound(self) -> tuple[str, ...]:
        """Ids of the targets whose indicator has a measure."""
        return tuple(t.id for t in self.targets if self._indicators[t.indicator].measure)

    @cached_property
    def outside(self) -> tuple[str, ...]:
        """Ids of the bound targets that rest on a sourced outside series and not on records kept here."""
        return tuple(
            target for target in self.bound if self._indicators[self._targets[target].indicator].source == "outside"
        )

    @cached_property
    def unbound(self) -> tuple[str, ...]:
        """Ids of the targets whose indicator waits for a domain."""
        return tuple(t.id for t in self.targets if not self._indicators[t.indicator].measure)

    @cached_property
    def county_units(self) -> tuple[ReportingUnit, ...]:
        """The units that count in per-county targets under the plan's setting."""
        return tuple(u for u in self.units if self.settings.count_zones_per_county or not u.zone)

    @cached_property
    def _units(self) -> dict[str, ReportingUnit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def _clauses(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def _items(self) -> dict[str, ContentItem]:
        return {item.id: item for item in self.items}

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def _targets(self) -> dict[str, PlanTarget]:
        return {target.id: target for target in self.targets}
