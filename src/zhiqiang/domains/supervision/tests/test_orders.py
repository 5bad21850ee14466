"""An order's way: drawn up from the ladder, approved by another, served, answered, checked, or lapsed to the next."""

from datetime import date

import pytest

from zhiqiang.domains.supervision.actions.proposing import Major, propose_major, propose_order, propose_orders
from zhiqiang.domains.supervision.models import Order
from zhiqiang.domains.supervision.queries.ladder import due_on, last_day_of, pasts_on
from zhiqiang.domains.supervision.registers import ORDERS
from zhiqiang.domains.supervision.tests.office import CHAIN, SUBJECT, Office
from zhiqiang.foundation.notices.models import Notice
from zhiqiang.foundation.reference.models import Holiday, Organisation, UnitBoundary
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, StaleError
from zhiqiang.foundation.registers.stepping import step_on_seen
from zhiqiang.foundation.workflow.models import ClockRun

TODAY = date(2026, 11, 23)


def test_what_is_due_becomes_one_draft_with_its_ground_facts_and_authority(office: Office) -> None:
    row = office.drafted()
    assert (row.rung, row.state, row.addressee, row.former) == ("remind", "proposed", office.city.unit, None)
    assert row.ground == "任务“整治电梯”逾期 9 个工作日（满 1 个工作日）。"
    assert row.facts == [
        {
            "kind": "duty_overdue",
            "amount": 9,
            "words": "任务“整治电梯”逾期 9 个工作日",
            "source": "record:delivery.duties/7",
        }
    ]
    assert "条例第七条" in row.authority
    assert row.demand


def test_a_draft_lies_with_the_city_until_it_is_served(office: Office) -> None:
    row = office.approved()
    assert row.unit.is_city
    with pytest.raises(NotThereError):
        office.take(row, "acknowledge", office.reporter)
    served = office.take(row, "serve", office.officer)
    assert (served.unit, served.issued_on, served.due_on) == (office.city.unit, TODAY, date(2026, 11, 26))
    assert office.take(served, "acknowledge", office.reporter).state == "acknowledged"


def test_drawing_up_all_that_is_due_twice_makes_nothing_twice(office: Office) -> None:
    for number in range(3):
        office.late(subject=f"duty:{number}")
    assert len(propose_orders(on=TODAY, actor=office.officer)) == 3
    assert propose_orders(on=TODAY, actor=office.officer) == []
    assert Order.objects.count() == 3


def test_only_the_rungs_that_are_asked_for_are_drawn_up(office: Office) -> None:
    office.lapsed()
    office.late(subject="duty:8")
    made = propose_orders(on=TODAY, actor=office.officer, rungs=("remind",))
    assert [(one.subject, one.rung) for one in made] == [("duty:8", "remind")]


def test_what_is_not_due_is_not_drawn_up(office: Office) -> None:
    with pytest.raises(RefusedError, match="没有应发的督办"):
        propose_order(unit="130825", subject=SUBJECT, actor=office.officer)
    office.drafted()
    with pytest.raises(RefusedError, match="可能已在办"):
        office.drafted()


@pytest.mark.parametrize(
    ("rung", "refused", "approves"),
    [("remind", "officer", "second"), ("orange", "second", "verifier"), ("red", "verifier", "leader")],
)
def test_each_rung_is_approved_by_its_role_and_never_by_who_drew_it_up(
    office: Office, rung: str, refused: str, approves: str
) -> None:
    for _code in CHAIN[: CHAIN.index(rung)]:
        office.lapsed()
    row = office.drafted()
    assert row.rung == rung
    with pytest.raises(RefusedError):
        office.take(row, "approve", getattr(office, refused))
    assert office.take(row, "approve", getattr(office, approves)).state == "approved"


def test_a_reminder_needs_no_number_and_a_coloured_order_has_one(office: Office) -> None:
    assert office.lapsed().number == ""
    assert "〔2026〕" in office.served().number


def test_the_unit_is_told_once_by_a_notice(office: Office) -> None:
    row = office.served()
    told = Notice.objects.filter(key=f"supervision.served/{row.pk}")
    assert {one.person for one in told} == {office.reporter, office.chief}
    assert "2026-11-26" in told[0].body


