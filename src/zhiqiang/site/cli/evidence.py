"""`zhiqiang evidence INDICATOR`: the records that a figure counts; their counts equal the printed figure."""

import argparse
import json

HELP = "列出构成一个数字的记录"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("indicator", help="指标代码，如 food_pass_rate")
    parser.add_argument("--unit", metavar="代码", help="单位代码；省略为全市")
    parser.add_argument(
        "--period", metavar="时期", help="年 2025、月 2025-06 或日 2025-12-31：该期末的数字；省略为今天"
    )


def run(args: argparse.Namespace) -> int:
    from zhiqiang.site.cli import furnish_home

    furnish_home()
    from zhiqiang.domains.goals.queries import board, rows_behind
    from zhiqiang.foundation.reference.models import Unit
    from zhiqiang.portals.api.tables import evidence_table, period_end

    try:
        on = period_end(args.period) if args.period else None
    except ValueError:
        print(f"看不懂时期“{args.period}”，请写成 2025、2025-06 或 2025-12-31。")
        return 2
    unit = Unit.objects.filter(code=args.unit).first() if args.unit else None
    if args.unit and unit is None:
        print(f"没有代码为“{args.unit}”的单位。")
        return 2
    shown = board(unit=unit, on=on)
    if args.indicator not in shown.by_indicator:
        print(f"没有指标“{args.indicator}”；可用：{'、'.join(shown.by_indicator)}")
        return 2
    line = shown.current(args.indicator)
    answer = evidence_table(line, rows_behind(line))
    print(json.dumps(answer, ensure_ascii=False, indent=None if args.json else 1))
    return 0
