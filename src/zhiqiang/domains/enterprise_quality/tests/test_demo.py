"""The demo's play goes through the real writers, and leaves a coverage that is worth looking at."""

from collections import Counter
from datetime import date, datetime

import pytest

from zhiqiang.domains.enterprise_quality import demo
from zhiqiang.domains.enterprise_quality.models import Diagnosis, DiagnosisTemplate
from zhiqiang.domains.enterprise_quality.queries import coverage_on
from zhiqiang.domains.enterprise_quality.registers import REGISTERS
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.testing.cast import MARK, cast_in
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Rehearsal

NOW = datetime(2026, 11, 23, 10, tzinfo=clock.ZONE)


@pytest.fixture
def cast(city, settings):
    """A city with three firms in each county and somebody of each role."""
    settings.DEMO = True
    centres = tuple(Organisation.objects.create(title=f"中心{n}{MARK}", unit=city.city) for n in range(2))
    return cast_in(city, firms=3, now=NOW, laboratories=centres)


def test_the_play_is_played_and_says_that_it_is_made_up(cast, as_of):
    planned = sorted(demo.planned(cast), key=lambda one: one.at)
    assert Rehearsal(PastWriter()).play(planned) == len(planned)
    rows = {register.slug: list(register.model._default_manager.all()) for register in REGISTERS}
    assert all(rows.values())
    assert sum(map(len, rows.values())) == len(planned) < 200
    assert all(MARK in one.title for one in DiagnosisTemplate.objects.all())
    states = Counter(Diagnosis.objects.values_list("state", flat=True))
    assert {"graded", "prescribed", "improved"} & states.keys() == {"prescribed", "improved"}
    assert len({one.grade for one in Diagnosis.objects.all()}) == 3
    as_of(2026, 11, 23)
    refresh()
    rates = [float(coverage_on(day).city.rate) for day in (date(2023, 12, 31), date(2025, 12, 31), NOW.date())]
    assert 60 < rates[0] < 100
    assert rates[0] < rates[1] < 100
    assert rates[2] < rates[1], "some resigned in 2026 and were not replaced"
