"""Programmes from the first page to the end: a subsidy that is paid, an award with its certificate, a list that counts.

What none of the three can wait for is a public notice, which runs for days while the served site keeps the day that it
is. `_the_notice_has_run_out` therefore sets the notice of that one application back in the site's database, as the
engine's own tests do (domains/programmes/tests/walking.py); everything else is done by people at their browsers.
"""

import io
import re
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Locator, expect
from tests.foundation.registers.workbooks import workbook
from tests.journeys.conftest import Arrive
from tests.journeys.served import Site
from tests.journeys.test_figures_and_rows import total_rows
from tests.journeys.test_sampling_work import SECONDS_TO_COUNT, figure
from tests.journeys.visitor import Visitor

from zhiqiang.foundation import clock
from zhiqiang.foundation.testing.cast import MARK

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DAYS_OF_A_NOTICE = 20
SUBSIDY, AWARD = "标准制修订资助", "政府质量奖"
STANDARD, BASIS = "GB/T 98765-2026", "演示发〔2026〕98 号"
AMOUNT, RULE, CLAUSE = "200,000", "incentive.standard.national", "T1.1.1"
VOUCHER = "财付-2026-0098"
PAPERS = {"front_page": "标准封面与前言页", "role_proof": "牵头证明", "other_funds": "同一标准申领其他资金情况的说明"}
RECOGNITIONS = "/r/programmes.recognitions/"
RESEARCH = "industrial_research_units"
LIST = ("序号", "企业名称", "研发机构名称", "机构等级", "所属县区", "认定时间", "认定文件")
NEW_UNITS = 3


def test_a_standard_is_paid_for_from_the_offer_to_the_voucher(arrive: Arrive, site: Site, tmp_path: Path) -> None:
    enterprise, officer = arrive("enterprise"), arrive("officer")
    application = _drafted(enterprise)
    _told_what_is_missing(enterprise, application)
    for slot, title in PAPERS.items():
        _upload(enterprise, slot, tmp_path / f"{title}.txt")
    enterprise.sees("已填齐")
    enterprise.look("programme-filled")
    enterprise.follow("去提交")
    _take(enterprise, application, "提交")
    enterprise.sees("已提交")
    enterprise.look("application-of-the-applicant")

    officer.open("/programmes/rounds/")
    officer.look("calls")
    officer.page.locator("tr", has_text=SUBSIDY).get_by_role("link").first.click()
    officer.look("call")
    officer.page.locator(f"a[href='{application}']").click()
    officer.sees(STANDARD)
    officer.look("application-of-the-office")
    _take(officer, application, "退回补正", reason="牵头证明没有盖章，请重传")
    enterprise.open(application)
    enterprise.sees("牵头证明没有盖章，请重传")
    enterprise.look("application-returned")
    enterprise.follow("填报")
    _slot(enterprise, "role_proof").locator("xpath=preceding-sibling::form[1]").get_by_role("button").click()
    enterprise.sees("缺少材料“牵头证明”")
    _upload(enterprise, "role_proof", tmp_path / "牵头证明（已盖章）.txt")
    _take(enterprise, application, "补正后提交")

    _take(officer, application, "受理")
    _decided_and_published(arrive, site, application, "subsidy")
    citizen = arrive()
    citizen.open("/programmes/public/")
    citizen.look("notices")
    citizen.page.get_by_role("link", name=STANDARD).first.click()
    citizen.sees("已认定")
    citizen.sees(BASIS)
    citizen.look("notice-and-outcome")

    _budget_line(arrive)
    commitment = _committed(officer)
    payment = _proposed(officer, commitment)
    _signed_and_paid(arrive, payment)
    officer.open(commitment)
    for words in (AMOUNT, RULE, CLAUSE, VOUCHER):
        officer.sees(words)
    officer.look("money-commitment-paid")


