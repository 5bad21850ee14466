"""What a unit is scored by: figures with their references, counts of what was on time, orders, marks by layer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.assessment.model import LAYERS, SELF, Layer


@dataclass(frozen=True)
class Observed:
    """A figure; `low`, `high`: its 95 % interval where it is a sampled rate; `reference`: what it is computed from.

    `value` None: there is none, for the `reason`.
    """

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Counted:
    """So many of `of` on time; those not yet due are not among them."""

    on_time: int
    of: int


@dataclass(frozen=True)
class Order:
    """A standing order against the unit: its rung and its number."""

    rung: str
    number: str


@dataclass(frozen=True)
class Mark:
    """What one layer gave, with the reason; of a veto item, 1 where it happened and 0 where not."""

    value: Decimal
    reason: str = ""


Layered = Mapping[Layer, Mark]


@dataclass(frozen=True)
class Facts:
    """Everything known of one unit, by item code. `orders` None: nobody could be asked."""

    observed: Mapping[str, Observed] = field(default_factory=dict)
    counted: Mapping[str, Counted] = field(default_factory=dict)
    orders: Sequence[Order] | None = None
    marks: Mapping[str, Layered] = field(default_factory=dict)


def counting_mark(layered: Layered) -> tuple[Layer, Mark] | None:
    """The mark that counts: the last layer's. A self-score alone is nobody's judgement but the unit's: None."""
    given: list[Layer] = [layer for layer in LAYERS if layer in layered and layer != SELF]  # type: ignore[misc]  # keys of LAYERS are the layers
    return (given[-1], layered[given[-1]]) if given else None


def facts_to_table(facts: Facts) -> dict[str, Any]:
    """Plain values that JSON can hold, for keeping what a score was computed from."""
    return {
        "observed": {
            code: {
                "value": _said(one.value), "low": _said(one.low), "high": _said(one.high),
                "reference": one.reference, "reason": one.reason,
            }
            for code, one in facts.observed.items()
        },
        "counted": {code: [one.on_time, one.of] for code, one in facts.counted.items()},
        "orders": None if facts.orders is None else [[one.rung, one.number] for one in facts.orders],
        "marks": {
            code: {layer: [str(mark.value), mark.reason] for layer, mark in layered.items()}
            for code, layered in facts.marks.items()
        },
    }  # fmt: skip


def facts_from_table(table: Mapping[str, Any]) -> Facts:
    """The facts of a table that `facts_to_table` made."""
    orders = table["orders"]
    return Facts(
        observed={
            code: Observed(
                _number(one["value"]), _number(one["low"]), _number(one["high"]), one["reference"], one["reason"]
            )
            for code, one in table["observed"].items()
        },
        counted={code: Counted(*one) for code, one in table["counted"].items()},
        orders=None if orders is None else [Order(*one) for one in orders],
        marks={
            code: {layer: Mark(Decimal(value), reason) for layer, (value, reason) in layered.items()}
            for code, layered in table["marks"].items()
        },
    )


def _said(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
