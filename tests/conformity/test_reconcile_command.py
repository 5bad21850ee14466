"""`zhiqiang conformity reconcile`: reports what a list says, and follows it only when it is told to."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhiqiang.domains.conformity.models import Certificate
from zhiqiang.domains.conformity.registers import CERTIFICATES
from zhiqiang.domains.conformity.tests.test_reconcile import HEADER, line, number, states
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.city import City
from zhiqiang.foundation.testing.register_files_spec import write_workbook
from zhiqiang.site.cli import COMMANDS
from zhiqiang.site.cli import conformity as command

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def one_certificate(city: City, as_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verified certificate, and a home that is the test's own."""
    as_of(2026, 11, 23)
    monkeypatch.setattr("zhiqiang.site.cli.furnish_home", lambda: None)
    values = {
        "number": number(1), "scheme": "quality", "holder": city.enterprise, "unit": city.unit,
        "body": "某认证有限公司", "standard": "GB/T 19001-2016", "valid_from": date(2024, 5, 1),
        "valid_to": date(2027, 4, 30),
    }  # fmt: skip
    row = create_record(register=CERTIFICATES, values=values, actor=city.users["city_officer"])
    take_step(register=CERTIFICATES, record_id=row.pk, step="verify", actor=city.users["city_verifier"])


def run(capsys: Capture, folder: Path, rows: list[list[str]], *options: str) -> tuple[int, str]:
    file = folder / "名单.xlsx"
    file.write_bytes(write_workbook([HEADER, *rows]))
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    command.add_arguments(parser)
    code = command.run(parser.parse_args(["reconcile", str(file), *options]))
    out = capsys.readouterr()
    return code, out.out or out.err


def test_the_command_is_one_of_those_of_the_house() -> None:
    assert "conformity" in COMMANDS


def test_it_reports_and_applies_only_when_it_is_told_to(city: City, capsys: Capture, tmp_path: Path) -> None:
    rows = [line(city, 1, "暂停", "2026-09-01"), line(city, 2), line(city, 3, "不明")]
    code, out = run(capsys, tmp_path, rows, "--json")
    told = json.loads(out)
    assert (code, told["rows"], told["applied"]) == (1, 3, None)
    assert told["counts"] == {"new": 1, "unchanged": 0, "changes": 1, "waiting": 0, "wrong": 1, "missing": 0}
    assert (told["changes"][0]["step"], told["changes"][0]["on"]) == ("suspend", "2026-09-01")
    assert (told["wrong"][0]["row"], told["wrong"][0]["column"]) == (4, "I 证书状态")
    assert states() == {number(1): "verified"}
    code, out = run(capsys, tmp_path, rows, "--json", "--apply", "--user", "city_verifier")
    assert json.loads(out)["applied"] == {"created": 1, "updated": 0, "steps": 1}
    assert states() == {number(1): "suspended", number(2): "recorded"}
    code, out = run(capsys, tmp_path, rows[:2])
    assert (code, "没有变化 2" in out) == (0, True)


def test_it_says_in_words_what_is_wrong_and_what_is_missing(city: City, capsys: Capture, tmp_path: Path) -> None:
    code, out = run(capsys, tmp_path, [line(city, 2), line(city, 3, "过期")])
    assert code == 1
    assert "第 3 行 I 证书状态：“过期” 名单为过期，而有效期止 2027-04-30 未到。" in out
    assert f"名单里没有：{number(1)}" in out


def test_it_says_what_it_cannot_do(city: City, capsys: Capture, tmp_path: Path) -> None:
    rows = [line(city, 1, "暂停", "2026-09-01")]
    assert run(capsys, tmp_path, rows, "--user", "nobody") == (2, "没有用户 nobody\n")
    code, out = run(capsys, tmp_path, rows, "--apply", "--user", "city_officer")
    assert (code, "核实人" in out) == (2, True)
    assert (states(), Certificate.objects.count()) == ({number(1): "verified"}, 1)
