"""`zhiqiang plan check`: what is bound, and how much of it rests on outside series."""

import argparse
import json
from pathlib import Path

import pytest

from zhiqiang.site.cli import plan as command

CHENGDE = Path(command.__file__).parents[2] / "data/plans/chengde-2023-2027"


def check(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    command.add_arguments(parser)
    code = command.run(parser.parse_args(["check", *words]))
    return code, capsys.readouterr().out


def test_bound_targets_rest_on_records_or_are_told_to_rest_on_an_outside_series(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out = check(capsys, "--json")
    found = json.loads(out)
    assert (code, found["problems"]) == (0, [])
    assert {"G2023.2", "G2025.3", "G2027.9"} <= set(found["outside"]) <= set(found["bound"])
    assert "G2025.5" in set(found["bound"]) - set(found["outside"])
    assert len(found["bound"]) + len(found["unbound"]) == found["targets"] == 48


def test_the_line_for_people_counts_both(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(check(capsys, "--json")[1])
    outside = len(found["outside"])
    assert f"台账记录 {len(found['bound']) - outside} 个，外部统计 {outside} 个" in check(capsys)[1]


def test_a_package_that_hides_an_outside_series_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for path in CHENGDE.rglob("*.toml"):
        copy = tmp_path / path.relative_to(CHENGDE)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8").replace('source = "outside"\n', ""), encoding="utf-8")
    code, out = check(capsys, str(tmp_path), "--json")
    found = json.loads(out)
    assert (code, found["bound"], found["outside"]) == (1, [], [])
    assert "indicator[hightech_share].source" in {one["key"] for one in found["problems"]}
