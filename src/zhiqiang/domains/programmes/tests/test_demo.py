"""The made-up recognitions play through the real writers, and the made-up calls through the real actions."""

from collections import Counter
from datetime import date, datetime

import pytest

from zhiqiang.domains.programmes import demo
from zhiqiang.domains.programmes.models import Application, Objection, Recognition
from zhiqiang.foundation import clock
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.testing.cast import Cast
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Rehearsal


@pytest.fixture
def cast(city, settings, as_of):
    settings.DEMO = True
    settings.ORGANISATION_FACTS = ()  # the plays of other domains, which tell more, are not on
    as_of(2026, 11, 23)
    units = tuple(Unit.objects.exclude(kind=Unit.Kind.CITY).order_by("position"))
    firms = {
        unit.code: tuple(
            Organisation.objects.create(title=f"{unit.short}企业{number}（演示）", unit=unit) for number in range(3)
        )
        for unit in units
    }
    city.person("city_verifier", city.city)
    return Cast(
        city=city.city,
        units=units,
        officer=city.users["city_officer"],
        city_verifier=city.users["city_verifier"],
        reporters={unit.code: city.person("reporter", unit) for unit in units},
        verifiers={unit.code: city.person("verifier", unit) for unit in units},
        laboratories=(city.laboratory,),
        institution=city.laboratory,
        association=city.laboratory,
        finance=city.users["finance"],
        enterprise=city.users["enterprise"],
        experts=tuple(_experts(city, 8)),
        firms=firms,
        start=date(2023, 1, 1),
        now=datetime(2026, 11, 23, 9, tzinfo=clock.ZONE),
    )


def _experts(city, number):
    for one in range(number):
        home = Organisation.objects.create(title=f"大学{one}（演示）", kind="other", unit=city.city)
        yield city.person("expert", city.city, organisation=home)


def test_the_recognitions_play_and_are_the_same_each_time(cast):
    planned = demo.planned(cast)
    again = demo.planned(cast)
    assert [one.values for one in planned] == [one.values for one in again]
    assert all(one.at <= cast.now for one in planned)
    Rehearsal(PastWriter()).play(planned)
    assert Recognition.objects.count() == len(planned)
    by_programme = Counter(Recognition.objects.exclude(state="recorded").values_list("programme", flat=True))
    assert set(by_programme) == {*demo.YEARLY, "small-enterprise-uplift"}
    assert Recognition.objects.filter(state="withdrawn").exists()


def test_the_calls_play_to_every_station(cast):
    made = demo.play(cast)
    states = Counter(Application.objects.values_list("state", flat=True))
    assert sum(states.values()) == made
    assert {"recognised", "contested", "on_notice", "reviewing", "accepted", "incomplete", "submitted", "draft"} <= set(
        states
    )
    assert Objection.objects.count() == 1
    assert all("演示" in row.subject for row in Application.objects.exclude(subject__in=_titles()))


def _titles():
    return list(Organisation.objects.values_list("title", flat=True))
