"""`zhiqiang assess`: the fixed interface for scripts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from zhiqiang.site.cli import main

CASES = Path(__file__).parent / "cases"
KEYS = {"verdict", "status", "expected", "forecast", "required_pace", "lag", "shortfall", "reasons"}
GOOD = """as_of = 2026-12-31
[target]
kind = "cumulative"
baseline = { on = 2022-12-31, value = 0 }
milestones = [ { due = 2027-12-31, value = 30 } ]
[[observation]]
on = 2026-12-31
value = 4
"""


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZHIQIANG_HOME", str(tmp_path))


def judged(capsys: pytest.CaptureFixture[str], *paths: Path) -> list[dict[str, object]]:
    assert main(["assess", *map(str, paths), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *paths: Path) -> tuple[int, str]:
    code = main(["assess", *map(str, paths), "--json"])
    printed = capsys.readouterr()
    assert printed.out == ""
    return code, printed.err


def test_every_case_gets_one_answer_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    answers = judged(capsys, CASES / "cumulative__c2_four_of_thirty.toml", CASES / "reach__met_at_due.toml")
    assert [(one["verdict"], one["status"]) for one in answers] == [("open", "behind"), ("met", "met")]
    assert set(answers[0]) >= KEYS
    assert answers[0]["expected"] == 24
    assert answers[0]["forecast"] == 5
    assert all(isinstance(reason, str) for reason in answers[0]["reasons"])


def test_undefined_numbers_are_null(capsys: pytest.CaptureFixture[str]) -> None:
    [answer] = judged(capsys, CASES / "cumulative__no_observation.toml")
    assert (answer["verdict"], answer["status"]) == ("open", "no_data")
    assert [answer[name] for name in ("expected", "forecast", "required_pace", "lag", "shortfall")] == [None] * 5


def test_numbers_beyond_a_double_stay_valid_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    case = tmp_path / "huge.toml"
    case.write_text(GOOD.replace("value = 4", "value = 1e400000"), encoding="utf-8")
    [answer] = judged(capsys, case)
    assert (answer["verdict"], answer["value"]) == ("met", None)


def test_the_plain_answer_names_file_verdict_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(CASES / "reach__met_at_due.toml")]) == 0
    printed = capsys.readouterr().out
    assert "reach__met_at_due.toml: met / met" in printed
    assert "达到" in printed


def test_all_mistakes_are_reported_at_once_with_file_and_key(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    case = tmp_path / "wrong.toml"
    case.write_text(
        """as_of = "2026-12-31"
colour = 1
[target]
kind = "sometimes"
direction = "sideways"
resolution = 0
aspirational = "no"
baseline = { on = 2022-12-31 }
milestones = [ { due = 2027-12-31, value = true }, { value = 3 } ]
[[observation]]
on = 2026-12-31T00:00:00
value = nan
[[observation]]
on = 2026-12-31
numerator = 3
[[observation]]
on = 2026-12-31
""",
        encoding="utf-8",
    )
    code, printed = refused(capsys, case)
    assert code == 1
    keys = [
        "as_of", "colour", "target.kind", "target.direction", "target.resolution", "target.aspirational",
        "target.baseline.value", "target.milestones[1].value", "target.milestones[2].due", "observation[1].on",
        "observation[1].value", "observation[2].numerator", "observation[3].value",
    ]  # fmt: skip
    assert {line.split(": ")[1] for line in printed.splitlines()} == set(keys)
    assert all(line.startswith(f"{case}: ") for line in printed.splitlines())


@pytest.mark.parametrize(
    ("find", "replacement", "key"),
    [
        ("[target]", "[aim]", "target"),
        ("milestones = [ { due = 2027-12-31, value = 30 } ]", "", "target.milestones"),
        ("{ due = 2027-12-31, value = 30 }", "{ due = 2027-12-31 }", "target.milestones[1].value"),
        ("{ due = 2027-12-31, value = 30 }", "3", "target.milestones[1]"),
        (
            "{ due = 2027-12-31, value = 30 }",
            "{ due = 2027-12-31, value = 1 }, { due = 2027-12-31, value = 2 }",
            "target.milestones[2].due",
        ),
        ("value = 4", "value = 1e99999999999999999999", "observation[1].value"),
        ("value = 4", "value = 4\nnumerator = 1\ndenominator = 2", "observation[1].value"),
        ("value = 4", "numerator = 1\ndenominator = -2", "observation[1].denominator"),
        ("value = 4", 'value = 4\nunits = { a = "x" }', "observation[1].units.a"),
        ("[[observation]]", "[observation]", "observation"),
    ],
)
def test_a_mistake_is_named_by_its_key(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, find: str, replacement: str, key: str
) -> None:
    case = tmp_path / "wrong.toml"
    assert find in GOOD
    case.write_text(GOOD.replace(find, replacement), encoding="utf-8")
    code, printed = refused(capsys, case)
    assert code == 1
    assert f"{case}: {key}: " in printed


@pytest.mark.parametrize("content", [None, b"as_of = = 1", b"\xff\xfe\x00", b"as_of = 2026-13-41"])
def test_an_unreadable_file_exits_with_two(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes | None
) -> None:
    case = tmp_path / "broken.toml"
    if content is not None:
        case.write_bytes(content)
    code, printed = refused(capsys, case, CASES / "reach__met_at_due.toml")
    assert code == 2
    assert str(case) in printed


def test_flags_may_stand_above_or_inside_the_target(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    above, inside = tmp_path / "above.toml", tmp_path / "inside.toml"
    above.write_text("pending = true\n" + GOOD, encoding="utf-8")
    inside.write_text(GOOD.replace("[target]", "[target]\ndefinition_changed = true"), encoding="utf-8")
    assert [one["status"] for one in judged(capsys, above, inside)] == ["to_verify", "definition_changed"]


def test_the_command_does_not_load_django() -> None:
    script = "import sys, zhiqiang.site.cli.assess; sys.exit(any(name.startswith('django') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
