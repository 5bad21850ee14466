"""The system pages: who opens which, what bad input is told, a year that makes deadlines firm."""

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import Membership, User
from zhiqiang.foundation.access.roles import ROLES
from zhiqiang.foundation.jobs.models import Job
from zhiqiang.foundation.reference.models import CalendarYear, Holiday, Organisation, ProductClass
from zhiqiang.foundation.testing.browsing import body, hidden, open_as, words
from zhiqiang.foundation.trail.models import TrailEntry
from zhiqiang.foundation.trail.record import verify_trail
from zhiqiang.foundation.workflow.clocks import end_of, explain_clock
from zhiqiang.foundation.workflow.models import ClockRun

EVERYBODY = (
    "city_officer", "city_verifier", "reporter", "verifier", "laboratory", "enterprise", "auditor", "administrator",
)  # fmt: skip
OPEN_TO = {
    "system": {"administrator", "auditor"},
    "system-users": {"administrator", "auditor"},
    "system-user-new": {"administrator"},
    "system-calendar": {"administrator", "auditor"},
    "system-calendar-new": {"administrator"},
    "system-organisations": {"administrator", "auditor", "city_officer", "reporter"},
    "system-organisation-new": {"administrator", "city_officer", "reporter"},
    "system-product-classes": {"administrator", "auditor", "city_officer"},
    "system-product-class-new": {"administrator", "city_officer"},
}
YEAR_2027 = """日期,名称,放假或上班
2027-01-01至2027-01-03,元旦,放假
2027-02-05至2027-02-13,春节,放假
2027年2月14日,春节,上班
2027-04-03至2027-04-05,清明节,放假
2027-05-01至2027-05-05,劳动节,放假
2027-06-09,端午节,放假
2027-09-15,中秋节,放假
2027-10-01至2027-10-07,国庆节,放假
"""


@pytest.fixture
def admin(city):
    return open_as(city.users["administrator"])


def last():
    return TrailEntry.objects.order_by("-number").first()


def ask_year(admin, **more):
    asked = {"year": "2027", "notice": "测试通知", "rows": YEAR_2027} | more
    return admin.post(reverse("system-calendar-new"), asked)


@pytest.mark.parametrize("role", EVERYBODY)
def test_each_page_opens_for_its_roles_and_is_absent_for_others(city, role):
    browser = open_as(city.users[role])
    opened = {name for name in OPEN_TO if browser.get(reverse(name)).status_code == 200}
    assert opened == {name for name, known in OPEN_TO.items() if role in known}


@pytest.mark.parametrize("role", [one for one in EVERYBODY if one != "administrator"])
def test_nobody_else_can_send_what_only_an_administrator_may(city, role):
    browser, person = open_as(city.users[role]), city.users["enterprise"]
    before = TrailEntry.objects.count()
    names = ("change", "membership", "password", "second-factor")
    for name in names:
        assert browser.post(reverse(f"system-user-{name}", args=[person.pk])).status_code == 404
    assert browser.post(reverse("system-membership-end", args=[person.memberships.get().pk])).status_code == 404
    assert TrailEntry.objects.count() == before


def test_the_first_page_says_what_stands_and_the_trail_is_checked_on_request(city, admin):
    Job.objects.create(name="某导入", status=Job.Status.FAILED, created_at=clock.now(), message="磁盘满了")
    page = words(admin.get(reverse("system")))
    for said in (f"启用 {len(ROLES)} 人", "放假安排录到", "质量强市", "某导入", "磁盘满了", "接口密钥", "还没有数据"):
        assert said in page
    count, fault = verify_trail()
    assert fault is None
    assert f"留痕完好：{count} 条" in words(admin.post(reverse("system-trail")))


def test_a_broken_trail_is_said_with_its_first_bad_row(admin, monkeypatch):
    first = TrailEntry.objects.order_by("number").first()
    monkeypatch.setattr(TrailEntry, "computed_hash", lambda _entry: "0" * 64)
    assert f"留痕从第 {first.number} 条起不可信" in words(admin.post(reverse("system-trail")))


def test_an_auditor_reads_users_and_sees_no_button(city):
    auditor = open_as(city.users["auditor"])
    page = body(auditor.get(reverse("system-user", args=[city.users["reporter"].pk])))
    assert "单位填报" in page
    assert reverse("system-user-password", args=[city.users["reporter"].pk]) not in page
    assert "接口密钥" not in words(auditor.get(reverse("system")))


