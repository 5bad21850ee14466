"""Observances and their events, clauses of the plan in force, and that nobody's name leaves the register."""

from datetime import date

import pytest

from zhiqiang.domains.activities.queries import clause_ids, observances
from zhiqiang.domains.activities.registers import ATTENDANCES, EVENTS
from zhiqiang.domains.activities.rules import Observance, broken_event, coming, names
from zhiqiang.domains.activities.tests.test_registers import TestEvents as Events
from zhiqiang.foundation.plans.models import PlanSnapshot
from zhiqiang.foundation.registers.write import create_record

WORLD_QUALITY_DAY = Observance("世界质量日", 11, 1989, "", weekday=4, nth=2)


@pytest.mark.parametrize(
    ("year", "day"), [(2023, date(2023, 11, 9)), (2026, date(2026, 11, 12)), (2029, date(2029, 11, 8))]
)
def test_a_day_that_moves_is_the_nth_weekday_of_its_month(year, day):
    assert WORLD_QUALITY_DAY.days_in(year) == (day, day)


def test_a_whole_month_lasts_to_its_last_day():
    assert Observance("质量月", 9, 1978, "").days_in(2026) == (date(2026, 9, 1), date(2026, 9, 30))
    assert Observance("岁末", 12, 2000, "").days_in(2026)[1] == date(2026, 12, 31)


def test_what_has_passed_comes_again_next_year_and_what_lasts_is_there():
    month = Observance("质量月", 9, 1978, "")
    assert [(one.starts, one.left) for one in coming([month], date(2026, 9, 30))] == [(date(2026, 9, 1), 0)]
    assert [(one.starts, one.left) for one in coming([month], date(2026, 10, 1))] == [(date(2027, 9, 1), 335)]


def test_the_observances_that_ship_have_their_days_and_sources():
    days = {one.name: one.days_in(2026) for one in observances()}
    assert days["国际消费者权益日"] == (date(2026, 3, 15),) * 2
    assert days["中国品牌日"] == (date(2026, 5, 10),) * 2
    assert days["世界计量日"] == (date(2026, 5, 20),) * 2
    assert days["全国“质量月”"] == (date(2026, 9, 1), date(2026, 9, 30))
    assert days["世界标准日"] == (date(2026, 10, 14),) * 2
    assert all(one.source for one in observances())


def test_firms_are_listed_by_any_separator():
    assert names("甲公司、乙 公司；丙公司\n甲公司") == ["甲公司", "乙 公司", "丙公司"]


def test_clauses_are_those_of_the_plan_in_force(city):
    known = clause_ids()
    assert {"T8.3.1", "T8.4", "T6.3.6"} <= known
    PlanSnapshot.objects.update(active=False)
    assert clause_ids() is None
    shape = Events.values(None, city, 1) | {"clauses": "T9.9"}
    assert list(broken_event(shape, date(2026, 11, 23), None)) == []


def test_the_page_shows_the_next_day_first_with_what_was_held_around_it(city, client, as_of):
    as_of(2026, 5, 14)
    officer = city.users["city_officer"]
    common = {"place": "广场", "organiser": "市场监管局", "clauses": "T8.4.1", "unit": city.unit, "kind": "observance"}
    for title, day in (("旧活动", date(2025, 5, 25)), ("新活动", date(2026, 5, 13)), ("无关", date(2026, 4, 20))):
        create_record(register=EVENTS, values={"title": title, "starts_on": day, **common}, actor=officer)
    client.force_login(officer)
    answer = client.get("/activities/observances/")
    first = answer.context["rows"][0]
    assert (first.coming.observance.name, first.coming.left) == ("世界计量日", 6)
    assert ([one.title for one in first.now], [one.title for one in first.before]) == (["新活动"], ["旧活动"])
    assert "世界计量日还有 6 天" in answer.content.decode()
    assert "无关" in answer.content.decode(), "the day of intellectual property was near"
    client.force_login(city.users["enterprise"])
    assert client.get("/activities/observances/").status_code == 404
    client.force_login(city.person("reporter", city.other_unit))
    assert "新活动" not in client.get("/activities/observances/").content.decode()


def test_no_name_of_a_person_is_evidence_or_open_data():
    assert not ATTENDANCES.public
    assert ATTENDANCES.public_fields == ()
    assert {"person", "certificate", "remark"}.isdisjoint({one.source for one in ATTENDANCES.dataset.columns})
