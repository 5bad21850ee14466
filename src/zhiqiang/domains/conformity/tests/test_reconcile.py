"""Official lists of certificates: compared row by row, confirmed once, never believed against what is known."""

import csv
import io
import random
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from zhiqiang.domains.conformity import actions
from zhiqiang.domains.conformity.actions import apply_list, reconcile_list
from zhiqiang.domains.conformity.imports import read_list
from zhiqiang.domains.conformity.models import Certificate
from zhiqiang.domains.conformity.registers import CERTIFICATES
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.levels import count_on
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.imports.batches import read_batch, start_import
from zhiqiang.foundation.registers.errors import RefusedError, StaleError
from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.standing.models import Interruption
from zhiqiang.foundation.testing.browsing import body, hidden, open_as, words
from zhiqiang.foundation.testing.register_files_spec import write_workbook
from zhiqiang.foundation.trail.models import TrailEntry
from zhiqiang.foundation.workflow.models import StepTaken

HEADER = [
    "证书编号", "认证项目", "获证组织名称", "所在地", "发证机构", "认证依据", "颁证日期", "证书到期日期",
    "证书状态", "状态变更日期",
]  # fmt: skip
START, END = date(2024, 5, 1), date(2027, 4, 30)
STATUS, DAY = HEADER[8:]


@pytest.fixture(autouse=True)
def on_the_day(as_of):
    as_of(2026, 11, 23)


@pytest.fixture
def checker(city):
    return city.users["city_verifier"]


def number(n):
    return f"00124Q{n:05d}R0M/1300"


@pytest.fixture
def certificate(city):
    """Makes the n-th certificate, verified unless told otherwise."""

    def made(n, *, verified=True, **other):
        values = {
            "number": number(n), "scheme": "quality", "holder": city.enterprise, "unit": city.unit,
            "body": "某认证有限公司", "standard": "GB/T 19001-2016", "valid_from": START, "valid_to": END,
        } | other  # fmt: skip
        row = create_record(register=CERTIFICATES, values=values, actor=city.users["city_officer"])
        return step(city, row, "verify") if verified else row

    return made


def step(city, row, code, on=None):
    values = {"on": on} if on else None
    actor = city.users["city_verifier"]
    return take_step(
        register=CERTIFICATES, record_id=row.pk, step=code, actor=actor, reason="认证机构公告", values=values
    )


def line(city, n, status="有效", on="", **other):
    plain = {
        "证书编号": number(n), "认证项目": "质量管理体系认证", "获证组织名称": city.enterprise.title,
        "所在地": "隆化县", "发证机构": "某认证有限公司", "认证依据": "GB/T 19001-2016", "颁证日期": "2024-05-01",
        "证书到期日期": "2027-04-30", STATUS: status, DAY: str(on),
    }  # fmt: skip
    cells = plain | other
    return [cells[head] for head in HEADER]


def handed_in(rows, actor):
    content = write_workbook([HEADER, *rows])
    batch = read_batch(start_import(register=CERTIFICATES, name="名单.xlsx", content=content, actor=actor).pk)
    assert batch.status == ImportBatch.Status.PREVIEW, batch.message
    return batch, read_list(batch)


def compared(rows, actor):
    return reconcile_list(handed_in(rows, actor)[1], actor)


def applied(rows, actor):
    batch, read = handed_in(rows, actor)
    return apply_list(batch_id=batch.pk, rows=read, seen=reconcile_list(read, actor).digest, actor=actor)


def states():
    return dict(Certificate.objects.values_list("number", "state"))


def test_a_list_is_told_apart_into_new_unchanged_changed_waiting_wrong_and_missing(city, certificate, checker):
    certificate(1)
    certificate(2)
    step(city, certificate(3), "suspend", date(2026, 6, 1))
    certificate(4)
    certificate(5, verified=False)
    certificate(6)
    rows = [
        line(city, 1),
        line(city, 2, "暂停", "2026-09-01"),
        line(city, 3, "有效", "2026-10-10"),
        line(city, 4, "撤销", "2027-01-01"),
        line(city, 5, "注销", "2026-09-01"),
        line(city, 7),
        line(city, 8, "暂停", "2026-09-01"),
        line(city, 9, "过期"),
        line(city, 10, 认证项目="看不懂的认证"),
    ]
    found = compared(rows, checker)
    assert [n for _row, n in found.new] == [number(7), number(8)]
    assert found.unchanged == 1
    assert [(one.number, one.change.step, one.change.on) for one in found.changes] == [
        (number(2), "suspend", date(2026, 9, 1)),
        (number(3), "resume", date(2026, 10, 10)),
    ]
    assert [one.number for one in found.waiting] == [number(5), number(8)]
    assert [(one.row, one.number, one.problem.column) for one in found.wrong] == [
        (5, number(4), "J 状态变更日期"),
        (9, number(9), "I 证书状态"),
        (10, number(10), "B 认证项目"),
    ]
    assert all(one.problem.message and one.problem.suggestion for one in found.wrong[:2])
    assert [one.number for one in found.missing] == [number(6)]
    assert states() == states() | {number(2): "verified", number(6): "verified"}, "nothing was written"


