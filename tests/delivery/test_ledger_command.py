"""`zhiqiang ledger`: the lines of the ledger as JSON and as text, and what it says of wrong words."""

import argparse
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from zhiqiang.domains.delivery.tests.office import Office
from zhiqiang.foundation.testing.city import City
from zhiqiang.site.cli import ledger as command


@pytest.fixture
def office(city: City, as_of: Callable[..., Any]) -> Office:
    as_of(2026, 10, 8)
    return Office(city)


def test_the_command_prints_the_lines(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    duty = office.duty(due_on=date(2026, 10, 7))
    assert run(["--unit", "130825", "--status", "overdue", "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)
    assert [(one["id"], one["unit"], one["overdue_days"]) for one in lines] == [(duty.pk, "130825", 1)]
    assert run(["--as-of", "2020-01-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run([]) == 0
    assert "共 1 项" in capsys.readouterr().out
    for wrong, message in (
        (["--as-of", "昨天"], "2026-09-30"), (["--status", "red"], "overdue"), (["--unit", "1"], "没有代码"),
    ):  # fmt: skip
        assert run(wrong) == 2
        assert message in capsys.readouterr().err


def test_the_command_opens_reports_once(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.duty()
    for number in (1, 0):
        assert run(["--open-reports"]) == 0
        assert f"新开启报告 {number} 份" in capsys.readouterr().err


def run(words: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))
