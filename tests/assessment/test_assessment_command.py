"""`zhiqiang assessment run`: how the units stand now, by the scheme in force or by a draft; nothing is stored."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from zhiqiang.domains.assessment.models import Result, Run
from zhiqiang.domains.assessment.queries.schemes import sources
from zhiqiang.foundation.testing.city import City
from zhiqiang.site.cli import COMMANDS
from zhiqiang.site.cli import assessment as command

Capture = pytest.CaptureFixture[str]
SCHEME = "county-quality-2026"


@pytest.fixture(autouse=True)
def on_the_day(city: City, as_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small city, and a home that is the test's own."""
    as_of(2026, 11, 23)
    monkeypatch.setattr(command, "open_home", lambda: None)


def run(capsys: Capture, *given: str) -> tuple[int, str, str]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    command.add_arguments(parser)
    code = command.run(parser.parse_args(["run", *given]))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_every_unit_has_its_score_grade_items_and_stability_as_json(capsys: Capture) -> None:
    code, out, _err = run(capsys, SCHEME, "--period", "2026Q3", "--json")
    found = json.loads(out)
    assert (code, len(found)) == (0, 13)
    assert {"unit", "score", "band", "items", "stable"} <= set(found[0])
    assert (found[0]["unit"], found[0]["score"], found[0]["stable"]) == ("130802", None, None)
    assert "不计总分" in found[0]["reason"]
    assert [one["code"] for one in found[0]["items"]][:2] == ["agri_rate", "food_rate"]
    assert all(one["points"] is not None or one["reason"] for one in found[0]["items"])
    assert "assessment" in COMMANDS


def test_a_draft_is_tried_and_nothing_is_stored(capsys: Capture, tmp_path: Path) -> None:
    draft = tmp_path / f"{SCHEME}.toml"
    text = sources()[f"{SCHEME}.toml"]
    draft.write_text(text.replace("minimum_coverage = 0.6", "minimum_coverage = 0.1"), encoding="utf-8")
    code, out, _err = run(capsys, SCHEME, "--period", "2026Q3", "--what-if", str(draft), "--json")
    found = json.loads(out)
    # Of the points with data only the ten of the orders are earned; the twenty of marks have none: 10 of 30.
    assert (code, found[0]["score"], found[0]["band"]) == (0, "33", "D")
    assert not Run.objects.exists()
    assert not Result.objects.exists()


def test_a_mistaken_draft_is_told_with_file_place_and_way_on(capsys: Capture, tmp_path: Path) -> None:
    draft = tmp_path / f"{SCHEME}.toml"
    draft.write_text(sources()[f"{SCHEME}.toml"].replace("weight = 50", "weight = 51"), encoding="utf-8")
    code, _out, err = run(capsys, SCHEME, "--period", "2026Q3", "--what-if", str(draft))
    assert (code, f"{SCHEME}.toml · area" in err, "请使两者相等" in err) == (1, True, True)


@pytest.mark.parametrize(
    ("given", "words"),
    [(("county", "--period", "2026Q3"), "没有代码为“county”的考评方案，可用的有：county-quality-2026"),
     ((SCHEME, "--period", "2026Q7"), "不是考评期"),
     ((SCHEME, "--period", "2026Q3", "--what-if", "no-such.toml"), "没有文件“no-such.toml”")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(capsys: Capture, given: tuple[str, ...], words: str) -> None:
    code, _out, err = run(capsys, *given)
    assert (code, words in err) == (2, True)


def test_without_json_a_line_a_unit(capsys: Capture) -> None:
    code, out, _err = run(capsys, SCHEME, "--period", "2026-09")
    assert (code, len(out.splitlines())) == (0, 13)
    assert "隆化县" in out
