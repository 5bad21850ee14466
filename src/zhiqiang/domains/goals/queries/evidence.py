"""The figures that a board needs, loaded once, and whose they are."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from zhiqiang.domains.goals.rules import (
    Cell,
    cells_until,
    judged,
    last_day,
    month_of,
)
from zhiqiang.foundation.catalogue import measures
from zhiqiang.foundation.evidence.declaration import RUNNING, Measure, Shape
from zhiqiang.foundation.evidence.figures import CellTable, CutOff, cut_offs, load_cells
from zhiqiang.foundation.evidence.levels import levels
from zhiqiang.foundation.evidence.stocks import Level
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.kernel.plan import Plan, PlanTarget
from zhiqiang.kernel.targets import Target


class Evidence:
    """The cells that a board needs, loaded once: a constant number of queries however many units and targets."""

    def __init__(self, plan: Plan, known_at: datetime | None = None) -> None:
        self.plan = plan
        self.measures = {
            indicator.code: measures()[indicator.measure]
            for indicator in plan.indicators
            if indicator.measure and indicator.measure in measures()
        }
        self.table: CellTable = load_cells([one.code for one in self.measures.values()], known_at)
        datasets = {slug for one in self.measures.values() for slug in one.datasets}
        self.cut_offs: Mapping[str, CutOff] = cut_offs(sorted(datasets), known_at)
        self.city = city_unit().code
        zones = plan.settings.count_zones_per_county
        self.counties = [unit for unit in reporting_units() if zones or not unit.is_zone]
        self._spoken: dict[tuple[str, date], Target] = {}
        self._levels: dict[tuple[str, date], Mapping[str, Level]] = {}

    def cells(self, indicator: str, unit: str) -> tuple[Cell, ...]:
        """An indicator's monthly figures for one unit, in order; of what is valid also those known to come."""
        measure = self.measures.get(indicator)
        if measure is None:
            return ()
        return tuple(
            Cell(one.month, one.numerator, one.denominator, one.benchmark, one.data_version)
            for one in self.table.series(measure.code, unit)
        )

    def known(self, indicator: str, unit: str, until: date) -> list[Cell]:
        """The figures up to a day, to the very day where the measure says what is valid on a day."""
        measure, level = self.measures.get(indicator), None
        if measure is not None and measure.shape in RUNNING and until != last_day(month_of(until)):
            plain = measure.shape is Shape.STOCK
            nothing = (Decimal(0), None if plain else Decimal(0))
            level = self._levels_on(measure, until).get(unit, nothing)
        return cells_until(self.cells(indicator, unit), until, level)

    def _levels_on(self, measure: Measure, day: date) -> Mapping[str, Level]:
        """The levels of every unit on a day: asked once for a board, however many units it has."""
        key = (measure.code, day)
        if key not in self._levels:
            self._levels[key] = levels(measure.code, day, self.cut_offs)
        return self._levels[key]

    def versions(self, measure: Measure, known: Sequence[Cell]) -> tuple[int | None, int | None]:
        """The data versions that a window of these figures rests on: its dataset's and its second dataset's."""
        if measure.shape not in RUNNING:
            return max((cell.data_version for cell in known), default=None), None
        other = self.cut_offs[measure.other.dataset].version if measure.other else None
        return self.cut_offs[measure.dataset].version, other

    def spoken(self, target: PlanTarget, on: date) -> Target:
        """A target as the kernel judges it on a day: the same for every unit, so made once."""
        key = (target.id, on)
        if key not in self._spoken:
            self._spoken[key] = judged(self.plan, target, on, self.cells(target.indicator, self.city))
        return self._spoken[key]


def city_unit() -> Unit:
    return Unit.objects.get(kind=Unit.Kind.CITY)


def reporting_units() -> list[Unit]:
    """The reporting units in administrative order."""
    return list(Unit.objects.exclude(kind=Unit.Kind.CITY).order_by("position"))