def test_a_new_user_is_made_trusted_and_can_sign_in_with_what_was_shown(city, admin, client):
    made = admin.post(reverse("system-user-new"), {"username": "zhao.min", "name": "赵敏", "email": ""})
    assert "no-store" in made["Cache-Control"]
    password = made.context["password"]
    person = User.objects.get(username="zhao.min")
    assert password in body(made)
    assert password not in body(admin.get(reverse("system-user", args=[person.pk])))
    given = {"role": "reporter", "unit": city.unit.pk, "valid_from": clock.today().isoformat()}
    assert admin.post(reverse("system-user-membership", args=[person.pk]), given).status_code == 302
    assert client.post(reverse("login"), {"username": "zhao.min", "password": password}).status_code == 302
    assert client.get(reverse("desk")).url.startswith(reverse("password"))


def test_a_wrong_membership_is_told_at_its_field_and_nothing_is_given(city, admin):
    person = city.users["reporter"]
    asked = {"role": "laboratory", "unit": "", "organisation": "没有这家", "valid_from": "2020-01-01"}
    answer = admin.post(reverse("system-user-membership", args=[person.pk]), asked)
    assert answer.status_code == 422
    assert "没有找到“没有这家”" in words(answer)
    answer = admin.post(reverse("system-user-membership", args=[person.pk]), asked | {"organisation": ""})
    assert "须属于一个组织" in words(answer)
    assert "起始日不能早于今天" in words(answer)
    assert 'href="#give_organisation"' in body(answer)
    assert person.memberships.count() == 1


def test_a_membership_is_ended_from_the_page_and_stays_there_as_history(city, admin):
    held = city.users["reporter"].memberships.get()
    address = reverse("system-membership-end", args=[held.pk])
    wrong = admin.post(address, {"last_day": "2020-02-02"})
    assert wrong.status_code == 422
    assert "最后一天应不早于今天" in words(wrong)
    assert "已结束" in words(admin.post(address, {"last_day": ""}, follow=True))
    assert Membership.objects.filter(pk=held.pk, valid_to__lt=clock.today()).exists()
    assert "历史不再改动" in words(admin.post(address, {"last_day": ""}, follow=True))


def test_ones_own_page_offers_nothing_and_refuses_what_is_sent_all_the_same(city, admin):
    own = city.users["administrator"]
    page = body(admin.get(reverse("system-user", args=[own.pk])))
    assert reverse("system-user-membership", args=[own.pk]) not in page
    assert "自己的密码" in words(admin.post(reverse("system-user-password", args=[own.pk]), follow=True))


def test_the_list_of_users_is_searched_and_narrowed_and_its_queries_do_not_grow(
    city, admin, django_assert_max_num_queries
):
    page = words(admin.get(reverse("system-users"), {"role": "reporter", "unit": city.unit.pk, "active": "1"}))
    assert "用户 1 人" in page
    assert "没有符合条件的用户" in words(admin.get(reverse("system-users"), {"q": "查无此人"}))
    for number in range(30):
        city.person("reporter", city.unit, f"many-{number}")
    with django_assert_max_num_queries(16):
        admin.get(reverse("system-users"))


def test_a_year_is_previewed_with_weekdays_then_saved_whole(admin):
    preview = ask_year(admin)
    assert preview.status_code == 200
    page = words(preview)
    assert "放假 29 天，调休上班 1 天" in page
    assert "2027-02-14 星期日 春节 调休上班" in page
    assert not CalendarYear.objects.filter(year=2027).exists()
    assert ask_year(admin, rows=hidden(preview, "rows"), save="1").status_code == 302
    assert Holiday.objects.filter(day__year=2027).count() == 30
    entry = TrailEntry.objects.get(action="announce_year")
    assert (entry.record, entry.facts["notice"], len(entry.facts["days"])) == ("2027", "测试通知", 30)
    assert "已经录入" in words(ask_year(admin, save="1"))


