"""`zhiqiang ladder`: what is due for whom, on what ground, as of a day; refusals in words."""

import json
from datetime import date
from typing import Any

import pytest

from zhiqiang.domains.delivery.facade import open_duty
from zhiqiang.foundation.testing.city import City
from zhiqiang.site.cli import main


@pytest.fixture
def late(city: City, as_of: Any) -> str:
    """A duty of 隆化县 that was due on 13 November 2026, seen ten days later."""
    as_of(2026, 11, 2)
    number = open_duty(
        title="整治电梯", clause="T7.1", unit_id=city.unit.pk, source_kind="plan", starts_on=date(2026, 11, 2),
        due_on=date(2026, 11, 13), actor=city.users["city_officer"],
    )  # fmt: skip
    as_of(2026, 11, 23)
    return f"duty:{number}"


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main(["ladder", "--json", *arguments]) == 0
    return list(json.loads(capsys.readouterr().out))


def test_it_says_what_is_due_for_whom_on_what_ground(late: str, capsys: pytest.CaptureFixture[str]) -> None:
    (one,) = [one for one in told(capsys) if one["subject"] == late]
    assert (one["unit"], one["unit_title"], one["rung"], one["approver"]) == (
        "130825", "隆化县", "remind", "city_officer",
    )  # fmt: skip
    assert one["facts"][0]["kind"] == "duty_overdue"
    assert "整治电梯" in one["grounds"][0]
    assert one["blocked"] == ""


def test_an_earlier_day_and_another_unit_know_nothing_of_it(late: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert late
    assert told(capsys, "--as-of", "2026-11-01") == []
    assert told(capsys, "--unit", "130802") == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--as-of", "yesterday"], "无法识别"), (["--unit", "1"], "没有代码"), (["--as-of", "2019-01-01"], "没有有效的")],
)
def test_what_it_cannot_read_is_refused_in_words(
    city: City, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert city
    assert main(["ladder", *arguments]) == 2
    assert words in capsys.readouterr().err
