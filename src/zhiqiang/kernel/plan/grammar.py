"""What a target asks, in plain fields a judge of targets can take: kind, path of milestones, tolerance, baseline."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from zhiqiang.kernel.plan.model import Direction, Kind, Plan, PlanTarget

# Kinds that speak of the same quantity, the indicator's level, and so lie on one path.
LEVEL_KINDS: frozenset[Kind] = frozenset(
    {"reach", "floor", "approximate", "stock", "coverage", "deadline_rate", "benchmark", "qualitative"}
)


@dataclass(frozen=True)
class Milestone:
    """A value due on a day; no `target` for a derived checkpoint, no `value` where the plan gives no number."""

    due: date
    value: Decimal | None
    target: str = ""

    @property
    def derived(self) -> bool:
        return not self.target


@dataclass(frozen=True)
class Grammar:
    """One target as its judge needs it; `milestones` end with the target's own, `baseline` is (day, value) or None."""

    kind: Kind
    direction: Direction
    operator: Literal["reach", "above"]
    resolution: Decimal
    aspirational: bool
    baseline: tuple[date, Decimal] | None
    milestones: tuple[Milestone, ...]
    tolerance: Decimal | None
    start: date | None
    registered_on: date | None


def milestones(plan: Plan, indicator: str, *, derived: bool = False) -> tuple[Milestone, ...]:
    """All milestones of an indicator in due order; with `derived`, the checkpoints between them too."""
    own = [Milestone(due, t.value, t.id) for t in plan.targets_of(indicator) for due in t.due_dates]
    between = [Milestone(c.due, c.value) for c in plan.checkpoints if derived and c.indicator == indicator]
    return tuple(sorted(own + between, key=lambda milestone: milestone.due))


def grammar(plan: Plan, target_id: str) -> Grammar:
    """The target with the milestones that lead to it. Raises KeyError for an unknown target."""
    target = plan.target(target_id)
    indicator = plan.indicator(target.indicator)
    same_path = {t.id for t in plan.targets_of(target.indicator) if _on_one_path(t, target)}
    path = tuple(
        m
        for m in milestones(plan, target.indicator)
        if m.target == target.id or (m.target in same_path and m.due < target.due and m.value is not None)
    )
    return Grammar(
        kind=target.kind,
        direction=indicator.better,
        # A set the plan enumerates is complete once all of it is there, so `equals` is judged as `reach`.
        operator="above" if target.operator == "above" else "reach",
        resolution=indicator.resolution,
        aspirational=target.aspirational,
        baseline=_baseline(plan, target),
        milestones=path,
        tolerance=target.tolerance,
        start=target.start,
        registered_on=target.operationalisation.registered_on if target.operationalisation else None,
    )


def _on_one_path(other: PlanTarget, target: PlanTarget) -> bool:
    return other.kind == target.kind or (other.kind in LEVEL_KINDS and target.kind in LEVEL_KINDS)


def _baseline(plan: Plan, target: PlanTarget) -> tuple[date, Decimal] | None:
    """A count of new things is zero by definition on the eve of its window; any other baseline must be published."""
    if target.kind == "cumulative" and target.start is not None:
        return target.start - timedelta(days=1), Decimal(0)
    baseline = plan.indicator(target.indicator).baseline
    return (baseline.on, baseline.value) if baseline else None
