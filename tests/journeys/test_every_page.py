"""Every page that a role reaches from its menu: it answers, keeps quiet in the console, fits a phone, passes axe."""

import re
from collections import deque
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.journeys.conftest import Arrive
from tests.journeys.visitor import WIDTHS, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROLES = ("longhua", "longhua-verifier", "officer", "laboratory", "enterprise", "auditor", "administrator", "")
DEPTH = 2
MOST_PAGES = 40
LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href)"
FILES = re.compile(r"\.(csv|json|xlsx|pem)$|/(export|template|marked|rewrites)/|^/documents/|^/static/")
MANY = re.compile(r"(/indicator|/clause|/evidence|/what-if|/progress|/r|/open)/[^/]+")
seen: set[str] = set()  # kinds of page that have been examined closely, whoever came first


@pytest.mark.parametrize("user", ROLES, ids=[role or "nobody" for role in ROLES])
def test_every_page_within_reach_is_sound(arrive: Arrive, user: str) -> None:
    visitor = arrive(user)
    start = "/desk/" if user else "/"
    waiting, known = deque([(start, 0), ("/", 0)]), {kind_of(start), kind_of("/")}
    while waiting and len(known) <= MOST_PAGES:
        path, depth = waiting.popleft()
        if path.startswith("/") and visitor.open(path) >= 400:
            visitor.trouble.append(f"{path}: a link leads nowhere")
            continue
        _examine_once(visitor, kind_of(path))
        if depth < DEPTH:
            for found in _links(visitor):
                if kind_of(found) not in known:
                    known.add(kind_of(found))
                    waiting.append((found, depth + 1))


def test_a_record_of_another_unit_and_a_page_that_is_not_there_look_the_same(arrive: Arrive) -> None:
    verifier = arrive("longhua-verifier")
    verifier.open("/r/sampling.samples/?q=DEMO")
    own = verifier.page.locator("tbody a").first.get_attribute("href")
    stranger = arrive("weichang")
    bodies = []
    for path in (own, "/r/sampling.samples/99999999/"):
        assert stranger.open(path) == 404
        stranger.reads("没有这个页面")
        bodies.append(stranger.page.locator("main").inner_html())
    assert bodies[0] == bodies[1]
    stranger.look("not-there")
    assert stranger.open("/r/no.such.register/") == 404
    for step in ("verify", "send_back", "edit"):
        address = f"{own}edit/" if step == "edit" else f"{own}step/{step}/"
        assert stranger.open(address) == 404, address


def test_each_role_has_its_own_menu(arrive: Arrive) -> None:
    menu = "header nav a"
    administrator, enterprise = arrive("administrator"), arrive("enterprise")
    for visitor in (administrator, enterprise):
        visitor.open("/r/")
        visitor.look(f"registers-{'administrator' if visitor is administrator else 'enterprise'}")
        offered = [link for link in _links(visitor) if re.fullmatch(r"/r/[^/]+/", urlsplit(link).path)]
        assert (offered == []) == (visitor is administrator)
        assert "/r/sampling.samples/" not in offered
        assert visitor.open("/r/sampling.samples/") == 404
        assert (visitor.page.locator(menu, has_text="业务").count() == 0) == (visitor is administrator)
    assert enterprise.page.locator(menu, has_text="目标").count() == 0
    assert enterprise.open("/goals/") == 404
    reporter = arrive("longhua")
    reporter.open("/r/sampling.samples/")
    assert reporter.page.get_by_role("button", name="核实所选").count() == 0
    reporter.look("list")
    nobody = arrive()
    nobody.open("/")
    assert nobody.page.locator(menu, has_text="今日").count() == 0


def kind_of(path: str) -> str:
    """The kind of page behind an address: which indicator, register or record it is does not matter."""
    parts = urlsplit(path)
    address = re.sub(r"/\d+/", "/N/", MANY.sub(r"\1/X", parts.path))
    return address + "?" + "&".join(sorted({name for name, value in parse_qsl(parts.query) if value}))


def _links(visitor: Visitor) -> list[str]:
    """The site's own pages that this one leads to."""
    found = [link for link in visitor.page.evaluate(LINKS) if link.startswith(visitor.site.address)]
    paths = [link.removeprefix(visitor.site.address).split("#")[0] for link in found]
    return [path for path in paths if path and not FILES.search(urlsplit(path).path) and "format=" not in path]


def _examine_once(visitor: Visitor, kind: str) -> None:
    kind = kind.split("?", maxsplit=1)[0]
    if kind in seen:
        visitor.fits(WIDTHS[0])
        return
    seen.add(kind)
    visitor.examine()
