"""`zhiqiang ladder`: what supervision is due for whom, on what ground, by the computed ladder."""

import argparse
import json
import sys
from datetime import date
from typing import Any

HELP = "督办阶梯：现在该对谁发哪一级督办，凭什么情形"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", metavar="DATE", help="按哪一天算，写作 2026-10-31；省略为今天")
    parser.add_argument("--unit", metavar="CODE", help="只看这个单位")


def run(args: argparse.Namespace) -> int:
    from zhiqiang.site.cli import furnish_home

    furnish_home()
    from zhiqiang.domains.supervision.facade import due_lines
    from zhiqiang.foundation import clock
    from zhiqiang.foundation.evidence.refresh import refresh
    from zhiqiang.foundation.reference.models import Unit

    try:
        day = date.fromisoformat(args.as_of) if args.as_of else clock.today()
    except ValueError:
        return _refused(f"日期“{args.as_of}”无法识别，应写作 2026-10-31")
    if args.unit and not Unit.objects.filter(code=args.unit).exists():
        return _refused(f"没有代码为“{args.unit}”的单位")
    refresh()
    try:
        found: list[dict[str, Any]] = [one for one in due_lines(day) if args.unit in (None, one["unit"])]
    except LookupError as error:
        return _refused(str(error))
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for one in found:
        waits = f"（暂不发出：{one['blocked']}）" if one["blocked"] else ""
        print(f"{one['unit_title']}  {one['rung_title']}  {one['title']}：{'；'.join(one['grounds'])}{waits}")
    if not found:
        print(f"{day} 没有应发的督办")
    return 0


def _refused(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
