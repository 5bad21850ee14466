"""A small demo home made once a test run, and the real site with its worker served from a copy of it."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

RUN = (sys.executable, "-c", "import sys; from zhiqiang.site.cli import main; sys.exit(main())")
RECORDS = 240
HOST = "127.0.0.1"
SECONDS_TO_MAKE, SECONDS_TO_STOP = 1200, 60
STARTED = "质强已启动"


@dataclass(frozen=True)
class Site:
    """A site that answers."""

    address: str
    port: int
    home: Path

    @property
    def log(self) -> Path:
        """What site and worker wrote to their error output."""
        return self.home / "site.log"


def demo_home(shared: Path) -> Path:
    """The demo home in a folder that all test workers share; the first to come makes it, the others wait for it."""
    home = shared / "journeys-home"
    with (shared / "journeys-home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "made").exists():
            command = [*RUN, "demo", "--no-serve", "--records", str(RECORDS), "--home", str(home)]
            made = subprocess.run(
                command, check=False, capture_output=True, text=True, env=_environment(), timeout=SECONDS_TO_MAKE
            )
            assert made.returncode == 0, made.stderr
            (home / "made").touch()
    return home


@contextmanager
def served(home: Path) -> Iterator[Site]:
    """Serve a home on a free port and stop site and worker at the end."""
    port = _free_port()
    site = Site(f"http://{HOST}:{port}", port, home)
    command = [*RUN, "serve", "--home", str(home), "--port", str(port)]
    with site.log.open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=_environment())
        try:
            assert process.stdout is not None
            said = process.stdout.readline()  # it speaks once it answers, or ends without a word
            assert STARTED in said, f"the site did not start: {said}{site.log.read_text()}"
            yield site
        finally:
            process.terminate()
            process.communicate(timeout=SECONDS_TO_STOP)


def copy_of(home: Path, folder: Path) -> Path:
    """A home of one's own with the same content."""
    return Path(shutil.copytree(home, folder / "home"))


def _environment() -> dict[str, str]:
    """This process's environment without its own home and settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ZHIQIANG_")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