def test_a_verified_certificate_that_the_list_tells_otherwise_is_wrong_and_gets_no_step(city, certificate, checker):
    certificate(1)
    found = compared([line(city, 1, "暂停", "2026-09-01", 证书到期日期="2027-03-31")], checker)
    assert [(one.problem.column, "已核实" in one.problem.message) for one in found.wrong] == [("A 证书编号", True)]
    assert found.changes == []


def test_a_certificate_of_a_unit_or_scheme_that_the_list_does_not_hold_is_not_missing(city, certificate, checker):
    certificate(1)
    certificate(2, unit=city.other_unit)
    certificate(3, scheme="energy")
    step(city, certificate(4), "withdraw", date(2026, 9, 1))
    certificate(5, valid_to=date(2026, 11, 22))
    certificate(6, valid_to=date(2026, 11, 23))
    assert [one.number for one in compared([line(city, 1)], checker).missing] == [number(6)]


def test_a_confirmed_list_is_followed_on_its_own_days(city, certificate, checker):
    certificate(1)
    step(city, certificate(2), "suspend", date(2026, 6, 1))
    certificate(3)
    done = applied(
        [line(city, 1, "暂停", "2026-09-01"), line(city, 2, "有效", "2026-07-01"), line(city, 3, "注销", "2026-08-15"),
         line(city, 4)], checker
    )  # fmt: skip
    assert (done.imported.created, done.steps) == (1, 3)
    assert states() == {number(1): "suspended", number(2): "verified", number(3): "withdrawn", number(4): "recorded"}
    assert {one.starts_on for one in Interruption.objects.all()} == {
        date(2026, 9, 1), date(2026, 6, 1), date(2026, 8, 15),
    }  # fmt: skip
    reasons = StepTaken.objects.filter(step__in=("suspend", "withdraw", "resume"), reason__startswith="名单核对")
    assert {one.reason for one in reasons} == {
        "名单核对：状态为暂停，2026-09-01起", "名单核对：状态为有效，2026-07-01起",
        "名单核对：状态为注销，2026-08-15起",
    }  # fmt: skip
    assert compared([line(city, 1, "暂停", "2026-09-01"), line(city, 2), line(city, 3, "注销", "2026-08-15"),
                     line(city, 4)], checker).unchanged == 4  # fmt: skip


def test_the_count_of_any_day_follows_the_history_that_the_lists_gave(city, certificate, checker):
    certificate(1)
    certificate(2)
    applied([line(city, 1, "暂停", "2026-09-01"), line(city, 2, "撤销", "2026-10-15")], checker)
    applied([line(city, 1, "有效", "2026-10-01"), line(city, 2, "撤销", "2026-10-15")], checker)
    refresh()
    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 15),
            date(2027, 4, 30), date(2027, 5, 1)]  # fmt: skip
    assert [count_on(CERTIFICATES, day).get("130800", 0) for day in days] == [2, 1, 1, 2, 1, 1, 0]


def test_a_list_is_followed_whole_or_not_at_all(city, certificate, checker, monkeypatch):
    certificate(1)
    certificate(2)
    taken = []

    def refuse_the_second(**told):
        if taken:
            raise RefusedError("不能办理")
        taken.append(told)
        return take_step(**told)

    monkeypatch.setattr(actions, "take_step", refuse_the_second)
    entries = TrailEntry.objects.count()
    rows = [line(city, 1, "暂停", "2026-09-01"), line(city, 2, "撤销", "2026-10-15"), line(city, 3)]
    with pytest.raises(RefusedError, match="不能办理"):
        applied(rows, checker)
    assert states() == {number(1): "verified", number(2): "verified"}
    assert (Interruption.objects.count(), TrailEntry.objects.count()) == (0, entries)
    assert ImportBatch.objects.get().status == ImportBatch.Status.PREVIEW


