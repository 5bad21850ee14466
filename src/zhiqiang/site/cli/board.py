"""`zhiqiang board`: every target with its figure, verdict and status, as the board shows it."""

import argparse
import json
from datetime import date
from typing import Any

HELP = "列出每个目标的数字、判定与状态"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="日期", help="截至某日，如 2025-12-31；省略为今天")
    parser.add_argument("--unit", metavar="代码", help="单位代码；省略为全市，all 为全市与各单位")


def run(args: argparse.Namespace) -> int:
    from zhiqiang.site.cli import open_home

    open_home()
    from zhiqiang.domains.goals.queries import boards, city_unit, reporting_units
    from zhiqiang.foundation.plans.active import NoPlanError

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


def as_table(line: Any, plan_hash: str) -> dict[str, Any]:
    """One line as the JSON table of the fixed interface."""
    assessed, window = line.assessment, line.window
    return {
        "target": line.target.id,
        "indicator": line.indicator.code,
        "clause": line.clause,
        "kind": line.target.kind,
        "due": line.target.due.isoformat(),
        "unit": line.unit.code,
        "value": number(line.value),
        "numerator": number(window.numerator if window else None),
        "denominator": number(window.denominator if window else None),
        "interval": [number(end) for end in line.interval] if line.interval else None,
        "goal": number(line.target.value),
        "verdict": line.verdict,
        "status": line.status,
        "expected": number(assessed.expected if assessed else None),
        "forecast": number(assessed.forecast if assessed else None),
        "required_pace": number(assessed.required_pace if assessed else None),
        "cut_off": line.cut_off.isoformat() if line.cut_off else None,
        "versions": {
            "plan": plan_hash,
            "measure": f"{line.measure.code}@{line.measure.version}" if line.measure else None,
            "data": f"{line.measure.dataset}@{line.data_version}"
            if line.measure and line.data_version is not None
            else None,
        },
        "reasons": list(line.reasons),
    }


def number(value: Any) -> int | float | None:
    """A JSON number: whole where the figure is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(round(value, 6))
