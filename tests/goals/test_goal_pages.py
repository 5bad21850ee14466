"""Pages of the goals: every content item of the plan is reachable, figures open, what-if saves nothing."""

import re
from datetime import date

import pytest
from tests.goals.test_board import sample

from zhiqiang.foundation.catalogue import measures
from zhiqiang.foundation.evidence.models import Figure
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.plans.active import active_plan


@pytest.fixture
def officer(city, client, as_of):
    as_of(2026, 11, 23)
    client.force_login(city.users["city_officer"])
    return client


@pytest.fixture
def filled(city, officer):
    for n in range(40):
        sample(city, f"A{n}", date(2026, 3, 1 + n % 28), conclusion="fail" if n == 3 else "pass")
    sample(city, "T", date(2026, 3, 1), conclusion="fail", design="targeted")
    refresh()
    return officer


def test_every_content_item_is_on_the_goals_page_or_one_of_29_clause_pages(officer):
    plan = active_plan()
    pages = [officer.get("/goals/"), *(officer.get(f"/goals/clause/{clause.id}/") for clause in plan.clauses)]
    assert len(pages) == 30
    found = [name for page in pages for name in re.findall(r'id="item-([^"]+)"', page.content.decode())]
    assert len(found) == len(set(found)) == 113
    assert set(found) == {item.id for item in plan.items}


def test_the_board_says_its_finding_and_shows_unbuilt_targets_grey(filled):
    page = filled.get("/goals/").content.decode()
    assert "48 个目标中" in page
    assert page.count("尚未接入") >= len(active_plan().unbound)
    assert "97.5%" in page
    assert "39 / 40" in page


@pytest.mark.parametrize(
    "query", ["?unit=130825", "?clause=T2.4", "?status=not_bound", "?only=act", "?on=2025-12-31", "?on=nonsense"]
)
def test_the_board_filters(filled, query):
    assert filled.get(f"/goals/{query}").status_code == 200


def test_a_figure_opens_to_exactly_its_rows_and_a_row_to_its_record(filled):
    board = filled.get("/goals/").content.decode()
    rows = filled.get(re.search(r'class="figure" href="([^"]+)"', board)[1].replace("&amp;", "&")).content.decode()
    assert "由这 40 条记录算出" in rows
    record = re.search(r'href="(/r/sampling.samples/\d+/)"', rows)[1]
    page = filled.get(record)
    assert page.status_code == 200
    assert "它影响的数字" in page.content.decode()


@pytest.mark.parametrize(
    ("part", "count"), [("denominator", 40), ("numerator", 39), ("missed", 1), ("excluded:问题导向", 1)]
)
def test_each_part_of_a_figure_opens(filled, part, count):
    page = filled.get("/goals/evidence/food_pass_rate/", {"part": part}).content.decode()
    assert f"共 {count} 条" in page


def test_an_unknown_part_indicator_unit_or_clause_is_not_there(filled):
    for address in (
        "/goals/evidence/food_pass_rate/?part=everything",
        "/goals/indicator/nothing/",
        "/goals/?unit=999999",
        "/goals/clause/T99/",
    ):
        assert filled.get(address).status_code == 404


def test_the_indicator_page_shows_its_path_units_evidence_and_what_would_prove_it(filled):
    page = filled.get("/goals/indicator/food_pass_rate/").content.decode()
    for words in ("走势与目标阶梯", "各单位", "这个数字怎么来的", "要证明 99% 需要什么", "299", "samples@", "修订"):
        assert words in page


def test_what_if_answers_and_saves_nothing(filled):
    before = list(Figure.objects.values_list("pk", "numerator"))
    page = filled.get("/goals/what-if/food_pass_rate/", {"value": "99.9"}).content.decode()
    assert "如果这样" in page
    assert "99.9" in page
    assert "不是一个数" in filled.get("/goals/what-if/food_pass_rate/", {"value": "很多"}).content.decode()
    assert list(Figure.objects.values_list("pk", "numerator")) == before


def test_the_exported_board_equals_the_board(filled):
    answer = filled.get("/goals/?format=csv")
    text = answer.content.decode("utf-8-sig")
    assert len(text.splitlines()) == 49
    assert "97.5,39,40" in text


def test_pages_need_few_queries_however_many_units(filled, django_assert_max_num_queries):
    datasets = {slug for one in measures().values() for slug in one.datasets}  # each has a count of what waits
    for address in (
        "/goals/",
        "/goals/indicator/food_pass_rate/",
        "/goals/evidence/food_pass_rate/",
        "/goals/clause/T1.1/",
    ):
        with django_assert_max_num_queries(22 + len(datasets)):
            filled.get(address)


def test_nobody_outside_the_staff_sees_the_board(city, client):
    assert client.get("/goals/").status_code == 302
    client.force_login(city.users["enterprise"])
    assert client.get("/goals/").status_code == 404
