"""The ledger's own pages: what each role sees and does there."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhiqiang.domains.delivery.actions.reports import open_reports
from zhiqiang.domains.delivery.models import Duty, Milestone, Report
from zhiqiang.domains.delivery.queries import funds
from zhiqiang.domains.delivery.registers import HELPERS, MILESTONES
from zhiqiang.domains.delivery.tests.office import PDF, Office, another, department
from zhiqiang.domains.incentives.facade import BudgetUse, ClausePaid
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.notices.models import Notice
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.browsing import body, hidden, open_as, words


def say(person: User, address: str, sent: dict[str, Any], see: str) -> str:
    """What the page says after a form was sent from the page `see`."""
    browser = open_as(person)
    version = hidden(browser.get(see), "version") if 'name="version"' in body(browser.get(see)) else ""
    return words(browser.post(address, {"version": version, **sent}, follow=True))


def test_the_ledger_says_first_how_much_is_late(office: Office) -> None:
    late = office.duty(due_on=date(2026, 10, 7), title="已经逾期的任务（演示）")
    office.duty("2026-9002", title="正常的任务（演示）")
    page = words(open_as(office.officer).get("/ledger/"))
    assert "2 项未办结，1 项逾期" in page
    assert page.index(late.title) < page.index("正常的任务（演示）")
    assert "已经逾期" not in words(open_as(office.officer).get("/ledger/?status=on_track"))
    assert "已经逾期" in words(open_as(office.officer).get("/ledger/?q=2026-9001"))
    assert "没有符合条件的任务" in words(open_as(office.officer).get("/ledger/?clause=T1.1"))


def test_a_county_sees_its_own_duties_and_those_it_helps_with(office: Office) -> None:
    office.duty(title="隆化的任务（演示）")
    other = office.duty("2026-9002", title="双桥的任务（演示）", unit=office.city.other_unit)
    page = words(open_as(office.reporter).get("/ledger/"))
    assert "隆化的任务" in page
    assert "双桥的任务" not in page
    values = {"duty": other, "unit": other.unit, "helping_unit": office.city.unit, "valid_from": date(2026, 1, 5)}
    create_record(register=HELPERS, values=values, actor=office.officer)
    page = words(open_as(office.reporter).get("/ledger/"))
    assert page.index("协助别人的任务") < page.index("双桥的任务")
    assert open_as(office.reporter).get(f"/r/delivery.duties/{other.pk}/duty/").status_code == 404


def test_an_empty_ledger_offers_the_workbook(office: Office) -> None:
    assert "导入分工表" in words(open_as(office.officer).get("/ledger/"))
    gaps = words(open_as(office.officer).get("/ledger/gaps/"))
    assert "29 个条目中 29 个还没有任务" in gaps
    assert open_as(office.reporter).get("/ledger/gaps/").status_code == 404


def test_a_milestone_is_claimed_and_confirmed_on_the_page_of_the_duty(office: Office) -> None:
    duty = office.duty()
    values = {"duty": duty, "unit": duty.unit, "title": "出台方案（演示）", "due_on": date(2026, 11, 30)}
    row = create_record(register=MILESTONES, values=values, actor=office.officer)
    here = f"/r/delivery.duties/{duty.pk}/duty/"
    address = f"/r/delivery.milestones/{row.pk}/claim/"
    assert "还没有选择文件" in say(office.reporter, address, {}, here)
    said = say(office.reporter, address, {"file": SimpleUploadedFile("方案.pdf", PDF)}, here)
    assert "等另一人核查" in said
    assert "1 个节点完成 0 个，按权重 0%" in said
    assert "核查完成" not in words(open_as(office.reporter).get(here))
    take_step(register=MILESTONES, record_id=row.pk, step="confirm", actor=office.verifier)
    assert "按权重 100%" in words(open_as(office.officer).get(here))
    assert Milestone.objects.get().state == "done"


def test_confidence_is_written_on_the_page_beside_the_status(office: Office) -> None:
    duty = office.duty()
    here = f"/r/delivery.duties/{duty.pk}/duty/"
    said = say(office.verifier, f"/r/delivery.duties/{duty.pk}/confidence/", {"level": "2", "reason": "缺人"}, here)
    assert "2 / 5 把握不大" in said
    assert "计算的状态是“正常”" in said
    assert "请写明理由" in say(office.verifier, f"/r/delivery.duties/{duty.pk}/confidence/", {"level": "2"}, here)


def test_the_money_of_its_clause_stands_beside_a_duty(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    line = BudgetUse("2026-01", "质量强市专项（演示）", 2026, "city", "S2.1", (), 100_000_000, 5_000_000, 2_000_000)
    monkeypatch.setattr(funds, "budget_use", lambda year: [line] if year == 2026 else [])
    monkeypatch.setattr(funds, "paid_by_clause", lambda year: [ClausePaid("S2.1", year, 3, 2_000_000)])
    pages = {}
    for number, clause in enumerate(("S2", "S3")):
        duty = office.duty(f"2026-95{number}", clause=clause, due_on=date(2026, 12, 31))
        pages[clause] = words(open_as(office.officer).get(f"/r/delivery.duties/{duty.pk}/duty/"))
    assert "额度 1,000,000 元，已承诺 50,000 元，已付 20,000 元" in pages["S2"]
    assert "付过 3 笔，共 20,000 元" in pages["S2"]
    assert "年资金" not in pages["S3"]


def test_a_duty_is_handed_over_on_its_page(office: Office) -> None:
    duty = office.duty()
    here, address = f"/r/delivery.duties/{duty.pk}/duty/", f"/r/delivery.duties/{duty.pk}/transfer/"
    said = say(office.city_verifier, address, {"unit": office.city.other_unit.code, "reason": "撤并"}, here)
    assert "已移交给双桥区" in said
    assert Duty.objects.get(pk=duty.pk).unit == office.city.other_unit


def test_a_report_shows_the_mark_at_its_cell_and_locks_the_others(office: Office) -> None:
    report = office.report()
    here, write = f"/r/delivery.reports/{report.pk}/report/", f"/r/delivery.reports/{report.pk}/write/"
    text = body(open_as(office.reporter).get(here))
    assert 'name="figures"' not in text
    assert "不能填写" in text
    assert "草稿已保存" in say(office.reporter, write, {"step": "fill", "done": "开展抽检（演示）"}, here)
    said = say(
        office.reporter, write, {"step": "submit", "done": "开展抽检（演示）", "stuck": "人手不足（演示）"}, here
    )
    assert "已报出，等核实" in said
    back = {"cell": ["stuck"], "reason": "请写明缺几人"}
    assert "其余保持原样" in say(office.officer, f"/r/delivery.reports/{report.pk}/send-back/", back, here)
    text = body(open_as(office.reporter).get(here))
    assert 'name="stuck"' in text
    assert 'name="done"' not in text
    assert 'id="mark-stuck"' in text
    assert "请写明缺几人" in text
    said = say(office.reporter, write, {"step": "resubmit", "stuck": "缺两人（演示）"}, here)
    assert "曾退回：请写明缺几人（已改）" in words(open_as(office.officer).get(here))
    assert "已报出" in said


def test_a_report_written_on_an_older_version_is_refused(office: Office) -> None:
    report = office.report()
    browser = open_as(office.reporter)
    office.on_report(report, "fill", another(office.city, "reporter"), done="别人先写（演示）")
    address = f"/r/delivery.reports/{report.pk}/write/"
    answer = browser.post(address, {"version": "1", "step": "submit", "done": "自己写（演示）"}, follow=True)
    assert "有改动" in words(answer)
    report.refresh_from_db()
    assert report.done == "别人先写（演示）"


def test_asking_for_a_figure_twice_is_answered_with_the_first_report(office: Office) -> None:
    office.report(office.duty("2026-9001", title="先报的任务（演示）"))
    office.duty("2026-9002", title="后报的任务（演示）")
    open_reports(period="2026Q3")
    second = Report.objects.get(duty__number="2026-9002")
    here = f"/r/delivery.reports/{second.pk}/report/"
    assert "9 月已报过" in words(open_as(office.reporter).get(here))
    said = say(office.officer, f"/r/delivery.reports/{second.pk}/ask/", {"target": "T3.2.2"}, here)
    assert "先报的任务" in said
    assert "不再重复索要" in said


def test_who_has_not_reported_and_one_button(office: Office) -> None:
    office.report()
    page = words(open_as(office.officer).get("/ledger/reports/"))
    assert "2026Q3：1 家还没报" in page
    assert "提醒所有没报的" in page
    assert "提醒所有没报的" not in words(open_as(office.reporter).get("/ledger/reports/"))
    told = say(office.officer, "/ledger/reports/remind/", {"period": "2026Q3"}, "/ledger/reports/")
    assert f"已提醒 {Notice.objects.count()} 人" in told
    again = say(office.officer, "/ledger/reports/remind/", {"period": "2026Q3"}, "/ledger/reports/")
    assert "今天都已提醒过" in again
    assert open_as(office.reporter).post("/ledger/reports/remind/", {"period": "2026Q3"}).status_code == 404


def test_reports_are_opened_by_hand_too(office: Office) -> None:
    office.duty()
    page = "/ledger/reports/"
    assert "还没有开启过报告" in words(open_as(office.officer).get(page))
    assert "已开启 1 份" in say(office.officer, "/ledger/reports/open/", {"period": "2026Q3"}, page)
    assert "都已开启" in say(office.officer, "/ledger/reports/open/", {"period": "2026Q3"}, page)
    assert "还没有结束" in say(office.officer, "/ledger/reports/open/", {"period": "2026Q4"}, page)


def test_a_department_works_on_its_own_page(office: Office) -> None:
    lead = department(office.city)
    officer = another(office.city, "department", unit=office.city.city, organisation=lead)
    duty = office.duty("2026-9001", unit=office.city.city, lead=lead, title="部门的任务（演示）")
    office.duty("2026-9002", title="县里的任务（演示）")
    page = words(open_as(officer).get("/ledger/"))
    assert "部门的任务" in page
    assert "县里的任务" not in page
    assert open_as(officer).get(f"/r/delivery.duties/{duty.pk}/duty/").status_code == 200


def test_the_burden_is_public_and_says_who_was_asked_what(office: Office) -> None:
    office.report()
    for person, address in ((None, "/burden/"), (office.reporter, "/ledger/burden/")):
        page = words(open_as(person).get(address))
        assert "一年来要报 1 份" in page
        assert "隆化" in page


def test_a_workbook_of_duties_comes_in_with_its_own_words(office: Office, as_of: Callable[..., Any]) -> None:
    from zhiqiang.foundation.imports.commit import commit_batch
    from zhiqiang.foundation.registers.models import ImportBatch
    from zhiqiang.foundation.testing.register_files_spec import write_workbook

    department(office.city)
    rows = [
        ["编号", "重点任务", "方案条款", "任务来源", "责任县区", "市直牵头单位", "开始时间", "完成时限", "报送周期"],
        [
            "1",
            "提升计量（演示）",
            "T7.1",
            "方案",
            "隆化县",
            "市市场监管局（演示）",
            "2026-01-05",
            "2026-12-31",
            "每季度",
        ],
        ["2", "认证提升（演示）", "T7.9", "方案", "隆化县", "", "2026-01-05", "2026-12-31", "月报"],
    ]
    browser = open_as(office.officer)
    file = SimpleUploadedFile("分工.xlsx", write_workbook(rows))
    browser.post("/r/delivery.duties/import/", {"file": file}, follow=True)
    batch = ImportBatch.objects.get()
    assert batch.message == ""
    assert (batch.accepted, batch.rejected) == (1, 1)
    assert "T7.9" in words(browser.get(f"/r/delivery.duties/import/{batch.pk}/"))
    commit_batch(batch_id=batch.pk, actor=office.officer)
    duty = Duty.objects.get()
    assert (duty.number, duty.rhythm, str(duty.lead), duty.state) == (
        "1",
        "quarterly",
        "市市场监管局（演示）",
        "recorded",
    )
