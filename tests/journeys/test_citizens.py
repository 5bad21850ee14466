"""A citizen on a phone: from the door to the rows and the file; large type; English."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Arrive
from tests.journeys.visitor import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CODE = "food_pass_rate"
SMALLEST = 320
MOST_BYTES = 250_000
CHINESE_IN_SIGHT = """() => { const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) { const text = walk.currentNode.data.trim(), parent = walk.currentNode.parentElement;
        if (/[\\u4e00-\\u9fff]/.test(text) && !parent.closest("[lang='zh-CN']:not(html)")) found.push(text); }
    return found; }"""
FONT = "parseFloat(getComputedStyle(document.body).fontSize)"
# The city's name and the measure words of figures ("22 项") are the plan's, whatever the language of the page.
CITY, WORDS = "承德市", re.compile(r"[\u4e00-\u9fff]{2,}")


@pytest.mark.parametrize("width", [SMALLEST, PHONE])
def test_from_the_door_to_the_rows_and_the_file(arrive: Arrive, width: int) -> None:
    citizen = arrive(width=width)
    citizen.open("/")
    citizen.look("public-home")
    citizen.page.locator("a.door", has_text="看进展").click()
    citizen.reads("市里答应的事，做到哪一步")
    citizen.look("public-progress")
    with citizen.page.expect_download() as download:
        citizen.follow("下载表格 (CSV)")
    lines = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    citizen.page.locator(f"a[href='/progress/{CODE}/']").first.click()
    citizen.look("public-indicator")
    rows = citizen.page.locator("#rows nav.pages")
    said = re.search(r"共 ([\d,]+) 条", rows.inner_text())
    assert said is not None
    shown = re.search(r"[\d.]+", citizen.page.locator("h1").inner_text().split()[-1])
    assert shown is not None
    ours = [line for line in lines if CODE in line.values()]
    assert any(said[1] in line.values() and _same(shown[0], line) for line in ours), (said[1], shown[0], ours)
    citizen.page.locator("#rows tbody a").first.click()
    citizen.reads("抽检批次")
    citizen.look("public-record")


def test_from_the_public_figure_to_a_record_in_three_clicks(arrive: Arrive) -> None:
    citizen = arrive(width=PHONE)
    citizen.open("/")
    tested = re.search(r"抽了 ([\d,]+) 批，不合格 ([\d,]+) 批", citizen.page.locator(".rate").first.inner_text())
    assert tested is not None
    citizen.page.locator(".rate a").first.click()
    citizen.page.locator("#rows a.chip").first.click()
    expect(citizen.page.locator("#rows nav.pages")).to_contain_text(f"共 {tested[1]} 条")
    citizen.page.locator("#rows tbody a").first.click()
    citizen.sees("已核实")


def test_the_first_view_is_light(arrive: Arrive) -> None:
    citizen = arrive(width=PHONE)
    network = citizen.context.new_cdp_session(citizen.page)
    received: list[float] = []
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    citizen.page.goto("/", wait_until="networkidle")
    assert 0 < sum(received) <= MOST_BYTES


def test_a_figure_is_checked_by_the_page_that_computes_it_again(arrive: Arrive) -> None:
    citizen = arrive(width=PHONE)
    citizen.open(f"/progress/{CODE}/")
    citizen.follow("现在就验")
    citizen.sees("相符")
    citizen.look("public-check")
    citizen.open("/check/?reference=ZQ1/nonsense")
    citizen.sees("不能验")
    citizen.look("public-check-refused")
    citizen.open("/open/")
    citizen.look("public-open")
    citizen.page.locator("main a[href^='/open/sampling']").first.click()
    citizen.look("public-register")


def test_large_type_stays_on_from_page_to_page(arrive: Arrive) -> None:
    citizen = arrive(width=PHONE)
    citizen.open("/")
    before = citizen.page.evaluate(FONT)
    citizen.press("大字")
    assert citizen.page.evaluate(FONT) >= max(before * 1.15, 18)
    citizen.look("public-home-large")
    citizen.open("/progress/")
    assert citizen.page.evaluate(FONT) > before
    citizen.look("public-progress-large")
    citizen.press("标准字号")
    assert citizen.page.evaluate(FONT) == before


def test_english_and_back(arrive: Arrive) -> None:
    citizen = arrive(width=PHONE)
    citizen.open("/")
    citizen.press("EN")
    expect(citizen.page.locator("html")).to_have_attribute("lang", "en")
    for path in ("/", "/progress/", "/check/", "/open/", "/login/"):
        citizen.open(path)
        citizen.look(f"english{path.replace('/', '-').rstrip('-')}")
        found = [text for text in citizen.page.evaluate(CHINESE_IN_SIGHT) if WORDS.search(text.replace(CITY, ""))]
        assert found == [], path
    citizen.press("中文")
    expect(citizen.page.locator("html")).to_have_attribute("lang", "zh-CN")
    citizen.reads("登录")


def _same(shown: str, line: dict[str, str]) -> bool:
    """Whether a line of the file holds this figure, with all its digits."""
    places = len(shown.partition(".")[2])
    return any(_rounded(text, places) == shown for text in line.values())


def _rounded(text: str, places: int) -> str:
    try:
        return f"{float(text):.{places}f}"
    except ValueError:
        return ""
