"""Every URL × method × role × scope answers as reviewed in docs/reference/permissions.csv."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhiqiang.foundation.testing.access_matrix import PEOPLE, Line, as_csv, differences, walk
from zhiqiang.foundation.testing.city import City

REVIEWED = Path(__file__).resolve().parents[2] / "docs" / "reference" / "permissions.csv"


@pytest.fixture
def lines(city: City, as_of: Callable[..., Any]) -> list[Line]:
    as_of(2026, 11, 23)
    return walk(city)


@pytest.mark.slow
def test_every_url_answers_every_role_as_reviewed(lines: list[Line]) -> None:
    crashed = [
        (line.method, line.url, line.scope)
        for line in lines
        if any(one >= "500" for one in line.answers if one.isdigit())
    ]
    assert crashed == []
    changed = differences(REVIEWED.read_text(encoding="utf-8"), as_csv(lines))
    assert not changed, "Review these, then run `zhiqiang reference`:\n" + "\n".join(changed[:60])


def test_a_changed_cell_is_named() -> None:
    before = as_csv([Line("/r/", "GET", "-", ("login", *["200"] * (len(PEOPLE) - 1)))])
    after = as_csv([Line("/r/", "GET", "-", ("200", *["200"] * 8)), Line("/new/", "GET", "-", ("404",) * len(PEOPLE))])
    found = differences(before, after)
    assert "GET /r/ (-) as anonymous: reviewed login, now 200" in found
    assert sum("/new/" in one for one in found) == len(PEOPLE)
