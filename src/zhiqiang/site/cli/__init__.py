"""The console script `zhiqiang`: one module a command, listed here, heavy imports inside each `run`."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

COMMANDS = (
    "demo", "serve", "worker", "plan", "programme", "board", "evidence", "count", "certificate", "ledger",
    "ladder", "assessment", "bulletin", "reproduce", "import", "template", "conformity", "metrology",
    "deadline", "assess", "recompute", "verify", "backup", "restore", "migrate", "makemigrations", "reference",
    "messages",
)  # fmt: skip
MODULES = {"import": "import_workbook"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    name = next((one for one in given if not one.startswith("-")), "")
    parser = argparse.ArgumentParser(prog="zhiqiang", description="质强：让质量强市行动方案运转起来。")
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True)
    for command in [name] if name in COMMANDS else COMMANDS:
        module = import_module(f"zhiqiang.site.cli.{MODULES.get(command, command)}")
        sub = commands.add_parser(command, help=module.HELP, description=module.HELP)
        home = os.environ.get("ZHIQIANG_HOME", "home")
        sub.add_argument("--home", type=Path, default=Path(home), help="数据目录（数据库、证据、附件）")
        sub.add_argument("--json", action="store_true", help="以 JSON 输出")
        module.add_arguments(sub)
        sub.set_defaults(run=module.run)
    options = parser.parse_args(given)
    os.environ["ZHIQIANG_HOME"] = str(options.home.resolve())
    try:
        return int(options.run(options))
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def open_home() -> None:
    """Make Django ready for the home that the command line named."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.site.settings")
    django.setup()


def furnish_home() -> None:
    """Open the home, and where it is new give it its tables, the plan that ships, calendar and product classes."""
    open_home()
    from django.core.management import call_command
    from django.db import connection

    from zhiqiang.foundation.plans.active import adopt_plan
    from zhiqiang.foundation.plans.models import PlanSnapshot
    from zhiqiang.foundation.plans.package import package_folder, read_plan
    from zhiqiang.foundation.reference.load import load_reference

    if "django_migrations" not in connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    if not PlanSnapshot.objects.exists():
        adopt_plan(read_plan(package_folder()))
        load_reference()
