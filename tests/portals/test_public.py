"""The citizens' pages: the same figures as the board, only verified rows and public columns, small, without login."""

import csv
import io
import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from portal_city import CANARY, HIDDEN_PROOF, UNVERIFIED, Filled

from zhiqiang.domains.goals.queries import board
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.plans.models import PlanSnapshot
from zhiqiang.portals.api.tables import as_table
from zhiqiang.portals.public.proof import reference_of, rows_digest

LINK = re.compile(r'(?:href|src)="([^"]+)"')
KILOBYTE = 1024


def crawl(client: Client) -> dict[str, str]:
    """Every page and file that links of public pages lead to, but for sign-in, static files and the API."""
    found: dict[str, str] = {}
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = client.get(address)
        if answer.status_code == 302:
            continue
        assert answer.status_code == 200, address
        text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
        found[address] = text
        if "html" not in answer["Content-Type"]:
            continue
        for link in map(unescape, LINK.findall(text)):
            absolute = link.partition("#")[0]
            if absolute.startswith("?"):
                absolute = urlsplit(address).path + absolute
            if absolute.startswith("/") and not absolute.startswith(("/static/", "/login/", "/goals/")):
                waiting.append(absolute)
    return found


def test_every_page_opens_without_login_and_shows_no_hidden_column_and_no_unverified_row(filled: Filled) -> None:
    pages = crawl(Client())
    assert {reverse("home"), reverse("progress"), reverse("progress-csv"), reverse("progress-json")} <= set(pages)
    assert reverse("open-register", args=["sampling.samples"]) in pages
    assert reverse("open-record", args=["sampling.samples", filled.samples[0].pk]) in pages
    for address, text in pages.items():
        for canary in (CANARY, HIDDEN_PROOF, UNVERIFIED, filled.city.users["city_officer"].username):
            assert canary not in text, (address, canary)


def test_an_unverified_record_is_absent_and_looks_like_one_that_never_was(filled: Filled) -> None:
    client = Client()
    hidden = client.get(reverse("open-record", args=["sampling.samples", filled.waiting[0].pk]))
    never = client.get(reverse("open-record", args=["sampling.samples", 10**8]))
    assert hidden.status_code == never.status_code == 404
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", hidden.content.decode()) == strip.sub("", never.content.decode())


def test_a_hidden_column_cannot_be_searched_for(filled: Filled) -> None:
    address = reverse("open-register", args=["sampling.samples"])
    assert "S1" in Client().get(address, {"q": "S1"}).content.decode()
    assert "没有找到" in Client().get(address, {"q": CANARY}).content.decode()


