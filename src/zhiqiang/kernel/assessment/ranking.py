"""Ranks of units, where a difference that the samples cannot show is none: docs/decisions/0026-assessment.md.

Units in order of score share a rank as long as a unit's interval overlaps that of one before it in the same rank; so
the intervals of two units of different ranks never overlap, and no unit stands behind one with a lower score.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhiqiang.kernel.assessment.scoring import NOISE, UnitScore

TIED = "统计上未区分"


@dataclass(frozen=True)
class Rank:
    """A rank (1 is best) and with whom it is shared; `note` says so where the samples cannot tell them apart."""

    rank: int
    shared_with: tuple[str, ...] = ()
    note: str = ""


def ranks(scores: Mapping[str, UnitScore]) -> dict[str, Rank]:
    """The rank of every unit that has a score, by unit."""
    known = {unit: one for unit, one in scores.items() if one.exact is not None}
    order = sorted(known, key=lambda unit: (-(known[unit].exact or Decimal(0)), unit))
    groups: list[list[str]] = []
    for unit in order:
        # A wide interval may reach over a unit between: all from the first group that it meets are one.
        met = next((n for n, group in enumerate(groups) if _same(group, known[unit], known)), len(groups))
        groups[met:] = [[one for group in groups[met:] for one in group] + [unit]]
    found, place = {}, 1
    for group in groups:
        equal = len({known[unit].score for unit in group}) == 1
        for unit in group:
            others = tuple(sorted(other for other in group if other != unit))
            found[unit] = Rank(place, others, "" if equal or not others else TIED)
        place += len(group)
    return found


def _same(group: list[str], unit: UnitScore, known: Mapping[str, UnitScore]) -> bool:
    """Whether a unit is not distinguished from a group: its interval, or its published score, meets one of theirs."""
    floor = min(_end(known[one].low) for one in group)
    return _end(unit.high) >= floor or unit.score == known[group[-1]].score


def _end(value: Decimal | None) -> Decimal:
    """An interval's end without the noise of arithmetic: what touches is no less the same for it."""
    return (value or Decimal(0)).quantize(NOISE)
