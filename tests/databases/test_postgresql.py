"""Everything that touches the database passes on PostgreSQL too: the same tests, run against a real server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.servers import postgres

ROOT = Path(__file__).resolve().parents[2]
# The registers' ready-made tests ask the foundation the same of each register: a plain domain, the one that pays and
# the ledger stand for all here, as the pages of the goals do for those that only read.
DOMAINS = ("sampling", "incentives", "delivery")
SAME_TESTS = ("tests/foundation", "tests/goals", *(f"src/zhiqiang/domains/{name}" for name in DOMAINS))


@pytest.mark.postgres
@pytest.mark.slow
def test_the_database_tests_pass_on_postgresql() -> None:
    if os.environ.get("ZHIQIANG_DATABASE"):
        pytest.skip("this run is on PostgreSQL already")
    paths = [path for path in SAME_TESTS if (ROOT / path).exists()]
    with postgres() as server:
        environment = {**os.environ, "ZHIQIANG_DATABASE": server.create_database("zhiqiang")}
        for name in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS"):
            environment.pop(name, None)
        pytest_here = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
        command = [*pytest_here, "-m", "not sqlite and not slow", *paths]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
