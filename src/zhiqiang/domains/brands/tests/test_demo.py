"""The demo's play goes through the real writers, and leaves one goal of 2025 met and two missed by a little."""

from datetime import date, datetime

import pytest

from zhiqiang.domains.brands import demo
from zhiqiang.domains.brands.models import BrandLicence
from zhiqiang.domains.brands.registers import LICENCES, REGISTERS
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.figures import cut_offs
from zhiqiang.foundation.evidence.levels import count_on, levels
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.testing.cast import cast_in
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Rehearsal

NOW = datetime(2026, 11, 23, 10, tzinfo=clock.ZONE)
END_OF_2025 = date(2025, 12, 31)


@pytest.fixture
def cast(city, settings):
    """A city with two firms in each county and somebody of each role."""
    settings.DEMO = True
    return cast_in(city, firms=2, now=NOW)


def test_the_play_is_played_and_says_that_it_is_made_up(cast, as_of):
    planned = sorted(demo.planned(cast), key=lambda one: one.at)
    assert Rehearsal(PastWriter()).play(planned) == len(planned)
    assert all(register.model._default_manager.exists() for register in REGISTERS)
    as_of(2026, 11, 23)
    refresh()
    known = cut_offs(["brands"])
    codes = ("brands.farm_regional", "brands.farm_enterprise", "brands.premium_products")
    stocks = [int(levels(code, END_OF_2025, known)["130800"][0]) for code in codes]
    assert stocks == [14, 13, 8], "of 15, 12 and 10 that the plan asks for"
    assert 0 < count_on(LICENCES, END_OF_2025)["130800"] < BrandLicence.objects.count()
    assert BrandLicence.objects.filter(state="withdrawn").exists()
