"""What an assessment is made from: the target, its observations, the circumstances and the dated thresholds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zhiqiang.kernel.targets.vocabulary import Direction, Kind, Operator


@dataclass(frozen=True, slots=True)
class Baseline:
    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Milestone:
    """A value promised for a date; `weight` and `done_on` (date of the accepted evidence) serve deliverables only."""

    due: date
    value: Decimal | None = None
    weight: Decimal | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One target as the plan words it; values in the unit of the indicator, growth and ratio goals in per cent.

    `resolution` is the smallest difference the indicator can show; `per` scales numerator / denominator
    (100: per cent); `tolerance` is the 左右 of an approximate target; `start` opens the window of a target
    without baseline; `registered_on` dates the operationalisation of a qualitative one.
    """

    kind: Kind
    milestones: tuple[Milestone, ...]
    direction: Direction = Direction.UP
    resolution: Decimal = Decimal(1)
    baseline: Baseline | None = None
    tolerance: Decimal | None = None
    operator: Operator = Operator.REACH
    aspirational: bool = False
    start: date | None = None
    per: Decimal = Decimal(100)
    registered_on: date | None = None

    @property
    def begins(self) -> date | None:
        """Last day before the window of the target opens, where known."""
        return self.start or (self.baseline.on if self.baseline else None)


@dataclass(frozen=True, slots=True)
class Observation:
    """One measured period, ending `on`; either `value`, or `numerator` and `denominator`, or `units`.

    Cumulative kinds observe the total so far, annual flows the total of the year so far, growth kinds levels.
    `overdue_open` joins the denominator of a deadline rate; `expiring` is the part of a stock known to lapse
    before the due date; `missing` names roster members not covered; a later `vintage` replaces an earlier one.
    """

    on: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    benchmark: Decimal | None = None
    vintage: str = ""
    units: Mapping[str, Decimal] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    overdue_open: Decimal = Decimal(0)
    expiring: Decimal = Decimal(0)
    pending: bool = False
    definition_changed: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Facts about the reporting, not the performance; each of them keeps the target uncoloured."""

    not_due: bool = False
    stopped: bool = False
    pending: bool = False
    definition_changed: bool = False


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Numbers of the method; dated parameters of the city in use, these defaults are the published proposal."""

    watch_above: Decimal = Decimal("0.05")  # share of the span
    behind_above: Decimal = Decimal("0.20")
    attainment_on_track: Decimal = Decimal("0.95")
    attainment_watch: Decimal = Decimal("0.80")
    trend_periods: int = 6
    span_resolutions: Decimal = Decimal(5)
    tolerance: Decimal = Decimal("0.5")  # of 左右, in the unit of the indicator
    growth_lag_months: int = 12
    stale_months: int = 24
    qualitative_min_step: Decimal = Decimal(1)  # in resolutions
    late_watch_days: int = 30


DEFAULT = Thresholds()
