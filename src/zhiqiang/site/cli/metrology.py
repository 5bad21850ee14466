"""`zhiqiang metrology dcc FILE` without Django, and `zhiqiang metrology due`: rates and what waits."""

import argparse
import hashlib
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from zhiqiang.domains.metrology.imports.dcc import read_dcc
from zhiqiang.domains.metrology.rules.dcc import CalibrationCertificate, DccError
from zhiqiang.foundation import clock

HELP = "读取并核验数字校准证书（DCC），或列出强检到期和检定率"
USAGE_ERROR = 2
BROKEN = frozenset({"altered", "forged"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(
        dest="act", metavar="dcc|due", required=True,
        help="dcc FILE 读取 DCC（XML）并核验签名；"
        "due [--on DATE] [--unit CODE] 某日的受检率、近十二个月按期检定率和要办的器具",
    )  # fmt: skip
    dcc = acts.add_parser("dcc", description="读取 DCC 并核验签名")
    dcc.add_argument("file", type=Path, metavar="FILE", help="DCC 文件（XML）")
    due = acts.add_parser("due", description="强检到期和检定率")
    due.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="哪一天；省略为今天")
    due.add_argument("--unit", metavar="CODE", default="", help="只看这个填报单位（代码）")
    for act in (dcc, due):  # the options of every command, wherever they are typed
        act.add_argument("--home", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        act.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Exit code 0; 1 for a certificate changed after signing or wrongly signed; 2 for what cannot be read."""
    return _dcc(args) if args.act == "dcc" else _due(args)


def _dcc(args: argparse.Namespace) -> int:
    try:
        content = args.file.read_bytes()
        read = read_dcc(content)
    except OSError as error:
        return _fail(f"读不到文件 {args.file}（{error.strerror}），请核对路径。")
    except DccError as error:
        return _fail(str(error))
    if args.json:
        told = asdict(read) | {"sha256": hashlib.sha256(content).hexdigest()}
        print(json.dumps(told, ensure_ascii=False, default=str))
    else:
        print("\n".join(_lines(read)))
    return int(read.signature.state in BROKEN)


def _lines(read: CalibrationCertificate) -> list[str]:
    signature = read.signature
    lines = [
        f"证书 {read.identifier}　DCC {read.schema}　{read.laboratory}",
        f"校准 {read.performed_from} 至 {read.performed_to}　建议复校 {read.next_due or '未写'}",
        *(f"对象 {one.title} {one.maker} {one.model} {one.number}".rstrip() for one in read.items),
        f"结果 {len(read.results)} 组，{sum(len(one.quantities) for one in read.results)} 个量",
        f"签名 {signature.reason}",
    ]
    if signature.signer:
        lines.append(f"签名人 {signature.signer}　签名时间（自述）{signature.signed_at or '未写'}")
    if signature.unchecked:
        lines.append(f"没有核对：{'；'.join(signature.unchecked)}")
    return [*lines, *read.notices]


def _due(args: argparse.Namespace) -> int:
    from zhiqiang.site.cli import open_home

    open_home()
    from zhiqiang.domains.metrology.models import Instrument
    from zhiqiang.domains.metrology.queries import (
        due_lines,
        instruments_in_use,
        needing_action,
        on_time,
        verified_share,
    )
    from zhiqiang.foundation.standing.workflow import STANDING_STATES
    from zhiqiang.kernel.workdays import add_months

    on = args.on or clock.today()
    rows = Instrument.objects.filter(state__in=STANDING_STATES).select_related("owner", "unit")
    rows = rows.filter(unit__code=args.unit) if args.unit else rows
    in_use = list(instruments_in_use(on, rows))
    share, timely = verified_share(in_use, on), on_time(list(rows), add_months(on, -12), on)
    told: dict[str, Any] = {
        "on": on.isoformat(),
        "in_use": len(in_use),
        "verified": {"numerator": share.numerator, "denominator": share.denominator, "percent": share.percent},
        "on_time": {"numerator": timely.numerator, "denominator": timely.denominator, "percent": timely.percent},
        "waiting": [
            {
                "number": one.instrument.number,
                "title": one.instrument.title,
                "owner": str(one.instrument.owner),
                "unit": one.instrument.unit.code,
                "due": one.due.isoformat() if one.due else None,
                "status": one.status.value,
            }
            for one in needing_action(due_lines(in_use, on))
        ],
    }
    print(json.dumps(told, ensure_ascii=False) if args.json else _in_words(told))
    return 0


def _in_words(told: dict[str, Any]) -> str:
    rates = [f"{title} {told[name]['percent'] or '—'}%（{told[name]['numerator']}/{told[name]['denominator']}）"
             for name, title in (("verified", "受检率"), ("on_time", "近十二个月按期检定率"))]  # fmt: skip
    waiting = [
        f"  {one['due'] or '—'}　{one['status']}　{one['title']} {one['number']}　{one['owner']}"
        for one in told["waiting"]
    ]
    return "\n".join(
        [f"{told['on']}　在用 {told['in_use']} 台件　{'　'.join(rates)}", f"要办 {len(waiting)} 台件", *waiting]
    )


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return USAGE_ERROR
