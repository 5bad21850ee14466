"""`zhiqiang count REGISTER --on DATE`: how many records are valid on a day, from the evidence."""

import argparse
import json
import sys
from datetime import date

HELP = "某一天有效的记录数（证书、任命、授权、名册等）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("register", help="台账，如 conformity.certificates")
    parser.add_argument("--on", metavar="DATE", help="哪一天，写作 2025-12-31；省略为今天")
    parser.add_argument("--unit", metavar="CODE", help="单位代码；省略为全市")


def run(args: argparse.Namespace) -> int:
    from zhiqiang.site.cli import furnish_home

    furnish_home()
    from zhiqiang.foundation import clock
    from zhiqiang.foundation.catalogue import registers
    from zhiqiang.foundation.evidence.figures import version_at
    from zhiqiang.foundation.evidence.levels import count_on
    from zhiqiang.foundation.evidence.refresh import city_code, refresh
    from zhiqiang.foundation.reference.models import Unit

    register = registers().get(args.register)
    if register is None:
        return _refused(f"没有台账“{args.register}”。可用的有：{'、'.join(_standing_registers())}")
    try:
        day = date.fromisoformat(args.on) if args.on else clock.today()
    except ValueError:
        return _refused(f"日期“{args.on}”无法识别，应写作 2025-12-31")
    if args.unit and not Unit.objects.filter(code=args.unit).exists():
        return _refused(f"没有代码为“{args.unit}”的单位")
    refresh()
    try:
        counted = count_on(register, day)
    except LookupError as error:
        return _refused(f"{error}。可用的有：{'、'.join(_standing_registers())}")
    unit = args.unit or city_code()
    assert register.dataset is not None
    answer = {
        "register": register.slug,
        "on": day.isoformat(),
        "unit": unit,
        "count": counted.get(unit, 0),
        "by_unit": {code: number for code, number in counted.items() if code != city_code()},
        "data_version": version_at(register.dataset.slug),
    }
    if args.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(f"{register.title}：{day} 有效 {answer['count']:,} 条（{unit}）")
    return 0


def _standing_registers() -> list[str]:
    from zhiqiang.foundation.catalogue import registers

    return [slug for slug, one in registers().items() if one.dataset is not None and one.dataset.standing]


def _refused(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
