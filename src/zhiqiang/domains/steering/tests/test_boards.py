"""The pages that are looked at: the board and its two clicks, cascade, alignment, leader, wall; who opens them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from zhiqiang.domains.delivery.facade import open_duty
from zhiqiang.domains.steering.actions.shares import propose_shares, verify_set
from zhiqiang.domains.steering.models import CountyShare, Share
from zhiqiang.domains.steering.queries.shares import proposed_breakdown, shares_on
from zhiqiang.domains.steering.queries.standing import standing
from zhiqiang.domains.steering.registers import ALIGNMENTS, COUNTY_SHARES
from zhiqiang.domains.steering.tests.test_registers import a_task
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.browsing import body, open_as, words

DAY = date(2026, 2, 20)
MOST_QUERIES = 25


@pytest.fixture
def today(as_of):
    as_of(2026, 11, 23)


def shared(city, target="G2027.7a", value="2", *, reason="暂时不够"):
    """A target broken down alike to all units, and verified."""
    values = {unit.code: Decimal(value) for unit in Unit.objects.exclude(kind="city")}
    propose_shares(
        target=target, values=values, decided_on=DAY, basis="办〔2026〕1号", actor=city.users["city_officer"]
    )
    return verify_set(target=target, actor=city.users["city_verifier"], reason=reason)


def late_duty(city, clause="T7.4"):
    return open_duty(
        title="补齐窗口", clause=clause, unit_id=city.unit.pk, source_kind="plan", source_ref="办〔2026〕2号",
        starts_on=date(2026, 1, 5), due_on=date(2026, 10, 1), actor=city.users["city_officer"],
    )  # fmt: skip


def test_a_set_that_falls_short_is_verified_with_a_reason_only(city, today):
    with pytest.raises(RefusedError, match=r"各单位合计 26 项，少于全市 30 项。仍要核实的，请写明理由"):
        shared(city, reason=" ")
    assert verify_set(target="G2027.7a", actor=city.users["city_verifier"], reason="下次补齐") == 13
    assert proposed_breakdown("G2027.7a").words == "各单位合计 26 项，少于全市 30 项"
    with pytest.raises(RefusedError, match="没有待核实"):
        verify_set(target="G2027.7a", actor=city.users["city_verifier"])


def test_a_later_decision_takes_the_place_of_an_earlier_one(city, today):
    shared(city, value="3", reason="")
    values = {city.unit.code: Decimal(5), city.other_unit.code: Decimal(3)}
    made = propose_shares(
        target="G2027.7a", values=values, decided_on=date(2026, 6, 1), basis="调整", actor=city.users["city_officer"]
    )
    assert [one.unit for one in made] == [city.unit]
    verify_set(target="G2027.7a", actor=city.users["city_verifier"])
    plan = active_plan()
    values = [shares_on(plan, day).held[city.unit.code]["G2027.7a"].value for day in (date(2026, 5, 31), DAY)]
    assert values == [3, 3]
    assert shares_on(plan, date(2026, 6, 1)).held[city.unit.code]["G2027.7a"].value == 5


def test_a_units_own_share_is_told_by_its_own_paper(city, today):
    shared(city, "G2027.5", "99", reason="")
    for unit, value, person in ((city.unit, "99.5", "reporter"), (city.other_unit, "98", "")):
        maker = city.users[person] if person else city.person("reporter", unit)
        given = {
            "target": "G2027.5",
            "unit": unit,
            "value": Decimal(value),
            "decided_on": DAY,
            "basis": "县办〔2026〕5号",
        }
        row = create_record(register=COUNTY_SHARES, values=given, actor=maker)
        take_step(register=COUNTY_SHARES, record_id=row.pk, step="verify", actor=city.users["city_verifier"])
    held = shares_on(active_plan(), date(2026, 11, 23)).held
    assert (held[city.unit.code]["G2027.5"].value, held[city.unit.code]["G2027.5"].own) == (Decimal("99.5"), True)
    assert (held[city.other_unit.code]["G2027.5"].value, held[city.other_unit.code]["G2027.5"].own) == (99, False)
    text = words(open_as(city.users["city_officer"]).get(reverse("steering-target", args=["G2027.5"])))
    assert "县办〔2026〕5号（县级文件）" in text
    assert "县级自定 98" in text
    assert CountyShare.objects.count() == 2


def test_all_units_are_entered_in_one_form_and_mistakes_named_together(city, today):
    browser = open_as(city.users["city_officer"])
    address = reverse("steering-propose", args=["T7.2.1"])
    filled = body(browser.get(f"{address}?fill=equal"))
    assert filled.count('value="154"') + filled.count('value="153"') == 13
    wrong = browser.post(address, {"value-130825": "很多", "decided_on": "昨天", "basis": ""})
    assert wrong.status_code == 422
    for mistake in ("隆化县：“很多”不是分解值", "确定日期没有填对", "请写明依据文件"):
        assert mistake in words(wrong)
    sent = {f"value-{unit.code}": "154" for unit in Unit.objects.exclude(kind="city")}
    done = browser.post(
        address, {**sent, "decided_on": "2026-02-20", "basis": "办〔2026〕1号", "request_key": "k"}, follow=True
    )
    assert "各单位合计 2002 张，不少于全市 2000 张" in words(done)
    assert Share.objects.filter(state="recorded").count() == 13
    verify = reverse("steering-verify", args=["T7.2.1"])
    assert verify not in body(browser.get(reverse("steering-target", args=["T7.2.1"])))
    checker = open_as(city.users["city_verifier"])
    checker.post(verify, {"request_key": "v"})
    assert Share.objects.filter(state="verified").count() == 13


def test_the_matrix_says_the_gap_first(city, today):
    shared(city)
    page = open_as(city.users["city_officer"]).get(reverse("steering-cascade"))
    assert "各单位合计 26 项，少于全市 30 项" in words(page)
    (row,) = page.context["rows"]
    assert (row.status, len(row.cells)) == ("gap", 13)
    assert all(cell.status == "" for cell in row.cells if not cell.line.is_coloured)


def test_a_red_cell_leads_to_the_person_in_two_clicks(city, today):
    late_duty(city)
    browser = open_as(city.users["city_officer"])
    cell = reverse("steering-cell", args=[city.unit.code, "T7.4"])
    person = reverse("steering-person", args=[city.users["verifier"].pk])
    first = browser.get(reverse("steering-board"))
    assert f'class="st late" href="{cell}"' in body(first)
    second = browser.get(cell)
    assert person in body(second)
    text = words(browser.get(person))
    for fact in ("verifier：1 项红灯", "隆化县 · 单位核实 · 2020-01-01 起", "补齐窗口", "逾期"):
        assert fact in text, fact


def test_what_has_no_data_has_no_colour(city, today):
    page = open_as(city.users["city_officer"]).get(reverse("steering-board"))
    assert page.context["counts"] == [("", 13 * 30)]
    assert 'class="st' not in body(page).split("<table")[1]


def test_a_day_gone_by_shows_what_stood_then(city, today):
    late_duty(city)
    browser = open_as(city.users["city_officer"])
    assert browser.get(reverse("steering-board") + "?only=red").context["rows"][0].clause == "T7.4"
    assert browser.get(reverse("steering-board") + "?on=2026-01-02&only=red").context["rows"] == []


def test_a_county_sees_its_own_column_and_decisions(city, today):
    late_duty(city)
    reporter, other = open_as(city.users["reporter"]), city.person("reporter", city.other_unit)
    assert [unit.code for unit in reporter.get(reverse("steering-board")).context["now"].units] == [city.unit.code]
    cell = reverse("steering-cell", args=[city.unit.code, "T7.4"])
    assert (reporter.get(cell).status_code, open_as(other).get(cell).status_code) == (200, 404)
    person = reverse("steering-person", args=[city.users["verifier"].pk])
    assert (reporter.get(person).status_code, open_as(other).get(person).status_code) == (200, 404)
    assert reporter.get(reverse("steering-wall")).status_code == 404


def test_the_leaders_page_says_what_who_and_since_when(city, today):
    late_duty(city)
    text = words(open_as(city.users["leader"]).get(reverse("steering-leader")))
    for fact in ("1 个单位共 1 项红灯", "隆化县", "逾期 1", "verifier", "还没有签发过纪要"):
        assert fact in text, fact


def test_the_wall_loads_itself_anew_until_it_is_told_to_stand_still(city, today):
    browser = open_as(city.users["leader"])
    moving, still = (browser.get(reverse("steering-wall") + query) for query in ("", "?still=1"))
    assert (moving.headers["Refresh"], "Refresh" in still.headers) == ("60", False)


def test_a_gap_and_an_orphan_are_shown(city, today):
    task = a_task(city)
    browser = open_as(city.users["city_officer"])
    page = browser.get(reverse("steering-alignment"))
    assert "省纲要 1 项任务：1 项没有承接，方案 29 条没有对应" in words(page)
    values = {"task": task, "clause": "T1.1", "fit": "partial", "note": "一部分", "unit": city.city}
    row = create_record(register=ALIGNMENTS, values=values, actor=city.users["city_officer"])
    assert [one.status for one in browser.get(reverse("steering-alignment")).context["aligned"].tasks] == ["gap"]
    take_step(register=ALIGNMENTS, record_id=row.pk, step="verify", actor=city.users["city_verifier"])
    found = browser.get(reverse("steering-alignment")).context["aligned"]
    assert ([one.status for one in found.tasks], len(found.orphans)) == (["partial"], 28)


PAGES = ("steering", "steering-board", "steering-leader", "steering-cascade", "steering-alignment")


def test_pages_open_for_those_whose_they_are_and_for_nobody_else(city, today):
    expected = {
        "city_officer": 200, "city_verifier": 200, "reporter": 200, "verifier": 200, "leader": 200, "auditor": 200,
        "department": 404, "enterprise": 404, "laboratory": 404, "expert": 404, "finance": 404, "administrator": 404,
    }  # fmt: skip
    for name in PAGES:
        opened = {role: open_as(city.users[role]).get(reverse(name)).status_code for role in expected}
        assert opened == expected, name
        assert open_as(None).get(reverse(name)).status_code == 302
    for address in (
        "/steering/cascade/G2027.3/",
        "/steering/cascade/x/",
        "/steering/board/130825/T9.9/",
        "/steering/person/999/",
    ):
        assert open_as(city.users["city_officer"]).get(address).status_code == 404, address
    propose = reverse("steering-propose", args=["G2027.7a"])
    assert open_as(city.users["city_verifier"]).get(propose).status_code == 404


@pytest.mark.parametrize("name", ["steering-board", "steering-cascade", "steering"])
def test_a_page_asks_the_database_no_more_for_much_than_for_little(city, today, name, django_assert_max_num_queries):
    for target, value in (("G2027.7a", "3"), ("G2027.7b", "4"), ("T3.1.1", "4")):
        shared(city, target, value, reason="")
    for _n in range(6):
        late_duty(city)
    browser = open_as(city.users["city_officer"])
    browser.get(reverse(name))
    with django_assert_max_num_queries(MOST_QUERIES):
        assert browser.get(reverse(name)).status_code == 200


def test_the_city_keeps_its_own_day(city, today):
    late_duty(city)
    now = standing(date(2026, 11, 23))
    assert now.cells[city.unit.code, "T7.4"].status == "overdue"
    assert now.cells[city.other_unit.code, "T7.4"].status == ""
