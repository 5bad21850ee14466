"""What tests of supervision stand on: an office whose facts of the day are said by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from zhiqiang.domains.supervision.queries import facts, ladder
from zhiqiang.domains.supervision.tests.office import Office
from zhiqiang.foundation.testing.city import City


@pytest.fixture
def office(city: City, as_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office on Monday, 23 November 2026."""
    as_of(2026, 11, 23)
    made = Office(city)
    monkeypatch.setattr(ladder, "facts_on", lambda _on, _ladder, _subject="": list(made.facts))
    return made


@pytest.fixture(autouse=True)
def _no_boards_of_another_test() -> None:
    """Boards are kept by the newest figure, whose number two tests can share."""
    facts.behind.cache_clear()