def test_a_list_confirmed_twice_is_followed_once(city, certificate, checker):
    certificate(1)
    batch, rows = handed_in([line(city, 1), line(city, 2)], checker)
    seen = reconcile_list(rows, checker).digest
    apply_list(batch_id=batch.pk, rows=rows, seen=seen, actor=checker)
    with pytest.raises(RefusedError):
        apply_list(batch_id=batch.pk, rows=rows, seen=seen, actor=checker)
    again = reconcile_list(rows, checker).digest
    with pytest.raises(RefusedError, match="没有重复写入"):
        apply_list(batch_id=batch.pk, rows=rows, seen=again, actor=checker)
    assert Certificate.objects.count() == 2


def test_a_confirmation_holds_only_for_what_was_seen(city, certificate, checker):
    row = certificate(1)
    batch, rows = handed_in([line(city, 1, "撤销", "2026-09-01")], checker)
    seen = reconcile_list(rows, checker).digest
    step(city, row, "suspend", date(2026, 10, 1))
    with pytest.raises(StaleError):
        apply_list(batch_id=batch.pk, rows=rows, seen=seen, actor=checker)
    assert states() == {number(1): "suspended"}


def test_who_may_not_take_the_steps_does_not_confirm_a_list_with_any(city, certificate):
    certificate(1)
    officer = city.users["city_officer"]
    with pytest.raises(RefusedError, match="核实人"):
        applied([line(city, 1, "撤销", "2026-09-01"), line(city, 2)], officer)
    assert states() == {number(1): "verified"}
    assert applied([line(city, 1), line(city, 2)], officer).imported.created == 1


def test_a_checker_of_one_county_sees_and_touches_nothing_of_another(city, certificate):
    certificate(1)
    certificate(2, unit=city.other_unit)
    checker = city.users["verifier"]
    found = compared([line(city, 1), line(city, 2, "撤销", "2026-09-01", 所在地="双桥区")], checker)
    assert (found.changes, found.missing, found.unchanged) == ([], [], 1)
    assert "管辖范围" in found.wrong[0].problem.message


def test_a_file_without_statuses_is_no_list(city, checker):
    content = write_workbook([HEADER[:8], line(city, 1)[:8]])
    batch = read_batch(start_import(register=CERTIFICATES, name="证书.xlsx", content=content, actor=checker).pk)
    with pytest.raises(RefusedError, match="证书状态"):
        read_list(batch)


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({STATUS: ""}, "I 证书状态", "没有填证书状态"),
        ({STATUS: "有郊"}, "I 证书状态", "有郊"),
        ({DAY: "九月初"}, "J 状态变更日期", "九月初"),
        ({"证书编号": ""}, "A 证书编号", "不能为空"),
        ({"颁证日期": "2027-05-01"}, "G 颁证日期", "晚于今天"),
        ({"证书到期日期": "2037-04-30"}, "H 证书到期日期", "36 个月"),
        ({"获证组织名称": "没有登记的公司"}, "C 获证组织名称", "组织名录里没有"),
    ],
)
def test_each_fault_is_told_by_row_and_column_with_what_to_do(city, checker, cells, column, message):
    found = compared([line(city, 1), line(city, 2, **cells)], checker)
    one = found.wrong[0]
    assert (one.row, one.problem.column) == (3, column)
    assert message in f"{one.problem.value}{one.problem.message}"
    assert found.wrong_rows == 1


def test_the_page_reports_first_and_writes_when_it_is_confirmed(city, certificate, checker):
    certificate(1)
    certificate(2)
    browser = open_as(checker)
    upload = SimpleUploadedFile(
        "名单.xlsx", write_workbook([HEADER, line(city, 1, "暂停", "2026-09-01"), line(city, 3)])
    )
    answer = browser.post(reverse("conformity-reconcile"), {"file": upload})
    page = browser.get(answer["Location"])
    assert "新增 1，状态变更 1，需核对 0" in words(page)
    assert number(2) in words(page), "missing from the list"
    assert states() == {number(1): "verified", number(2): "verified"}
    confirm = reverse("conformity-confirm", args=[ImportBatch.objects.get().pk])
    done = browser.post(confirm, {"digest": hidden(page, "digest")}, follow=True)
    assert "已登记新证书 1 张（待核实），更新 0 张，办理状态变更 1 张" in words(done)
    assert states() == {number(1): "suspended", number(2): "verified", number(3): "recorded"}
    browser.post(confirm, {"digest": "x"})
    assert Certificate.objects.count() == 3


