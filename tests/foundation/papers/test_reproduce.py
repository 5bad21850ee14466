"""Every figure of an issued bulletin computes again: equal years later and after new data; what is not is told."""

import hashlib
import json
from dataclasses import replace

import pytest
from django.core.cache import cache
from tests.foundation.papers.bulletin_city import Issued, on, third_quarter

from zhiqiang.domains.bulletins.queries import reproduced
from zhiqiang.foundation.catalogue import measures
from zhiqiang.foundation.evidence import proof
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.papers.models import IssuedPaper
from zhiqiang.foundation.papers.reproduce import reproduce, reproduce_paper
from zhiqiang.foundation.papers.revisions import revised_since
from zhiqiang.kernel.papers import Figure, Paper, Paragraph, figures_of
from zhiqiang.site.cli import main


@pytest.fixture
def played(city, font) -> Issued:
    cache.clear()
    return third_quarter(city)


@pytest.fixture
def issued(played: Issued) -> IssuedPaper:
    with on(2026, 10, 20):
        return played.issued(played.drafted())


def printing(*figures: Figure) -> Paper:
    return Paper("bulletin", ("题",), (), (Paragraph(figures),), "某办")


def rate_of(paper: IssuedPaper, unit: str) -> Figure:
    return next(one for one in figures_of(paper.paper) if f"/{unit}/" in one.reference and "#percent" in one.reference)


def test_every_figure_comes_out_as_printed_and_still_does_after_new_data(played: Issued, issued: IssuedPaper) -> None:
    found = reproduce(issued.number)
    assert found.figures == len(figures_of(issued.paper)) >= 7
    assert found.holds
    assert found.equal == found.figures
    parts = {one.reference.partition("#")[2] for one in figures_of(issued.paper)}
    assert {"percent", "lower", "upper", "denominator", ""} <= parts
    files = [hashlib.sha256(one.path.read_bytes()).hexdigest() for one in (issued.docx, issued.pdf)]
    with on(2026, 11, 2):
        played.sampled(played.city.unit, 20, 10)
        refresh()
    cache.clear()
    with on(2028, 3, 1):
        assert reproduce(issued.number) == found
        rate = rate_of(issued, played.city.unit.code)
        told = {(one.unit, one.text): one.now for one in revised_since(issued.paper)}
        assert told["隆化县", rate.text] == "65.4%"
        assert told["隆化县", "32"] == "52", "the size of the sample too"
    assert files == [hashlib.sha256(one.path.read_bytes()).hexdigest() for one in (issued.docx, issued.pdf)]


def test_nothing_is_called_revised_while_nothing_changed(issued: IssuedPaper) -> None:
    assert revised_since(issued.paper) == []


def test_a_tampered_text_count_or_digest_is_told(played: Issued, issued: IssuedPaper) -> None:
    right = rate_of(issued, played.city.unit.code)
    assert right.text == "75.0%"
    assert reproduce_paper(printing(right)).holds
    other = "0" if right.reference[-9] == "f" else "f"  # the last sign of the digest, before "#percent"
    wrong = (
        (replace(right, text="76.0%"), "印的数不是"),
        (replace(right, reference=right.reference.replace("/24-32/", "/25-32/"), text="78.1%"), "不一样"),
        (replace(right, reference=right.reference[:-9] + other + right.reference[-8:]), "不一样"),
        (replace(right, reference=right.reference.replace("#percent", "#lower")), "印的数不是"),
        (replace(right, reference=right.reference.replace("/d1/", "/d99/")), "没有这一版数据"),
    )
    for figure, why in wrong:
        found = reproduce_paper(printing(figure))
        assert (found.equal, len(found.differences), found.differences[0].equal) == (0, 1, False), why
        assert why in found.differences[0].why


def test_what_cannot_be_computed_again_is_not_called_equal(
    played: Issued, issued: IssuedPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = rate_of(issued, played.city.unit.code)
    count = next(one for one in figures_of(issued.paper) if one.reference.startswith("ZQB1/"))
    for figure in (Figure("1", "XX9/a"), Figure("1", "ZQ1/nonsense"), Figure("1", "ZQB1/nonsense")):
        assert [one.equal for one in reproduce_paper(printing(figure)).differences] == [None]
    food = measures()["sampling.food_pass_rate"]
    with monkeypatch.context() as patched:
        newer = {**measures(), food.code: replace(food, version=food.version + 1)}
        patched.setattr(proof, "measures", lambda: newer)
        assert "新版" in reproduce_paper(printing(rate)).differences[0].why
    other_plan = count.reference.replace(count.reference.split("/")[4], "0" * 16)
    outcome = reproduced.board_count(other_plan)
    assert outcome.equal is None
    assert "方案已换" in outcome.why


def test_a_count_of_statuses_is_judged_again(issued: IssuedPaper) -> None:
    count = next(one for one in figures_of(issued.paper) if one.reference.startswith("ZQB1/"))
    assert reproduce_paper(printing(count)).holds
    assert not reproduce_paper(printing(replace(count, text=str(int(count.text) + 1)))).holds


def test_the_command_tells_figures_and_differences(
    played: Issued, issued: IssuedPaper, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["reproduce", "承质强(2026)1号", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["figures"], found["differences"]) == (found["equal"], [])
    assert main(["reproduce", "承质强〔2026〕9号"]) == 2
    assert "请核对文号" in capsys.readouterr().err
    rate = rate_of(issued, played.city.unit.code)
    altered = printing(replace(rate, text="99.9%"))
    monkeypatch.setattr(IssuedPaper, "paper", property(lambda _self: altered))
    assert main(["reproduce", issued.number]) == 1
    assert "不符：印的是 99.9%" in capsys.readouterr().out
