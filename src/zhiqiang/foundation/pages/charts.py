"""Small charts as numbers for templates: where each mark stands, in SVG user units, computed in Decimal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = Decimal(160)
STRIP_WIDTH = Decimal(1000)
ROOM = Decimal("1.15")


@dataclass(frozen=True, slots=True)
class Bullet:
    """A bar for the value, a dotted line for what is due now, a solid one for the target; None is not drawn."""

    value: str | None
    expected: str | None
    goal: str | None
    broken: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a strip."""

    colour: str
    x: str
    width: str


def bullet(value: Decimal | None, expected: Decimal | None, goal: Decimal | None) -> Bullet:
    """Marks on a common axis from zero; where all marks stand within a fifth of the largest, the axis is cut
    below them, and `broken` says so (it is drawn as a gap in the bar)."""
    marks = [mark for mark in (value, expected, goal) if mark is not None]
    low, high = min([*marks, Decimal(0)]), max([*marks, Decimal(0)])
    broken = bool(marks) and min(marks) > 0 and min(marks) > high * Decimal("0.8")
    if broken:
        spread = max(high - min(marks), high / 200)
        low, high = min(marks) - spread * 2, high + spread
    else:
        high = high * ROOM
    span = high - low or Decimal(1)

    def place(mark: Decimal | None) -> str | None:
        return None if mark is None else _written((mark - low) / span * WIDTH)

    return Bullet(place(value), place(expected), place(goal), broken)


def strip(counts: Sequence[tuple[str, int]]) -> list[Piece]:
    """Pieces as wide as their counts, with a gap of two between them; (colour, count) in, empty ones left out."""
    total = sum(count for _colour, count in counts)
    pieces, start = [], Decimal(0)
    for colour, count in _present(counts):
        width = STRIP_WIDTH * count / total
        pieces.append(Piece(colour, _written(start), _written(max(width - 2, Decimal(1)))))
        start += width
    return pieces


def _present(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(colour, count) for colour, count in counts if count > 0]


def _written(number: Decimal) -> str:
    return f"{round(number, 1):f}"
