"""From any figure to the very rows it counts; and staff work by keyboard alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from tests.journeys.conftest import Arrive
from tests.journeys.visitor import SCREENSHOTS, Visitor

from zhiqiang.site.demo.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CODE = "food_pass_rate"
FIGURE = f"a.figure[href*='/{CODE}/']"
NOTE = "检验报告（演示）.txt"
MOST_CLICKS = 3
MOST_TABS = 80
FOCUS = """() => { const one = document.activeElement, style = getComputedStyle(one);
    return {words: one.name || one.innerText || one.value || "", tag: one.tagName, href: one.getAttribute("href") || "",
            outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2}; }"""


class Clicks:
    """Counts what a person clicks."""

    def __init__(self) -> None:
        self.number = 0

    def on(self, target: Locator) -> None:
        target.first.click()
        self.number += 1


def total_rows(visitor: Visitor) -> int:
    """How many rows the page says there are in all."""
    said = re.search(r"共 ([\d,]+) 条", visitor.page.locator("nav.pages").inner_text())
    assert said is not None
    return int(said[1].replace(",", ""))


def denominator(text: str) -> int:
    """The number behind the stroke of “24/25”."""
    found = re.search(r"[\d,]+ */ *([\d,]+)", text)
    assert found is not None, text
    return int(found[1].replace(",", ""))


def test_from_the_board_to_a_records_file_in_three_clicks(arrive: Arrive, tmp_path: Path) -> None:
    officer, clicks = arrive("officer"), Clicks()
    _attach_to_every_first_row(officer, tmp_path)
    officer.open("/goals/")
    officer.look("board")
    counted = denominator(officer.page.locator("td", has=officer.page.locator(FIGURE)).first.inner_text())
    clicks.on(officer.page.locator(FIGURE))
    assert total_rows(officer) == counted
    officer.look("rows-behind-a-figure")
    clicks.on(officer.page.locator("tbody a"))
    officer.reads("抽检批次")
    officer.look("record-behind-a-figure")
    with officer.page.expect_download() as download:
        clicks.on(officer.page.get_by_role("link", name=NOTE))
    assert download.value.path().read_text(encoding="utf-8") == "批次合格"
    assert clicks.number == MOST_CLICKS


def test_from_an_indicator_to_a_record_in_two_clicks(arrive: Arrive) -> None:
    officer, clicks = arrive("officer"), Clicks()
    officer.open(f"/goals/indicator/{CODE}/")
    officer.look("indicator")
    counted = denominator(officer.page.locator(".head .sub").inner_text())
    clicks.on(officer.page.get_by_role("link", name="打开这些记录"))
    assert total_rows(officer) == counted
    clicks.on(officer.page.locator("tbody a"))
    officer.reads("抽检批次")
    assert clicks.number < MOST_CLICKS


def test_a_unit_sees_its_own_rows_and_only_counts_of_others(arrive: Arrive) -> None:
    reporter = arrive("pingquan")
    reporter.open(f"/goals/evidence/{CODE}/")
    hidden = reporter.page.locator("td[colspan]", has_text="不在您可查看的范围内")
    expect(hidden.first).to_be_visible()
    shown = reporter.page.locator("tbody tr a")
    reporter.look("rows-of-others")
    if shown.count():
        shown.first.click()
        reporter.sees("平泉市")


def test_sign_in_filter_and_open_a_figure_by_keyboard_alone(arrive: Arrive) -> None:
    officer = arrive()
    officer.open("/goals/")
    _tab_to(officer, "username")
    officer.page.keyboard.type("city-verifier")
    officer.page.keyboard.press("Tab")
    officer.page.keyboard.type(PASSWORD)
    officer.page.keyboard.press("Enter")
    officer.reads("输入动态码")
    officer.page.keyboard.type(officer.page.locator("b.secret").inner_text())  # the field has the focus already
    officer.page.keyboard.press("Enter")
    officer.reads("个目标中")
    _tab_to(officer, "status")
    officer.page.keyboard.press("ArrowDown")
    _tab_to(officer, "筛选")
    officer.page.screenshot(path=SCREENSHOTS / "keyboard-focus-1440.png")
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url("**status=on_track**")
    _tab_to(officer, href="/goals/evidence/")
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url("**/goals/evidence/**")
    assert total_rows(officer) > 0


def _tab_to(visitor: Visitor, words: str = "", href: str = "") -> None:
    """Press Tab until the focus is where it should be; it is visible at every stop."""
    for _press in range(MOST_TABS):
        visitor.page.keyboard.press("Tab")
        focus = visitor.page.evaluate(FOCUS)
        if focus["tag"] != "BODY":
            assert focus["outlined"], f"the focus cannot be seen on {focus}"
        if (href and href in focus["href"]) or (words and focus["words"] == words):
            return
    raise AssertionError(f"{MOST_TABS} tabs do not reach {words or href}")


def _attach_to_every_first_row(officer: Visitor, folder: Path) -> None:
    """Put a file on the record that the figure's rows begin with."""
    note = folder / NOTE
    note.write_text("批次合格", encoding="utf-8")
    officer.open(f"/goals/evidence/{CODE}/")
    officer.page.locator("tbody a").first.click()
    officer.page.set_input_files("#attach-file", note)
    officer.press("添加附件")
    officer.sees("已添加附件")
