"""Two charts as numbers for templates: units against their own path, and slopes over years. SVG user units."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhiqiang.foundation.pages.plots import Axis

LABEL, VALUES = Decimal(116), Decimal(150)
PITCH, WIDTH = 28, 820
SLOPE_HEIGHT, GAP = 360, Decimal(15)
LOWEST = Decimal(SLOPE_HEIGHT - 40)


@dataclass(frozen=True, slots=True)
class PathRow:
    """One unit: its figure, what it should have by now, its share; None is not drawn."""

    title: str
    value: Decimal | None
    expected: Decimal | None
    goal: Decimal | None
    colour: str
    text: str


@dataclass(frozen=True, slots=True)
class PathMark:
    row: PathRow
    y: int
    width: str | None
    expected: str | None
    goal: str | None


@dataclass(frozen=True, slots=True)
class PathPlot:
    """Bars on one axis from zero, each with the mark of its own path and of its own share."""

    width: int
    height: int
    start: str
    marks: tuple[PathMark, ...]


def path_plot(rows: Sequence[PathRow]) -> PathPlot:
    """The units on one axis, so that their figures can be compared; the axis begins at zero and never lies."""
    numbers = [n for row in rows for n in (row.value, row.expected, row.goal) if n is not None]
    axis = Axis(min([*numbers, Decimal(0)]), max([*numbers, Decimal(0)]) or Decimal(1), LABEL, WIDTH - VALUES)

    def place(number: Decimal | None) -> str | None:
        return None if number is None else axis(number)

    marks = tuple(
        PathMark(row, PITCH * n + 18, _length(axis, row.value), place(row.expected), place(row.goal))
        for n, row in enumerate(rows)
    )
    return PathPlot(WIDTH, PITCH * len(rows) + 12, axis(Decimal(0)), marks)


def _length(axis: Axis, value: Decimal | None) -> str | None:
    if value is None:
        return None
    return f"{max(Decimal(axis(value)) - Decimal(axis(Decimal(0))), Decimal(0)):f}"


@dataclass(frozen=True, slots=True)
class SlopeRow:
    """One unit: its value at each of the days, None where it had none."""

    title: str
    values: tuple[Decimal | None, ...]
    chosen: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Slope:
    row: SlopeRow
    points: str
    label_x: str
    label_y: str
    end: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class SlopePlot:
    """Units' lines from year to year, their names at the right end, moved apart where they would lie on each other."""

    width: int
    height: int
    columns: tuple[tuple[str, str], ...]
    slopes: tuple[Slope, ...]


def slope_plot(rows: Sequence[SlopeRow], labels: Sequence[str]) -> SlopePlot:
    """Slopes over `labels` (years), one value a label in each row; nothing is drawn where there is one label only."""
    numbers = [value for row in rows for value in row.values if value is not None]
    if len(labels) < 2 or not numbers:
        return SlopePlot(WIDTH, SLOPE_HEIGHT, (), ())
    low, high = min(numbers), max(numbers)
    y = Axis(low, high if high > low else low + 1, LOWEST, Decimal(20))
    x = Axis(Decimal(0), Decimal(len(labels) - 1), Decimal(40), WIDTH - VALUES)
    columns = tuple((x(Decimal(n)), label) for n, label in enumerate(labels))
    ends = {n: Decimal(y(row.values[-1])) for n, row in enumerate(rows) if row.values[-1] is not None}
    places = spread(ends)
    slopes = tuple(
        Slope(
            row,
            " ".join(f"{columns[n][0]},{y(value)}" for n, value in enumerate(row.values) if value is not None),
            f"{Decimal(columns[-1][0]) + 10}",
            f"{places[number]:f}" if number in places else "",
            (columns[-1][0], f"{ends[number]:f}") if number in ends else None,
        )
        for number, row in enumerate(rows)
    )
    return SlopePlot(WIDTH, SLOPE_HEIGHT, columns, tuple(sorted(slopes, key=lambda one: one.row.chosen)))


def spread(ends: dict[int, Decimal], bottom: Decimal = LOWEST) -> dict[int, Decimal]:
    """Where labels stand: at their line's end, pushed apart just so far that each has a line of text to itself.

    Down first, then up again from the bottom, so that none lies on the words of the axis.
    """
    placed: dict[int, Decimal] = {}
    last: Decimal | None = None
    for number, at in sorted(ends.items(), key=lambda pair: (pair[1], pair[0])):
        last = at if last is None else max(at, last + GAP)
        placed[number] = last
    room = bottom
    for number in reversed(placed):
        placed[number] = min(placed[number], room)
        room = placed[number] - GAP
    return placed
