"""The made-up windows, services, visits and requests play by the real rules."""

from collections import Counter
from datetime import date, datetime

import pytest

from zhiqiang.domains.one_stop import demo
from zhiqiang.domains.one_stop.models import Request, Service, Visit, Window
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.figures import load_cells
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.testing.cast import MARK, Cast
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Rehearsal

NOW = datetime(2026, 11, 23, 10, tzinfo=clock.ZONE)


@pytest.fixture
def cast(city, settings):
    """A city with eight firms in each unit and somebody of each role."""
    settings.DEMO = True
    units = tuple(Unit.objects.exclude(kind="city").order_by("position"))
    firms = {
        unit.code: tuple(Organisation.objects.create(title=f"{unit.short}{n}厂{MARK}", unit=unit) for n in range(8))
        for unit in units
    }
    officer = city.users["city_officer"]
    return Cast(
        city=city.city, units=units, officer=officer, city_verifier=city.users["city_verifier"],
        reporters={unit.code: city.person("reporter", unit) for unit in units},
        verifiers={unit.code: city.person("verifier", unit) for unit in units},
        laboratories=(city.laboratory,), institution=city.laboratory, association=city.laboratory, finance=officer,
        enterprise=city.users["enterprise"], experts=(), firms=firms, start=date(2023, 1, 1), now=NOW,
    )  # fmt: skip


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
