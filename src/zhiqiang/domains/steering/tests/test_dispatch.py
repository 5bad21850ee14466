"""A meeting from its agenda to its duties, by its pages and by its actions."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from zhiqiang.domains.delivery.facade import duty_lines
from zhiqiang.domains.steering.actions import meetings
from zhiqiang.domains.steering.models import AgendaItem, Decision, Meeting
from zhiqiang.domains.steering.presentation.minutes import minutes_paper
from zhiqiang.domains.steering.queries import meetings as asked
from zhiqiang.domains.steering.registers import MEETINGS
from zhiqiang.domains.steering.rules import Candidate
from zhiqiang.domains.steering.views import acts
from zhiqiang.domains.steering.views.papers import issue_minutes
from zhiqiang.foundation.papers.fonts import NoFontError
from zhiqiang.foundation.papers.queries import papers_of
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.browsing import body, hidden, open_as, words
from zhiqiang.kernel.papers import Table, plain, unbound

FOUND = [
    Candidate("target", "G2027.5", "130800", "食品合格率", "滞后", "behind"),
    Candidate("duty", "2026-0001", "130825", "补齐窗口", "逾期 9 天", "overdue", 9),
    Candidate("target", "T2.1.2", "130800", "研发机构", "关注", "watch"),
    Candidate("target", "T1.1.2", "130800", "领跑者", "正常", "on_track"),
]


@pytest.fixture
def office(city, as_of, monkeypatch):
    """A city with a meeting in preparation, where three things are red, amber or late."""
    as_of(2026, 10, 12)
    monkeypatch.setattr(meetings, "candidates", lambda _on: FOUND)
    values = {
        "number": "2026-03", "title": "三季度调度", "held_on": date(2026, 10, 12), "place": "隆化县",
        "chair": "分管领导", "unit": city.city,
    }  # fmt: skip
    row = create_record(register=MEETINGS, values=values, actor=city.users["city_officer"])
    return SimpleNamespace(city=city, officer=city.users["city_officer"], leader=city.users["leader"], row=row)


def post(person, name, row, **data):
    """Send a form of the meeting's page and follow where it leads."""
    row.refresh_from_db()
    sent = {"request_key": f"{name}-{row.version}-{sorted(data.items())}"[:80], "version": str(row.version), **data}
    return open_as(person).post(reverse(name, args=[row.pk]), sent, follow=True)


def said(answer):
    return [str(one) for one in answer.context["messages"]]


def decided(office, **other):
    values = {
        "what": "补齐一站式窗口",
        "unit": office.city.unit,
        "due_on": date(2026, 12, 20),
        "clause": "T7.4",
    } | other
    return meetings.add_decision(meeting_id=office.row.pk, actor=office.officer, **values)


def held(office):
    take_step(register=MEETINGS, record_id=office.row.pk, step="hold", actor=office.officer)
    text = {"minutes": "听取情况。\n限期 30 日改正。"}
    take_step(register=MEETINGS, record_id=office.row.pk, step="write_minutes", actor=office.officer, values=text)


def signed(office):
    held(office)
    return take_step(register=MEETINGS, record_id=office.row.pk, step="sign", actor=office.leader)


def test_an_agenda_is_drafted_once_and_the_officers_choice_stays(office):
    assert said(post(office.officer, "steering-draft", office.row)) == ["拟出 3 项，请取舍。"]
    items = list(office.row.agenda.all())
    assert [one.reference for one in items] == ["2026-0001", "G2027.5", "T2.1.2"]
    post(office.officer, "steering-keep", office.row, keep=[str(items[0].pk), str(items[1].pk)])
    post(office.officer, "steering-add-item", office.row, title="基层减负", unit=office.city.unit.code)
    assert meetings.draft_agenda(meeting_id=office.row.pk, actor=office.officer) == 0
    states = list(AgendaItem.objects.order_by("pk").values_list("source", "state"))
    assert states == [("duty", "listed"), ("target", "listed"), ("target", "dropped"), ("own", "listed")]


