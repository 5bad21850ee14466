"""Who acts in a made-up city: its people by unit, its organisations, and a dice whose falls are always the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Organisation, Unit

MARK = "（演示）"
OPENS, CLOSES = time(8, 30), time(17, 30)


@dataclass(frozen=True)
class Cast:
    """People and organisations by unit code; `units` in the plan's order, the city's own row apart."""

    city: Unit
    units: tuple[Unit, ...]
    officer: User
    city_verifier: User
    reporters: Mapping[str, User]
    verifiers: Mapping[str, User]
    laboratories: tuple[Organisation, ...]
    institution: Organisation
    association: Organisation
    finance: User
    enterprise: User
    experts: tuple[User, ...]
    firms: Mapping[str, tuple[Organisation, ...]]
    start: date
    now: datetime

    def dice(self, play: str) -> Random:
        """The dice of one domain's play: the same falls in every run."""
        return Random(f"zhiqiang {play}")  # noqa: S311 (made-up data, no secret)


def in_office(day: date, dice: Random) -> datetime:
    """A moment of a day in office hours; of a weekend, the Monday after."""
    day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
    opens = datetime.combine(day, OPENS, tzinfo=clock.ZONE)
    return opens + timedelta(seconds=dice.randrange(9 * 3600))
