"""`zhiqiang makemigrations`: Django's own makemigrations on this home's database."""

import argparse

HELP = "为改动过的模型生成迁移（开发用）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("apps", nargs="*", metavar="领域", help="只为这些领域生成；省略为全部")


def run(args: argparse.Namespace) -> int:
    from django.core.management import call_command

    from zhiqiang.site.cli import open_home

    open_home()
    call_command("makemigrations", *args.apps)
    return 0