def test_an_award_is_reviewed_apart_agreed_on_and_certified(arrive: Arrive, site: Site, tmp_path: Path) -> None:
    experts = [arrive(f"expert-{number}") for number in (1, 2, 3)]
    first = experts[0]
    first.open("/programmes/reviews/")
    first.look("reviews")
    first.page.locator("main section", has_text="待评审").get_by_role("link").first.click()
    first.sees(AWARD)
    review = first.page.url
    _marked(first, "60%", but_last=True)
    first.press("保存并定稿")
    first.sees("还没有打分")
    first.look("review-unfinished")
    first.press("保存")
    first.open(review)
    for colleague in experts[1:]:
        colleague.open("/programmes/reviews/")
        colleague.page.locator("main section", has_text="待评审").get_by_role("link").first.click()
        _marked(colleague, "60%")
        colleague.press("保存并定稿")
        colleague.sees("已定稿")
    first.page.reload()
    _marked(first, "65%")
    first.press("保存并定稿")
    first.sees("已定稿")
    assert first.page.locator("select:enabled").count() == 0
    assert first.page.get_by_text("其他评审人的评分").count() == 0
    first.look("review-final")

    officer = arrive("officer")
    application = _application_in_review(officer)
    officer.follow("合议")
    officer.press("开始合议")
    officer.sees("已记录")
    officer.look("consensus")
    first.page.reload()
    first.sees("其他评审人的评分")
    agreed = officer.page.locator("form table.rows tbody tr").first.locator("input")
    agreed.nth(0).fill("70")
    agreed.nth(1).fill("三人都同意证据充分")
    officer.press("记录")
    officer.sees("三人都同意证据充分")
    _take(officer, application, "评审结束")
    visit = {"visited_on": clock.today().isoformat(), "visitors": "评审组三人", "findings": "与材料相符"}
    _take(officer, application, "登记现场核查", **visit)
    officer.look("application-reviewed")
    _decided_and_published(arrive, site, application, "award", level="市政府质量奖")
    _certificate_checked(arrive, tmp_path)


def test_a_countys_list_of_research_units_counts_once_verified(arrive: Arrive, site: Site, tmp_path: Path) -> None:
    unit, firms = _without_research_unit(site, "隆化县")
    today = clock.today().isoformat()
    rows = [(str(at), firm, f"{firm}研发中心", "C级", unit, today, BASIS) for at, firm in enumerate(firms, 1)]
    path = tmp_path / "研发机构认定名单.xlsx"
    path.write_bytes(workbook(*rows, headers=LIST))
    officer = arrive("officer")
    officer.open("/goals/")
    before = _value(officer)

    reporter = arrive("longhua")
    reporter.open(RECOGNITIONS)
    reporter.look("recognitions")
    reporter.follow("导入表格")
    reporter.page.set_input_files("#file", path)
    reporter.press("上传并检查")
    reporter.sees("工业企业研发机构认定")
    reporter.look("research-units-preview")
    reporter.page.get_by_role("button", name=re.compile("导入")).first.click()
    reporter.sees(f"新增 {NEW_UNITS}")
    officer.page.reload()
    assert _value(officer) == before
    verifier = arrive("longhua-verifier")
    verifier.open(f"{RECOGNITIONS}?q=研发中心&state=recorded")
    ticks = verifier.page.locator("input[name='record']")
    expect(ticks).to_have_count(NEW_UNITS)
    for tick in ticks.all():
        tick.check()
    verifier.page.get_by_role("button", name="核实所选").click()
    verifier.sees(f"已办 {NEW_UNITS} 条")
    begun = time.monotonic()
    while _value(officer) != before + NEW_UNITS:
        assert time.monotonic() - begun < SECONDS_TO_COUNT, f"{_value(officer)} after {before}"
        officer.page.reload()
    figure(officer, RESEARCH).locator("a.figure").click()
    assert total_rows(officer) == before + NEW_UNITS
    for firm in firms:
        officer.sees(firm)
    officer.look("rows-of-research-units")


def _drafted(enterprise: Visitor) -> str:
    """The enterprise finds the programme, sees what is known of it and begins; the application's address."""
    enterprise.open("/programmes/")
    enterprise.reads("可以申报什么")
    enterprise.look("programmes-offered")
    offer = enterprise.page.locator("section.card", has=enterprise.page.get_by_role("heading", name=SUBSIDY))
    offer.get_by_role("button", name="开始填报").click()
    enterprise.sees("已建立草稿")
    known = enterprise.page.locator("section", has_text="系统已有，不用再填").locator("table.facts")
    expect(known).to_contain_text(MARK)
    assert enterprise.page.locator("[name='a-organisation']").count() == 0
    return re.sub(r".*(/programmes/applications/\d+/).*", r"\1", enterprise.page.url)


def _told_what_is_missing(enterprise: Visitor, application: str) -> None:
    """Half a form is kept, and handing it in names what it lacks."""
    enterprise.fill(**{"a-standard": STANDARD, "a-level": "国家标准"})
    enterprise.press("保存")
    enterprise.sees("已保存")
    enterprise.look("programme-draft")
    _take(enterprise, application, "提交", refused=True)
    enterprise.sees("没有办成")
    for words in ("标准名称”没有填写", "作用”没有填写", "发布日期”没有填写", *PAPERS.values()):
        enterprise.sees(words)
    enterprise.look("application-incomplete")
    enterprise.follow("填报")
    published = (clock.today() - timedelta(days=30)).isoformat()
    rest = {"a-standard_title": "山楂制品", "a-role": "牵头（主持）", "a-published_on": published, "a-rank": "1"}
    enterprise.fill(**rest)
    enterprise.press("保存")
    enterprise.sees("还差 3 项")