def test_signing_the_minutes_opens_a_duty_for_each_decision(office, monkeypatch):
    post(
        office.officer,
        "steering-decide",
        office.row,
        what="补齐窗口",
        unit="130825",
        due_on="2026-12-20",
        clause="T7.4",
    )
    dropped = decided(office, what="另议")
    take_step(
        register=meetings.register("decisions"),
        record_id=dropped.pk,
        step="give_up",
        actor=office.officer,
        reason="并入",
    )
    assert said(post(office.officer, "steering-hold", office.row, held_on="2026-10-12"))
    post(office.officer, "steering-write", office.row, minutes="听取情况。")
    monkeypatch.setattr(acts, "_issue", lambda _request, _record: None)
    answer = post(office.leader, "steering-sign", office.row)
    assert said(answer) == ["“签发纪要”已办理：2026-03 三季度调度。"]
    first = Decision.objects.get(number="2026-03-1")
    (duty,) = duty_lines()
    assert (duty.id, duty.source_kind, duty.source_ref) == (first.duty, "decision", "2026-03-1")
    assert (duty.unit, duty.clause, duty.due_on, duty.state) == ("130825", "T7.4", date(2026, 12, 20), "assigned")
    assert list(Decision.objects.order_by("pk").values_list("state", flat=True)) == ["opened", "given_up"]


def test_a_decision_that_cannot_become_a_duty_keeps_the_minutes_unsigned(office, monkeypatch):
    decided(office)

    def refuse(**_given):
        raise RefusedError("台账不收")

    monkeypatch.setattr(meetings, "open_duty", refuse)
    with pytest.raises(RefusedError):
        signed(office)
    office.row.refresh_from_db()
    assert (office.row.state, Decision.objects.get().state) == ("held", "recorded")


def test_minutes_without_a_word_are_not_signed(office):
    take_step(register=MEETINGS, record_id=office.row.pk, step="hold", actor=office.officer)
    with pytest.raises(RefusedError, match="还没有写会议情况"):
        take_step(register=MEETINGS, record_id=office.row.pk, step="sign", actor=office.leader)


def test_minutes_stay_short(office):
    take_step(register=MEETINGS, record_id=office.row.pk, step="hold", actor=office.officer)
    with pytest.raises(RefusedError, match="4001 字，超过 4000 字"):
        take_step(
            register=MEETINGS, record_id=office.row.pk, step="write_minutes", actor=office.officer,
            values={"minutes": "字" * 4001},
        )  # fmt: skip


def test_nobody_says_that_a_meeting_of_tomorrow_was_held(office):
    answer = post(office.officer, "steering-hold", office.row, held_on="2026-10-13")
    assert said(answer) == ["召开日期 2026-10-13 还没有到。提前召开的，请改为实际召开的日期。"]


def test_a_decision_becomes_a_duty_by_the_minutes_only(office):
    made = decided(office)
    with pytest.raises(RefusedError, match="随会议纪要签发"):
        take_step(register=meetings.register("decisions"), record_id=made.pk, step="open_duty", actor=office.leader)


def test_the_next_meeting_opens_with_the_last_ones_decisions(office, as_of):
    decided(office)
    signed(office)
    as_of(2026, 12, 28)
    values = {
        "number": "2026-04", "title": "年末", "held_on": date(2026, 12, 29), "place": "滦平县", "chair": "分管领导",
        "unit": office.city.city,
    }  # fmt: skip
    following = create_record(register=MEETINGS, values=values, actor=office.officer)
    page = open_as(office.officer).get(reverse("steering-meeting", args=[following.pk]))
    text = words(page)
    assert "先看上次（2026-03，2026-10-12）的落实" in text
    assert text.index("2026-03-1") < text.index("议程 0 项")
    (line,) = page.context["before_decisions"]
    assert line.duty.status == "overdue"
    with pytest.raises(RefusedError, match="还有 1 项没有办结：2026-03-1"):
        take_step(register=MEETINGS, record_id=office.row.pk, step="close", actor=office.officer)
    row = take_step(register=MEETINGS, record_id=office.row.pk, step="close", actor=office.officer, reason="转入督办")
    assert row.state == "followed"


def test_a_meeting_that_is_called_off_decides_nothing(office):
    made = decided(office)
    take_step(register=MEETINGS, record_id=office.row.pk, step="call_off", actor=office.officer, reason="改期")
    made.refresh_from_db()
    assert made.state == "given_up"
    with pytest.raises(RefusedError, match="议程不再改动"):
        meetings.draft_agenda(meeting_id=office.row.pk, actor=office.officer)


