"""A request of an enterprise through its own life: filed by the firm, answered by a window, counted once answered."""

from datetime import date

import pytest

from zhiqiang.domains.one_stop.facade import facts_of
from zhiqiang.domains.one_stop.models import Request
from zhiqiang.domains.one_stop.registers import REQUESTS, VISITS
from zhiqiang.domains.one_stop.tests.test_registers import TestRequests as Requests
from zhiqiang.domains.one_stop.tests.test_registers import TestVisits as Visits
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.figures import load_cells
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.browsing import open_as, words
from zhiqiang.foundation.workflow.models import ClockRun

NEW, LIST = "/r/one_stop.requests/new/", "/r/one_stop.requests/"


@pytest.fixture(autouse=True)
def on_the_day(as_of):
    as_of(2026, 11, 23)


@pytest.fixture
def asked(city):
    return create_record(register=REQUESTS, values=Requests.values(None, city, 1), actor=city.users["enterprise"])


def step(row, code, actor, reason="请于周三送样"):
    return take_step(register=REQUESTS, record_id=row.pk, step=code, actor=actor, reason=reason)


def served():
    refresh()
    table = load_cells(["one_stop.firms_served"])
    return {cell.month: int(cell.numerator) for cell in table.series("one_stop.firms_served", "130825")}


def test_an_enterprise_files_its_own_request_on_the_page_and_sees_it(city):
    browser = open_as(city.users["enterprise"])
    values = Requests.values(None, city, 1)
    sent = {name: str(getattr(value, "pk", value)) for name, value in values.items()} | {"request_key": "k"}
    assert browser.post(NEW, sent).status_code == 302
    row = Request.objects.get()
    assert (row.recorded_by, row.state) == (city.users["enterprise"], "recorded")
    assert str(row.enterprise) in words(browser.get(LIST))
    assert ClockRun.objects.get(register=REQUESTS.slug, record=row.pk).rule == "one_stop.accept"


def test_an_enterprise_neither_files_nor_sees_for_another(city, asked):
    other = Organisation.objects.create(title="别家公司", unit=city.unit)
    stranger = city.person("enterprise", city.unit, organisation=other)
    assert open_as(stranger).get(f"{LIST}{asked.pk}/").status_code == 404
    with pytest.raises(NotThereError):
        step(asked, "take_back", stranger)
    with pytest.raises(RefusedError):
        create_record(register=REQUESTS, values=Requests.values(None, city, 2), actor=stranger)


def test_an_answer_is_kept_with_its_day_and_its_text(city, asked):
    verifier = city.users["verifier"]
    step(asked, "accept", verifier)
    row = step(asked, "answer", verifier)
    assert (row.answer, row.answered_on) == ("请于周三送样", date(2026, 11, 23))
    assert step(row, "evaluate", city.users["enterprise"], "满意").state == "closed"


def test_who_filed_a_request_does_not_answer_it(city):
    reporter = city.users["reporter"]
    row = create_record(register=REQUESTS, values=Requests.values(None, city, 1), actor=reporter)
    with pytest.raises(RefusedError, match="另一人"):
        step(row, "accept", reporter)


def test_a_request_counts_in_the_month_of_its_answer_and_only_while_it_is_answered(city, asked):
    verifier, firm = city.users["verifier"], city.users["enterprise"]
    assert served() == {}
    step(asked, "accept", verifier)
    assert served() == {}
    step(asked, "answer", verifier)
    assert served() == {"2026-11": 1}
    step(asked, "reopen", firm, "没有说明费用")
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_on, served()) == ("", None, {})
    step(asked, "answer", verifier, "免费")
    assert served() == {"2026-11": 1}


def test_a_firm_counts_once_a_year_however_often_it_is_answered_or_visited(city):
    for n, month in ((1, 3), (2, 5), (3, 11)):
        with clock.as_of(date(2026, month, 20)):
            values = Requests.values(None, city, n) | {"asked_on": date(2026, month, 1)}
            row = create_record(register=REQUESTS, values=values, actor=city.users["enterprise"])
            step(row, "accept", city.users["verifier"])
            step(row, "answer", city.users["verifier"])
    assert served() == {"2026-03": 1}
    for n, outcome in ((1, "open"), (2, "answered"), (3, "solved")):
        values = Visits.values(None, city, n) | {"outcome": outcome}
        if outcome == "open":
            values |= {"answer": "", "answered_on": None}
        row = create_record(register=VISITS, values=values, actor=city.users["reporter"])
        take_step(register=VISITS, record_id=row.pk, step="verify", actor=city.users["verifier"])
    refresh()
    visited = load_cells(["one_stop.firms_visited"]).series("one_stop.firms_visited", "130800")
    assert [(cell.month, int(cell.numerator)) for cell in visited] == [("2026-03", 1)]


def test_the_facts_of_a_firm(city, asked):
    firm, day = city.enterprise.pk, date(2026, 11, 23)
    assert facts_of(firm, day) == {"open_requests": 1, "requests_answered": 0, "visited_this_year": False}
    step(asked, "accept", city.users["verifier"])
    step(asked, "answer", city.users["verifier"])
    visit = create_record(register=VISITS, values=Visits.values(None, city, 1), actor=city.users["reporter"])
    assert not facts_of(firm, day)["visited_this_year"], "a visit counts once it is verified"
    take_step(register=VISITS, record_id=visit.pk, step="verify", actor=city.users["verifier"])
    assert facts_of(firm, day) == {"open_requests": 0, "requests_answered": 1, "visited_this_year": True}
    assert facts_of(firm, date(2027, 1, 1))["requests_answered"] == 0
