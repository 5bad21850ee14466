"""`zhiqiang deadline`: a due date with its proof, one at a time or a file of them, without starting Django."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from zhiqiang.foundation.parameters import load_parameters, package_calendar
from zhiqiang.foundation.parameters.deadlines import answer, find_deadline, read_span
from zhiqiang.kernel.parameters import NotInForceError, Parameter, ParameterSet, UnknownParameterError
from zhiqiang.kernel.workdays import UNIT_NAMES, Calendar, Deadline, Unit, explain

HELP = "计算法定期限并给出依据"
USAGE_ERROR = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="规则编号，如 complaint.accept")
    parser.add_argument("start", nargs="?", metavar="START", help="起算日或时刻，如 2026-02-12、2026-02-12T09:30")
    parser.add_argument("--suspend", action="append", default=[], metavar="FROM..TO", help="中止期间，首尾两日都不计")
    parser.add_argument("--list", action="store_true", dest="list_rules", help="列出全部期限规则")
    parser.add_argument("--batch", type=Path, metavar="FILE.jsonl", help="逐行计算，每行一个 JSON 对象")


def run(args: argparse.Namespace, calendar: Calendar | None = None) -> int:
    """Print the answer; 0 on success, 1 if a line of the batch failed, 2 if the request cannot be understood."""
    try:
        home = getattr(args, "home", None)
        parameters = load_parameters(home / "parameters" if home else None)
        calendar = calendar or package_calendar(home / "holidays.toml" if home else None)
        if args.list_rules:
            return _print_rules(parameters, as_json=args.json)
        if args.batch is not None:
            return _print_batch(args.batch, parameters, calendar)
        if not args.rule or not args.start:
            return _fail("请给出规则编号和起算日，如：zhiqiang deadline complaint.accept 2026-02-12；规则见 --list")
        deadline = find_deadline(
            args.rule, args.start, [read_span(text) for text in args.suspend], parameters=parameters, calendar=calendar
        )
    except (UnknownParameterError, NotInForceError, ValueError, OSError) as error:
        return _fail(str(error))
    if args.json:
        _print(json.dumps(answer(deadline), ensure_ascii=False))
    else:
        _print("\n".join([parameters.get(args.rule).title, *explain(deadline), *_caution(deadline)]))
    return 0


def _print_rules(parameters: ParameterSet, *, as_json: bool) -> int:
    if as_json:
        _print(json.dumps([_rule(parameter) for parameter in parameters.clocks()], ensure_ascii=False, indent=1))
        return 0
    for parameter in parameters.clocks():
        versions = "；".join(
            f"{each.valid_from} 起 {each.value} {UNIT_NAMES[Unit(each.unit)]}" for each in parameter.versions
        )
        _print(f"{parameter.id}\t{parameter.title}\t{versions}")
    return 0


def _rule(parameter: Parameter) -> dict[str, Any]:
    return {
        "rule": parameter.id,
        "title": parameter.title,
        "versions": [
            {
                "version": version.id,
                "amount": int(version.value),
                "unit": version.unit,
                "valid_from": version.valid_from.isoformat(),
                "valid_to": version.valid_to.isoformat() if version.valid_to else None,
                "article": version.article,
                "confidence": str(version.confidence),
                "note": version.note,
                "starts": version.clock.starts,
                "pauses": list(version.clock.pauses),
                "on_expiry": version.clock.on_expiry,
                "rolls": version.clock.rolls,
            }
            for version in parameter.versions
            if version.clock is not None
        ],
    }


def _print_batch(file: Path, parameters: ParameterSet, calendar: Calendar) -> int:
    failed = False
    with file.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                found = answer(_from_line(line, parameters, calendar))
            except (UnknownParameterError, NotInForceError, ValueError) as error:
                failed = True
                found = {"error": f"第 {number} 行：{error}"}
            _print(json.dumps(found, ensure_ascii=False))
    return int(failed)


def _from_line(line: str, parameters: ParameterSet, calendar: Calendar) -> Deadline:
    try:
        request = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"不是有效的 JSON({error})") from error
    if not isinstance(request, dict) or not all(isinstance(request.get(key), str) for key in ("rule", "start")):
        raise ValueError('每行应为 {"rule": 编号, "start": 起算日, "suspend": [[从, 到], ...]}，缺少 rule 或 start')
    if unknown := sorted(request.keys() - {"rule", "start", "suspend"}):
        raise ValueError(f"不认识的键：{'、'.join(unknown)}")
    spans = request.get("suspend") or []
    if not isinstance(spans, list) or not all(_is_pair(span) for span in spans):
        raise ValueError('suspend 应为 [["2026-05-01", "2026-05-10"], ...]')
    return find_deadline(request["rule"], request["start"], spans, parameters=parameters, calendar=calendar)


def _is_pair(span: object) -> bool:
    return isinstance(span, list) and len(span) == 2 and all(isinstance(end, str) for end in span)


def _caution(deadline: Deadline) -> list[str]:
    notes = {
        "secondary": "依据：据二手材料，未与正式文本核对",
        "unverified": "依据：条文尚未核对，使用前须确认",
        "setting": "依据：本市或本系统设定",
    }
    return [notes[deadline.limit.confidence]] if deadline.limit.confidence in notes else []


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return USAGE_ERROR


def _print(text: str) -> None:
    print(text)
