"""`zhiqiang assessment run SCHEME --period P [--what-if FILE]`: how the units stand now; nothing is stored."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhiqiang.site.cli import open_home

if TYPE_CHECKING:
    from zhiqiang.domains.assessment.facade import Standing

HELP = "按考评方案计算各单位的得分、等次和稳定性（只算不存）"
MISTAKES, USAGE_ERROR = 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("act", choices=("run",), help="run 计算一期")
    parser.add_argument("scheme", help="方案代码，如 county-quality-2026")
    parser.add_argument("--period", required=True, help="2026、2026Q3 或 2026-09")
    parser.add_argument("--what-if", type=Path, dest="draft", help="方案草案文件：用它代替现行方案试算")


def run(args: argparse.Namespace) -> int:
    """0 computed, 1 mistakes in a scheme, 2 a request that makes no sense."""
    open_home()
    from zhiqiang.domains.assessment.facade import SchemeErrors, schemes, stand_for
    from zhiqiang.foundation.plans.active import NoPlanError

    try:
        known = schemes()
        if args.scheme not in known:
            return _fail(f"没有代码为“{args.scheme}”的考评方案，可用的有：{'、'.join(sorted(known))}。")
        draft = args.draft.read_bytes() if args.draft else None
        found = stand_for(args.scheme, args.period, draft, args.draft.name if args.draft else "")
    except SchemeErrors as errors:
        for one in errors.problems:
            print(f"{one.file} · {one.key}：{one.message}", file=sys.stderr)
        return MISTAKES
    except OSError:
        return _fail(f"没有文件“{args.draft}”，请核对路径。")
    except (ValueError, NoPlanError) as error:
        return _fail(str(error))
    if args.json:
        print(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=1))
    else:
        print("\n".join(_line(one) for one in found))
    return 0


def _as_json(one: "Standing") -> dict[str, Any]:
    scored = one.scored
    return {
        "unit": one.unit.code,
        "title": one.unit.title,
        "score": None if scored.score is None else str(scored.score),
        "exact": None if scored.exact is None else str(round(scored.exact, 4)),
        "band": one.band or None,
        "rank": one.rank.rank if one.rank else None,
        "tied_with": list(one.rank.shared_with) if one.rank else [],
        "stable": one.sensitivity.stable,
        "flips": [
            {"item": each.item, "change": str(each.change), "band": each.band.code} for each in one.sensitivity.flips
        ],
        "coverage": str(round(scored.coverage, 4)),
        "reason": scored.reason,
        "items": [
            {
                "code": each.item.code,
                "title": each.item.title,
                "weight": str(each.item.weight),
                "points": None if each.points is None else str(round(each.points, 4)),
                "bonus": str(round(each.bonus, 4)),
                "formula": each.formula,
                "reason": each.reason,
            }
            for each in scored.items
        ],
    }


def _line(one: "Standing") -> str:
    stable = {True: "稳定", False: "易变", None: "—"}[one.sensitivity.stable]
    score = "—" if one.scored.score is None else str(one.scored.score)
    return f"{one.unit.code} {one.unit.title}\t{score}\t{one.band or '—'}\t{stable}\t{one.scored.reason}"


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return USAGE_ERROR
