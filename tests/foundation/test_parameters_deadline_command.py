"""`zhiqiang deadline`: agreed keys, batches, and requests that cannot be understood."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from zhiqiang.site.cli import deadline as command

FIXED_RULES = (
    "complaint.accept complaint.mediate report.verify penalty.decide penalty.publish referral.decide "
    "inspection.publish sampling.objection.food sampling.objection.product sampling.objection.agri "
    "sampling.objection.drug prepaid.file"
)


def run(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> tuple[int, str, str]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    command.add_arguments(parser)
    code = command.run(argparse.Namespace(**vars(parser.parse_args(words)), home=home))
    return code, *capsys.readouterr()


def test_the_command_answers_with_the_agreed_keys(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = run(capsys, tmp_path, "complaint.accept", "2026-02-12", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["due"] == "2026-02-28"
    assert found["worked_weekends"] == ["2026-02-14", "2026-02-28"]
    assert found["skipped"] == [f"2026-02-{day}" for day in range(15, 24)]
    assert (found["provisional"], found["unit"], found["amount"]) == (False, "working_day", 7)
    assert found["rule"] == "complaint.accept"
    assert "第十四条" in found["article"]
    assert found["version"] == "2020-01-01"


def test_the_command_keeps_the_minute_of_an_hour_clock(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, out, _ = run(capsys, tmp_path, "referral.transfer", "2026-03-02T10:30", "--json")
    assert json.loads(out)["due"] == "2026-03-03T10:30:00+08:00"


def test_the_command_takes_several_suspensions(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    spans = ("--suspend", "2026-03-04..2026-03-05", "--suspend", "2026-03-09..2026-03-09")
    _, out, _ = run(capsys, tmp_path, "complaint.accept", "2026-03-02", *spans, "--json")
    assert json.loads(out)["due"] == "2026-03-16"
    assert json.loads(out)["suspensions"] == [["2026-03-04", "2026-03-05"], ["2026-03-09", "2026-03-09"]]


def test_the_command_prints_the_proof_in_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = run(capsys, tmp_path, "complaint.mediate", "2026-12-01")
    assert code == 0
    assert "投诉调解终止" in out
    assert "暂定" in out
    assert "二手材料" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["complaint.acept", "2026-02-12"], "complaint.accept"),
        (["complaint.accept", "2026-02-30"], "无法识别"),
        (["complaint.accept", "2010-02-03"], "没有有效的版本"),
        (["complaint.accept", "2026-02-12", "--suspend", "2026-02-13"], ".."),
        (["complaint.accept", "2026-02-12", "--suspend", "2026-02-14..2026-02-13"], "颠倒"),
        (["target.band.watch", "2026-02-12"], "不是期限规则"),
        (["referral.transfer", "2026-02-12"], "写到时刻"),
        (["--batch", "absent.jsonl"], "absent.jsonl"),
        ([], "请给出规则编号"),
    ],
)
def test_a_request_that_cannot_be_understood_ends_with_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: list[str], message: str
) -> None:
    code, out, err = run(capsys, tmp_path, *words)
    assert (code, out) == (2, "")
    assert message in err


def test_the_list_names_every_rule_with_its_versions(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, out, _ = run(capsys, tmp_path, "--list", "--json")
    rules = {each["rule"]: each for each in json.loads(out)}
    assert set(FIXED_RULES.split()) <= rules.keys()
    assert [each["amount"] for each in rules["complaint.mediate"]["versions"]] == [45, 60]
    _, text, _ = run(capsys, tmp_path, "--list")
    assert len(text.splitlines()) == len(rules)


def test_a_batch_answers_every_line_and_ends_with_1_if_one_failed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    batch = tmp_path / "cases.jsonl"
    good = {"rule": "complaint.accept", "start": "2026-03-02", "suspend": [["2026-03-04", "2026-03-05"]]}
    lines = [good, {"rule": "no.such", "start": "2026-03-02"}, {"rule": 1}, good | {"suspend": ["x"]}, good | {"x": 1}]
    batch.write_text("\n".join([*map(json.dumps, lines), "{", ""]), encoding="utf-8")
    code, out, _ = run(capsys, tmp_path, "--batch", str(batch))
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert answers[0]["due"] == "2026-03-13"
    assert [f"第 {number} 行" in answer["error"] for number, answer in enumerate(answers[1:], start=2)] == [True] * 5
    batch.write_text(json.dumps(good), encoding="utf-8")
    assert run(capsys, tmp_path, "--batch", str(batch))[0] == 0


def test_the_command_starts_without_django() -> None:
    script = "import sys, zhiqiang.site.cli.deadline; sys.exit(any(name.startswith('django') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False, env={"PYTHONPATH": "src"}).returncode == 0
