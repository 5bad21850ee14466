"""Duties: given by somebody else, milestones with their evidence, postponed, handed over; clocks and confidence."""

from datetime import date
from typing import Any

import pytest

from zhiqiang.domains.delivery.actions.confidence import state_confidence
from zhiqiang.domains.delivery.actions.milestones import claim_milestone
from zhiqiang.domains.delivery.actions.reports import open_reports
from zhiqiang.domains.delivery.facade import duty_lines, open_duty
from zhiqiang.domains.delivery.models import Confidence, Duty, Milestone, Report
from zhiqiang.domains.delivery.registers import DUTIES, HELPERS, MILESTONES
from zhiqiang.domains.delivery.tests.office import PDF, PNG, Office, another, department, given_duty, step
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.reference.models import Holiday
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.city import START
from zhiqiang.foundation.workflow.clocks import explain_clock
from zhiqiang.foundation.workflow.models import ClockRun, StepTaken


def opened(office: Office, actor: User, **other: Any) -> Duty:
    values: dict[str, Any] = {
        "title": "落实会议决定（演示）", "unit_id": office.city.unit.pk, "source_kind": "decision",
        "source_ref": "2026年第3次调度会第1项（演示）", "starts_on": date(2026, 10, 8), "due_on": date(2026, 12, 31),
        "actor": actor, **other,
    }  # fmt: skip
    return Duty.objects.get(pk=open_duty(**values))


def run_of(duty: Duty, code: str) -> ClockRun:
    return ClockRun.objects.get(register="delivery.duties", record=duty.pk, clock=code, stopped_at=None)


def test_a_duty_is_numbered_and_given_at_once_where_the_actor_may(office: Office) -> None:
    first, second = (opened(office, office.officer) for _time in range(2))
    assert (first.number, second.number, first.state) == ("2026-0001", "2026-0002", "assigned")
    assert run_of(first, "sign_by").due.astimezone(clock.ZONE).date() == date(2026, 10, 12)


def test_who_may_not_record_duties_opens_none(office: Office) -> None:
    with pytest.raises(RefusedError):
        opened(office, office.reporter)
    with pytest.raises(WrongValuesError, match="会议与事项编号"):
        opened(office, office.officer, source_ref="")


def test_a_duty_of_the_city_needs_a_lead_or_it_is_an_order_to_oneself(office: Office) -> None:
    duty = opened(office, office.officer, unit_id=office.city.city.pk)
    assert duty.state == "recorded"
    with pytest.raises(RefusedError, match="牵头部门"):
        step(duty, "assign", office.city_verifier)
    led = opened(office, office.officer, unit_id=office.city.city.pk, lead_id=department(office.city).pk)
    assert led.state == "assigned"


def test_the_officer_of_the_lead_department_does_not_give_the_duty_to_it(office: Office) -> None:
    lead = department(office.city)
    Membership.objects.create(
        user=office.officer, role="department", unit=office.city.city, organisation=lead, valid_from=START
    )
    office.officer.__dict__.pop("_memberships", None)
    duty = opened(office, office.officer, unit_id=office.city.city.pk, lead_id=lead.pk)
    assert duty.state == "recorded"
    with pytest.raises(RefusedError, match="交办给自己"):
        step(duty, "assign", office.officer)


def test_a_department_signs_for_its_own_duties_only(office: Office) -> None:
    lead = department(office.city)
    officer = another(office.city, "department", unit=office.city.city, organisation=lead)
    own = opened(office, office.officer, unit_id=office.city.city.pk, lead_id=lead.pk)
    step(own, "sign", officer)
    own.refresh_from_db()
    assert own.state == "underway"
    with pytest.raises(NotThereError):
        step(opened(office, office.officer), "sign", officer)


def test_two_verifiers_at_once_strike_off_once(office: Office) -> None:
    duty = office.duty(rhythm="none")
    step(duty, "feed_back", office.reporter)
    step(duty, "check", office.officer)
    step(duty, "close", office.city_verifier)
    with pytest.raises(RefusedError, match="当前状态是“已销号”"):
        step(duty, "close", another(office.city, "city_verifier", unit=office.city.city))
    assert StepTaken.objects.filter(record=duty.pk, register="delivery.duties", step="close").count() == 1
    assert not ClockRun.objects.filter(register="delivery.duties", record=duty.pk, stopped_at=None).exists()


def test_who_fed_back_neither_checks_nor_strikes_off(office: Office) -> None:
    duty = office.duty(rhythm="none")
    person = another(office.city, "reporter", unit=office.city.city)
    Membership.objects.create(user=person, role="city_verifier", unit=office.city.city, valid_from=START)
    step(duty, "feed_back", person)
    with pytest.raises(RefusedError, match="另一人"):
        step(duty, "check", person)
    step(duty, "check", office.officer)
    with pytest.raises(RefusedError, match="另一人"):
        step(duty, "close", person)


