"""Reviews of local standards: what falls due, and that abolishing ends the standard on its day."""

from datetime import date

import pytest

from zhiqiang.domains.standards.facade import facts_of
from zhiqiang.domains.standards.registers import DECLARATIONS, LOCAL_STANDARDS, REVIEWS, STANDARDS
from zhiqiang.domains.standards.tests.test_registers import TestDeclarations as Declared
from zhiqiang.domains.standards.tests.test_registers import TestLocalStandards as Local
from zhiqiang.domains.standards.tests.test_registers import TestStandards as Parts
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.standing.queries import standing_on


@pytest.fixture(autouse=True)
def _today(as_of):
    as_of(2026, 11, 23)


@pytest.fixture
def put(city):
    def make(register, values):
        row = create_record(register=register, values=values, actor=city.users["city_officer"])
        return take_step(register=register, record_id=row.pk, step="verify", actor=city.users["city_verifier"])

    return make


@pytest.fixture
def local(city, put):
    """A local standard published in March of a year."""

    def make(n, year):
        days = {"published_on": date(year, 3, 5), "valid_from": date(year, 4, 5)}
        return put(LOCAL_STANDARDS, Local.values(None, city, n) | days | {"number": f"DB1308/T {n:03d}-{year}"})

    return make


@pytest.fixture
def review(city, put):
    def make(standard, day, outcome, abolished_on=None):
        values = {"standard": standard, "reviewed_on": day, "outcome": outcome, "reasons": "技术内容已过时"}
        return put(REVIEWS, {**values, "abolished_on": abolished_on, "unit": city.city})

    return make


def test_the_due_list_has_the_overdue_first_and_counts_what_is_urgent(city, local, review, client):
    late, soon, later, revising, confirmed = (local(n, year) for n, year in enumerate((2020, 2022, 2024, 2021, 2019)))
    review(revising, date(2026, 2, 1), "revise")
    review(confirmed, date(2024, 3, 1), "confirmed")
    client.force_login(city.users["city_officer"])
    answer = client.get("/standards/reviews/")
    assert [row.standard for row, _colour, _words in answer.context["rows"]] == [late, soon, revising, confirmed, later]
    assert "2 项市地方标准逾期或即将到期复审" in answer.content.decode()
    only = client.get("/standards/reviews/?status=revising")
    assert [row.standard for row, _colour, _words in only.context["rows"]] == [revising]


def test_a_review_counts_once_it_is_verified(city, local, client):
    standard = local(1, 2020)
    values = {"standard": standard, "reviewed_on": date(2025, 1, 1), "outcome": "confirmed", "reasons": "仍适用"}
    create_record(register=REVIEWS, values=values | {"unit": city.city}, actor=city.users["city_officer"])
    client.force_login(city.users["city_officer"])
    assert client.get("/standards/reviews/").context["urgent"] == 1
    assert "/standards/reviews/" in client.get("/r/standards.local_standards/").content.decode()


def test_abolishing_ends_the_standard_on_its_day_and_leaves_the_past_alone(city, local, review, client):
    standard = local(1, 2020)
    review(standard, date(2025, 3, 1), "abolish", date(2025, 6, 1))
    standard.refresh_from_db()
    assert standard.state == "withdrawn"
    in_force = {day: standing_on(LOCAL_STANDARDS, day).exists() for day in (date(2025, 5, 31), date(2025, 6, 1))}
    assert in_force == {date(2025, 5, 31): True, date(2025, 6, 1): False}
    client.force_login(city.users["city_officer"])
    assert client.get("/standards/reviews/").context["rows"] == []


def test_a_conclusion_that_has_had_its_effect_is_not_corrected_away(city, local, review):
    row = review(local(1, 2020), date(2025, 3, 1), "abolish", date(2025, 6, 1))
    step = {"register": REVIEWS, "record_id": row.pk, "step": "propose_correction", "reason": "写错了"}
    with pytest.raises(RefusedError, match="另登一次复审"):
        take_step(**step, actor=city.users["city_officer"], values={"outcome": "confirmed", "abolished_on": None})
    kept = take_step(**step, actor=city.users["city_officer"], values={"reasons": "已被国家标准代替"})
    assert kept.state == "correcting"


def test_a_standard_that_is_gone_is_not_abolished_twice(local, review):
    standard = local(1, 2020)
    review(standard, date(2025, 3, 1), "abolish", date(2025, 6, 1))
    with pytest.raises(RefusedError):
        review(standard, date(2025, 4, 1), "abolish", date(2025, 7, 1))


def test_a_standards_page_says_when_it_is_to_be_reviewed(city, local, client):
    standard = local(1, 2020)
    client.force_login(city.users["city_officer"])
    page = client.get(f"/r/standards.local_standards/{standard.pk}/").content.decode()
    assert "2025-03-05" in page
    assert "逾期未复审" in page


def test_other_domains_are_told_what_a_firm_led_and_declared(city, put):
    shape = Parts.values(None, city, 1)
    put(STANDARDS, shape | {"role": "led"})
    put(STANDARDS, Parts.values(None, city, 2))
    put(STANDARDS, Parts.values(None, city, 3) | {"organisation": city.laboratory})
    put(DECLARATIONS, Declared.values(None, city, 1) | {"valid_to": date(2026, 8, 31)})
    facts = facts_of(city.enterprise.pk, date(2026, 8, 31))
    assert (facts["standards_led"], facts["standards_led_national"], facts["standards_joined"]) == (1, 1, 1)
    assert facts["standards_led_international"] == 0
    assert facts["led_standard_numbers"] == [shape["number"]]
    assert facts["declared_enterprise_standard_numbers"] == ["Q/CDL 0001S-2026"]
    assert facts_of(city.enterprise.pk, date(2026, 9, 1))["declared_enterprise_standards"] == 0
    assert facts_of(city.enterprise.pk, date(2026, 3, 4))["standards_led"] == 0
