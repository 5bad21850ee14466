"""Coverage by chief quality officers: as of any day, and the missing as a work list with its download."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiqiang.domains.enterprise_quality.queries import coverage_on
from zhiqiang.domains.enterprise_quality.registers import ABOVE_SCALE_LIST, LIST_EDITIONS, QUALITY_OFFICERS
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.browsing import body, open_as, words
from zhiqiang.foundation.trail.models import TrailEntry

PAGE = "/quality-officers/"
END_OF_2023, END_OF_2024, TODAY = date(2023, 12, 31), date(2024, 12, 31), date(2026, 11, 23)


@pytest.fixture
def listed(city, as_of):
    """Three firms of 隆化 and one of 双桥; one leaves in 2024, one officer resigns, one is never there."""
    as_of(2026, 11, 23)
    firms = {name: Organisation.objects.create(title=name, unit=city.unit) for name in ("甲厂", "乙厂", "=丙厂")}
    firms["丁厂"] = Organisation.objects.create(title="丁厂", unit=city.other_unit)
    for name, firm in firms.items():
        row = _recorded(city, ABOVE_SCALE_LIST, firm, {
            "division": "13", "valid_from": date(2022, 1, 1), "source": "名册",
            "valid_to": date(2024, 6, 30) if name == "乙厂" else None,
        })  # fmt: skip
        firms[name] = (firm, row)
    for name, start in (("甲厂", date(2023, 3, 1)), ("丁厂", date(2023, 5, 1)), ("乙厂", date(2024, 1, 1))):
        firm, row = firms[name]
        officer = _recorded(city, QUALITY_OFFICERS, firm, {
            "name": "张某", "valid_from": start, "appointed_by": "legal_representative", "document": "任命书",
        })  # fmt: skip
        firms[name] = (firm, row, officer)
    take_step(
        register=QUALITY_OFFICERS, record_id=firms["丁厂"][2].pk, step="withdraw", actor=city.users["city_verifier"],
        reason="离职", values={"on": date(2025, 2, 1)},
    )  # fmt: skip
    refresh()
    return firms


def _recorded(city, register, firm, values):
    row = create_record(
        register=register, values={"organisation": firm, "unit": firm.unit} | values, actor=city.users["city_officer"]
    )
    return take_step(register=register, record_id=row.pk, step="verify", actor=city.users["city_verifier"])


def numbers(day):
    found = coverage_on(day)
    return {row.unit.code: (row.appointed, row.listed) for row in (found.city, *found.units) if row.listed}


def test_both_sets_are_asked_as_of_the_day(listed):
    assert numbers(END_OF_2023) == {"130800": (2, 4), "130825": (1, 3), "130802": (1, 1)}
    assert numbers(date(2024, 1, 1)) == {"130800": (3, 4), "130825": (2, 3), "130802": (1, 1)}
    assert numbers(END_OF_2024) == {"130800": (2, 3), "130825": (1, 2), "130802": (1, 1)}
    assert numbers(date(2025, 1, 31))["130802"] == (1, 1)
    assert numbers(date(2025, 2, 1))["130802"] == (0, 1)
    assert numbers(date(2021, 12, 31)) == {}


def test_the_missing_are_the_records_of_the_list_without_an_officer(listed):
    found = {row.unit.code: row for row in coverage_on(TODAY).units}
    assert found["130825"].missing == (listed["=丙厂"][1].pk,)
    assert found["130802"].missing == (listed["丁厂"][1].pk,)
    assert found["130825"].rate == 50
    assert found["130881"].rate is None


def test_the_edition_of_the_list_says_how_old_it_is_and_whether_ours_holds_as_many(city, listed):
    browser = open_as(city.users["city_officer"])
    assert "看不出分母有多新" in words(browser.get(PAGE))
    for unit, day, number in ((city.unit, END_OF_2023, 3), (city.unit, END_OF_2024, 5), (city.city, END_OF_2023, 4)):
        row = create_record(
            register=LIST_EDITIONS, actor=city.users["city_officer"],
            values={"title": "名册", "unit": unit, "as_of": day, "official_count": number, "source": "函"},
        )  # fmt: skip
        take_step(register=LIST_EDITIONS, record_id=row.pk, step="verify", actor=city.users["city_verifier"])
    then = {row.unit.code: row for row in coverage_on(date(2024, 1, 1)).units}
    assert (then["130825"].edition.as_of, then["130825"].held, then["130825"].differs) == (END_OF_2023, 3, False)
    assert (then["130802"].edition.unit, then["130802"].differs) == (city.city, False), "the city's own edition"
    today = {row.unit.code: row for row in coverage_on(TODAY).units}
    assert (today["130825"].edition.as_of, today["130825"].held, today["130825"].differs) == (END_OF_2024, 2, True)
    assert "名册 5 户，登记 2 户" in words(browser.get(PAGE))


def test_the_page_says_how_many_are_missing_and_names_those_of_the_own_county(city, listed):
    page = words(open_as(city.users["reporter"]).get(PAGE))
    assert "首席质量官覆盖 33.3%，还有 2 家没有" in page
    assert "=丙厂" in page
    assert "丁厂" not in page
    assert "另有 1 家不在您可查看的范围内" in page
    assert "张某" not in page


def test_the_page_can_be_asked_for_any_day_and_county(city, listed):
    browser = open_as(city.users["city_officer"])
    page = words(browser.get(PAGE, {"on": "2023-12-31", "unit": "130825"}))
    assert "截至 2023-12-31" in page
    assert "首席质量官覆盖 50.0%，还有 2 家没有" in page
    assert "隆化县：2 家没有首席质量官" in page
    assert "双桥区：" not in page
    assert browser.get(PAGE, {"unit": "999999"}).status_code == 404
    assert "截至 2026-11-23" in words(browser.get(PAGE, {"on": "明天"}))


def test_the_list_is_downloaded_within_the_own_scope_and_the_trail_says_so(city, listed):
    before = TrailEntry.objects.count()
    answer = open_as(city.users["reporter"]).get(PAGE, {"format": "csv"})
    header, *rows = csv.reader(io.StringIO(body(answer).removeprefix("\ufeff")))
    assert header[:3] == ["县区", "企业", "统一社会信用代码"]
    assert [row[:2] for row in rows] == [["隆化县", "'=丙厂"]]
    last = TrailEntry.objects.order_by("number").last()
    assert (TrailEntry.objects.count(), last.action, last.register) == (before + 1, "export", ABOVE_SCALE_LIST.slug)
    whole = body(open_as(city.users["city_officer"]).get(PAGE, {"format": "csv"}))
    assert "丁厂" in whole


@pytest.mark.parametrize("role", ["enterprise", "laboratory"])
def test_the_page_does_not_exist_for_others(city, listed, role):
    assert open_as(city.users[role]).get(PAGE).status_code == 404


def test_a_stranger_is_led_to_the_login(city):
    assert open_as(None).get(PAGE)["Location"].startswith("/login/")


def test_a_city_without_a_list_says_what_to_do(city, as_of):
    as_of(2026, 11, 23)
    page = words(open_as(city.users["city_officer"]).get(PAGE))
    assert "这一天的名册上没有企业" in page
    assert "打开名册" in page


def test_the_page_costs_the_same_for_few_and_for_many(city, listed):
    browser = open_as(city.users["city_officer"])

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(PAGE).status_code == 200
        return len(queries)

    browser.get(PAGE)
    few = asked()
    for number in range(20):
        firm = Organisation.objects.create(title=f"厂{number}", unit=Unit.objects.get(code="130825"))
        _recorded(city, ABOVE_SCALE_LIST, firm, {
            "division": "17", "valid_from": date(2025, 1, 1), "source": "名册",
        })  # fmt: skip
    refresh()
    assert asked() == few <= 25


def test_an_appointment_tells_what_the_officer_lacks_and_counts_all_the_same(city, listed):
    officer = listed["甲厂"][2]
    page = words(open_as(city.users["reporter"]).get(f"/r/{QUALITY_OFFICERS.slug}/{officer.pk}/"))
    assert "没有培训证书" in page
    assert "只作提示" in page
    assert officer.state == "verified"