def test_a_class_gives_a_duty_its_limit_from_signing(office: Office) -> None:
    dues = {}
    for number, kind in enumerate(("urgent", "ordinary", "hard"), start=1):
        duty = office.duty(f"2026-910{number}", rhythm="none", difficulty=kind)
        dues[kind] = run_of(duty, "handle_by").due.astimezone(clock.ZONE).date()
    # From Thursday 8 October; Saturday the 10th is worked.
    assert dues == {"urgent": date(2026, 10, 14), "ordinary": date(2026, 10, 28), "hard": date(2026, 11, 18)}
    plain = office.duty("2026-9109", rhythm="none")
    assert not ClockRun.objects.filter(record=plain.pk, register="delivery.duties", stopped_at=None).exists()


def test_holidays_moved_later_leave_the_day_that_was_given(office: Office) -> None:
    duty = office.duty(rhythm="none", difficulty="urgent")
    given = run_of(duty, "handle_by").due
    Holiday.objects.create(day=date(2026, 10, 13), title="临时放假（演示）", working=False)
    run = run_of(duty, "handle_by")
    assert run.due == given
    assert explain_clock(run).due != given.astimezone(clock.ZONE).date()
    later = office.duty("2026-9102", rhythm="none", difficulty="urgent")
    assert run_of(later, "handle_by").due > given


def test_a_duty_is_not_fed_back_while_a_milestone_is_open(office: Office) -> None:
    duty = office.duty(rhythm="none")
    milestone = _milestone(office, duty)
    with pytest.raises(RefusedError, match="出台方案"):
        step(duty, "feed_back", office.reporter)
    claim_milestone(milestone_id=milestone.pk, name="方案.pdf", content=PDF, actor=office.reporter)
    with pytest.raises(RefusedError, match="出台方案"):
        step(duty, "feed_back", office.reporter)
    take_step(register=MILESTONES, record_id=milestone.pk, step="confirm", actor=office.verifier)
    step(duty, "feed_back", office.reporter)


def _milestone(office: Office, duty: Duty, **other: Any) -> Milestone:
    values = {
        "duty": duty, "unit": duty.unit, "title": "出台方案（演示）", "weight": 3, "due_on": date(2026, 11, 30),
        "evidence": "paper", **other,
    }  # fmt: skip
    made = create_record(register=MILESTONES, values=values, actor=office.officer)
    assert isinstance(made, Milestone)
    return made


def test_a_milestone_needs_a_file_of_its_kind_and_another_person(office: Office) -> None:
    milestone = _milestone(office, office.duty())
    with pytest.raises(RefusedError, match="PDF、OFD、Word"):
        claim_milestone(milestone_id=milestone.pk, name="照片.png", content=PNG, actor=office.reporter)
    assert not Attachment.objects.filter(register=MILESTONES.slug).exists()
    claim_milestone(milestone_id=milestone.pk, name="方案.pdf", content=PDF, actor=office.reporter)
    Membership.objects.create(user=office.reporter, role="verifier", unit=milestone.unit, valid_from=START)
    office.reporter.__dict__.pop("_memberships", None)
    with pytest.raises(RefusedError, match="另一人"):
        take_step(register=MILESTONES, record_id=milestone.pk, step="confirm", actor=office.reporter)


def test_a_milestone_is_not_claimed_before_the_duty_is_signed_for(office: Office) -> None:
    milestone = _milestone(office, given_duty(office.city, number="2026-9300"))
    with pytest.raises(RefusedError, match="签收"):
        claim_milestone(milestone_id=milestone.pk, name="方案.pdf", content=PDF, actor=office.reporter)


def test_a_duty_is_postponed_to_a_later_day_only(office: Office) -> None:
    duty = office.duty()
    for day in (duty.due_on, date(2026, 10, 8)):
        with pytest.raises(RefusedError, match="晚于"):
            step(duty, "postpone", office.city_verifier, on=day)
    step(duty, "postpone", office.city_verifier, on=date(2028, 1, 31))
    duty.refresh_from_db()
    assert (duty.due_on, duty.state) == (date(2028, 1, 31), "underway")


