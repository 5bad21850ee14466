"""The ledger's lines: one status in the database and in Python, as of an earlier day, pages by key, gaps, burden."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiqiang.domains.delivery.actions.reports import open_reports
from zhiqiang.domains.delivery.facade import burden_of_units, duty_lines, overdue_duties
from zhiqiang.domains.delivery.models import Duty, Milestone, Report
from zhiqiang.domains.delivery.queries.gaps import gaps, targets_alone
from zhiqiang.domains.delivery.queries.ledger import PAGE_ROWS, Wanted, page_of, wanted
from zhiqiang.domains.delivery.tests.office import Office, step
from zhiqiang.foundation import clock
from zhiqiang.foundation.workflow.models import ClockRun

STATES = ("recorded", "assigned", "underway", "fed_back", "checked", "suspended", "closed")
CLOCK_IN = {"fed_back": "check_by", "checked": "close_by", "recorded": "assign_by"}
DAYS = (date(2026, 10, 7), date(2026, 10, 8), date(2026, 10, 13), date(2026, 10, 14), date(2027, 6, 30))


def put(office: Office, **other: Any) -> Duty:
    """A duty straight into the table, for what only reads."""
    now = clock.now()
    values = {
        "number": f"P{Duty.objects.count():05d}", "title": "演示任务", "clause": "T7.1", "source_kind": "plan",
        "unit": office.city.unit, "starts_on": date(2026, 1, 5), "due_on": date(2027, 6, 30),
        "recorded_by": office.officer, "recorded_at": now, "changed_at": now, **other,
    }  # fmt: skip
    return Duty.objects.create(**values)


def put_around(office: Office, duty: Duty, *, milestone: bool, report: bool, ran_out: bool) -> None:
    """What is past its day around a duty."""
    now = clock.now()
    common = {
        "duty": duty, "unit": duty.unit, "recorded_by": office.officer, "recorded_at": now, "changed_at": now,
    }  # fmt: skip
    if milestone:
        Milestone.objects.create(**common, title="节点", due_on=date(2026, 10, 7))
    if report:
        Report.objects.create(**common, period="2026Q2", due_at=now - timedelta(days=3))
    if ran_out:
        ClockRun.objects.create(
            register="delivery.duties", record=duty.pk, clock=CLOCK_IN.get(duty.state, "sign_by"),
            rule="delivery.sign", rule_version="x", unit_path=duty.unit.path, roles="reporter",
            started_at=now - timedelta(days=9),
            due=now - timedelta(days=2),
        )  # fmt: skip


def test_the_database_and_python_say_the_same_status_of_every_duty(office: Office) -> None:
    for state, due, milestone, report, ran_out in product(STATES, DAYS, *[(False, True)] * 3):
        duty = put(office, state=state, due_on=due)
        put_around(office, duty, milestone=milestone, report=report, ran_out=ran_out)
    by_python: dict[str, int] = {}
    for line in duty_lines():
        by_python[line.status] = by_python.get(line.status, 0) + 1
    page = page_of(Duty.objects.all(), Wanted(status="all"))
    assert {code: number for code, number in page.counts.items() if code in by_python} == by_python
    assert len(by_python) == 6
    for status, number in by_python.items():
        shown = page_of(Duty.objects.all(), Wanted(status=status))
        assert ({one.status for one in shown.lines}, shown.total) == ({status}, number)


def test_pages_by_key_show_every_duty_once(office: Office) -> None:
    for number in range(PAGE_ROWS * 2 + 7):
        put(office, state="underway", due_on=date(2027, 1, 1) + timedelta(days=number % 3))
    seen, after = [], ""
    while True:
        page = page_of(Duty.objects.all(), wanted({"after": after}))
        seen += [one.id for one in page.lines]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == PAGE_ROWS * 2 + 7


def test_nonsense_in_the_address_is_as_if_unsaid(office: Office) -> None:
    put(office, state="underway")
    for query in (
        {"after": "x"},
        {"after": "2026-13-01.5"},
        {"status": "?"},
        {"lead": "-1"},
        {"after": "2026-01-01.x"},
    ):
        assert page_of(Duty.objects.all(), wanted(query)).total == 1, query


def test_a_long_ledger_asks_no_more_than_a_short_one(office: Office) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page_of(Duty.objects.all(), Wanted())
        return len(asked)

    put(office, state="underway")
    few = queries()
    for _number in range(PAGE_ROWS + 5):
        put_around(office, put(office, state="underway"), milestone=True, report=True, ran_out=True)
    assert queries() == few <= 12


def test_the_ledger_of_an_earlier_day_shows_the_states_of_that_day(office: Office, as_of: Callable[..., Any]) -> None:
    duty = office.duty(rhythm="none", due_on=date(2026, 11, 2))
    as_of(2026, 10, 20)
    step(duty, "feed_back", office.reporter)
    assert duty_lines()[0].status == "on_track"
    as_of(2026, 11, 9)
    assert (duty_lines()[0].status, duty_lines()[0].overdue_days) == ("watch", 0)
    step(duty, "send_back", office.officer)
    as_of(2026, 11, 16)
    then = {day: duty_lines(on=day)[0] for day in (date(2026, 10, 10), date(2026, 10, 25), date(2026, 11, 10))}
    assert [one.state for one in then.values()] == ["underway", "fed_back", "underway"]
    assert [one.status for one in then.values()] == ["on_track", "on_track", "overdue"]
    assert then[date(2026, 11, 10)].overdue_days == 8
    assert duty_lines(on=date(2026, 10, 7)) == []
    assert [one.id for one in overdue_duties(date(2026, 11, 10))] == [duty.pk]
    assert overdue_duties(date(2026, 10, 25)) == []


def test_what_was_reported_then_is_told_as_of_then(office: Office, as_of: Callable[..., Any]) -> None:
    duty = office.duty()
    open_reports(period="2026Q3")
    as_of(2026, 10, 23)
    report = Report.objects.get(duty=duty)
    office.on_report(report, "submit", office.reporter, done="完成（演示）")
    as_of(2026, 11, 2)
    assert duty_lines()[0].last_report == "2026Q3"
    before = duty_lines(on=date(2026, 10, 22))[0]
    assert (before.last_report, before.status) == ("", "behind")


def test_gaps_are_the_clauses_and_targets_that_nobody_was_given(office: Office) -> None:
    everything = gaps()
    assert len(everything) == 29
    assert all(one.is_open for one in everything)
    alone = {one.id for one in targets_alone()}
    assert {"T3.2.2", "G2027.2"} <= alone
    office.duty()
    office.duty("2026-9002", clause="", target="G2027.2", source_kind="target")
    cancelled = office.duty("2026-9003", clause="T1.1")
    step(cancelled, "cancel", office.city_verifier)
    found = {one.clause.id: one for one in gaps()}
    assert (found["T3.2"].units, found["T3.2"].led) == (1, False)
    assert [code for code, one in found.items() if not one.is_open] == ["T3.2"]
    assert alone - {one.id for one in targets_alone()} == {"T3.2.2", "G2027.2"}


def test_the_burden_counts_requests_fields_and_what_was_spared(office: Office) -> None:
    office.duty("2026-9001")
    office.duty("2026-9002", title="另一项（演示）")
    open_reports(period="2026Q3")
    figures = sum(len(one.figures) for one in Report.objects.all())
    whole = burden_of_units()["whole"]
    assert (whole.requests, whole.prefilled, whole.fields, whole.spared) == (2, figures, 6 + figures, figures)
    assert [one.unit.code for one in burden_of_units()["units"]] == ["130825"]
    assert [one.month for one in burden_of_units()["months"]] == ["2026-10"]
