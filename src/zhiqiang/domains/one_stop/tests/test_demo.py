"""The made-up windows, services, visits and requests play by the real rules."""

from collections import Counter
from datetime import datetime

import pytest

from zhiqiang.domains.one_stop import demo
from zhiqiang.domains.one_stop.models import Request, Service, Visit, Window
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.figures import load_cells
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.testing.cast import cast_in
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Rehearsal

NOW = datetime(2026, 11, 23, 10, tzinfo=clock.ZONE)


@pytest.fixture
def cast(city, settings):
    """A city with eight firms in each unit and somebody of each role."""
    settings.DEMO = True
    return cast_in(city, firms=8, now=NOW)


@pytest.mark.slow
def test_everything_planned_becomes_a_record_and_one_county_lies_behind(cast, as_of):
    planned = demo.planned(cast)
    assert Rehearsal(PastWriter()).play(planned) == len(planned)
    assert (Window.objects.count(), Service.objects.count()) == (12, len(demo.SERVICES))
    assert not Window.objects.filter(unit__code=demo.WITHOUT).exists()
    assert Visit.objects.filter(outcome="no_need").exists()
    assert {"answered", "declined"} <= set(Request.objects.values_list("state", flat=True))
    as_of(2026, 11, 23)
    refresh()
    table = load_cells(["one_stop.firms_served", "one_stop.firms_visited"])
    served = {unit: _of_year(table, "one_stop.firms_served", unit)["2025"] for unit in ("130802", demo.QUIET)}
    assert served["130802"] >= 5 > served[demo.QUIET] > 0
    visited = _of_year(table, "one_stop.firms_visited", "130800")
    assert visited["2023"] < 60 <= visited["2025"]


def _of_year(table, code, unit):
    found: Counter[str] = Counter()
    for cell in table.series(code, unit):
        found[cell.month[:4]] += int(cell.numerator)
    return found
