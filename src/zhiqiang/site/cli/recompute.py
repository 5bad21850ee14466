"""`zhiqiang recompute`: figures again from the evidence, or with --full evidence and figures again from the records."""

import argparse
import json

HELP = "重新计算数字"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--full", action="store_true", help="从台账重写全部数据并重算，而不只是重算")


def run(args: argparse.Namespace) -> int:
    from zhiqiang.site.cli import open_home

    open_home()
    from zhiqiang.foundation.evidence.refresh import recompute, refresh

    done = refresh(full=args.full)
    changed = done.changed if args.full else done.changed + recompute()
    if args.json:
        print(json.dumps({"full": args.full, "changed": changed, "months": done.months}, ensure_ascii=False))
    else:
        print(f"完成：{changed} 个数字有变化。")
    return 0