def _decided_and_published(arrive: Arrive, site: Site, application: str, name: str, **decided: str) -> None:
    """One verifier decides, the office publishes, the notice runs out, another verifier recognises."""
    officer, decider, second = arrive("officer"), arrive("city-verifier"), arrive("city-verifier-2")
    _take(decider, application, "拟予认定", **decided)
    _take(officer, application, "发布公示")
    officer.sees("公示中")
    officer.look(f"{name}-on-notice")
    _take(second, application, "认定", refused=True, basis=BASIS)
    second.sees("期满后才能认定")
    second.look(f"{name}-too-early")
    _the_notice_has_run_out(site, application)
    decider.open(application)
    assert decider.page.get_by_role("link", name="认定", exact=True).count() == 0
    _take(second, application, "认定", basis=BASIS)
    second.sees("已认定")


def _budget_line(arrive: Arrive) -> None:
    """The office registers money that was set aside; a verifier confirms it."""
    officer, verifier, today = arrive("officer"), arrive("city-verifier"), clock.today()
    officer.open("/money/")
    officer.look("money-without-budget")
    officer.open("/r/incentives.budget_lines/new/")
    officer.fill(
        code="2026-质强-98", title="标准资助", year=str(today.year), cap="2000000", funder="市级", proof=BASIS,
        issued_on=today.isoformat(), closes_on=f"{today.year}-12-31", clause="S2.1", programmes="standards-subsidy",
    )  # fmt: skip
    officer.page.locator("select[name='unit']").select_option(index=1)
    officer.press("保存，等人核实")
    officer.sees("已保存")
    verifier.open(officer.page.url.split("#")[0])
    verifier.press("核实")
    verifier.sees("已办理")


def _committed(officer: Visitor) -> str:
    """The office promises the award the amount that the rule gives; the commitment's address."""
    officer.open("/money/")
    officer.look("money")
    officer.follow(SUBSIDY)
    award = officer.page.locator("tbody tr", has_text=STANDARD)
    expect(award).to_contain_text(RULE)
    officer.look("money-of-a-programme")
    award.get_by_role("button", name="承诺").click()
    officer.sees("已承诺")
    officer.sees("条件都满足，现在可以支付")
    officer.look("money-commitment")
    return officer.page.url


def _proposed(officer: Visitor, commitment: str) -> str:
    """What is no amount is told; the whole amount is proposed. The payment's address."""
    officer.fill(amount="20万")
    officer.press("提出拨付")
    officer.sees("“20万”不是金额")
    officer.open(commitment)
    officer.press("提出拨付")
    officer.sees("等两人批准")
    assert officer.page.get_by_role("button", name="批准").count() == 0
    return officer.page.url


def _signed_and_paid(arrive: Arrive, payment: str) -> None:
    """Two people sign, one after the other; finance records the voucher."""
    verifier, finance = arrive("city-verifier"), arrive("finance")
    finance.open(payment)
    assert finance.page.get_by_role("button", name="第二次批准").count() == 0
    verifier.open("/money/approvals/")
    verifier.look("money-approvals")
    verifier.page.locator("tr", has_text=STANDARD).get_by_role("link", name="打开").click()
    verifier.press("第一次批准")
    verifier.sees("待第二次批准")
    assert verifier.page.get_by_role("button", name="第二次批准").count() == 0
    finance.open("/money/approvals/")
    finance.page.locator("tr", has_text=STANDARD).get_by_role("link", name="打开").click()
    finance.press("第二次批准")
    finance.sees("已批准待付")
    finance.look("money-payment-approved")
    finance.open(payment)
    finance.fill(voucher=VOUCHER)
    finance.press("登记付款")
    finance.sees("“登记付款”已办理")
    for words in (AMOUNT, STANDARD, RULE, VOUCHER):
        finance.sees(words)
    finance.look("money-payment-paid")


def _application_in_review(officer: Visitor) -> str:
    """The office opens the application that its experts have finished; its address."""
    officer.open("/programmes/rounds/")
    officer.page.locator("tr", has_text=AWARD).get_by_role("link").first.click()
    officer.page.locator("tbody tr", has_text="评审中").get_by_role("link").first.click()
    return re.sub(r"https?://[^/]+", "", officer.page.url)