def test_a_year_makes_provisional_deadlines_firm_and_the_trail_keeps_both_dates(admin):
    started = datetime(2026, 12, 28, 9, tzinfo=clock.ZONE)
    run = ClockRun(
        register="samples", record=1, clock="verify", rule="report.verify", unit_path="x/", started_at=started,
        due=started,
    )  # fmt: skip
    before = explain_clock(run)
    assert before.provisional
    run.due, run.provisional, run.rule_version = end_of(before.due), True, before.limit.version
    run.save()
    stopped = ClockRun.objects.create(
        register="samples", record=2, clock="verify", rule="report.verify", rule_version="x", unit_path="x/",
        started_at=started, due=run.due, provisional=True, stopped_at=started,
    )  # fmt: skip
    rows = YEAR_2027 + "2027-01-04至2027-01-05,元旦,放假"
    answer = admin.post(
        reverse("system-calendar-new"), {"year": 2027, "notice": "测试", "rows": rows, "save": "1"}, follow=True
    )
    assert "重算了 1 个暂定时限，其中 1 个的日期有变" in words(answer)
    run.refresh_from_db()
    # 15 working days from 29 December: 3 in 2026, then from 6 January on; 1 January is a Friday.
    assert (run.provisional, run.due.astimezone(clock.ZONE).date()) == (False, date(2027, 1, 21))
    entry = TrailEntry.objects.get(action="recompute_deadline")
    assert (entry.register, entry.record) == ("samples", "1")
    assert entry.facts["due_before"].startswith(before.due.isoformat())
    assert entry.facts["due_after"].startswith("2027-01-21")
    stopped.refresh_from_db()
    assert stopped.provisional
    assert verify_trail()[1] is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"rows": ""}, "请录入放假安排"),
        ({"rows": "元旦"}, "第 1 行：应为“日期,名称,放假或上班”三项，现有 1 项"),
        ({"rows": "2027-01-01,元旦,放假\n2027-13-01,某,放假"}, "第 2 行：日期“2027-13-01”读不出"),
        ({"rows": "2027-01-01,元旦,加班"}, "第三项“加班”应为“放假”或“上班”"),
        ({"rows": "2027-01-03至2027-01-01,元旦,放假"}, "起止颠倒"),
        ({"rows": YEAR_2027 + "2027-03-01,某,上班"}, "2027-03-01 本来就是星期一至星期五"),
        ({"rows": YEAR_2027 + "2027-01-01,元旦,放假"}, "2027-01-01 写了两次"),
        ({"rows": YEAR_2027 + "2026-12-28,元旦,放假"}, "2026-12-28 不在 2027 年内"),
        ({"rows": YEAR_2027 + "2027-11-01至2027-11-20,某节,放假"}, "共 20 天，超过 15 天"),
        ({"rows": YEAR_2027 + "2027-11-01,某节,放假\n2027-11-03,某节,放假"}, "“某节”的放假日中间缺 2027-11-02"),
        ({"rows": "2027-01-02,元旦,上班"}, "没有一天放假"),
        ({"year": "2029"}, "下一个应是 2027 年"),
        ({"year": "2026"}, "2026 年的放假安排已经录入"),
        ({"year": "后年"}, "年份："),
        ({"notice": ""}, "请填写“通知文号”"),
    ],
)
def test_what_cannot_be_right_about_a_year_is_said_and_nothing_is_saved(admin, more, said):
    for save in ({}, {"save": "1"}):
        answer = ask_year(admin, **more, **save)
        assert answer.status_code == 422
        assert said in words(answer)
    assert not CalendarYear.objects.filter(year__gt=2026).exists()
    assert not Holiday.objects.filter(day__year=2027).exists()


def test_the_new_year_holiday_may_begin_in_the_year_before_and_a_missing_holiday_is_asked_about(admin):
    answer = ask_year(admin, rows="2026-12-31至2027-01-01,元旦,放假")
    assert answer.status_code == 200
    assert "没有看到“春节”的放假日，请核对。" in words(answer)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_file_is_read_in_both_encodings_and_its_rows_can_be_mended_in_the_box(admin, encoding):
    content = "日期,名称,上班\r\n2027-01-01,元旦,\r\n2027-02-14,春节,是\r\n".encode(encoding)
    answer = ask_year(admin, rows="", file=SimpleUploadedFile("2027.csv", content))
    assert answer.status_code == 200
    assert "放假 1 天，调休上班 1 天" in words(answer)
    assert "2027-02-14,春节,是" in body(answer).partition("<textarea")[2]


