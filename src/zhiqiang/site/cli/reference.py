"""`zhiqiang reference`: writes the generated pages of docs/reference, or says which are stale."""

import argparse
import json
import os
import tempfile
from pathlib import Path

HELP = "生成参考文档（docs/reference），或检查是否过时"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--check", action="store_true", help="只检查，不写入；有过时的页则退出码为 1")
    parser.add_argument("--to", type=Path, default=Path("docs/reference"), metavar="DIR", help="文档目录")


def run(args: argparse.Namespace) -> int:
    """Write the pages and the table of permissions, or check the pages; the table is checked by its own test."""
    with tempfile.TemporaryDirectory(prefix="zhiqiang-reference-") as home:
        # Pages must not depend on a home that stands: neither its plan, nor its records, nor its settings.
        os.environ |= {"ZHIQIANG_HOME": home, "ZHIQIANG_SECRET_KEY": "reference", "ZHIQIANG_DATABASE": ""}
        os.environ.pop("ZHIQIANG_DEMO", None)
        from zhiqiang.site.cli import open_home

        open_home()
        from zhiqiang.site.reference.pages import render_all, stale

        if args.check:
            return _report(args, "stale", stale(args.to))
        args.to.mkdir(parents=True, exist_ok=True)
        pages = render_all() | {"permissions.csv": _permissions()}
        for name, text in pages.items():
            (args.to / name).parent.mkdir(exist_ok=True)
            (args.to / name).write_text(text, encoding="utf-8")
        return _report(args, "written", list(pages))


def _permissions() -> str:
    """What every address answers to every role, asked of a small city in the temporary home."""
    import logging

    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction
    from django.test.utils import setup_test_environment

    from zhiqiang.foundation import clock
    from zhiqiang.foundation.testing.access_matrix import DAY, as_csv, walk
    from zhiqiang.foundation.testing.city import make_city

    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    setup_test_environment()
    call_command("migrate", verbosity=0)
    with transaction.atomic(), clock.as_of(DAY):
        table = as_csv(walk(make_city()))
        transaction.set_rollback(True)
    return table


def _report(args: argparse.Namespace, what: str, names: list[str]) -> int:
    if args.json:
        print(json.dumps({what: names}, ensure_ascii=False))
    elif what == "stale" and names:
        print(f"以下参考文档已过时，请运行 zhiqiang reference：{'、'.join(names)}")
    elif what == "stale":
        print("参考文档都是最新的。")
    else:
        print(f"已写入 {len(names)} 个文件到 {args.to}。")
    return 1 if what == "stale" and names else 0
