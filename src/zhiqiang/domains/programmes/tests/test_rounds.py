"""Calls: pinned to their definition, closed on their day, entered late by a decision, never beyond their quota."""

from datetime import date

import pytest

from zhiqiang.domains.programmes.actions.applications import put_paper, remove_paper, save_answers
from zhiqiang.domains.programmes.actions.rounds import admit_late, move_closing
from zhiqiang.domains.programmes.models import Application, Definition, Round
from zhiqiang.domains.programmes.queries.programmes import programme_of
from zhiqiang.domains.programmes.tests import walking
from zhiqiang.domains.programmes.tests.definitions import FULL
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.trail.models import TrailEntry


@pytest.fixture
def bridges(walk):
    walking.KNOWN["above_scale"] = True
    return walk("bridges")


def test_a_running_call_keeps_its_definition_when_the_file_changes(bridges, write_programme):
    row = bridges.to("submitted")
    write_programme("bridges", FULL.replace("version = 1", "version = 2").replace("廊桥修缮认定", "新办法"))
    assert programme_of(row.definition_id).title == "廊桥修缮认定"
    bridges.to("recognised", row)
    other = bridges.open(title="下一批")
    assert (other.definition.version, other.definition.title) == (2, "新办法")
    assert Definition.objects.count() == 2


def test_a_changed_definition_without_a_new_version_opens_no_call(bridges, write_programme):
    bridges.open()
    write_programme("bridges", FULL.replace("廊桥修缮认定", "悄悄改名"))
    with pytest.raises(RefusedError, match="version 加一"):
        bridges.open(title="下一批")


def test_a_definition_is_never_changed_or_removed(bridges):
    found = bridges.open().definition
    with pytest.raises(TypeError):
        found.save()
    with pytest.raises(TypeError):
        found.delete()


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"opens_on": date(2026, 9, 5), "closes_on": date(2026, 9, 4)}, "早于开始日"),
        ({"opens_on": date(2026, 8, 1), "closes_on": date(2026, 8, 31)}, "已过"),
        ({"title": " "}, "批次名称"),
        ({"opens_on": date(2022, 1, 1)}, "有效期"),
    ],
)
def test_a_call_with_a_mistake_is_not_opened(bridges, other, words):
    with pytest.raises(WrongValuesError, match=words):
        bridges.open(**other)
    assert not Round.objects.exists()


def test_a_programme_that_takes_applications_at_any_time_has_no_calls(walk):
    with pytest.raises(WrongValuesError, match="不按批次"):
        walk("wells").open()


def test_nothing_is_begun_or_handed_in_after_the_closing_day(bridges, as_of):
    bridges.open(closes_on=date(2026, 9, 10))
    row = bridges.filled()
    as_of(2026, 9, 11)
    with pytest.raises(RefusedError, match="2026-09-10 截止"):
        bridges.step(row, "submit")
    with pytest.raises(RefusedError, match="截止"):
        bridges.draft()


def test_a_late_entry_is_a_logged_decision_for_one_organisation(bridges, as_of, city):
    call = bridges.open(closes_on=date(2026, 9, 10))
    officer = bridges.person("city_officer")
    with pytest.raises(RefusedError, match="现在就可以申报"):
        admit_late(
            round_id=call.pk, organisation=bridges.applicant, until=date(2026, 9, 20), reason="断网", actor=officer
        )
    as_of(2026, 9, 12)
    with pytest.raises(WrongValuesError, match="理由"):
        admit_late(round_id=call.pk, organisation=bridges.applicant, until=date(2026, 9, 20), reason=" ", actor=officer)
    with pytest.raises(RefusedError, match="市级经办"):
        admit_late(
            round_id=call.pk, organisation=bridges.applicant, until=date(2026, 9, 20), reason="断网",
            actor=bridges.person("enterprise"),
        )  # fmt: skip
    made = admit_late(
        round_id=call.pk, organisation=bridges.applicant, until=date(2026, 9, 20), reason="断网三天", actor=officer
    )
    row = bridges.to("submitted")
    assert row.late_entry == made
    entry = TrailEntry.objects.filter(action="admit_late").get()
    assert (entry.actor, entry.facts["reason"]) == (officer, "断网三天")
    other = Organisation.objects.create(title="别家", unit=city.unit)
    walk = type(bridges)(city, "bridges", other, call=call)
    with pytest.raises(RefusedError, match="截止"):
        walk.draft()
    as_of(2026, 9, 21)
    with pytest.raises(RefusedError, match="截止"):
        bridges.draft()