def _certificate_checked(arrive: Arrive, folder: Path) -> None:
    """The winner has the certificate as a PDF; anybody checks it, and one changed character does not hold."""
    enterprise, citizen = arrive("enterprise"), arrive()
    enterprise.open("/programmes/mine/")
    enterprise.look("my-programmes")
    certificate = enterprise.page.locator("a[href^='/certificates/']")
    held = enterprise.page.locator("tr", has=certificate).filter(has_text=AWARD)
    serial = held.locator("a[href^='/certificates/']").inner_text()
    held.get_by_role("link").first.click()
    enterprise.look("recognition-with-certificate")
    with enterprise.page.expect_download() as download:
        enterprise.page.get_by_role("link", name=serial).first.click()
    download.value.save_as(path := folder / "证书.pdf")
    printed = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages[0].extract_text()
    assert serial in printed
    code = "".join("".join(re.findall(r"ZQC1\.[\w\s.-]+", printed, re.ASCII)).split())

    citizen.open("/certificates/check/")
    citizen.look("certificate-check")
    citizen.page.set_input_files("#file", path)
    citizen.press("验一验")
    citizen.sees("这张证书是真的，现在有效")
    citizen.sees(serial)
    citizen.look("certificate-holds")
    citizen.fill(code=code)
    citizen.press("验一验")
    citizen.sees("这张证书是真的，现在有效")
    at = code.rindex(".") + 1  # of the signature: the facts before it would no longer be read at all
    citizen.fill(code=code[:at] + ("A" if code[at] != "A" else "B") + code[at + 1 :])
    citizen.press("验一验")
    citizen.sees("签名不符")
    citizen.look("certificate-forged")


def _marked(expert: Visitor, percent: str, *, but_last: bool = False) -> None:
    """The same percentage at every criterion, or at all but the last."""
    fields = expert.page.locator("select[name^='m-']").all()
    for field in fields[: len(fields) - but_last]:
        field.select_option(label=percent)


def _take(visitor: Visitor, application: str, step: str, *, refused: bool = False, **typed: str) -> None:
    """Take a step of an application on its page, with what it asks for."""
    visitor.open(application)
    visitor.page.locator(f"a[href^='{application}take/']", has_text=re.compile(f"^{step}$")).click()
    visitor.fill(**typed)
    visitor.press(step)
    if not refused:
        visitor.sees(f"“{step}”已办理")


def _slot(enterprise: Visitor, slot: str) -> Locator:
    return enterprise.page.locator("form", has=enterprise.page.locator(f"#file-{slot}"))


def _upload(enterprise: Visitor, slot: str, path: Path) -> None:
    path.write_text(f"{path.stem}{MARK}", encoding="utf-8")
    enterprise.page.set_input_files(f"#file-{slot}", path)
    _slot(enterprise, slot).get_by_role("button", name="上传").click()
    enterprise.sees(f"已上传“{path.name}”")


def _value(officer: Visitor) -> int:
    """The board's figure of new research units."""
    found = re.search(r"[\d,]+", figure(officer, RESEARCH).locator("a.figure").inner_text())
    assert found is not None
    return int(found[0].replace(",", ""))


def _the_notice_has_run_out(site: Site, application: str) -> None:
    """As if it had been published long ago."""
    began, ended = clock.today() - timedelta(days=DAYS_OF_A_NOTICE), clock.today() - timedelta(days=1)
    with closing(sqlite3.connect(site.home / "db.sqlite3")) as database, database:
        database.execute(
            "UPDATE programmes_application SET notice_from = ?, notice_until = ? WHERE id = ?",
            (began.isoformat(), ended.isoformat(), application.rstrip("/").rsplit("/", 1)[1]),
        )


def _without_research_unit(site: Site, short: str) -> tuple[str, list[str]]:
    """A unit's name, and firms of it that were never recognised: who is upgraded or reviewed does not count anew."""
    with closing(sqlite3.connect(site.home / "db.sqlite3")) as database:
        rows = database.execute(
            "SELECT u.title, o.title FROM reference_organisation o JOIN reference_unit u ON u.id = o.unit_id"
            " WHERE u.short = ? AND o.kind = 'enterprise' AND o.id NOT IN (SELECT organisation_id"
            " FROM programmes_recognition WHERE programme = 'industrial-research-unit') ORDER BY o.id LIMIT ?",
            (short, NEW_UNITS),
        ).fetchall()
    assert len(rows) == NEW_UNITS
    return rows[0][0], [title for _unit, title in rows]
