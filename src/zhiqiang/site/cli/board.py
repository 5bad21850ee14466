"""`zhiqiang board`: every target with its figure, verdict and status, as the board shows it."""

import argparse
import json
from datetime import date

HELP = "列出每个目标的数字、判定与状态"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="日期", help="截至某日，如 2025-12-31；省略为今天")
    parser.add_argument("--unit", metavar="代码", help="单位代码；省略为全市，all 为全市与各单位")


def run(args: argparse.Namespace) -> int:
    from zhiqiang.site.cli import furnish_home

    furnish_home()
    from zhiqiang.domains.goals.queries import boards, city_unit, reporting_units
    from zhiqiang.foundation.plans.active import NoPlanError
    from zhiqiang.portals.api.tables import as_table

    try:
        known = {unit.code: unit for unit in [city_unit(), *reporting_units()]}
        chosen = list(known.values()) if args.unit == "all" else [known[args.unit]] if args.unit else [city_unit()]
        shown = boards(chosen, on=args.as_of)
    except KeyError:
        print(f"没有代码为“{args.unit}”的单位；可用：{'、'.join(known)}")
        return 2
    except NoPlanError as error:
        print(error)
        return 2
    lines = [as_table(line, one.plan.content_hash) for one in shown for line in one.lines]
    if args.json:
        print(json.dumps(lines, ensure_ascii=False, indent=1))
    else:
        for line in lines:
            print(f"{line['target']:10} {line['unit']:8} {line['value'] if line['value'] is not None else '—':>12} "
                  f"{line['verdict']:10} {line['status']}")  # fmt: skip
    return 0