def test_a_reply_keeps_the_units_words_and_a_late_one_is_told(office: Office, as_of) -> None:
    row = office.served()
    as_of(2026, 11, 27)
    row = office.take(row, "reply", office.reporter, reply="电梯已停用三台。" * 100)
    assert row.reply.startswith("电梯已停用三台。电梯")
    assert row.replied_late
    assert office.replied("duty:8").replied_late is False


def test_who_drew_up_approved_or_answered_does_not_check(office: Office) -> None:
    office.lapsed()
    row = office.replied()
    assert row.rung == "blue"
    with pytest.raises(RefusedError, match="批准"):
        office.take(row, "accept", office.verifier)
    assert office.take(row, "accept", office.other).state == "met"


def test_an_answer_that_does_not_do_makes_the_next_rung_due(office: Office) -> None:
    first = office.lapsed()
    (due,) = due_on(TODAY)
    assert due.rung.code == "blue"
    second = office.drafted()
    assert (second.rung, second.former) == ("blue", first)
    assert "上一级“提醒”逾期未复或核查未达要求" in second.ground


def test_an_order_that_nobody_answers_lapses_with_the_next_draft(office: Office, as_of) -> None:
    first = office.served()
    as_of(2026, 11, 26)
    assert due_on(date(2026, 11, 26)) == []
    with pytest.raises(RefusedError, match="还没有过"):
        office.take(first, "lapse", office.officer)
    as_of(2026, 11, 27)
    second = office.drafted()
    first.refresh_from_db()
    assert (first.state, first.finding, second.rung, second.former) == ("lapsed", "逾期未答复", "blue", first)


def test_what_is_met_is_not_ordered_again_within_the_window(office: Office, as_of) -> None:
    office.met()
    with pytest.raises(RefusedError, match="30 日内不重复督查"):
        office.drafted()
    as_of(2026, 12, 23)
    assert office.drafted().rung == "remind"


def test_a_matter_is_not_supervised_from_two_sides(office: Office) -> None:
    office.served()
    office.late(subject="report:7/2026Q3", matter=SUBJECT)
    with pytest.raises(RefusedError, match="不多头督查"):
        office.drafted("report:7/2026Q3")


def test_two_verifiers_at_once_leave_one_answer(office: Office) -> None:
    row = office.replied()
    seen = str(row.version)
    third = office.city.person("city_verifier", office.city.city)
    common = {"register": ORDERS, "record_id": row.pk, "version": seen}
    step_on_seen(**common, step="accept", actor=office.other)
    with pytest.raises(StaleError):
        step_on_seen(**common, step="reject", actor=third, reason="没有对照要求")
    with pytest.raises(RefusedError):
        office.take(row, "reject", third)
    row.refresh_from_db()
    assert row.state == "met"


def test_nobody_orders_approves_or_checks_for_the_unit_they_belong_to(office: Office, city) -> None:
    both = {role: city.person(role, city.city) for role in ("city_officer", "city_verifier")}
    for person in both.values():
        person.memberships.create(role="reporter", unit=city.unit, valid_from=date(2020, 1, 1))
    office.late()
    with pytest.raises(RefusedError, match="任职"):
        office.drafted(actor=both["city_officer"])
    row = office.drafted()
    with pytest.raises(RefusedError, match="任职"):
        office.take(row, "approve", both["city_officer"])
    row = office.take(office.take(office.take(row, "approve", office.second), "serve", office.officer), "reply",
                      office.reporter)  # fmt: skip
    with pytest.raises(RefusedError, match="任职"):
        office.take(row, "accept", both["city_verifier"])


def test_nobody_approves_for_the_department_they_belong_to(office: Office, city) -> None:
    department = Organisation.objects.create(title="市住建局（演示）", kind="department", unit=city.city)
    row = office.drafted()
    Order.objects.filter(pk=row.pk).update(lead=department)
    office.second.memberships.create(
        role="department", unit=city.city, organisation=department, valid_from=date(2020, 1, 1)
    )
    with pytest.raises(RefusedError, match="任职"):
        office.take(row, "approve", office.second)


def test_the_office_gives_no_order_to_itself(office: Office) -> None:
    office.late(unit="130800")
    with pytest.raises(RefusedError, match="不能督办自己"):
        office.drafted()


