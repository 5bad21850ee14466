"""`zhiqiang restore FILE`: an empty home made from a backup, every file checked by its hash."""

import argparse
import json
import os
import sys
from pathlib import Path

HELP = "把备份恢复到空的数据目录"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="zhiqiang backup 写的备份文件")


def run(args: argparse.Namespace) -> int:
    # Settings are not read here: reading them would put a key into the home that must be empty.
    from zhiqiang.foundation.backup import BackupError
    from zhiqiang.foundation.restore import restore_backup

    try:
        manifest = restore_backup(args.file, args.home.resolve(), os.environ.get("ZHIQIANG_DATABASE", ""))
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    if args.json:
        told = {key: manifest[key] for key in ("zhiqiang", "at", "database")}
        print(json.dumps({"home": str(args.home), "files": len(manifest["files"]), **told}, ensure_ascii=False))
    else:
        print(f"已恢复到 {args.home}：{len(manifest['files'])} 个文件，全部与清单相符（备份时间 {manifest['at']}）。")
    return 0
