"""`zhiqiang demo`: a made-up city in a home of its own, ready to click; a home that stands is only served again."""

import argparse
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from zhiqiang.site.cli import open_home, serve

HELP = "生成演示城市（演示数据）并启动网站"
RECORDS = 6_000
MARK, MAKING, READY = "demo", "making", "ready"
MADE_HERE = ("db.sqlite3", "db.sqlite3-journal", "db.sqlite3-wal", "db.sqlite3-shm", "evidence", "media", "workbooks")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    serve.add_arguments(parser)
    parser.add_argument("--no-serve", action="store_true", help="只生成，不启动网站")
    parser.add_argument("--records", type=_count, default=RECORDS, metavar="N", help=f"抽检批次数，默认 {RECORDS:,}")
    parser.add_argument("--more", type=_count, metavar="N", help="在已有的演示城市里再加 N 条已核实的抽检批次")


def run(args: argparse.Namespace) -> int:
    """Make (or add to) the demo city, say who can sign in, and serve; 1 where the home is not the demo's."""
    home = Path(os.environ["ZHIQIANG_HOME"])
    begun = time.monotonic()
    say = Progress(begun, sys.stderr if args.json else sys.stdout)
    mark = home / MARK
    state = mark.read_text(encoding="utf-8").split("\n")[0] if mark.exists() else ""
    if state == MAKING and not _clear(home):
        return _refused("上次没有做完的演示数据在 PostgreSQL 里，请换一个空的数据库再试。")
    if args.more is not None and state != READY:
        return _refused(f"{home} 里还没有演示城市，请先运行 zhiqiang demo --no-serve。")
    os.environ["ZHIQIANG_DEMO"] = "1"
    open_home()
    from zhiqiang.site.demo.city import add_records, holds_data, make_city

    if state != READY:
        if holds_data():
            return _refused(f"{home} 里已有数据，不是演示环境。请用 --home 另指一个空目录。")
        mark.write_text(f"{MAKING}\n演示数据：本目录的全部内容均为编造。\n", encoding="utf-8")
        make_city(args.records, say)
        mark.write_text(f"{READY}\n演示数据：本目录的全部内容均为编造。\n", encoding="utf-8")
    if args.more:
        add_records(args.more, say)
    _show(args, time.monotonic() - begun)
    return 0 if args.no_serve else serve.run(args)


class Progress:
    """Prints each line at once, with the seconds since the start."""

    def __init__(self, begun: float, stream: Any) -> None:
        self._begun, self._stream = begun, stream

    def __call__(self, line: str) -> None:
        print(f"{time.monotonic() - self._begun:6.1f} 秒  {line}", file=self._stream, flush=True)


def _show(args: argparse.Namespace, seconds: float) -> None:
    from zhiqiang.foundation.catalogue import registers
    from zhiqiang.site.demo.people import NEWCOMER, PASSWORD, user_table

    users = user_table()
    by_register = {slug: register.model._default_manager.count() for slug, register in registers().items()}  # noqa: SLF001 (Django's documented model API)
    if args.json:
        answer = {"users": users, "records": sum(by_register.values()), "by_register": by_register,
                  "seconds": round(seconds, 1)}  # fmt: skip
        print(json.dumps(answer, ensure_ascii=False), flush=True)
        return
    print("\n演示数据：单位名称出自方案，其余组织、人员、记录和数值均为编造，不代表任何地方的实际情况。\n")
    for one in users:
        extra = "（首次登录须改密码）" if one["username"] == NEWCOMER else ""
        code = "　要验证码，页面上会显示" if one["second_factor"] == "yes" else ""
        print(f"  {one['username']:34} {one['role_title']}　{one['unit']}{code}{extra}")
    print(f"\n以上用户的密码都是 {PASSWORD}")
    print(f"台账记录 {sum(by_register.values()):,} 条，用时 {seconds:.0f} 秒。", flush=True)


def _clear(home: Path) -> bool:
    """Remove what an unfinished run left in its own home; False where that is not in the home."""
    if os.environ.get("ZHIQIANG_DATABASE"):
        return False
    for name in MADE_HERE:
        path = home / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return True


def _refused(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 20_000_000:
        raise argparse.ArgumentTypeError("请填 1 到 20,000,000 之间的整数")
    return number
