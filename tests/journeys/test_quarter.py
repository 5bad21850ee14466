"""A quarter as its roles live it: duties come in, units report, a meeting decides, an order goes out, a bulletin too.

The demo city has lived through the third quarter already (its ladder, interview, upheld review and published
assessment are looked at here); what is done anew is done by people at their browsers.
"""

import json
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.foundation.registers.workbooks import workbook
from tests.journeys.conftest import Arrive
from tests.journeys.served import RUN, Site
from tests.journeys.visitor import PHONE, Visitor

from zhiqiang.foundation import clock
from zhiqiang.foundation.testing.cast import MARK

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PERIOD = "2026Q3"
MISSING = "yudaokou-ranch"  # the unit that the demo leaves without a report
DUTIES = ("任务编号", "任务", "方案条目", "来源", "责任单位", "牵头部门", "开始日期", "完成期限", "报告周期")
WALKED, BROKEN = f"组织质量月进企业活动{MARK}", f"建立缺陷线索会商{MARK}"


def test_duties_come_from_a_workbook_and_a_mistake_names_its_cell(arrive: Arrive, tmp_path: Path) -> None:
    officer = arrive("officer")
    good = ("2026-9001", WALKED, "T8.4", "分工表", "滦平县", "", "2026-11-02", "2026-12-25", "不定期")
    bad = ("2026-9002", BROKEN, "T99.9", "分工表", "滦平县", "", "2026-12-25", "2026-11-02", "不定期")
    path = tmp_path / "分工表.xlsx"
    path.write_bytes(workbook(good, bad, headers=DUTIES))
    officer.open("/ledger/")
    officer.look("ledger")
    officer.follow("导入分工表")
    officer.page.set_input_files("#file", path)
    officer.press("上传并检查")
    officer.sees("完成期限")
    officer.sees("T99.9")
    officer.look("duties-import")
    officer.page.get_by_role("button", name=re.compile("导入")).first.click()
    officer.open(f"/ledger/?q={WALKED[:8]}")
    officer.sees(WALKED)
    officer.open("/ledger/?q=2026-9002")
    assert officer.page.get_by_text(BROKEN).count() == 0


def test_the_ledger_is_walked_with_the_keyboard(arrive: Arrive) -> None:
    officer = arrive("officer")
    officer.open("/ledger/")
    officer.page.keyboard.press("/")
    expect(officer.page.locator("#ledger-q")).to_be_focused()
    officer.page.keyboard.press("Escape")
    officer.page.locator("main").click(position={"x": 2, "y": 2})
    officer.page.keyboard.press("ArrowDown")
    first = officer.page.locator("a[data-row]").first
    expect(first).to_be_focused()
    officer.page.keyboard.press("ArrowDown")
    officer.page.keyboard.press("ArrowUp")
    title = first.inner_text()
    officer.page.keyboard.press("Enter")
    officer.reads(title)
    officer.look("duty")


def test_one_click_tells_who_has_not_reported_and_reminds_them_once(arrive: Arrive) -> None:
    officer = arrive("officer")
    officer.open(f"/ledger/reports/?period={PERIOD}")
    officer.look("who-has-not-reported")
    officer.press("提醒所有没报的")
    officer.sees("已提醒")
    officer.press("提醒所有没报的")
    officer.sees("今天都已提醒过")


def test_a_report_is_sent_back_at_one_cell_and_the_rest_stays(arrive: Arrive) -> None:
    reporter, verifier = arrive(MISSING, width=PHONE), arrive(f"{MISSING}-verifier")
    reporter.open(f"/ledger/reports/?period={PERIOD}")
    reporter.page.locator("a[href*='/r/delivery.reports/']").first.click()
    address = reporter.page.url
    reporter.look("report-to-write")
    assert reporter.page.locator("[name=figures]").count() == 0
    reporter.fill(done=f"完成季度抽检{MARK}", stuck=f"缺检测车{MARK}")
    reporter.press("报出")
    reporter.sees("逾期")

    verifier.open(address)
    verifier.page.locator("summary", has_text="退回").click()
    verifier.page.locator("input[name=cell][value=done]").check()
    verifier.fill(reason="没有写抽检批次的去向")
    verifier.press("退回所选栏目")
    reporter.open(address)
    reporter.sees("没有写抽检批次的去向")
    reporter.look("report-sent-back")
    expect(reporter.page.locator("#cell-stuck")).to_have_attribute("readonly", "")
    reporter.fill(done=f"完成季度抽检，不合格的已下架{MARK}")
    reporter.press("报出")
    verifier.open(address)
    verifier.press("核实")
    verifier.sees("已核实")