def test_the_files_hold_the_figures_of_the_board(filled: Filled) -> None:
    shown = board()
    lines = [as_table(line, shown.plan.content_hash) for line in shown.lines]
    document = json.loads(Client().get(reverse("progress-json")).content)
    more = {"title", "status_word", "nature"}
    assert [{k: v for k, v in one.items() if k not in more} for one in document["targets"]] == lines
    text = Client().get(reverse("progress-csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["target"] for row in rows] == [one["target"] for one in lines]
    assert [row["value"] for row in rows] == ["" if one["value"] is None else str(one["value"]) for one in lines]


def test_the_home_page_says_the_rate_in_words_and_leads_to_the_failed_batches(filled: Filled) -> None:
    page = Client().get("/").content.decode()
    assert "每 100 批约 91.7 批合格" in page
    assert "抽了 12 批，不合格 1 批" in page
    assert "12315" in page
    there = reverse("progress-indicator", args=["food_pass_rate"])
    rows = Client().get(there, {"part": "missed"}).content.decode()
    assert "S9" in rows
    assert "S1<" not in rows


def test_all_targets_stand_on_the_progress_page_and_one_without_data_has_no_figure(filled: Filled) -> None:
    page = Client().get(reverse("progress")).content.decode()
    assert page.count('class="st ') == 48
    assert page.count("还没接上数据") == len(active_plan().unbound)
    empty = Client().get(reverse("progress-indicator", args=["valid_certificates"])).content.decode()
    assert "ZQ1/" not in empty, "a target without data has no figure to check"


def test_a_printed_reference_is_found_true_and_a_changed_one_false(filled: Filled) -> None:
    line = board().current("food_pass_rate")
    assert line.measure
    assert line.window
    assert line.data_version is not None
    found, total = rows_digest(
        line.measure.code, line.unit.code, line.window.first, line.window.last, line.data_version
    )
    assert total == 12
    reference = reference_of(line, found)
    page = Client().get(reverse("progress-indicator", args=["food_pass_rate"])).content.decode()
    assert reference in page
    check = reverse("public-check")
    true = Client().get(check, {"reference": reference}).content.decode()
    assert "相符：从 12 条" in true
    false = Client().get(check, {"reference": reference.replace("/11-12/", "/12-12/")}).content.decode()
    assert "不相符" in false
    forged = Client().get(check, {"reference": reference.replace(found[:16], "0" * 16)}).content.decode()
    assert "不相符" in forged


def test_an_old_reference_still_holds_after_the_records_grew(filled: Filled) -> None:
    line = board().current("food_pass_rate")
    assert line.measure
    assert line.window
    assert line.data_version is not None
    window = (line.measure.code, line.unit.code, line.window.first, line.window.last)
    reference = reference_of(line, rows_digest(*window, line.data_version)[0])
    filled.sample("LATER", date(2026, 6, 1), unit=filled.city.unit)
    refresh()
    assert board().current("food_pass_rate").window.denominator == 13  # type: ignore[union-attr]
    assert "相符：从 12 条" in Client().get(reverse("public-check"), {"reference": reference}).content.decode()


@pytest.mark.parametrize(
    "text", ["胡写", "ZQ1/", "ZQ1/a.b@1/130800/2026-01..2026-02/d1/1-2/0123456789abcdef", "\x00", "Z" * 999]
)
def test_nonsense_to_check_is_answered_not_failed(filled: Filled, text: str) -> None:
    answer = Client().get(reverse("public-check"), {"reference": text})
    assert answer.status_code == 200
    assert "相符：从" not in answer.content.decode()


@pytest.mark.parametrize("name", ["home", "progress", "open-data", "public-check"])
def test_a_first_view_is_small(filled: Filled, name: str) -> None:
    page = Client().get(reverse(name)).content
    linked = [link for link in LINK.findall(page.decode()) if link.startswith("/static/")]
    parts = [Path(str(finders.find(link.removeprefix("/static/")))).stat().st_size for link in set(linked)]
    assert len(parts) >= 2
    assert len(page) + sum(parts) < 250 * KILOBYTE


def test_large_type_stays_in_a_cookie_and_leads_back_only_to_this_site(filled: Filled) -> None:
    client = Client()
    answer = client.post(reverse("large-type"), {"on": "1", "next": reverse("progress")})
    assert answer["Location"] == reverse("progress")
    assert 'class="public large"' in client.get("/").content.decode()
    away = client.post(reverse("large-type"), {"on": "0", "next": "https://elsewhere.example/"})
    assert away["Location"] == reverse("home")
    assert 'class="public large"' not in client.get("/").content.decode()


def test_in_a_demo_home_every_file_says_that_it_is_made_up(filled: Filled, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    answer = Client().get(reverse("progress-csv"))
    assert "%E6%BC%94%E7%A4%BA%E6%95%B0%E6%8D%AE" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["nature"] for row in rows} == {"演示数据"}
    document = json.loads(Client().get(reverse("progress-json")).content)
    assert document["notice"].startswith("演示数据")
    lines = b"".join(Client().get(reverse("open-register-csv", args=["sampling.samples"])).streaming_content)
    assert all(line.endswith("演示数据") for line in lines.decode().strip().splitlines()[1:])
    assert "演示数据" in Client().get("/").content.decode()


def test_a_formula_in_a_public_column_leaves_as_text(filled: Filled) -> None:
    filled.sample("EVIL", date(2026, 6, 1), unit=filled.city.unit, product="=1+1")
    content = b"".join(Client().get(reverse("open-register-csv", args=["sampling.samples"])).streaming_content)
    assert "'=1+1" in content.decode()


def test_a_home_without_a_plan_still_opens(city: object) -> None:
    PlanSnapshot.objects.update(active=False)
    assert Client().get("/").status_code == 200
    assert Client().get(reverse("progress")).status_code == 200
    assert Client().get(reverse("progress-csv")).status_code == 404


@pytest.mark.parametrize(
    "query", [{"page": "0"}, {"page": "99999999999999999999"}, {"page": "x"}, {"part": "x"}, {"page": "²"}, {"q": "\0"}]
)
def test_strange_pages_and_parts_are_answered(filled: Filled, query: dict[str, str]) -> None:
    there = reverse("progress-indicator", args=["food_pass_rate"])
    assert Client().get(there, query).status_code == 200
    assert Client().get(reverse("open-register", args=["sampling.samples"]), query).status_code == 200


# The path of an indicator reads its evidence a second time, which costs as much as the board itself.
@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 20),
        ("/progress/", 20),
        ("/progress/food_pass_rate/", 31),
        ("/open/sampling.samples/", 10),
        ("/progress.json", 20),
        ("/progress.csv", 20),
        ("/api/public/progress", 20),
    ],
)
def test_the_number_of_queries_is_small_and_does_not_grow(
    filled: Filled, address: str, most: int, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(most) as before:  # type: ignore[operator]
        Client().get(address)
    for n in range(15):
        filled.sample(f"M{n}", date(2026, 7, 1), unit=filled.city.unit)
    refresh()
    with django_assert_max_num_queries(most) as after:  # type: ignore[operator]
        Client().get(address)
    assert len(after) <= len(before)


def test_one_address_cannot_keep_the_server_computing(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiqiang.portals.public.views.CHECKS_A_MINUTE", 2)
    answers = [Client().get(reverse("public-check"), {"reference": "ZQ1/"}) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert Client().get(reverse("public-check")).status_code == 200


def test_pages_are_asked_for_again_and_files_may_be_kept_a_minute(filled: Filled) -> None:
    assert Client().get("/")["Cache-Control"] == "private, no-cache"
    assert Client().get(reverse("progress-json"))["Cache-Control"] == "public, max-age=60"


def test_the_qr_code_opens_the_check_of_the_printed_reference(filled: Filled) -> None:
    page = Client().get(reverse("progress-indicator", args=["food_pass_rate"]))
    reference = page.context["reference"]
    link = next(link for link in map(unescape, LINK.findall(page.content.decode())) if "reference=" in link)
    assert parse_qs(urlsplit(link).query)["reference"] == [reference]
    assert "data:image/svg+xml" in page.content.decode()
