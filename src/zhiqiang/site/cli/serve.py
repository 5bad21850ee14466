"""`zhiqiang serve`: the site and its worker, started and stopped together."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence

HELP = "启动网站和后台任务"
POLL_SECONDS = 0.5
START_SECONDS = 0.1
STOP_SECONDS = 20.0
THREADS = 4
COMMAND = "import sys; from zhiqiang.site.cli import main; sys.exit(main())"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址；默认只供本机访问")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-worker", action="store_true", help="不带后台任务（另行运行 zhiqiang worker）")


def run(args: argparse.Namespace) -> int:
    from zhiqiang.site.cli import open_home

    open_home()
    if not _structure_is_current():
        print("数据库结构不是这个版本的，请先备份，再运行 zhiqiang migrate。", file=sys.stderr)
        return 1
    return Site(args.host, args.port, worker=not args.no_worker).run()


class Site:
    """The two child processes; a worker that dies is started again, a server that dies ends the site."""

    def __init__(self, host: str, port: int, *, worker: bool) -> None:
        self.address = f"http://{host}:{port}/"
        self._place = (host if host not in {"0.0.0.0", "::"} else "127.0.0.1", port)  # noqa: S104 (compared, not bound)
        self._server_command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(min(2, os.cpu_count() or 1)), "--blocking-threads", str(THREADS),
            "--no-ws", "--log-level", "error", "zhiqiang.site.wsgi:application",
        ]  # fmt: skip
        home = ["--home", os.environ["ZHIQIANG_HOME"], "--parent", str(os.getpid())]
        self._worker_command = [sys.executable, "-c", COMMAND, "worker", *home] if worker else []
        self._stop = threading.Event()

    def run(self) -> int:
        """Serve until told to stop; the exit code."""
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_signal: self._stop.set())
        server, worker = _start(self._server_command), self._started_worker()
        answering = False
        try:
            while not self._stop.wait(POLL_SECONDS if answering else START_SECONDS):
                if not answering and self._answers():
                    answering = True
                    print(f"质强已启动：{self.address}　按 Ctrl+C 停止。", flush=True)
                if server.poll() is not None:
                    print("网站进程已退出，端口可能被占用。", file=sys.stderr)
                    return server.returncode or 1
                if worker is not None and worker.poll() is not None:
                    worker = self._started_worker()
        finally:
            _end([one for one in (server, worker) if one is not None])
        return 0

    def _answers(self) -> bool:
        try:
            socket.create_connection(self._place, timeout=1).close()
        except OSError:
            return False
        return True

    def _started_worker(self) -> "subprocess.Popen[bytes] | None":
        return _start(self._worker_command) if self._worker_command else None


def _start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    # A session of its own: Ctrl+C reaches this process only, which then ends its children in order.
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 (our own programs)


def _end(children: "Sequence[subprocess.Popen[bytes]]") -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _structure_is_current() -> bool:
    """Whether the database has this release's structure; an empty one is given it, and the plan that ships with it."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        call_command("migrate", verbosity=0)
        _fill_new_home()
        return True
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _fill_new_home() -> None:
    from zhiqiang.foundation.plans.active import adopt_plan
    from zhiqiang.foundation.plans.package import package_folder, read_plan
    from zhiqiang.foundation.reference.load import load_calendar, load_product_classes

    adopt_plan(read_plan(package_folder()))
    load_calendar()
    load_product_classes()