def test_the_duty_of_a_dissolved_unit_goes_on_under_its_successor(office: Office) -> None:
    duty = office.duty(difficulty="", rhythm="quarterly")
    done, left = _milestone(office, duty), _milestone(office, duty, title="培训（演示）")
    claim_milestone(milestone_id=done.pk, name="方案.pdf", content=PDF, actor=office.reporter)
    take_step(register=MILESTONES, record_id=done.pk, step="confirm", actor=office.verifier)
    open_reports(period="2026Q3")
    steps = StepTaken.objects.filter(register="delivery.duties", record=duty.pk).count()
    step(duty, "transfer", office.city_verifier, unit=office.city.other_unit)
    duty.refresh_from_db()
    assert (duty.unit, duty.state) == (office.city.other_unit, "assigned")
    assert StepTaken.objects.filter(register="delivery.duties", record=duty.pk).count() == steps + 1
    report = Report.objects.get(duty=duty)
    units = {one.pk: one.unit for one in Milestone.objects.filter(duty=duty)}
    assert (report.unit, units) == (
        office.city.other_unit, {done.pk: office.city.unit, left.pk: office.city.other_unit},
    )  # fmt: skip
    run = ClockRun.objects.get(register="delivery.reports", record=report.pk, stopped_at=None)
    assert (run.unit_path, run.due) == (office.city.other_unit.path, report.due_at)
    with pytest.raises(NotThereError):
        step(duty, "sign", office.reporter)
    step(duty, "sign", another(office.city, "reporter", unit=office.city.other_unit))


def test_a_class_limit_goes_on_over_a_transfer(office: Office) -> None:
    duty = office.duty(rhythm="none", difficulty="hard")
    due = run_of(duty, "handle_by").due
    step(duty, "transfer", office.city_verifier, unit=office.city.other_unit)
    step(duty, "sign", another(office.city, "reporter", unit=office.city.other_unit))
    run = run_of(duty, "handle_by")
    assert (run.due, run.unit_path) == (due, office.city.other_unit.path)


def test_a_transfer_names_another_unit(office: Office) -> None:
    duty = office.duty()
    for unit in (None, duty.unit):
        with pytest.raises(RefusedError, match="承接的单位"):
            step(duty, "transfer", office.city_verifier, unit=unit)


def test_what_is_cancelled_owes_no_report(office: Office) -> None:
    report = office.report()
    step(report.duty, "cancel", office.city_verifier, "政策调整（演示）")
    report.refresh_from_db()
    assert report.state == "withdrawn"
    assert duty_lines() == []


def test_confidence_stands_beside_the_status_and_keeps_its_history(office: Office) -> None:
    duty = office.duty(due_on=date(2026, 10, 7))
    for level, reason in ((2, "缺人（演示）"), (4, "已补人（演示）")):
        state_confidence(duty_id=duty.pk, level=level, reason=reason, actor=office.reporter)
    line = duty_lines(unit="130825")[0]
    assert (line.status, line.confidence) == ("overdue", 4)
    assert list(Confidence.objects.order_by("pk").values_list("level", "person")) == [
        (2, office.reporter.name), (4, office.reporter.name),
    ]  # fmt: skip
    with pytest.raises(RefusedError, match="理由"):
        state_confidence(duty_id=duty.pk, level=3, reason=" ", actor=office.reporter)
    with pytest.raises(RefusedError, match="五档"):
        state_confidence(duty_id=duty.pk, level=6, reason="很好（演示）", actor=office.reporter)
    with pytest.raises(RefusedError, match="管辖"):
        elsewhere = another(office.city, "reporter", unit=office.city.other_unit)
        state_confidence(duty_id=duty.pk, level=3, reason="看看（演示）", actor=elsewhere)


def test_help_has_its_days_and_is_ended_by_the_city(office: Office) -> None:
    duty = office.duty()
    values = {"duty": duty, "unit": duty.unit, "helping_unit": office.city.other_unit, "valid_from": date(2026, 3, 1)}
    helper = create_record(register=HELPERS, values=values, actor=office.officer)
    with pytest.raises(RefusedError, match="早于"):
        take_step(register=HELPERS, record_id=helper.pk, step="end", actor=office.officer,
                  values={"on": date(2026, 2, 1)})  # fmt: skip
    ended = take_step(register=HELPERS, record_id=helper.pk, step="end", actor=office.officer,
                      values={"on": date(2026, 9, 30)})  # fmt: skip
    assert (ended.state, ended.valid_to) == ("ended", date(2026, 9, 30))  # type: ignore[attr-defined]  # a Helper
    for wrong, message in (
        ({"helping_unit": None}, "填一个"), ({"helping_unit": duty.unit}, "就是责任单位"),
        ({"valid_to": date(2025, 1, 1)}, "早于起于"),
    ):  # fmt: skip
        with pytest.raises(WrongValuesError, match=message):
            create_record(register=HELPERS, values={**values, **wrong}, actor=office.officer)
    assert DUTIES.slug == "delivery.duties"
