"""Somebody at a browser: opens pages, fills forms, looks closely (pictures, axe, width) and notes what goes wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python
from playwright.sync_api import expect

from zhiqiang.site.demo.people import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Response
    from tests.journeys.served import Site

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
DESKTOP, PHONE = 1440, 390
WIDTHS = (320, 768, 1440)
HEIGHT = 900
WIDER_THAN_WINDOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
RUN_AXE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
    one => one.id + ": " + one.help + " " + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | "))"""
looked_at: set[str] = set()


class Visitor:
    """One browser window with its own cookies. `trouble` collects what no page may do; the fixture asserts it empty."""

    def __init__(self, browser: Browser, site: Site, *, width: int = DESKTOP, script: bool = True, state: Any = None):
        self.site, self.script, self.trouble = site, script, []
        self.width = width
        self.context = browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=script,
            locale="zh-CN",
            base_url=site.address,
            storage_state=state,
            reduced_motion="reduce",
        )
        self.page: Page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.trouble.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def open(self, path: str) -> int:
        """Go to an address of the site; the status of its answer (0 where only the fragment changed)."""
        response = self.page.goto(path)
        return response.status if response else 0

    def fill(self, **typed: str) -> None:
        """Type into the fields of these names; choose where the field is a list."""
        for name, text in typed.items():
            field = self.page.locator(f"[name='{name}']").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=text)
            else:
                field.fill(text)

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str, *, exact: bool = True) -> None:
        """Click the link of this name."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def sign_in(self, user: str, password: str = PASSWORD) -> None:
        """Fill and send the sign-in form that is open; type the code of the second factor where it is asked."""
        self.fill(username=user, password=password)
        self.press("登录")
        if "/second-factor/" in self.page.url:
            self.fill(code=self.page.locator("b.secret").inner_text())
            self.press("继续")

    def reads(self, text: str) -> None:
        """The page's title line says this."""
        expect(self.page.locator("h1")).to_contain_text(text)

    def sees(self, text: str) -> None:
        """The page says this somewhere."""
        expect(self.page.locator("main")).to_contain_text(text)

    def look(self, name: str) -> None:
        """Keep pictures on a desktop and a phone; no width makes the page scroll sideways or breaks an axe rule.

        Once for each name in a process: a journey that is walked in two ways shows the same pages.
        """
        if name in looked_at:
            return
        looked_at.add(name)
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for width in (DESKTOP, PHONE):
            self._resize(width)
            self.page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
        self.examine()

    def examine(self) -> None:
        """Note every axe violation and sideways scroll at each width."""
        if self.script:
            self.page.evaluate(AXE)
        for width in WIDTHS:
            self.fits(width)
            if self.script:
                self.trouble += [f"{self.page.url} at {width}px: {note}" for note in self.page.evaluate(RUN_AXE)]
        self._resize(self.width)

    def fits(self, width: int) -> None:
        """Note where a window of this width must be scrolled sideways."""
        self._resize(width)
        over = self.page.evaluate(WIDER_THAN_WINDOW)
        if over > 0:
            self.trouble.append(f"{self.page.url} at {width}px: scrolls sideways by {over}px")

    def _resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def _heard(self, message: ConsoleMessage) -> None:
        refused = "the server responded with a status of 4" in message.text  # an answer, not a fault of the page
        if message.type == "error" and not refused:
            self.trouble.append(f"{self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.trouble.append(f"{response.url}: {response.status}")
