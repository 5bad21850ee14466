"""`zhiqiang reproduce NUMBER`: every figure of an issued paper computed again and compared with what is printed."""

import argparse
import json
import sys
from dataclasses import asdict

HELP = "重算一件已发公文的每一个数，与印出的比较"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="文号，如 承质强〔2026〕1号（括号打成（）或 [] 也可）")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when every figure comes out as printed, 1 when any does not, 2 for a number that was never given."""
    from zhiqiang.site.cli import furnish_home

    furnish_home()
    from zhiqiang.foundation.papers.reproduce import reproduce

    try:
        found = reproduce(args.number)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 2
    if args.json:
        answer = {
            "figures": found.figures, "equal": found.equal,
            "differences": [asdict(one) for one in found.differences],
        }  # fmt: skip
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(f"共 {found.figures} 个数，{found.equal} 个重算相符。")
        for one in found.differences:
            word = "无法重算" if one.equal is None else "不符"
            print(f"{word}：印的是 {one.text}，算得 {one.found or '—'}。{one.why}（{one.reference}）")
    return 0 if found.holds else 1
