"""Interviews: within a week, the very person, minutes confirmed by both sides; corrections re-checked by another."""

from datetime import date

import pytest

from zhiqiang.domains.supervision.models import Correction, Order
from zhiqiang.domains.supervision.registers import CORRECTIONS
from zhiqiang.domains.supervision.tests.office import Office
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.workflow.models import ClockRun


def test_an_interview_is_arranged_only_for_an_approved_order_of_that_rung(office: Office) -> None:
    with pytest.raises(RefusedError, match="批准了的约谈"):
        office.arranged(office.approved())


def test_an_interview_is_held_within_a_week_of_the_notice(office: Office) -> None:
    order = office.climbed("interview")
    with pytest.raises(RefusedError, match="最迟 2026-11-30"):
        office.arranged(order, held_on=date(2026, 12, 1))
    with pytest.raises(RefusedError, match="早于今天"):
        office.arranged(order, held_on=date(2026, 11, 20))
    assert office.arranged(order, held_on=date(2026, 11, 30)).state == "arranged"


def test_a_time_that_is_none_and_a_person_on_both_sides_are_refused(office: Office) -> None:
    order = office.climbed("interview")
    with pytest.raises(WrongValuesError, match="两位小时和分钟"):
        office.arranged(order, held_at="9点半")
    with pytest.raises(WrongValuesError, match="同一人"):
        office.arranged(order, interviewer="张某某 县长")


def test_the_order_is_served_with_the_notice_and_not_before(office: Office) -> None:
    order = office.climbed("interview")
    with pytest.raises(RefusedError, match="随约谈通知送达"):
        office.take(order, "serve", office.officer)
    interview = office.take(office.arranged(order), "notify", office.officer)
    order.refresh_from_db()
    assert (order.state, order.number, order.unit) == ("served", interview.number, office.city.unit)


def test_nobody_comes_in_place_of_the_person(office: Office) -> None:
    row = office.notified()
    with pytest.raises(RefusedError, match="本人到场"):
        office.take(row, "hold", office.officer, attended="王某某 副县长", minutes="……")
    held = office.take(row, "hold", office.officer, attended="张某某县长", minutes="限期整改")
    assert (held.state, held.minutes) == ("held", "限期整改")


def test_an_interview_is_not_recorded_before_its_day(office: Office) -> None:
    row = office.take(office.arranged(held_on=date(2026, 11, 24)), "notify", office.officer)
    with pytest.raises(RefusedError, match="还没有举行"):
        office.take(row, "hold", office.officer)


def test_the_minutes_are_confirmed_by_two_people_of_two_sides(office: Office) -> None:
    row = office.held()
    with pytest.raises(NotThereError):
        office.take(row, "confirm_unit", office.officer)
    row = office.take(row, "confirm_unit", office.chief)
    with pytest.raises(NotThereError):
        office.take(row, "confirm_city", office.chief)
    row = office.take(row, "confirm_city", office.leader)
    assert (row.unit_signed_by, row.city_signed_by) == (office.chief.name, office.leader.name)
    assert row.unit_signed_on == row.city_signed_on == date(2026, 11, 23)
    assert row.minutes_number


def test_with_the_second_confirmation_the_correction_is_due_in_five_working_days(office: Office) -> None:
    row = office.correction()
    run = ClockRun.objects.get(register=CORRECTIONS.slug, record=row.pk, stopped_at=None)
    assert (row.unit, run.due.astimezone().date()) == (office.city.unit, date(2026, 11, 30))
    assert "停用" in row.demand


def test_a_passed_recheck_closes_correction_interview_and_order_together(office: Office) -> None:
    row = office.take(office.reported(), "pass_recheck", office.other, "现场看过，已到位")
    interview = row.interview
    interview.refresh_from_db()
    assert (row.state, bool(row.number), interview.state, interview.order.state) == ("passed", True, "closed", "met")


def test_a_failed_recheck_sends_the_correction_back_with_a_new_time_limit(office: Office, as_of) -> None:
    row = office.reported()
    as_of(2026, 11, 30)
    row = office.take(row, "fail_recheck", office.other, "记录仍缺")
    run = ClockRun.objects.get(register=CORRECTIONS.slug, record=row.pk, stopped_at=None)
    assert (row.state, run.clock, run.due.astimezone().date()) == ("returned", "correct_by", date(2026, 12, 7))
    assert office.take(row, "report", office.reporter, "已补记录").state == "reported"


def test_nothing_is_closed_past_the_recheck(office: Office) -> None:
    interview = office.signed()
    with pytest.raises(RefusedError, match="随整改复核通过办结"):
        office.take(interview, "close", office.other)
    with pytest.raises(RefusedError, match="随整改复核通过办结"):
        office.take(interview.order, "conclude", office.other)


def test_a_cancelled_interview_takes_its_order_and_correction_back(office: Office) -> None:
    interview = office.signed()
    with pytest.raises(RefusedError, match="请取消约谈"):
        office.take(interview.order, "withdraw", office.leader)
    office.take(interview, "cancel", office.leader, "机构调整")
    assert Order.objects.get(rung="interview").state == "withdrawn"
    assert Correction.objects.get().state == "called_off"
