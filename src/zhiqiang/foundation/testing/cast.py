"""Who acts in a made-up city: its people by unit, its organisations, and a dice whose falls are always the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.testing.city import City

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
    leader: User
    departments: tuple[User, ...]
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


def cast_in(city: City, *, firms: int | Mapping[str, tuple[Organisation, ...]], now: datetime, **changes: Any) -> Cast:
    """A cast for tests in the small city: somebody of each role, so many (or these) firms in each unit.

    `changes` replace other parts.
    """
    units = tuple(Unit.objects.exclude(kind=Unit.Kind.CITY).order_by("position"))
    parts: dict[str, Any] = {
        "city": city.city,
        "units": units,
        "officer": city.users["city_officer"],
        "city_verifier": city.users["city_verifier"],
        "reporters": {unit.code: city.person("reporter", unit) for unit in units},
        "verifiers": {unit.code: city.person("verifier", unit) for unit in units},
        "laboratories": (city.laboratory,),
        "institution": city.laboratory,
        "association": city.laboratory,
        "finance": city.users["finance"],
        "enterprise": city.users["enterprise"],
        "experts": (city.users["expert"],),
        "leader": city.users["leader"],
        "departments": (city.users["department"],),
        "firms": {unit.code: _made_up_firms(unit, firms) for unit in units} if isinstance(firms, int) else firms,
        "start": date(2023, 1, 1),
        "now": now,
    }
    return Cast(**{**parts, **changes})


def _made_up_firms(unit: Unit, number: int) -> tuple[Organisation, ...]:
    titles = [f"{unit.short}{one}厂{MARK}" for one in range(number)]
    return tuple(Organisation.objects.create(title=title, unit=unit) for title in titles)
