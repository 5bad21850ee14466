"""What every journey starts with: a served demo city and people who sit down at a browser."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.journeys.served import Site, copy_of, demo_home, served
from tests.journeys.visitor import Visitor
from tests.servers import require_chromium

LOG_LINES = 30
Arrive = Callable[..., Visitor]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """The site of one file of journeys: what they change, no other file sees."""
    base = tmp_path_factory.getbasetemp()
    home = demo_home(base if worker_id == "master" else base.parent)
    with served(copy_of(home, tmp_path_factory.mktemp("journeys"))) as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a window. Closed with its file: its event loop would bar Django's ORM in later ones."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=require_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def signed_in() -> dict[str, Any]:
    """Cookies of those who have signed in, so that nobody needs a second one-time code within half a minute."""
    return {}


@pytest.fixture
def arrive(browser: Browser, site: Site, signed_in: dict[str, Any]) -> Iterator[Arrive]:
    """`arrive("officer")` signs somebody in and stands at the desk; `arrive()` is a citizen at an empty window."""
    visitors: list[Visitor] = []

    def arrive(user: str = "", **options: Any) -> Visitor:
        visitor = Visitor(browser, site, state=signed_in.get(user), **options)
        visitors.append(visitor)
        if user:
            visitor.open("/desk/")
        if user and user not in signed_in:
            visitor.sign_in(user)
            assert "/desk/" in visitor.page.url, visitor.page.url
            signed_in[user] = visitor.context.storage_state()
        return visitor

    yield arrive
    for visitor in visitors:
        visitor.context.close()
    trouble = [one for visitor in visitors for one in visitor.trouble]
    assert not trouble, "\n".join([*trouble, *site.log.read_text(encoding="utf-8").splitlines()[-LOG_LINES:]])
