"""Programmes of the tests, as files beside the home's database, and people to walk them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from zhiqiang.domains.programmes.tests import walking
from zhiqiang.domains.programmes.tests.definitions import ANY_TIME, FULL, PLAIN
from zhiqiang.domains.programmes.tests.walking import Walk
from zhiqiang.foundation.testing.city import City


@pytest.fixture
def write_programme(home: Path) -> Callable[[str, str], None]:
    """Put a definition beside the home's database, as a city does."""

    def write(code: str, text: str) -> None:
        folder = home / "programmes"
        folder.mkdir(exist_ok=True)
        (folder / f"{code}.toml").write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def programmes(write_programme: Callable[[str, str], None]) -> None:
    """The three programmes of the tests: every stage, few stages, at any time."""
    for code, text in {"bridges": FULL, "lamps": PLAIN, "wells": ANY_TIME}.items():
        write_programme(code, text)


@pytest.fixture
def walk(city: City, settings: Any, as_of: Callable[..., Any], programmes: None) -> Iterator[Callable[..., Walk]]:
    """`walk("bridges")`: people of the small city and an applicant, on 1 September 2026."""
    as_of(2026, 9, 1)
    settings.ORGANISATION_FACTS = ("zhiqiang.domains.programmes.tests.walking.facts_of_tests",)
    walking.KNOWN.clear()

    def make(code: str = "bridges", **other: Any) -> Walk:
        return Walk(city, code, other.pop("applicant", city.enterprise), **other)

    yield make
    walking.KNOWN.clear()