def test_a_meeting_decides_and_its_decision_becomes_a_duty(arrive: Arrive) -> None:
    officer, leader = arrive("officer"), arrive("leader")
    officer.open("/steering/")
    officer.look("steering")
    officer.follow("筹备一次调度")
    officer.fill(number="2026-90", title=f"年底冲刺调度{MARK}", place=f"滦平县{MARK}", chair=f"分管领导{MARK}")
    officer.page.locator("[name=held_on]").fill(clock.today().isoformat())
    if officer.page.locator("select[name=unit]").count():
        officer.fill(unit="承德市")
    officer.page.locator("main form button.main").first.click()
    officer.press("由红黄灯和逾期事项拟议程")
    address = officer.page.url
    assert officer.page.locator("input[name=keep]").count() > 3
    officer.look("agenda")
    due = clock.today() + timedelta(days=20)
    officer.page.locator("#what").fill(f"补齐窗口服务记录{MARK}")
    officer.page.locator("#decide-unit").select_option(label="滦平县")
    officer.page.locator("#due_on").fill(due.isoformat())
    officer.press("记下")
    officer.press("登记召开")
    officer.page.locator("#minutes").fill(f"通报进展。{MARK}")
    officer.press("保存")
    leader.open(address)
    leader.press("签发纪要，立任务")
    leader.look("minutes-signed")
    officer.open("/ledger/?q=补齐窗口服务记录")
    officer.follow(f"补齐窗口服务记录{MARK}")
    officer.sees("2026-90-1")


def test_from_a_red_cell_to_the_person_in_two_clicks(arrive: Arrive) -> None:
    leader = arrive("leader", width=PHONE)
    leader.open("/steering/leader/")
    leader.look("leader-phone")
    officer = arrive("officer")
    officer.open("/steering/board/")
    officer.look("heat-table")
    officer.page.locator("table.heat a.st").first.click()
    officer.look("heat-cell")
    officer.page.locator("a[href^='/steering/person/']").first.click()
    officer.look("person-responsible")
    officer.open("/steering/wall/")
    officer.look("wall")


def test_an_order_is_drafted_approved_served_and_answered(arrive: Arrive) -> None:
    officer, verifier = arrive("officer"), arrive("city-verifier")
    officer.open("/supervision/")
    officer.look("ladder")
    row = officer.page.locator("main tr", has=officer.page.get_by_role("button", name=re.compile("^拟稿"))).first
    unit = row.locator("td").first.inner_text().strip()
    row.get_by_role("button").click()
    officer.sees("提醒")
    officer.look("order-drafted")
    address = officer.page.url
    for visitor in (officer, verifier):
        visitor.open(address)
        button = visitor.page.get_by_role("button", name="批准", exact=True)
        if button.count():
            button.first.click()
            visitor.sees("待送达")
            break
    else:
        raise AssertionError(f"nobody here may approve {address} for {unit}")
    officer.open(address)
    officer.press("送达")
    officer.sees("承质强")
    officer.look("order-served")


def test_what_the_demo_lived_through_can_be_looked_at(arrive: Arrive) -> None:
    officer = arrive("officer")
    for slug, name in (("orders", "order"), ("interviews", "interview"), ("corrections", "correction"),
                       ("reviews", "review")):  # fmt: skip
        officer.open(f"/r/supervision.{slug}/")
        officer.look(f"supervision-{slug}")
        officer.page.locator("main tbody a").first.click()
        officer.look(f"supervision-{name}")
    officer.open("/r/assessment.runs/")
    officer.page.locator("main tbody a").first.click()
    officer.look("assessment-run")
    officer.page.locator("a[href*='/units/']").first.click()
    officer.look("assessment-sheet")
    officer.open("/r/steering.shares/")
    officer.open("/steering/cascade/")
    officer.look("cascade")
    officer.open("/steering/alignment/")
    officer.look("alignment")


def test_a_bulletin_is_issued_published_and_computed_again(arrive: Arrive, site: Site) -> None:
    officer, leader, citizen = arrive("officer"), arrive("leader"), arrive(width=PHONE)
    officer.open("/r/bulletins.bulletins/new/")
    officer.fill(
        kind="通报", unit="承德市", period="2026-10", title=f"十月进展情况{MARK}", findings=f"总体平稳。{MARK}"
    )
    officer.page.locator("main form button.main").first.click()
    address = officer.page.url
    officer.look("bulletin-draft")
    officer.press("送审")
    leader.open(address)
    leader.press("签发")
    leader.sees("承质强〔2026〕")
    officer.open(address)
    officer.press("公开")
    officer.look("bulletin-issued")
    number = re.search(r"承质强〔2026〕\d+号", officer.page.locator("h1").inner_text())
    assert number is not None
    citizen.open("/bulletins/")
    citizen.look("public-bulletins")
    citizen.page.locator("main section", has_text=number[0]).get_by_role("link").first.click()
    citizen.sees(number[0])
    citizen.look("public-bulletin")
    command = [*RUN, "reproduce", number[0], "--json", "--home", str(site.home)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert found["figures"] == found["equal"] > 40
    assert found["differences"] == []


def test_each_role_starts_from_its_own_work(arrive: Arrive) -> None:
    for user in ("leader", "department-1", "auditor"):
        visitor: Visitor = arrive(user)
        visitor.open("/ledger/")
        visitor.look(f"ledger-{user}")
        visitor.open("/desk/")
        visitor.look(f"desk-{user}")
