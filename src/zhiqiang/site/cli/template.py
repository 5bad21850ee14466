"""`zhiqiang template`: the empty workbook of a register."""

import argparse
import json
import sys
from pathlib import Path

HELP = "生成台账的填报模板"
USAGE_ERROR = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("register", metavar="REGISTER", help="台账，如 sampling.samples")
    parser.add_argument("file", type=Path, metavar="FILE.xlsx", help="写到哪里")


def run(args: argparse.Namespace) -> int:
    """Write the workbook; 0 on success, 2 for an unknown register or a folder that cannot be written."""
    from zhiqiang.site.cli import open_home

    open_home()
    from zhiqiang.foundation.catalogue import registers
    from zhiqiang.foundation.imports.workbook import template

    register = registers().get(args.register)
    if register is None:
        print(f"没有台账 {args.register}，可用：{'、'.join(registers())}", file=sys.stderr)
        return USAGE_ERROR
    try:
        args.file.write_bytes(template(register))
    except OSError as error:
        print(f"不能写入 {args.file}：{error.strerror}", file=sys.stderr)
        return USAGE_ERROR
    print(json.dumps({"file": str(args.file)}) if args.json else f"已写入 {args.file}")
    return 0
