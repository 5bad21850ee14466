"""The words of target assessment: kinds of target, verdicts at the due date, statuses in flight."""

from enum import StrEnum


class Kind(StrEnum):
    """How a target is worded decides how it is judged; 力争 (aspirational) is a flag on any of these, not a kind."""

    REACH = "reach"
    FLOOR = "floor"
    CUMULATIVE = "cumulative"
    ANNUAL_FLOW = "annual_flow"
    STOCK = "stock"
    GROWTH = "growth"
    AVERAGE_GROWTH = "average_growth"
    APPROXIMATE = "approximate"
    BENCHMARK = "benchmark"
    COVERAGE = "coverage"
    PER_UNIT = "per_unit"
    DEADLINE_RATE = "deadline_rate"
    QUALITATIVE = "qualitative"
    DELIVERABLE = "deliverable"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"

    @property
    def sign(self) -> int:
        return 1 if self is Direction.UP else -1


class Operator(StrEnum):
    """Of a benchmark target: 高于 (strictly better) or 达到 (at least as good)."""

    ABOVE = "above"
    REACH = "reach"


class Verdict(StrEnum):
    MET = "met"
    NEARLY_MET = "nearly_met"
    MISSED = "missed"
    OPEN = "open"


class Status(StrEnum):
    ON_TRACK = "on_track"
    WATCH = "watch"
    BEHIND = "behind"
    WORSENING = "worsening"
    MET = "met"
    MISSED = "missed"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"
    TO_VERIFY = "to_verify"
    DEFINITION_CHANGED = "definition_changed"
    BENCHMARK_MISSING = "benchmark_missing"

    @property
    def coloured(self) -> bool:
        """False for the states that say nothing about performance: never shown green, red or as zero."""
        return self not in _NEVER_COLOURED


_NEVER_COLOURED = frozenset(
    {Status.NOT_DUE, Status.NO_DATA, Status.TO_VERIFY, Status.DEFINITION_CHANGED, Status.BENCHMARK_MISSING}
)
_SEVERITY = (Status.ON_TRACK, Status.WATCH, Status.BEHIND, Status.WORSENING)


def worst(*signals: Status) -> Status:
    """The worst of some in-flight signals (on_track < watch < behind < worsening)."""
    return max(signals, key=_SEVERITY.index)
