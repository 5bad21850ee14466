"""`zhiqiang migrate`: Django's own migrate on this home's database."""

import argparse

HELP = "建立或升级数据库结构"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("options", nargs=argparse.REMAINDER)


def run(args: argparse.Namespace) -> int:
    from django.core.management import call_command

    from zhiqiang.site.cli import open_home

    open_home()
    call_command("migrate", *args.options)
    return 0