def test_a_moved_holiday_never_shortens_what_the_unit_was_told(office: Office) -> None:
    row = office.served()
    assert last_day_of(row) == date(2026, 11, 26)
    Holiday.objects.create(day=date(2026, 11, 25), title="临时放假", working=False)
    assert last_day_of(row) == date(2026, 11, 27)
    Holiday.objects.filter(day=date(2026, 11, 25)).delete()
    Holiday.objects.create(day=date(2026, 11, 28), title="调休上班", working=True)
    assert last_day_of(row) == date(2026, 11, 26)
    row.refresh_from_db()
    assert row.due_on == date(2026, 11, 26)


def test_a_time_limit_runs_over_the_turn_of_the_year_and_its_holiday(office: Office, as_of) -> None:
    as_of(2026, 12, 31)
    row = office.served()
    run = ClockRun.objects.get(register=ORDERS.slug, record=row.pk, clock="answer_by", stopped_at=None)
    assert (row.due_on, run.provisional) == (date(2027, 1, 5), True)
    Holiday.objects.create(day=date(2027, 1, 1), title="元旦", working=False)
    assert last_day_of(row) == date(2027, 1, 6)


def test_a_dissolved_unit_gets_no_order_and_a_draft_for_it_is_not_approved(office: Office, city) -> None:
    row = office.drafted()
    UnitBoundary.objects.filter(unit=city.unit).delete()
    UnitBoundary.objects.create(
        unit=city.unit, valid_from=date(2020, 1, 1), valid_to=date(2026, 6, 30), description="并入他县"
    )
    with pytest.raises(RefusedError, match="已撤并"):
        office.take(row, "approve", office.second)
    office.late(subject="duty:8")
    (blocked,) = [one for one in due_on(TODAY) if one.subject == "duty:8"]
    assert "已撤并" in blocked.blocked
    with pytest.raises(RefusedError, match="承接单位"):
        office.drafted("duty:8")


def test_a_draft_on_a_former_rung_that_fell_in_between_is_not_approved(office: Office) -> None:
    former = office.lapsed()
    row = office.drafted()
    Order.objects.filter(pk=former.pk).update(state="annulled")
    with pytest.raises(RefusedError, match="不能据以发出这一级"):
        office.take(row, "approve", office.verifier)


def test_the_ladder_of_a_past_day_knows_the_states_of_that_day(office: Office, as_of) -> None:
    row = office.served()
    as_of(2026, 11, 24)
    office.take(office.take(row, "reply", office.reporter), "reject", office.other, "未附材料")
    (then,), (now,) = pasts_on(date(2026, 11, 23)), pasts_on(date(2026, 11, 24))
    assert (then.standing, now.standing) == ("running", "lapsed")
    assert pasts_on(date(2026, 11, 22)) == []
    assert [one.rung.code for one in due_on(date(2026, 11, 22))] == ["remind"]


def major(office: Office, **other: str) -> Major:
    values = {
        "subject_kind": "clause",
        "subject": "T7.1",
        "title": "电梯连续困人",
        "rung": "orange",
        "reason": "群体事件",
    }
    return Major(unit=office.city.unit, **{**values, **other})


def test_a_major_matter_skips_with_a_reason_and_its_own_approver(office: Office) -> None:
    row = propose_major(major=major(office, rung="red"), actor=office.officer)
    assert (row.rung, row.major, row.subject, row.ground) == ("red", True, "clause:T7.1", "重大事项：群体事件")
    with pytest.raises(RefusedError):
        office.take(row, "approve", office.verifier)
    assert office.take(row, "approve", office.leader).state == "approved"


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"reason": " "}, "须写明重大的理由"),
        ({"rung": "blue"}, "不能作为重大事项直接发出"),
        ({"title": " "}, "写明事项"),
        ({"subject_kind": "mood"}, "选择事项类别"),
    ],
)
def test_a_major_matter_without_what_it_needs_is_refused(office: Office, other: dict[str, str], words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        propose_major(major=major(office, **other), actor=office.officer)


def test_a_major_matter_is_not_drawn_up_twice(office: Office) -> None:
    propose_major(major=major(office), actor=office.officer)
    with pytest.raises(RefusedError, match="还在办"):
        propose_major(major=major(office, rung="red"), actor=office.officer)


def test_an_order_is_annulled_by_nothing_but_a_review(office: Office) -> None:
    with pytest.raises(RefusedError, match="只有复核成立"):
        office.take(office.served(), "annul", office.judge)
