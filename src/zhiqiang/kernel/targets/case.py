"""One target on one day: the milestone judged and the observations that count, in order and without duplicates."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiqiang.kernel.targets.assessment import UndecidableError
from zhiqiang.kernel.targets.calendar_years import shifted
from zhiqiang.kernel.targets.declaration import Milestone, Observation, Target, Thresholds
from zhiqiang.kernel.targets.vocabulary import Status
from zhiqiang.kernel.targets.wording import day

Reading = Callable[[Observation], Decimal | None]


@dataclass(frozen=True, slots=True)
class Point:
    """A reading on the judged scale, with the observation it came from."""

    on: date
    value: Decimal
    source: Observation


@dataclass(frozen=True, slots=True)
class Case:
    target: Target
    observations: tuple[Observation, ...]
    as_of: date
    thresholds: Thresholds
    milestone: Milestone
    previous: Milestone | None

    @property
    def sign(self) -> int:
        return self.target.direction.sign

    @property
    def is_due(self) -> bool:
        return self.as_of >= self.milestone.due

    @property
    def goal(self) -> Decimal:
        if self.milestone.value is None:
            raise UndecidableError(Status.NO_DATA, "里程碑没有目标值，无法判定。")
        return self.milestone.value

    @property
    def path(self) -> list[tuple[date, Decimal]]:
        return [(stone.due, stone.value) for stone in self.target.milestones if stone.value is not None]

    def reaches(self, value: Decimal, goal: Decimal) -> bool:
        """Attainment, on unrounded values: the resolution never lifts a value over its goal."""
        return self.sign * (value - goal) >= 0

    def points(self, reading: Reading) -> list[Point]:
        """Readings up to the day, one a date: the newest vintage, of equal vintages the worst value."""
        chosen: dict[date, Point] = {}
        for point in self._readings(reading):
            rival = chosen.get(point.on)
            if rival is None or self._preference(point) > self._preference(rival):
                chosen[point.on] = point
        return [chosen[on] for on in sorted(chosen)]

    def _readings(self, reading: Reading) -> Iterable[Point]:
        for observation in self.observations:
            value = reading(observation)
            if value is not None:
                yield Point(observation.on, value, observation)

    def _preference(self, point: Point) -> tuple[str, Decimal, Decimal]:
        return (point.source.vintage, -self.sign * point.value, point.source.expiring)

    def current(self, points: list[Point]) -> Point:
        """The reading judged: at the due date that of the due period, before it the last one.

        The due period is the twelve months up to the due date; a reading dated after it stands in only where the
        period has none. Raises UndecidableError where there is none or it is too old.
        """
        if not points:
            raise UndecidableError(Status.NO_DATA, "没有可用的观测数据。")
        if not self.is_due:
            self.refuse_older(points[-1].on, self.thresholds.stale_months)
            return points[-1]
        due = self.milestone.due
        opened, closed = shifted(due, -12), shifted(due, 12)
        in_period = [point for point in points if opened < point.on <= due]
        later = [point for point in points if due < point.on <= closed]
        if in_period:
            return in_period[-1]
        if later:
            return later[0]
        raise UndecidableError(Status.NO_DATA, f"{day(due)}到期，但到期当期的数据尚未报出。")

    def refuse_older(self, on: date, months: int) -> None:
        if on < shifted(self.as_of, -months):
            raise UndecidableError(Status.NO_DATA, f"最近一期数据截至{day(on)}，距今超过{months}个月，数据不足。")


def level(target: Target, observation: Observation) -> Decimal | None:
    """The value of an observation, or numerator over denominator scaled by `per`; None where there is neither."""
    if observation.value is not None:
        return observation.value
    if observation.numerator is None or observation.denominator is None:
        return None
    base = observation.denominator + observation.overdue_open
    return observation.numerator * target.per / base if base > 0 else None
