"""`zhiqiang migrate`: Django's own migrate on this home's database."""

import argparse

HELP = "建立或升级数据库结构"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", nargs="*", metavar="领域 [编号]", help="只到这个领域的这一步；省略为全部到最新")


def run(args: argparse.Namespace) -> int:
    from django.core.management import call_command

    from zhiqiang.site.cli import open_home

    open_home()
    call_command("migrate", *args.target)
    return 0
