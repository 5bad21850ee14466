"""The due list, the broken chains, and what metrology adds to the page of a record."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from zhiqiang.domains.metrology import presentation
from zhiqiang.domains.metrology.queries import standing_tree
from zhiqiang.domains.metrology.tests.bench import Bench
from zhiqiang.foundation.testing.browsing import body, open_as, words


@pytest.fixture
def bench(city, as_of):
    as_of(2026, 11, 23)
    return Bench(city)


def detail(city, slug, row, person="reporter"):
    return open_as(city.users[person]).get(reverse("register-detail", args=[slug, row.pk]))


def test_the_due_list_is_that_of_the_own_unit_and_can_be_narrowed_and_taken_away(bench, city):
    overdue = bench.instrument()
    bench.verification(overdue, date(2025, 1, 1))
    elsewhere = bench.instrument(unit=city.other_unit, owner=city.laboratory)
    address = reverse("metrology-due")
    own = words(open_as(city.users["reporter"]).get(address))
    assert overdue.number in own
    assert "超期未检" in own
    assert elsewhere.number not in own
    officer = open_as(city.users["city_officer"])
    assert "在用 2 台件，要办 2 台件" in words(officer.get(address))
    assert elsewhere.number not in words(officer.get(address, {"unit": city.unit.code}))
    assert overdue.number not in words(officer.get(address, {"owner": "检验中心"}))
    header, *rows = csv.reader(io.StringIO(body(officer.get(address, {"format": "csv"})).removeprefix("\ufeff")))
    assert header[0] == "器具编号"
    assert {row[0] for row in rows} == {overdue.number, elsewhere.number}


def test_an_enterprise_sees_its_own_instruments_only(bench, city):
    own, other = bench.instrument(), bench.instrument(owner=city.laboratory)
    page = words(open_as(city.users["enterprise"]).get(reverse("metrology-due")))
    assert own.number in page
    assert other.number not in page


def test_a_long_due_list_is_paged(bench, city, django_assert_max_num_queries):
    for _ in range(60):
        bench.instrument()
    browser = open_as(city.users["reporter"])
    with django_assert_max_num_queries(25):
        first = words(browser.get(reverse("metrology-due")))
    assert "要办 60 台件" in first
    assert "1 / 2" in first
    assert "2 / 2" in words(browser.get(reverse("metrology-due"), {"page": "2"}))
    assert browser.get(reverse("metrology-due"), {"page": "x", "unit": "'", "owner": "\0"}).status_code == 200


def test_a_broken_chain_is_listed_with_its_cause(bench, city):
    top = bench.standard(traced_until=date(2026, 10, 31))
    below = bench.standard(top)
    page = words(open_as(city.users["reporter"]).get(reverse("metrology-chains")))
    assert "2 项计量标准溯源断开" in page
    assert "溯源有效期已于 2026-10-31 到期" in page
    assert str(below) in page
    assert open_as(city.users["enterprise"]).get(reverse("metrology-chains")).status_code == 404


def test_the_page_of_a_standard_draws_its_chain_and_flags_what_hangs_on_it(bench, city):
    top = bench.standard(traced_until=date(2026, 10, 31))
    below = bench.standard(top)
    page = detail(city, "metrology.standards", top)
    assert "连带 1 项下级标准失效" in words(page)
    assert below.title in words(page)
    assert "<svg" in body(page)
    drawing = presentation.chain_drawing(standing_tree(top, date(2026, 11, 23)))
    first, second = drawing.nodes
    assert (first.parent_x, second.parent_x) == (None, first.x)
    assert (first.colour, second.colour) == ("bad", "bad")
    assert second.y > first.y
    assert second.x > first.x


def test_the_page_of_an_instrument_tells_mode_period_and_its_verifications(bench, city):
    meter = bench.instrument("water_meter_small")
    made = bench.verification(meter, date(2025, 3, 1))
    page = words(detail(city, "metrology.instruments", meter))
    assert "首次检定，到期轮换" in page
    assert "72 个月（JJG 162-2019）" in page
    assert "有效期至 2031-02-28" in page
    assert made.number in page
    gauge = bench.instrument("pressure_gauge")
    assert "尚未与检定规程核对" in words(detail(city, "metrology.instruments", gauge))
    bench.interrupt(gauge, date(2026, 11, 1))
    assert "不要求检定" in words(detail(city, "metrology.instruments", gauge))
