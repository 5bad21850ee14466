"""`zhiqiang assess`: judges targets written as TOML case files, without a database."""

import argparse
import json
import math
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhiqiang.kernel.targets import Assessment, assess
from zhiqiang.kernel.targets.case_document import CaseError, as_decimal, read_case

HELP = "按目标类型判定一个或多个案例文件（TOML）的结论与状态"

_NUMBERS = ("value", "goal", "expected", "forecast", "required_pace", "required_rate", "trend", "lag", "shortfall")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cases", nargs="+", metavar="CASE.toml", type=Path, help="案例文件，可以给出多个")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 judged, 1 mistakes in a case (all of them on stderr), 2 a file that cannot be read as TOML."""
    answers, code = [], 0
    for path in args.cases:
        try:
            document = tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=as_decimal)
            case = read_case(document)
        except CaseError as mistakes:
            code = max(code, 1)
            for key, message in mistakes.problems:
                print(f"{path}: {key}: {message}", file=sys.stderr)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            code = 2
            print(f"{path}: {_unreadable(error)}", file=sys.stderr)
        else:
            answers.append((path, assess(case.target, case.observations, case.as_of, circumstances=case.circumstances)))
    if code:
        return code
    if args.json:
        print(json.dumps([as_json(answer) for _, answer in answers], ensure_ascii=False, indent=2))
    else:
        for path, answer in answers:
            print(f"{path}: {answer.verdict} / {answer.status}")
            print("\n".join(f"  {reason}" for reason in answer.reasons))
    return code


def as_json(answer: Assessment) -> dict[str, Any]:
    """The answer as plain JSON values; a number is null where it is undefined or beyond a double."""
    return {
        "verdict": answer.verdict.value,
        "status": answer.status.value,
        "due": answer.due.isoformat() if answer.due else None,
        **{name: _json_number(getattr(answer, name)) for name in _NUMBERS},
        "reasons": list(answer.reasons),
    }


def _json_number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    number = float(value)
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _unreadable(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "文件不存在，请核对路径。"
    if isinstance(error, OSError):
        return "文件无法读取，请核对路径和权限。"
    if isinstance(error, UnicodeDecodeError):
        return "文件不是UTF-8编码，请另存为UTF-8。"
    return f"不是有效的TOML文件，请检查语法（{error}）。"
