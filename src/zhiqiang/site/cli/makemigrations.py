"""`zhiqiang makemigrations`: Django's own makemigrations on this home's database."""

import argparse

HELP = "为改动过的模型生成迁移（开发用）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("options", nargs=argparse.REMAINDER)


def run(args: argparse.Namespace) -> int:
    from django.core.management import call_command

    from zhiqiang.site.cli import open_home

    open_home()
    call_command("makemigrations", *args.options)
    return 0
