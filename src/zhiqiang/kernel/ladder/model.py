"""What the ladder is made of: rungs with their grounds, the facts of today, what was ordered before.

Sources: 政府督查工作条例 (国务院令第733号) arts. 7, 12, 15, 16; the three-colour practice of cities, in which each
colour follows only after the former lapsed, unless the matter is major.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: Every rung there can be, from the lowest; a ladder has some of them in this order.
RUNGS = ("remind", "blue", "orange", "red", "bulletin", "interview", "correction", "recheck")
#: The rungs that are ordered by a paper of their own; the others follow an interview.
ORDERED = RUNGS[:6]


class GroundKind(StrEnum):
    """What can call for a rung."""

    REPORT_OVERDUE = "report_overdue"
    DUTY_OVERDUE = "duty_overdue"
    TARGET_BEHIND = "target_behind"
    FORMER_LAPSED = "former_lapsed"


#: How each ground counts.
COUNTED_IN = {
    GroundKind.REPORT_OVERDUE: "个工作日",
    GroundKind.DUTY_OVERDUE: "个工作日",
    GroundKind.TARGET_BEHIND: "个季度",
}


class Standing(StrEnum):
    """How a former order stands: it runs, it lapsed (no reply, or not met), or it was met."""

    RUNNING = "running"
    LAPSED = "lapsed"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that calls for a rung: `least` working days or quarters of it; a lapsed former rung counts nothing."""

    kind: GroundKind
    least: int
    article: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Authority:
    """Under which authority a rung is ordered (授权依据, 条例 art. 7); `document` is the city's to name."""

    code: str
    title: str
    article: str
    confidence: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung. `position` from 1; `approver` a role; `answer` the id of the time limit for the unit's answer.

    `major`: a major matter may begin here. `lapses_into`: the rung that follows when it lapses, "" at the top.
    """

    code: str
    title: str
    position: int
    authority: Authority
    approver: str
    answer: str
    lapses_into: str
    major: bool = False
    grounds: tuple[Ground, ...] = ()

    @property
    def is_ordered(self) -> bool:
        """Whether the rung is an order of its own, not what follows an interview."""
        return self.code in ORDERED


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs in force over a span of days, from the lowest."""

    valid_from: date
    valid_to: date | None
    rungs: tuple[Rung, ...]

    def rung(self, code: str) -> Rung:
        """The rung of this code. Raises KeyError."""
        found = next((one for one in self.rungs if one.code == code), None)
        if found is None:
            raise KeyError(code)
        return found

    @property
    def ordered(self) -> tuple[Rung, ...]:
        """The rungs that are ordered, from the lowest."""
        return tuple(one for one in self.rungs if one.is_ordered)

    def after(self, code: str) -> Rung:
        """The rung to which a lapsed one leads; the highest ordered one leads to itself."""
        if not code:
            return self.ordered[0]
        following = self.rung(code).lapses_into
        if following and self.rung(following).is_ordered:
            return self.rung(following)
        return self.ordered[-1]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of today about one unit: what of which subject is how late or behind.

    `subject` names what is supervised ("report:12/2026Q3", "duty:12", "target:…"), `matter` the thing it belongs to
    ("duty:12"), over which no second office and no second time is checked (art. 15). `amount`: working days, quarters.
    """

    unit: str
    subject: str
    matter: str
    kind: GroundKind
    amount: int
    title: str
    words: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """A former order to one unit; annulled and withdrawn ones are not told. `ended_on` is empty while it runs."""

    unit: str
    subject: str
    matter: str
    rung: str
    standing: Standing
    began_on: date
    ended_on: date | None = None
    reference: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is due for a unit: one rung of one subject, on what ground, after which former rung.

    `called_for`: the highest rung whose own grounds the facts meet, which a major matter may begin with.
    `blocked`: why it is not ordered now all the same; empty when it may be.
    """

    unit: str
    subject: str
    matter: str
    title: str
    rung: Rung
    called_for: Rung
    grounds: tuple[str, ...]
    facts: tuple[Fact, ...]
    former: Past | None = None
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order that somebody wants to give."""

    unit: str
    subject: str
    matter: str
    rung: str
    major: bool = False
    reason: str = ""
