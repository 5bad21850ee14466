"""The words of a workflow: State, Step and Clock."""

from dataclasses import dataclass
from typing import Literal, Protocol

#: The role of the machine itself, for steps that a clock takes when it expires.
SYSTEM = "system"

#: The making (or later editing) of the record itself, for `different_actor_from`: it is no step, but it has an actor.
RECORDING = "recording"


class Title(Protocol):
    """A plain or lazily translated string; asked for its text only when it is shown."""

    def __str__(self) -> str: ...


@dataclass(frozen=True)
class State:
    """Where a record can be.

    An open state still owes somebody something: it needs a running clock, or `no_clock_reason` says why none runs.
    Entering a closed state stops every clock. `public_title` is what citizens read (the title, when empty);
    `colour` is a status word that the pages map to colour and shape.
    """

    code: str
    title: Title
    kind: Literal["open", "closed"] = "open"
    public_title: Title = ""
    no_clock_reason: Title = ""
    colour: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something here."""
        return self.kind == "open"

    @property
    def shown_to_public(self) -> str:
        """The words of a citizen for this state."""
        return str(self.public_title) or str(self.title)


@dataclass(frozen=True)
class Step:
    """What somebody does to a record: one move from any of `source` to `target`.

    `roles`: any one of them may take the step. `starts`, `stops`: clock codes.
    `different_actor_from`: steps whose actors may not take this one (maker is never checker).
    `guard`: the name under which the domain registers a further condition.
    `dated`: it takes effect on a day that the person states, today by default.
    """

    code: str
    title: Title
    source: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    different_actor_from: tuple[str, ...] = ()
    needs_reason: bool = False
    guard: str | None = None
    dated: bool = False


@dataclass(frozen=True)
class Clock:
    """A deadline that runs between steps.

    `parameter` is the id of a dated clock rule. `on_expiry` is the code of the step the machine then takes,
    or words that say what happens.
    """

    code: str
    title: Title
    parameter: str
    pauses_in: tuple[str, ...] = ()
    on_expiry: Title = ""