def test_a_call_is_prolonged_with_a_reason(bridges, as_of):
    call, officer = bridges.open(closes_on=date(2026, 9, 10)), bridges.person("city_officer")
    with pytest.raises(WrongValuesError, match="理由"):
        move_closing(round_id=call.pk, closes_on=date(2026, 9, 30), reason="", actor=officer)
    bridges.call = move_closing(round_id=call.pk, closes_on=date(2026, 9, 30), reason="节假日顺延", actor=officer)
    as_of(2026, 9, 25)
    assert bridges.to("submitted").state == "submitted"


def test_a_correction_may_come_after_the_closing_day(bridges, as_of):
    bridges.open(closes_on=date(2026, 9, 10))
    row = bridges.to("submitted")
    bridges.step(row, "return_for_correction", reason="照片不清楚")
    as_of(2026, 9, 15)
    enterprise = bridges.person("enterprise")
    remove_paper(application_id=row.pk, paper_id=row.papers.get(slot="photo").pk, actor=enterprise)
    with pytest.raises(WrongValuesError, match="缺少材料“照片”"):
        bridges.step(row, "resubmit")
    put_paper(application_id=row.pk, slot="photo", name="新照片.txt", content=b"clear\n", actor=enterprise)
    assert bridges.step(row, "resubmit").state == "submitted"


def test_what_was_handed_in_is_frozen(bridges):
    row = bridges.to("submitted")
    enterprise = bridges.person("enterprise")
    walking.KNOWN["above_scale"] = False
    for attempt in (
        lambda: save_answers(
            application_id=row.pk, version=row.version, answers={"bridge": "别的桥"}, actor=enterprise
        ),
        lambda: put_paper(application_id=row.pk, slot="photo", name="a.txt", content=b"x\n", actor=enterprise),
        lambda: remove_paper(application_id=row.pk, paper_id=row.papers.first().pk, actor=enterprise),
    ):
        with pytest.raises(RefusedError, match="不能再改"):
            attempt()
    # What the system knew when it was handed in goes on to count.
    assert bridges.to("recognised", row).facts["above_scale"] is True


def test_the_same_thing_is_not_applied_for_twice_at_a_time(bridges):
    bridges.to("submitted")
    again = bridges.filled()
    with pytest.raises(RefusedError, match="不要重复提交"):
        bridges.step(again, "submit")
    assert bridges.to("submitted", tail="第二座").state == "submitted"


def test_no_more_are_decided_for_than_there_are_places(bridges):
    call = bridges.open(quota=1)
    bridges.to("proposed", tail="一")
    row = bridges.to("visited", tail="二")
    bridges.prepare(row, "decide_for")
    with pytest.raises(RefusedError, match="名额 1 个已满"):
        bridges.step(row, "decide_for", level="b")
    assert Application.objects.filter(round=call, state="proposed").count() == 1


def test_a_quota_above_that_of_the_definition_is_refused(walk):
    with pytest.raises(WrongValuesError, match="上限 2"):
        walk("bridges").open(quota=3)


def test_a_level_is_given_only_where_its_conditions_hold(bridges):
    row = bridges.filled(size="short")
    bridges.to("visited", row)
    bridges.prepare(row, "decide_for")
    with pytest.raises(WrongValuesError, match="短桥最高为乙等"):
        bridges.step(row, "decide_for", level="a")
    with pytest.raises(WrongValuesError, match="没有选认定级别"):
        bridges.step(row, "decide_for")
    assert bridges.step(row, "decide_for", level="b").level == "b"


def test_the_offices_own_findings_come_before_a_decision(bridges):
    row = bridges.to("visited")
    with pytest.raises(WrongValuesError, match="“已验收”没有填写"):
        bridges.step(row, "decide_for", level="b")


def test_conditions_that_are_not_met_or_not_known_are_each_told(walk):
    made = walk("bridges")
    made.open()
    row = made.filled(finished_on="2019-01-01")
    with pytest.raises(WrongValuesError) as refused:
        made.step(row, "submit")
    told = [one.message for one in refused.value.findings]
    assert "2020年以后完工的才可申报" in told
    assert "条件尚不能确认：请先入规" in told


def test_a_kind_that_may_not_apply_is_told_why(walk, city):
    school = Organisation.objects.create(title="承德某学校", kind="institution", unit=city.unit)
    walking.KNOWN["above_scale"] = True
    made = walk("bridges", applicant=school)
    row = made.filled()
    with pytest.raises(WrongValuesError, match="事业单位修桥另有渠道"):
        made.step(row, "submit")


def test_another_organisation_finds_no_draft(bridges, city):
    row = bridges.draft()
    stranger = city.person(
        "enterprise", city.unit, organisation=Organisation.objects.create(title="别家", unit=city.unit)
    )
    with pytest.raises(NotThereError):
        save_answers(application_id=row.pk, version=row.version, answers={}, actor=stranger)
