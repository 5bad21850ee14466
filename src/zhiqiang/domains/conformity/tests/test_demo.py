"""The made-up certificates, laboratories, visits, centres and results play by the real rules."""

from collections import Counter
from datetime import date, datetime

import pytest

from zhiqiang.domains.conformity import demo
from zhiqiang.domains.conformity.models import Certificate, Laboratory, ProficiencyResult, TestingCentre
from zhiqiang.domains.conformity.registers import REGISTERS
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.figures import cut_offs, load_cells
from zhiqiang.foundation.evidence.levels import levels
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.testing.cast import MARK, cast_in
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Rehearsal

NOW = datetime(2026, 11, 23, 10, tzinfo=clock.ZONE)


@pytest.fixture
def cast(city, settings):
    """A city with eight firms in each unit, three laboratories and somebody of each role."""
    settings.DEMO = True
    made = [Organisation.objects.create(title=f"所{n}{MARK}", kind="laboratory", unit=city.city) for n in range(2)]
    return cast_in(city, firms=8, now=NOW, laboratories=(city.laboratory, *made))


def test_the_play_is_the_same_each_time_and_in_order_of_time(cast):
    first, again = demo.planned(cast), demo.planned(cast)
    assert [(one.at, dict(one.values)) for one in first] == [(one.at, dict(one.values)) for one in again]
    assert [one.at for one in first] == sorted(one.at for one in first)
    assert all(one.at <= cast.now for one in first)


@pytest.mark.slow
def test_everything_planned_becomes_a_record_and_the_figures_hover_about_the_goals(cast, as_of):
    planned = demo.planned(cast)
    assert Rehearsal(PastWriter()).play(planned) == len(planned)
    assert {one.register.slug for one in planned} == {one.slug for one in REGISTERS}
    states = Counter(Certificate.objects.values_list("state", flat=True))
    assert min(states["suspended"], states["withdrawn"]) >= 5
    assert Certificate.objects.exclude(main="").exists()
    assert (Laboratory.objects.count(), TestingCentre.objects.count()) == (3, 3)
    assert set(ProficiencyResult.objects.values_list("state", flat=True)) == {"verified", "remedy_due"}
    as_of(2026, 11, 23)
    refresh()
    valid = {
        year: int(levels("conformity.valid_certificates", date(year, 12, 31), cut_offs(["certificates"]))["130800"][0])
        for year in (2022, 2023, 2024, 2025)
    }
    assert valid[2022] < valid[2023] < valid[2024] < valid[2025] < 2_000, "two thousand were promised"
    helped: Counter[str] = Counter()
    for cell in load_cells(["conformity.small_firms_helped"]).series("conformity.small_firms_helped", "130800"):
        helped[cell.month[:4]] += int(cell.numerator)
    assert helped["2023"] < 60 <= helped["2024"]
