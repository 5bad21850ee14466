"""The made-up standards, instruments and verifications play by the real rules."""

from datetime import date, datetime

import pytest

from zhiqiang.domains.metrology import demo
from zhiqiang.domains.metrology.models import Instrument, MeasurementStandard
from zhiqiang.domains.metrology.queries import Due, broken_standards, due_lines, instruments_in_use
from zhiqiang.domains.metrology.registers import REGISTERS
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.figures import cut_offs
from zhiqiang.foundation.evidence.levels import levels
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.testing.cast import MARK, cast_in
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Rehearsal

NOW = datetime(2026, 11, 23, 10, tzinfo=clock.ZONE)


@pytest.fixture
def cast(city, settings):
    """A city with two firms in each county and somebody of each role."""
    settings.DEMO = True
    return cast_in(city, firms=2, now=NOW)


def test_the_play_is_played_and_misses_the_hundred_standards_by_a_few(cast, as_of):
    planned = demo.planned(cast)
    assert Rehearsal(PastWriter()).play(planned) == len(planned)
    assert {one.register.slug for one in planned} == {one.slug for one in REGISTERS}
    as_of(2026, 11, 23)
    refresh()
    known = cut_offs(["measurement_standards"])
    ends = (date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31))
    stocks = [int(levels("metrology.top_standards", day, known)["130800"][0]) for day in ends]
    assert stocks == sorted(stocks)
    assert 90 < stocks[-1] < 100
    assert all(MARK in one.title for one in MeasurementStandard.objects.all())


def test_a_broken_parent_an_overdue_and_a_sealed_instrument_are_there_to_be_seen(cast, as_of):
    Rehearsal(PastWriter()).play(demo.planned(cast))
    as_of(2026, 11, 23)
    day = clock.today()
    assert any(one.broken_by for one in broken_standards(MeasurementStandard.objects.all(), day))
    found = {one.status for one in due_lines(list(instruments_in_use(day)), day)}
    assert {Due.OVERDUE, Due.SOON, Due.FINE} <= found
    assert Instrument.objects.filter(state="suspended").count() == 1
