"""A scheme of assessment (考评方案) as frozen records: what is scored at three levels, how, rounded and banded how."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, get_args

from zhiqiang.kernel.plan.records import plain

Kind = Literal["target", "on_time", "penalty", "marked"]
Without = Literal["leave_out", "no_points", "full_points"]
OnTime = Literal["reports", "duties"]
Confidence = Literal["verified", "secondary", "unverified", "setting"]
Layer = Literal["self", "department", "field", "appeal"]

KINDS: dict[str, str] = {
    "target": "按指标数字计分",
    "on_time": "按按期办理的比例计分",
    "penalty": "按督办等次扣分",
    "marked": "评分",
}
#: The layers of a mark, in order: a later one counts, an earlier one is kept.
LAYERS: dict[str, str] = {"self": "自评分", "department": "部门评分", "field": "核查分", "appeal": "申诉改定"}
SELF: Layer = get_args(Layer)[0]
ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True)
class Band:
    """A grade from `at_least` points up to the next; the rounded score is compared."""

    code: str
    title: str
    at_least: Decimal


@dataclass(frozen=True)
class Area:
    """A first-level item (一级指标) and the points of all that stands in it."""

    code: str
    title: str
    weight: Decimal


@dataclass(frozen=True)
class Group:
    """A second-level item (二级指标)."""

    code: str
    area: str
    title: str
    weight: Decimal


@dataclass(frozen=True)
class Deduction:
    """What one order of a rung costs, in points."""

    rung: str
    points: Decimal


@dataclass(frozen=True)
class Item:
    """A third-level item (三级指标): `weight` points at most.

    `target`: `minimum` earns nothing, `full` everything, in the target's unit; `on_time`: both in per cent.
    `bonus`: at most so many points beyond the weight for passing `full`. `without_data`: the rule where there is
    nothing to score by. 考核要点, 评分方法, 需提交材料 of the office's sheet: `points_to_show`, `method`, `materials`.
    """

    code: str
    group: str
    title: str
    weight: Decimal
    kind: Kind
    without_data: Without
    points_to_show: str
    method: str
    materials: str = ""
    target: str = ""
    of: OnTime | None = None
    minimum: Decimal | None = None
    full: Decimal | None = None
    bonus: Decimal = ZERO
    deduct: tuple[Deduction, ...] = ()


@dataclass(frozen=True)
class Veto:
    """What sets the grade whatever the score (一票否决), such as a regional or systemic quality incident."""

    code: str
    title: str
    band: str
    points_to_show: str
    materials: str = ""


@dataclass(frozen=True)
class Rounding:
    """How the score is rounded, once, at the end: half up to `digits` places."""

    digits: int


@dataclass(frozen=True)
class Scheme:
    """One version of a scheme. `known_from`: when units could know it; `minimum_coverage`: the share of all points that
    must have data for a score; `bonus_cap`: the most that over-achievement adds."""

    code: str
    version: int
    title: str
    valid_from: date
    known_from: date
    citation: str
    approver: str
    confidence: Confidence
    minimum_coverage: Decimal
    rounding: Rounding
    bands: tuple[Band, ...]
    areas: tuple[Area, ...]
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    vetoes: tuple[Veto, ...] = ()
    bonus_cap: Decimal = ZERO
    valid_to: date | None = None
    note: str = ""

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of everything the version says."""
        text = json.dumps(plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def weight(self) -> Decimal:
        """All points."""
        return sum((item.weight for item in self.items), ZERO)

    @cached_property
    def by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    @property
    def marked_items(self) -> tuple[Item, ...]:
        """The items that people score."""
        return tuple(item for item in self.items if item.kind == "marked")

    @property
    def worst_first(self) -> tuple[Band, ...]:
        """The bands from the lowest up."""
        return tuple(sorted(self.bands, key=lambda band: band.at_least))

    def levels(self, item: Item) -> tuple[str, str, str]:
        """The titles of an item's three levels."""
        group = next(one for one in self.groups if one.code == item.group)
        area = next(one for one in self.areas if one.code == group.area)
        return area.title, group.title, item.title

    def in_force(self, on: date) -> bool:
        """Whether the scheme holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