def test_every_fault_is_said_at_once_and_no_typed_line_is_lost(admin):
    rows = "2027-01-01,元旦,放假\n2027-03-01,某,上班\n2027-13-01,某,放假"
    answer = ask_year(admin, rows=rows)
    assert "第 3 行：日期“2027-13-01”读不出" in words(answer)
    assert "2027-03-01 本来就是星期一至星期五" in words(answer)
    assert f"{rows}</textarea>" in body(answer)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"PK\x03\x04\0\0", "不是 CSV"), (b"\xff\xfe\xff", "编码读不出"), (b"1," * 40_000, "超过 64 KB")],
)
def test_a_file_that_is_no_csv_is_refused_with_what_to_do(admin, content, said):
    answer = ask_year(admin, rows="", file=SimpleUploadedFile("x.csv", content))
    assert answer.status_code == 422
    assert said in words(answer)


def test_a_wrong_credit_code_is_told_with_suggestions(city, admin):
    asked = {"title": "某厂", "kind": "enterprise", "unit": city.unit.pk, "uscc": "91130825MAT0124489"}
    answer = admin.post(reverse("system-organisation-new"), asked)
    assert answer.status_code == 422
    assert "校验码" in words(answer)
    assert "91130825MAT0124498" in words(answer)
    taken = admin.post(reverse("system-organisation-new"), asked | {"uscc": "91130825mat0124498"})
    assert "此代码已登记为“隆化某食品有限公司（演示）”" in words(taken)
    assert not Organisation.objects.filter(title="某厂").exists()


def test_a_reporter_adds_in_their_own_unit_only_and_changes_nothing(city):
    browser = open_as(city.users["reporter"])
    asked = {"title": "隆化新厂", "kind": "enterprise", "unit": city.unit.pk}
    assert browser.post(reverse("system-organisation-new"), asked).status_code == 302
    made = Organisation.objects.get(title="隆化新厂")
    assert (last().action, last().facts["after"]["title"], made.uscc) == ("add_organisation", "隆化新厂", None)
    elsewhere = browser.post(reverse("system-organisation-new"), asked | {"unit": city.other_unit.pk})
    assert elsewhere.status_code == 422
    assert "请选择您负责的单位" in words(elsewhere)
    assert "本单位已有同名的组织" in words(browser.post(reverse("system-organisation-new"), asked))
    assert browser.get(reverse("system-organisation", args=[made.pk])).status_code == 404
    page = words(browser.get(reverse("system-organisations")))
    assert "隆化新厂" in page
    assert "承德市食品药品检验中心" not in page


def test_a_city_officer_changes_an_organisation_and_the_trail_keeps_what_changed(city):
    browser = open_as(city.users["city_officer"])
    known = {"title": "改了名的厂", "kind": "enterprise", "unit": city.unit.pk, "uscc": city.enterprise.uscc}
    assert browser.post(reverse("system-organisation", args=[city.enterprise.pk]), known).status_code == 302
    assert last().facts["changed"] == {"title": ["隆化某食品有限公司（演示）", "改了名的厂"]}
    found = words(browser.get(reverse("system-organisations"), {"q": "91130825mat"}))
    assert "改了名的厂" in found
    assert "没有符合条件" in words(browser.get(reverse("system-organisations"), {"q": "查无此厂"}))


def test_a_product_class_is_added_and_its_words_name_only_one_class(city):
    browser = open_as(city.users["city_officer"])
    asked = {"domain": "product", "code": "product-x1", "title": "电动自行车头盔", "also": "头盔,骑行盔，头盔"}
    assert browser.post(reverse("system-product-class-new"), asked).status_code == 302
    made = ProductClass.objects.get(code="product-x1")
    assert made.also == "头盔、骑行盔"
    assert (last().action, last().record) == ("add_product_class", str(made.pk))
    again = browser.post(reverse("system-product-class-new"), asked | {"title": "骑行盔", "also": ""})
    assert "代码“product-x1”已有类别使用" in words(again)
    assert "“骑行盔”已是“电动自行车头盔”的名称或别称" in words(again)
    address = reverse("system-product-class", args=[made.pk])
    assert browser.post(address, {"also": "安全盔"}).status_code == 302
    assert last().facts == {"changed": {"also": ["头盔、骑行盔", "安全盔"]}}