def test_every_digit_of_the_minutes_says_where_it_is_from(office):
    meetings.draft_agenda(meeting_id=office.row.pk, actor=office.officer)
    decided(office)
    signed(office)
    meeting = Meeting.objects.get()
    paper = minutes_paper(
        meeting, agenda=meeting.agenda.all(), decisions=list(meeting.decisions.all()), city="承德市", issuer="市质强办"
    )
    assert unbound(paper) == []
    (table,) = [one for one in paper.blocks if isinstance(one, Table)]
    assert [plain(cell) for cell in table.rows[0]] == ["2026-03-1", "补齐一站式窗口", "隆化县", "2026-12-20"]


def test_signed_minutes_are_printed_once(office):
    with pytest.raises(RefusedError, match="还没有签发"):
        issue_minutes(meeting_id=office.row.pk, actor=office.leader)
    decided(office)
    signed(office)
    try:
        first = issue_minutes(meeting_id=office.row.pk, actor=office.leader)
    except NoFontError:
        pytest.skip("no Chinese font on this computer")
    assert issue_minutes(meeting_id=office.row.pk, actor=office.leader) == first
    assert [one.number for one in papers_of(MEETINGS.slug, office.row.pk)] == ["承质强纪〔2026〕1号"]
    page = words(open_as(office.officer).get(reverse("steering-meeting", args=[office.row.pk])))
    assert "承质强纪〔2026〕1号" in page


def test_what_stands_in_the_way_of_printing_leaves_the_signature(office, monkeypatch):
    held(office)

    def no_font(**_given):
        raise NoFontError

    monkeypatch.setattr(acts, "issue_minutes", no_font)
    answer = post(office.leader, "steering-sign", office.row)
    office.row.refresh_from_db()
    assert office.row.state == "issued"
    assert any("没有印成文件" in one for one in said(answer))
    assert reverse("steering-issue", args=[office.row.pk]) in body(answer)


def test_what_was_typed_wrongly_is_named(office):
    assert said(post(office.officer, "steering-decide", office.row, what="", unit="130825")) == ["请写明议定事项。"]
    wrong = post(office.officer, "steering-decide", office.row, what="甲", unit="x", due_on="2026-12-20")
    assert said(wrong) == ["请选择责任单位。"]
    wrong = post(office.officer, "steering-decide", office.row, what="甲", unit="130825", due_on="12月20日")
    assert said(wrong) == ["“12月20日”不是日期，应写作 2026-03-01。"]
    assert not Decision.objects.exists()


def test_the_loser_of_two_who_write_at_once_gets_a_message(office):
    take_step(register=MEETINGS, record_id=office.row.pk, step="hold", actor=office.officer)
    page = open_as(office.officer).get(reverse("steering-meeting", args=[office.row.pk]))
    seen = hidden(page, "version")
    post(office.officer, "steering-write", office.row, minutes="甲")
    answer = open_as(office.officer).post(
        reverse("steering-write", args=[office.row.pk]), {"minutes": "乙", "version": seen, "request_key": "late"},
        follow=True,
    )  # fmt: skip
    assert "有改动" in said(answer)[0]
    assert Meeting.objects.get().minutes == "甲"


def test_only_those_whose_part_it_is_do_it(office):
    for name in ("draft", "keep", "add-item", "decide", "hold", "write"):
        address = reverse(f"steering-{name}", args=[office.row.pk])
        for role in ("leader", "city_verifier", "reporter", "department"):
            assert open_as(office.city.users[role]).post(address).status_code == 404, (name, role)
    for role in ("city_officer", "reporter"):
        for name in ("sign", "issue"):
            address = reverse(f"steering-{name}", args=[office.row.pk])
            assert open_as(office.city.users[role]).post(address).status_code == 404, (name, role)


def test_what_is_late_is_a_candidate_of_its_own(city, as_of, monkeypatch):
    as_of(2026, 10, 12)
    duty = SimpleNamespace(
        unit="130825",
        number="2026-0007",
        title="补齐窗口",
        due_on=date(2026, 9, 30),
        overdue_days=12,
        state_title="办理中",
    )
    from_unknown = SimpleNamespace(**{**vars(duty), "unit": "999999"})
    monkeypatch.setattr(asked, "overdue_duties", lambda _on: [duty, from_unknown])
    monkeypatch.setattr(asked, "overdue_reports", lambda _on: [])
    found = [one for one in asked.candidates() if one.source == "duty"]
    assert [(one.reference, one.status, one.late_days) for one in found] == [("2026-0007", "overdue", 12)]
    assert found[0].ground == "2026-0007，期限 2026-09-30，逾期 12 天，办理中"
