"""The made-up recognitions play through the real writers, and the made-up calls through the real actions."""

from collections import Counter
from datetime import datetime

import pytest

from zhiqiang.domains.programmes import demo
from zhiqiang.domains.programmes.models import Application, Objection, Recognition
from zhiqiang.foundation import clock
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.testing.cast import cast_in
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Rehearsal


@pytest.fixture
def cast(city, settings, as_of):
    settings.DEMO = True
    settings.ORGANISATION_FACTS = ()  # the plays of other domains, which tell more, are not on
    as_of(2026, 11, 23)
    city.person("city_verifier", city.city)
    now = datetime(2026, 11, 23, 9, tzinfo=clock.ZONE)
    return cast_in(city, firms=3, now=now, experts=tuple(_experts(city, 8)))


def _experts(city, number):
    for one in range(number):
        home = Organisation.objects.create(title=f"大学{one}（演示）", kind="other", unit=city.city)
        yield city.person("expert", city.city, organisation=home)


def test_the_recognitions_play_and_are_the_same_each_time(cast):
    planned = demo.listed(cast)
    again = demo.listed(cast)
    assert [one.values for one in planned] == [one.values for one in again]
    assert all(one.at <= cast.now for one in planned)
    Rehearsal(PastWriter()).play(planned)
    assert Recognition.objects.count() == len(planned)
    by_programme = Counter(Recognition.objects.exclude(state="recorded").values_list("programme", flat=True))
    assert set(by_programme) == {*demo.YEARLY, "small-enterprise-uplift"}
    assert Recognition.objects.filter(state="withdrawn").exists()


def test_the_calls_play_to_every_station(cast):
    Rehearsal(PastWriter()).play(sorted(demo.calls(cast), key=lambda one: one.at))
    states = Counter(Application.objects.values_list("state", flat=True))
    assert sum(states.values()) == sum(len(scene.ends) for scene in demo.SCENES)
    assert {"recognised", "contested", "on_notice", "reviewing", "accepted", "incomplete", "submitted", "draft"} <= set(
        states
    )
    assert Objection.objects.count() == 1
    assert all("演示" in row.subject for row in Application.objects.exclude(subject__in=_titles()))


def _titles():
    return list(Organisation.objects.values_list("title", flat=True))
