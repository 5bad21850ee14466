"""What tests of money stand on: awards of our own making, a verified budget line, and everybody who handles money."""

from collections.abc import Callable
from typing import Any

import pytest

from zhiqiang.domains.incentives.tests.made_awards import AwardBook
from zhiqiang.domains.incentives.tests.treasury import Treasury
from zhiqiang.foundation.testing.city import City


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> AwardBook:
    made = AwardBook()
    made.put_in_place(monkeypatch.setattr)
    return made


@pytest.fixture
def treasury(city: City, book: AwardBook, as_of: Callable[..., Any]) -> Treasury:
    """A treasury on 23 November 2026."""
    as_of(2026, 11, 23)
    return Treasury(city, book)
