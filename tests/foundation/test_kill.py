"""kill −9, twenty times, while records and imports are written: nothing acknowledged is lost, nothing is half done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DRIVER = Path(__file__).with_name("writer_under_fire.py")


@pytest.mark.slow
def test_twenty_kills_under_load_lose_no_acknowledged_write_and_leave_no_half_done_import(tmp_path: Path) -> None:
    environment = os.environ | {"ZHIQIANG_HOME": str(tmp_path / "home"), "ZHIQIANG_DATABASE": ""}
    done = subprocess.run(
        [sys.executable, str(DRIVER), "20261123"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    acknowledged = found.pop("acknowledged")
    assert acknowledged["record"] >= 20
    assert acknowledged["batch"] >= 1, "no import was finished: the test shows nothing"
    assert found.pop("interrupted_imports") >= 1, "no import was interrupted: the test shows nothing"
    assert found == {
        "lost": {"record": [], "verified": [], "batch": [], "job": []},
        "half_done": {},
        "trail": "None",
        "database": "ok",
        "figure_is_records": True,
        "figures": "None",
        "full_changes": 0,
    }
