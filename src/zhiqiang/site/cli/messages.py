"""`zhiqiang messages`: merges the texts of the source into the English catalogue, or says what is missing."""

import argparse
import json
import sys

HELP = "更新英文译文目录，或检查是否有缺漏"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--check", action="store_true", help="只检查，不写入；有缺漏则退出码为 1")


def run(args: argparse.Namespace) -> int:
    """Merge, or check; 1 where the check finds something, 2 without the development packages."""
    try:
        from zhiqiang.site.messages.catalogue import merge, problems
    except ModuleNotFoundError:
        print("此命令需要开发环境的 polib。", file=sys.stderr)
        return 2
    if not args.check:
        merge()
    found = problems()
    if args.json:
        print(json.dumps({"problems": found}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(found) or "译文齐全。")
    return 1 if found and args.check else 0
