"""`zhiqiang backup FILE`: the whole home in one file, while people work."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

HELP = "备份整个数据目录（可在使用中进行）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="备份文件，如 zhiqiang-20261123.tar.gz")


def run(args: argparse.Namespace) -> int:
    from zhiqiang.site.cli import open_home

    open_home()
    from zhiqiang.foundation.backup import BackupError, take_backup

    try:
        taken = take_backup(args.file.resolve())
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps({"file": str(args.file), **asdict(taken)}, ensure_ascii=False))
    else:
        print(f"已备份到 {args.file}：{taken.files} 个文件，{taken.bytes / 1e6:.1f} MB。含密钥与个人信息，请妥善保管。")
    return 0
