"""Larger charts as numbers for templates: a series against its steps, and units beside each other with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LEFT, RIGHT, TOP, BOTTOM = Decimal(52), Decimal(16), Decimal(16), Decimal(28)


@dataclass(frozen=True, slots=True)
class Point:
    """One reading of a series: the day, the value, the interval around it where it is a sample."""

    on: date
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A goal from one day to another."""

    first: date
    last: date
    goal: Decimal
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear axis: where a number stands between two ends of the drawing."""

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def __call__(self, number: Decimal) -> str:
        span = self.high - self.low or Decimal(1)
        return f"{round(self.start + (number - self.low) / span * (self.end - self.start), 1):f}"


@dataclass(frozen=True, slots=True)
class Tick:
    at: str
    label: str


@dataclass(frozen=True, slots=True)
class StepMark:
    x1: str
    x2: str
    y: str
    label: str


@dataclass(frozen=True, slots=True)
class SeriesPlot:
    """A line with its band, its grid and the steps of its goals, in SVG user units."""

    width: int
    height: int
    line: str
    band: str
    dots: tuple[tuple[str, str], ...]
    rows: tuple[Tick, ...]
    years: tuple[Tick, ...]
    steps: tuple[StepMark, ...]


def series_plot(
    points: Sequence[Point], steps: Sequence[Step], *, unit: str = "", width: int = 820, height: int = 300
) -> SeriesPlot:
    """The plot of a series (in order of day); empty input gives an empty plot."""
    days = [point.on for point in points] + [step.first for step in steps] + [step.last for step in steps]
    if not days:
        return SeriesPlot(width, height, "", "", (), (), (), ())
    x = Axis(_number(min(days)), _number(max(days)), LEFT, width - RIGHT)
    # The axis fits the line and its goals; a wide early interval is cut at the frame rather than flattening them.
    low, high, size = _range([point.value for point in points] + [step.goal for step in steps])
    y = Axis(low, high, height - BOTTOM, TOP)
    banded = [point for point in points if point.low is not None and point.high is not None]
    upper = [f"{x(_number(point.on))},{y(min(point.high, high))}" for point in banded if point.high is not None]
    lower = [f"{x(_number(point.on))},{y(max(point.low, low))}" for point in reversed(banded) if point.low is not None]
    marks = [StepMark(x(_number(step.first)), x(_number(step.last)), y(step.goal), step.label) for step in steps]
    years = [date(year, 1, 1) for year in range(min(days).year, max(days).year + 1) if min(days) <= date(year, 1, 1)]
    count = int((high - low) / size)
    return SeriesPlot(
        width,
        height,
        " ".join(f"{x(_number(point.on))},{y(point.value)}" for point in points),
        " ".join(upper + lower),
        tuple((x(_number(point.on)), y(point.value)) for point in points[-1:]),
        tuple(Tick(y(low + size * step), f"{(low + size * step).normalize():f}{unit}") for step in range(count + 1)),
        tuple(Tick(x(_number(day)), str(day.year)) for day in years),
        tuple(marks),
    )


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit in a comparison; `note` replaces the marks where there is too little to show."""

    title: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    colour: str = "blue"
    note: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class UnitMark:
    row: UnitRow
    y: int
    x: str | None
    x1: str | None
    x2: str | None


@dataclass(frozen=True, slots=True)
class UnitsPlot:
    """Units in their order with intervals and the line of what is due, in SVG user units."""

    width: int
    height: int
    marks: tuple[UnitMark, ...]
    goal: str | None
    goal_label: str


def units_plot(
    rows: Sequence[UnitRow], goal: Decimal | None, label: str, *, width: int = 820, pitch: int = 26
) -> UnitsPlot:
    """The comparison; the axis spans all marks and the goal."""
    numbers = [v for row in rows for v in (row.value, row.low, row.high) if v is not None]
    height = pitch * len(rows) + 36
    if not numbers:
        return UnitsPlot(
            width,
            height,
            tuple(UnitMark(row, pitch * i + 20, None, None, None) for i, row in enumerate(rows)),
            None,
            "",
        )
    low, high, _size = _range([*numbers, *([goal] if goal is not None else [])])
    x = Axis(low, high, Decimal(110), Decimal(width - 90))

    def place(number: Decimal | None) -> str | None:
        return None if number is None else x(number)

    marks = tuple(
        UnitMark(row, pitch * index + 20, place(row.value), place(row.low), place(row.high))
        for index, row in enumerate(rows)
    )
    return UnitsPlot(width, height, marks, place(goal), label)


def _number(day: date) -> Decimal:
    return Decimal(day.toordinal())


def _range(numbers: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Round ends and a round step (1, 2 or 5 times a power of ten) that show all numbers with four to eight rows."""
    low, high = min(numbers), max(numbers)
    span = high - low or abs(high) / 10 or Decimal(1)
    power = Decimal(10) ** (span / 5).adjusted()
    size = next(power * factor for factor in (1, 2, 5, 10) if span / (power * factor) <= 6)
    bottom = (low / size).to_integral_value(rounding="ROUND_FLOOR") * size
    top = (high / size).to_integral_value(rounding="ROUND_CEILING") * size
    return bottom, top if top > bottom else bottom + size, size
