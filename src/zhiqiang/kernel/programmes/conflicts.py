"""Conflicts of interest: why somebody may neither review an application nor see its file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from zhiqiang.kernel.identifiers import normalise
from zhiqiang.kernel.programmes.amount import normal


@dataclass(frozen=True)
class Party:
    """An organisation, by its 统一社会信用代码 where it is known, else by its name."""

    uscc: str = ""
    title: str = ""

    def is_same(self, other: "Party") -> bool:
        """Whether both are one organisation; two codes decide, a name only where a code is missing."""
        if self.uscc and other.uscc:
            return normalise(self.uscc) == normalise(other.uscc)
        return bool(normal(self.title)) and normal(self.title) == normal(other.title)


@dataclass(frozen=True)
class Tie:
    """A tie that the reviewer declared (kin, shares, a contract, a quarrel); in force to its last day, or open."""

    party: Party
    what: str
    until: date | None = None


@dataclass(frozen=True)
class FormerEmployment:
    """An earlier employer, to the last day there; None where that day is not known, which never cools off."""

    party: Party
    until: date | None = None


@dataclass(frozen=True)
class Reviewer:
    """What is known of somebody who may review."""

    employers: tuple[Party, ...] = ()
    ties: tuple[Tie, ...] = ()
    former: tuple[FormerEmployment, ...] = ()


class Conflict(NamedTuple):
    """One reason against, in Chinese."""

    code: str
    message: str


def conflicts(
    reviewer: Reviewer, applicant: Sequence[Party], on: date, *, cooling_off_years: int
) -> tuple[Conflict, ...]:
    """Every conflict with any of the applying parties (one firm, or the members of a consortium) on a day."""
    return tuple(dict.fromkeys(each for party in applicant for each in _with(reviewer, party, on, cooling_off_years)))


def _with(reviewer: Reviewer, party: Party, on: date, years: int) -> Iterator[Conflict]:
    name = party.title or party.uscc
    if any(party.is_same(employer) for employer in reviewer.employers):
        yield Conflict("same_organisation", f"与申报单位“{name}”同属一个单位")
    for tie in reviewer.ties:
        if party.is_same(tie.party) and (tie.until is None or on <= tie.until):
            yield Conflict("declared_tie", f"已声明与“{name}”有利害关系：{tie.what}")
    for former in reviewer.former:
        if party.is_same(former.party) and (former.until is None or on <= years_later(former.until, years)):
            since = f"，{former.until} 离开，未满 {years} 年" if former.until else "，离开日期不详"
            yield Conflict("former_employer", f"曾在“{name}”任职{since}")


def years_later(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
