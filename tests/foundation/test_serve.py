"""`zhiqiang serve`: one command starts site and worker, one signal stops both."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

RUN = [sys.executable, "-c", "import sys; from zhiqiang.site.cli import main; sys.exit(main())"]

ON_SQLITE = os.environ | {"ZHIQIANG_DATABASE": ""}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(process: int) -> set[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return {int(number) for number in listed.split()}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at processes through Linux' /proc")
def test_site_and_worker_start_on_an_empty_home_and_stop_together(tmp_path: Path) -> None:
    port = free_port()
    command = [*RUN, "serve", "--home", str(tmp_path / "home"), "--port", str(port)]
    with subprocess.Popen(command, env=ON_SQLITE, stdout=subprocess.PIPE, text=True) as site:
        try:
            assert site.stdout is not None
            assert f"http://127.0.0.1:{port}/" in site.stdout.readline()
            children = children_of(site.pid)
            assert len(children) == 2
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
                assert answer.status == 200
            site.send_signal(signal.SIGTERM)
            assert site.wait(40) == 0
        finally:
            site.kill()
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def test_a_home_of_another_release_is_not_served(tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    subprocess.run([*RUN, "migrate", "--home", home, "contenttypes"], env=ON_SQLITE, check=True, capture_output=True)
    refused = subprocess.run(
        [*RUN, "serve", "--home", home], env=ON_SQLITE, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert "zhiqiang migrate" in refused.stderr
