"""Outside programs that tests drive: a throw-away PostgreSQL server and a Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
SUPERUSER = "zhiqiang"
SECONDS_TO_START = 30
STARTS_TO_TRY = 3
# Durability switched off: the data die with the test run. Tests that kill the server switch it on.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class PostgresServer:
    """A running server that trusts every connection from this machine and listens nowhere else."""

    programs: Path
    port: int
    pid: int

    def url(self, database: str = "postgres") -> str:
        """Address of a database in the form that ZHIQIANG_DATABASE takes."""
        return f"postgresql://{SUPERUSER}@{HOST}:{self.port}/{database}"

    def create_database(self, name: str) -> str:
        """Create an empty UTF-8 database and return its address."""
        createdb = [self.programs / "createdb", "-h", HOST, "-p", str(self.port), "-U", SUPERUSER, name]
        subprocess.run(createdb, check=True, capture_output=True)
        return self.url(name)


def require(found: Path | None, reason: str) -> Path:
    """Return what was found; otherwise fail where every part of the suite must run (CI=true) and skip elsewhere."""
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI=true, but {reason}")
        pytest.skip(reason)
    return found


def chromium_path() -> Path | None:
    """Path of a Chromium: $ZHIQIANG_CHROMIUM, one on the PATH, or the one that Playwright fetched."""
    named = [os.environ.get("ZHIQIANG_CHROMIUM"), *map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))]
    fetched = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    return next((path for path in (*(Path(name) for name in named if name), *fetched) if path.exists()), None)


def require_chromium() -> Path:
    """Path of a Chromium, or skip (fail with CI=true) with the way to get one."""
    return require(chromium_path(), "no Chromium: apt-get install chromium, or make browsers")


def postgres_programs() -> Path | None:
    """Folder of PostgreSQL's server programs: Debian's newest, else the one of an initdb on the PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    found = [*folders[-1:], *([Path(on_path)] if on_path else [])]
    return found[0].parent if found else None


@contextmanager
def postgres(settings: dict[str, str] | None = None) -> Iterator[PostgresServer]:
    """Run a PostgreSQL server with its own data folder on a free loopback port, and stop it at the end.

    ``settings`` are server settings laid over FAST. Skips (fails with CI=true) where PostgreSQL is not installed.
    """
    programs = require(postgres_programs(), "no PostgreSQL server programs: apt-get install postgresql-15")
    with tempfile.TemporaryDirectory(prefix="zhiqiang-postgres-") as name:
        folder = Path(name)
        prefix = _unprivileged(folder)
        data = folder / "data"
        initdb = [programs / "initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"]
        made = [*prefix, *initdb, "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(made, check=True, capture_output=True, cwd=folder)
        process, port = _start(programs, [*prefix, programs / "postgres", "-D", data], {**FAST, **(settings or {})})
        try:
            yield PostgresServer(programs, port, process.pid)
        finally:
            process.send_signal(signal.SIGINT)  # "fast" shutdown: forgotten connections do not hold it up
            process.wait(timeout=SECONDS_TO_START)


def _unprivileged(folder: Path) -> list[str | Path]:
    """Command prefix under which the server gives up root and stops when the tests die."""
    prefix: list[str | Path] = []
    if shutil.which("setpriv"):
        prefix = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        prefix += ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
    return prefix


def _start(programs: Path, command: list[str | Path], settings: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server on a free port and return once it answers; another port where someone was quicker."""
    options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    said = ""
    for _ in range(STARTS_TO_TRY):
        port = _free_port()
        listen = ["-c", f"listen_addresses={HOST}", "-c", f"port={port}", "-c", "unix_socket_directories="]
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen([*command, *listen, *options], stdout=log, stderr=log)
            if _answers(programs, process, port):
                return process, port
            process.kill()
            process.wait()
            log.seek(0)
            said = log.read().decode(errors="replace")
    raise RuntimeError(f"PostgreSQL did not start:\n{said}")


def _answers(programs: Path, process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server takes connections; False when it ends or is too slow."""
    deadline = time.monotonic() + SECONDS_TO_START
    ready = [programs / "pg_isready", "-q", "-h", HOST, "-p", str(port), "-U", SUPERUSER]
    while subprocess.run(ready, check=False).returncode != 0:
        try:
            process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            if time.monotonic() < deadline:
                continue
        return False
    return process.poll() is None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
