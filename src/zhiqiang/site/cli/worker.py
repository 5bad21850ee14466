"""`zhiqiang worker`: background jobs, fresh figures, expired clocks."""

import argparse
import os
import signal
import threading

HELP = "运行后台任务（导入、更新数字、检查期限）"
PARENT_SECONDS = 1.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="做完眼下的任务就退出")
    parser.add_argument("--parent", type=int, metavar="PID", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    from zhiqiang.site.cli import open_home

    open_home()
    from zhiqiang.foundation.jobs.worker import drain, work_until

    if args.once:
        drain()
        return 0
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_signal: stop.set())
    if args.parent:
        threading.Thread(target=_stop_with_parent, args=(args.parent, stop), daemon=True).start()
    work_until(stop)
    return 0


def _stop_with_parent(parent: int, stop: threading.Event) -> None:
    """A worker whose server was killed must not live on beside the next one."""
    while not stop.wait(PARENT_SECONDS):
        if os.getppid() != parent:
            stop.set()
