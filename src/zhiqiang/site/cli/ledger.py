"""`zhiqiang ledger`: the duties as they stand, or as they stood at the end of an earlier day."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date

HELP = "任务台账：每项任务的责任、期限、状态和信心"
STATUSES = ("overdue", "behind", "watch", "on_track", "not_started", "done")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", metavar="CODE", help="单位代码；省略为所有单位")
    parser.add_argument("--status", metavar="S", help=f"只列这一状态：{'、'.join(STATUSES)}")
    parser.add_argument("--as-of", metavar="DATE", help="哪一天终了时的样子，写作 2026-09-30；省略为现在")
    parser.add_argument("--open-reports", action="store_true", help="先开启已结束各期的报告（重复运行不会重复开启）")


def run(args: argparse.Namespace) -> int:
    from zhiqiang.site.cli import furnish_home

    furnish_home()
    from zhiqiang.domains.delivery.facade import duty_lines, open_due_reports
    from zhiqiang.foundation.reference.models import Unit

    try:
        day = date.fromisoformat(args.as_of) if args.as_of else None
    except ValueError:
        return _refused(f"日期“{args.as_of}”无法识别，应写作 2026-09-30")
    if args.status and args.status not in STATUSES:
        return _refused(f"没有状态“{args.status}”。可用的有：{'、'.join(STATUSES)}")
    if args.unit and not Unit.objects.filter(code=args.unit).exists():
        return _refused(f"没有代码为“{args.unit}”的单位")
    if args.open_reports:
        print(f"新开启报告 {open_due_reports()} 份", file=sys.stderr)
    lines = duty_lines(unit=args.unit, on=day, status=args.status)
    if args.json:
        print(json.dumps([asdict(one) for one in lines], ensure_ascii=False, default=str))
        return 0
    for one in lines:
        late = f"，已过 {one.overdue_days} 天" if one.overdue_days else ""
        who = " ".join(part for part in (one.unit_title, one.lead) if part)
        print(f"{one.number}  {one.title}  {who}  期限 {one.due_on}{late}  {one.state_title}  {one.status}")
    print(f"共 {len(lines)} 项")
    return 0


def _refused(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
