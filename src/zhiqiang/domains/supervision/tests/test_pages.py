"""The pages of supervision by role: the ladder, drafting, a unit's own view, replies with files, reviews."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhiqiang.domains.supervision.models import Interview, Order, Review
from zhiqiang.domains.supervision.registers import REGISTERS
from zhiqiang.domains.supervision.tests.office import Office
from zhiqiang.foundation.access.roles import ROLES
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.testing.browsing import hidden, open_as, words

CITY_SIDE = {"city_officer", "city_verifier", "leader", "auditor"}
UNIT_SIDE = {"reporter", "verifier", "department"}
TEXT = SimpleUploadedFile("材料.txt", "整改照片目录".encode(), content_type="text/plain")


def post(who: Any, address: str, /, **values: Any) -> Any:
    return open_as(who).post(address, values, follow=True)


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_a_role_opens_the_pages_meant_for_it(office: Office, role: str) -> None:
    row = office.served()
    browser = open_as(office.city.users[role])
    opened = {name: browser.get(f"/supervision/{name}").status_code == 200 for name in ("", "mine/", "major/")}
    drafts = role in ("city_officer", "city_verifier")
    assert opened == {"": role in CITY_SIDE, "mine/": role in UNIT_SIDE, "major/": drafts}
    seen = role in CITY_SIDE | {"reporter", "verifier"}
    assert (browser.get(f"/supervision/order/{row.pk}/").status_code == 200) == seen


def test_a_draft_is_hidden_from_the_unit_on_every_page(office: Office) -> None:
    row = office.drafted()
    browser = open_as(office.reporter)
    assert browser.get(f"/supervision/order/{row.pk}/").status_code == 404
    assert "整治电梯" not in words(browser.get("/supervision/mine/"))
    assert "整治电梯" not in words(browser.get("/r/supervision.orders/"))
    assert "整治电梯" in words(open_as(office.officer).get("/r/supervision.orders/"))


@pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.slug)
def test_every_list_opens_and_nothing_is_typed_in_there(office: Office, register: Any) -> None:
    office.review(office.served("duty:9"))
    office.reported()
    assert open_as(office.leader).get(f"/r/{register.slug}/").status_code == 200
    assert [one.name for one in register.fields if one.form] == []


def test_the_ladder_tells_who_what_why_and_drafts_with_one_button(office: Office) -> None:
    office.late(30)
    browser = open_as(office.officer)
    page = browser.get("/supervision/")
    text = words(page)
    for said in ("隆化县", "提醒", "整治电梯", "逾期 30 个工作日", "事实已到“橙色督办单”", "市质强办经办批准"):
        assert said in text
    key = hidden(page, "request_key")
    sent = {"unit": "130825", "subject": "duty:7", "request_key": key}
    for _twice in range(2):
        answer = browser.post("/supervision/draft/", sent)
        assert answer["Location"] == f"/supervision/order/{Order.objects.get().pk}/"


def test_all_reminders_are_drafted_at_once(office: Office) -> None:
    for number in range(3):
        office.late(subject=f"duty:{number}")
    text = words(post(office.officer, "/supervision/draft/reminders/", request_key="a"))
    assert "已拟 3 件提醒" in text
    assert Order.objects.count() == 3


def test_what_is_blocked_says_why(office: Office) -> None:
    office.met()
    assert "30 日内不重复督查" in words(open_as(office.officer).get("/supervision/"))
    refused = post(office.officer, "/supervision/draft/", unit="130825", subject="duty:7", request_key="a")
    assert "不重复督查" in words(refused)


def test_a_unit_sees_what_is_asked_until_when_and_answers_with_its_files(office: Office) -> None:
    row = office.served()
    browser = open_as(office.reporter)
    asked = words(browser.get("/supervision/mine/"))
    assert "1 件要办" in asked
    assert "请在 2026-11-26 前答复" in asked
    page = browser.get(f"/supervision/order/{row.pk}/")
    answer = browser.post(
        f"/supervision/order/{row.pk}/reply/",
        {"reply": "已停用三台电梯", "files": [TEXT], "version": hidden(page, "version"), "request_key": "r"},
        follow=True,
    )
    row.refresh_from_db()
    assert (row.state, row.reply) == ("replied", "已停用三台电梯")
    assert Attachment.objects.get(register="supervision.orders", record=row.pk).document.name == "材料.txt"
    assert "材料.txt" in words(answer)


def test_a_file_that_does_not_fit_leaves_the_answer_unsent(office: Office) -> None:
    row = office.served()
    bad = SimpleUploadedFile("a.exe", b"MZ\x90\x00" * 9)
    sent = {"reply": "已停用", "files": [bad], "version": str(row.version), "request_key": "r"}
    text = words(open_as(office.reporter).post(f"/supervision/order/{row.pk}/reply/", sent, follow=True))
    row.refresh_from_db()
    assert row.state == "served"
    assert "不能作为附件" in text


def test_an_answer_on_a_page_seen_before_a_change_is_refused(office: Office) -> None:
    row = office.served()
    sent = {"reply": "已停用", "version": str(row.version - 1), "request_key": "r"}
    assert "有改动" in words(post(office.reporter, f"/supervision/order/{row.pk}/reply/", **sent))


def test_another_unit_finds_nothing(office: Office) -> None:
    row = office.served()
    other = office.city.person("reporter", office.city.other_unit)
    assert open_as(other).get(f"/supervision/order/{row.pk}/").status_code == 404
    assert post(other, f"/supervision/order/{row.pk}/reply/", reply="x", version="1").status_code == 404


def test_the_page_of_an_order_shows_its_chain_with_days_and_the_running_clock(office: Office) -> None:
    office.lapsed()
    row = office.served()
    text = words(open_as(office.officer).get(f"/supervision/order/{row.pk}/"))
    assert "提醒 11-23 逾期或未达要求" in text
    assert "蓝色督办单 11-23 已送达 剩" in text
    assert text.index("蓝色督办单 11-23") < text.index("橙色督办单 红色督办单 点名通报 约谈 整改 复核整改")


def test_a_unit_applies_for_a_review_and_who_had_a_hand_is_told_to_stand_aside(office: Office) -> None:
    office.lapsed()
    row = office.served()
    text = words(post(office.reporter, f"/supervision/order/{row.pk}/review/", grounds="有回执", request_key="r"))
    assert "复核申请已提交" in text
    review = Review.objects.get()
    aside = words(open_as(office.verifier).get(f"/supervision/review/{review.pk}/"))
    assert "回避" in aside
    assert "复核成立，撤销督办" not in aside
    assert "复核成立，撤销督办" in words(open_as(office.judge).get(f"/supervision/review/{review.pk}/"))


def test_an_interview_goes_its_way_through_the_pages(office: Office) -> None:
    order = office.climbed("interview")
    page = words(open_as(office.officer).get(f"/supervision/order/{order.pk}/"))
    assert "拟定约谈" in page
    sent = {"person": "张某某", "interviewer": "李某某", "held_on": "2026-11-23", "held_at": "09:30", "place": "会议室"}
    post(office.officer, f"/supervision/order/{order.pk}/interview/", request_key="a", **sent)
    row = Interview.objects.get()
    office.take(row, "notify", office.officer)
    row.refresh_from_db()
    here = f"/supervision/interview/{row.pk}/"
    refused = {"attended": "王某某", "minutes": "限期整改", "version": str(row.version), "request_key": "b"}
    assert "本人到场" in words(post(office.officer, f"{here}hold/", **refused))
    text = words(post(office.officer, f"{here}hold/", **{**refused, "attended": "张某某", "request_key": "c"}))
    assert "限期整改" in text
    assert "被约谈人未确认" in text
    row.refresh_from_db()
    office.take(office.take(row, "confirm_unit", office.chief), "confirm_city", office.leader)
    correction = row.correction
    sent = {"report": "已整改", "version": str(correction.version), "request_key": "d"}
    assert "已整改" in words(post(office.reporter, f"/supervision/correction/{correction.pk}/report/", **sent))


def test_a_day_that_is_none_is_refused_in_words(office: Office) -> None:
    order = office.climbed("interview")
    sent = {"held_on": "下周一", "held_at": "09:30", "person": "张", "interviewer": "李", "place": "会议室"}
    assert "不是日期" in words(post(office.officer, f"/supervision/order/{order.pk}/interview/", **sent))


def test_a_major_matter_is_drafted_from_its_form(office: Office) -> None:
    sent = {"unit": "130825", "rung": "red", "kind": "clause", "title": "电梯困人", "reason": "群体事件"}
    assert "已拟稿" in words(post(office.officer, "/supervision/draft/major/", request_key="a", **sent))
    assert "请选择单位" in words(post(office.officer, "/supervision/draft/major/", **{**sent, "unit": "x"}))


def test_a_running_clock_waits_on_the_desk_of_who_must_act(office: Office) -> None:
    office.served()
    assert "整治电梯" in words(open_as(office.reporter).get("/desk/"))
