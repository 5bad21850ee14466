"""Published bulletins on the public pages: both files, the check of every figure, revisions, and what leads where."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.foundation.papers.bulletin_city import Issued, on, third_quarter
from tests.foundation.papers.conftest import font

from zhiqiang.domains.bulletins.models import Bulletin
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.testing.browsing import body, open_as, words

__all__ = ["font"]  # the fixture of the papers' own tests


@pytest.fixture
def played(city: Any, font: None) -> Issued:
    return third_quarter(city)


def page(number: str, query: str = "") -> str:
    return words(Client().get(reverse("public-bulletin", args=[number]) + query))


def test_a_bulletin_is_public_once_it_is_published_and_anybody_can_take_it_away(played: Issued) -> None:
    with on(2026, 10, 20):
        row = played.drafted()
        played.step(row, "submit", "city_officer")
        played.step(row, "issue", "leader")
        assert "还没有公开的通报" in words(Client().get(reverse("public-bulletins")))
        assert Client().get(reverse("public-bulletin", args=["承质强〔2026〕1号"])).status_code == 404
        played.step(row, "publish", "city_officer")
    assert "承质强〔2026〕1号" in words(Client().get(reverse("public-bulletins")))
    assert reverse("public-bulletins") in body(Client().get(reverse("home")))
    said = page("承质强〔2026〕1号")
    assert "关于 2026年第三季度" in said
    assert "3家企业整改不力" in said
    for ending, start in (("pdf", b"%PDF-"), ("docx", b"PK")):
        answer = Client().get(reverse("public-bulletin-file", args=["承质强〔2026〕1号", ending]))
        assert b"".join(answer.streaming_content).startswith(start)
    assert Client().get(reverse("public-bulletin-file", args=["承质强〔2026〕1号", "exe"])).status_code == 404


def test_every_figure_is_computed_again_before_the_reader_and_revised_ones_are_named(played: Issued) -> None:
    with on(2026, 10, 20):
        made = played.issued(played.drafted())
    assert "公布之后修订过的数" not in page(made.number)
    with on(2026, 11, 2):
        played.sampled(played.city.unit, 20, 10)
        refresh()
    said = page(made.number, "?check=1")
    assert "与印出的一样" in said
    assert "不全相符" not in said
    assert "公布之后修订过的数" in said
    assert "印的是 75.0%，现在是 65.4%" in said


def test_a_corrected_bulletin_leads_to_its_successor_and_stays_as_it_was(played: Issued) -> None:
    with on(2026, 10, 20):
        row = played.drafted()
        first = played.issued(row)
        second = played.issued(played.drafted(corrects=row))
    assert "已由 承质强〔2026〕2号 更正" in page(first.number)
    assert "本份更正 承质强〔2026〕1号" in page(second.number)
    assert "本件更正 承质强〔2026〕1号 ，以本件为准" in page(second.number)


def test_a_leaders_page_is_nobody_elses(played: Issued) -> None:
    with on(2026, 10, 20):
        made = played.issued(played.drafted(kind="leader_page"))
    assert made.number == "承质强阅〔2026〕1号"
    assert Client().get(reverse("public-bulletin", args=[made.number])).status_code == 404


def test_what_is_approved_is_what_is_printed_whatever_happens_in_between(played: Issued) -> None:
    with on(2026, 10, 12):
        row = played.step(played.drafted(), "submit", "city_officer")
        submitted = row.submitted
    with on(2026, 10, 14):
        played.sampled(played.city.unit, 20, 10)
        refresh()
    with on(2026, 10, 15):
        leader = played.leader
        assert "75.0%" in words(open_as(leader).get(reverse("bulletin", args=[row.pk])))
        draft = open_as(leader).get(reverse("bulletin-draft", args=[row.pk, "pdf"]))
        assert draft.content.startswith(b"%PDF-")
        played.step(row, "issue", "leader")
    row = Bulletin.objects.get(pk=row.pk)
    shown = words(open_as(leader).get(reverse("bulletin", args=[row.pk])))
    assert "签发之后修订过的数" in shown
    assert row.submitted == submitted
