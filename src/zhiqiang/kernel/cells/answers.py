"""The three answers to a cell: Read, Ask and Bad."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

#: What workbook and CSV readers hand over.
Cell: TypeAlias = str | int | float | Decimal | bool | datetime.date | datetime.datetime | datetime.time | None


@dataclass(frozen=True)
class Read(Generic[T_co]):
    """The cell has one certain meaning. `value` is None for an empty cell.

    `rewritten` says in Chinese what was changed on the way, and is None when nothing was.
    """

    value: T_co | None
    rewritten: str | None = None

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Ask:
    """The cell has more than one meaning: only the person who typed it can say. Never guessed."""

    message: str
    suggestion: str | None = None

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True)
class Bad:
    """The cell cannot be right. `suggestion` is what it probably should be, when one thing is probable."""

    message: str
    suggestion: str | None = None

    def __bool__(self) -> bool:
        return False


Answer: TypeAlias = Read[T] | Ask | Bad
