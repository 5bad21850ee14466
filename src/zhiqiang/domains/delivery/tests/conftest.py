"""What tests of the ledger stand on: a day, and the people of one county and of the city."""

from collections.abc import Callable
from typing import Any

import pytest

from zhiqiang.domains.delivery.tests.office import Office
from zhiqiang.foundation.testing.city import City


@pytest.fixture
def office(city: City, as_of: Callable[..., Any]) -> Office:
    """The office on Thursday, 8 October 2026, the first working day after the autumn holidays."""
    as_of(2026, 10, 8)
    return Office(city)
