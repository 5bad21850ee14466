"""Sixteen people at once: two approvers at the same instant pay once, the losers get a message and never an error."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.servers import postgres

DRIVER = Path(__file__).with_name("rivals.py")
PEOPLE, PAYMENTS = 16, 1_000


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        yield ""
        return
    with postgres() as server:
        yield server.create_database("money")


def played(play: str, number: int, database: str, home: Path) -> dict[str, Any]:
    """What the driver found; its books are right and its trail is whole."""
    environment = os.environ | {"ZHIQIANG_HOME": str(home), "ZHIQIANG_DATABASE": database}
    command = [sys.executable, str(DRIVER), play, str(number)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found.pop("imbalances") == []
    assert found.pop("trail") == "None"
    return found


def fair(done: int, tries: int) -> dict[str, Any]:
    """So many were done, all others refused with a message, and nothing else happened."""
    return {"done": done, "refused": tries - done, "errors": 0, "error": [], "silent": 0}


@pytest.mark.slow
def test_sixteen_who_approve_and_pay_the_same_payment_pay_it_once(database: str, tmp_path: Path) -> None:
    found = played("approve_and_pay", PAYMENTS, database, tmp_path)
    signed = PAYMENTS // 10
    assert found == {
        "approve_second": fair(signed, PEOPLE * signed),
        "pay": fair(PAYMENTS, PEOPLE * PAYMENTS),
        "doubles": 0,
        "paid": PAYMENTS,
        "settled": PAYMENTS,
    }


@pytest.mark.slow
def test_sixteen_who_promise_from_one_line_never_promise_more_than_it_holds(database: str, tmp_path: Path) -> None:
    number, room = 50, 5
    found = played("commit_one_line", number, database, tmp_path)
    assert found == {"commit": fair(room, PEOPLE * number), "room": room, "commitments": room, "within": True}


@pytest.mark.slow
def test_sixteen_who_do_different_things_to_the_same_money_never_block_each_other(
    database: str, tmp_path: Path
) -> None:
    found = played("everything", 60, database, tmp_path)
    assert (found["everything"]["errors"], found["everything"]["silent"]) == (0, 0), found["everything"]["error"]
    assert found["within"]
    assert {"approve_first", "approve_second", "pay", "cancel"} <= found["steps"].keys(), "the test shows too little"