def test_the_list_of_certificates_leads_to_the_comparison_and_to_what_falls_due(city, checker):
    links = [reverse("conformity-reconcile"), reverse("conformity-renewals")]
    page, own = (
        body(open_as(city.users[role]).get("/r/conformity.certificates/")) for role in ("verifier", "enterprise")
    )
    assert [link in page for link in links] == [True, True]
    assert [link in own for link in links] == [False, True]


def test_the_whole_report_comes_as_csv_without_formulas(city, certificate, checker):
    certificate(1)
    browser = open_as(checker)
    rows = [HEADER, line(city, 2, 证书编号="=1+1"), line(city, 3, "撤销", "2030-01-01"), line(city, 1, "暂停")]
    upload = SimpleUploadedFile("名单.xlsx", write_workbook(rows))
    answer = browser.post(reverse("conformity-reconcile"), {"file": upload})
    told = list(csv.reader(io.StringIO(body(browser.get(f"{answer['Location']}?format=csv")).removeprefix("\ufeff"))))
    assert told[0] == ["类别", "行", "证书编号", "列", "情况", "怎样办"]
    assert ["新增", "2", "'=1+1"] in [one[:3] for one in told]
    assert ["需核对", "4", number(1)] in [one[:3] for one in told]


def test_a_broken_file_is_refused_with_its_reason_on_the_page(city, checker):
    browser = open_as(checker)
    answer = browser.post(
        reverse("conformity-reconcile"), {"file": SimpleUploadedFile("名单.xlsx", b"%PDF-1.7 x")}, follow=True
    )
    assert "PDF" in words(answer)
    without = SimpleUploadedFile("名单.xlsx", write_workbook([HEADER[:8], line(city, 1)[:8]]))
    answer = browser.post(reverse("conformity-reconcile"), {"file": without}, follow=True)
    assert (answer.status_code, "不能核对" in words(answer)) == (422, True)
    assert browser.post(reverse("conformity-reconcile"), {}).status_code == 422


def test_nobody_opens_the_comparison_of_another(city, checker):
    batch, _rows = handed_in([line(city, 1)], checker)
    for person in (city.users["verifier"], city.users["enterprise"], city.users["auditor"]):
        for name in ("conformity-difference", "conformity-confirm"):
            address = reverse(name, args=[batch.pk])
            answer = open_as(person).get(address) if name == "conformity-difference" else open_as(person).post(address)
            assert answer.status_code == 404


@pytest.mark.slow
def test_of_twenty_thousand_certificates_each_of_the_two_hundred_wrong_ones_is_told(city, checker):
    dice = random.Random(20261123)
    wrong = set(dice.sample(range(20_000), 200))
    faults = (
        {STATUS: "不知道"},
        {"证书到期日期": "2023-04-30"},
        {"认证项目": "看不懂的认证"},
        {"获证组织名称": "没有登记的公司"},
        {"颁证日期": "去年"},
    )
    rows = [line(city, n, **(faults[n % 5] if n in wrong else {})) for n in range(20_000)]
    batch, read = handed_in(rows, checker)
    found = reconcile_list(read, checker)
    assert {one.row - 2 for one in found.wrong} == wrong
    assert (found.wrong_rows, len(found.new)) == (200, 19_800)
    assert all(one.problem.column and one.problem.message for one in found.wrong)
    done = apply_list(batch_id=batch.pk, rows=read, seen=found.digest, actor=checker)
    assert done.imported.created == Certificate.objects.count() == 19_800


def test_renewals_are_listed_from_the_day_their_window_opens(city, certificate, checker):
    today = clock.today()
    certificate(1, valid_to=today + timedelta(days=80))
    certificate(2, valid_to=today + timedelta(days=100))
    certificate(3, valid_to=today - timedelta(days=1))
    step(city, certificate(4, valid_to=today + timedelta(days=10)), "suspend", today)
    certificate(5, scheme="green_building", valid_from=today - timedelta(days=900), valid_to=today + timedelta(days=90))
    certificate(6, scheme="green_building", valid_from=today - timedelta(days=900), valid_to=today + timedelta(days=91))
    page = words(open_as(checker).get(reverse("conformity-renewals")))
    assert [n for n in range(1, 7) if number(n) in page] == [1, 5]
    own = words(open_as(city.users["enterprise"]).get(reverse("conformity-renewals")))
    assert number(1) in own
    assert "现在没有要换证的" in words(open_as(city.users["laboratory"]).get(reverse("conformity-renewals")))
