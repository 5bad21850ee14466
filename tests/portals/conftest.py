"""A small city with verified, unverified and hidden things in it, its figures computed, and ways to call the API."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from portal_city import HIDDEN_PROOF, UNVERIFIED, Caller, Filled

from zhiqiang.domains.metrology.registers import STANDARD_EVENTS
from zhiqiang.domains.standards.registers import STANDARDS
from zhiqiang.foundation.access.models import ApiKey, User
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.testing.city import City


@pytest.fixture(autouse=True)
def _fresh(as_of: Callable[..., Any], db: None) -> Iterator[None]:
    as_of(2026, 11, 23)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def filled(city: City) -> Filled:
    """Twelve verified food samples of which one failed, two of another county, one not verified, one standard."""
    made = Filled(city)
    for n in range(10):
        conclusion = "fail" if n == 9 else "pass"
        made.samples.append(
            made.sample(f"S{n}", date(2026, 3, 1) + timedelta(n), unit=city.unit, conclusion=conclusion)
        )
    made.other = [made.sample(f"O{n}", date(2026, 4, 1), unit=city.other_unit) for n in range(2)]
    made.waiting = [made.sample(UNVERIFIED, date(2026, 5, 1), unit=city.unit, verify=False, conclusion="fail")]
    made.put(
        STANDARDS,
        {"number": "GB/T 1-2024", "title": "某标准", "level": "national", "role": "led", "unit": city.unit,
         "organisation": city.enterprise, "published_on": date(2024, 5, 1), "proof": HIDDEN_PROOF},
    )  # fmt: skip
    made.put(
        STANDARD_EVENTS,
        {"certificate": "C1", "title": "某装置", "kind": "new", "institution": city.laboratory, "unit": city.unit,
         "happened_on": date(2026, 5, 1), "proof": HIDDEN_PROOF},
    )  # fmt: skip
    refresh()
    return made


@pytest.fixture
def caller() -> Callable[..., Caller]:
    def make(user: User, *scopes: str, expires_on: date = date(2027, 1, 1)) -> Caller:
        wanted = scopes or ("figures:read", "registers:read", "imports:write")
        _key, secret = ApiKey.issue(user=user, title="测试", scopes=wanted, expires_on=expires_on)
        return Caller(secret, Client())

    return make
