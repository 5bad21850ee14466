"""The office of an assessment on 23 November 2026, with facts of our own making."""

from collections.abc import Callable
from typing import Any

import pytest

from zhiqiang.domains.assessment.tests.office import Office
from zhiqiang.foundation.testing.city import City


@pytest.fixture
def office(city: City, as_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Office:
    as_of(2026, 11, 23)
    made = Office(city)
    made.put_facts_in_place(monkeypatch.setattr)
    return made
