"""`zhiqiang programme check [FILE|DIR]` and `zhiqiang programme amount PROGRAMME CASE.toml`, without a database."""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.programmes.loader import (
    CASES,
    Folder,
    load_definition,
    programme_files,
    programme_folder,
    read_case_file,
    read_criteria,
    read_folders,
    read_programme,
)
from zhiqiang.foundation.programmes.names import facts_of_the_system, known_names
from zhiqiang.kernel.parameters import ParameterError
from zhiqiang.kernel.plan import Problem
from zhiqiang.kernel.plan.records import Place
from zhiqiang.kernel.programmes import Amount, Programme, ProgrammeErrors, amount_of
from zhiqiang.kernel.programmes.cases import Case, read_case

HELP = "检查项目定义，或按案例计算奖补金额"
MISTAKES, USAGE_ERROR = 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("act", choices=("check", "amount"), help="check 检查定义及其案例；amount 计算一个案例的金额")
    parser.add_argument(
        "given",
        nargs="*",
        metavar="ARG",
        help="check：文件或文件夹，省略为随软件发布的项目；amount：项目代码或文件，案例文件",
    )


def run(args: argparse.Namespace) -> int:
    """0 answered (a refusal is an answer), 1 mistakes in a definition or case, 2 a request that makes no sense."""
    if args.act == "check" and len(args.given) <= 1:
        return _check(args)
    if args.act == "amount" and len(args.given) == 2:
        return _amount(args)
    usage = {"check": "zhiqiang programme check [文件或文件夹]", "amount": "zhiqiang programme amount 项目 案例.toml"}
    return _fail(f"用法：{usage[args.act]}")


def _check(args: argparse.Namespace) -> int:
    place = Path(args.given[0]) if args.given else None
    if place is not None and not place.exists():
        return _fail(f"没有文件或文件夹“{place}”，请核对路径。")
    found = _read(place)
    answer = {
        "programmes": [
            {
                "code": code,
                "version": definition.programme.version,
                "hash": definition.programme.content_hash,
                "file": definition.file,
            }
            for code, definition in sorted(found.definitions.items())
        ],
        "problems": [_problem(one) for one in found.problems],
    }
    if args.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        for problem in found.problems:
            print(f"{problem.file} · {problem.key}：{problem.message}")
        cases = sum(map(len, found.cases.values()))
        print(f"{len(found.definitions)} 个项目，{cases} 个案例，{len(found.problems)} 处问题。")
    return MISTAKES if found.problems else 0


def _read(place: Path | None) -> Folder:
    """What stands in a file or folder; a plan's folder means the programmes in it."""
    if place is None:
        return read_folders(programme_folder(), with_cases=True)
    if place.is_file():
        return _read_file(place)
    inner = place / "programmes"
    found = read_folders(inner if inner.is_dir() else place, with_cases=True)
    if not found.definitions and not found.problems:
        found.problems.append(Problem(place.name, "", "文件夹里没有项目定义（*.toml）；请核对路径"))
    return found


def _read_file(file: Path) -> Folder:
    """A single definition with the cases beside it, and the shared criteria that ship or lie beside it."""
    found = Folder()
    for folder in (programme_folder(), file.parent):
        read_criteria(folder, found)
    read_programme(file, known_names(), found)
    read_case_file(file.parent / CASES / file.name, known_names(), found)
    return found


def _amount(args: argparse.Namespace) -> int:
    named, case_file = args.given
    try:
        own = args.home / "parameters"
        parameters = load_parameters(own if own.is_dir() else None)
        programme = _programme(named, args.home / "programmes")
        case = read_case(_toml(Path(case_file)), programme, facts_of_the_system(), Place(Path(case_file).name, ""))
    except ProgrammeErrors as errors:
        return _mistakes(args, errors.problems)
    except UnreadableError as error:
        return _fail(str(error))
    except ParameterError as error:
        return _fail(f"参数表有误：{error}")
    if not isinstance(case, Case):
        return _mistakes(args, case)
    amount = amount_of(programme, case.facts, case.on, parameters)
    if args.json:
        print(json.dumps(_as_json(amount), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_as_text(amount, programme)))
    return 0


class UnreadableError(Exception):
    """What was asked for cannot be found or read; the message is for the person who asked."""


def _programme(named: str, own: Path) -> Programme:
    """The programme of a code, or in a file. Raises UnreadableError, ProgrammeErrors."""
    file = Path(named)
    if file.suffix == ".toml" or file.is_file():
        _toml(file)
        found = _read_file(file)
        if found.problems:
            raise ProgrammeErrors(found.problems)
        return next(iter(found.definitions.values())).programme
    definition = load_definition(named, own)
    if definition is None:
        known = [each.name.removesuffix(".toml") for each in (*programme_files(), *programme_files(own))]
        near = get_close_matches(named, known, n=3, cutoff=0.5)
        hint = f"，相近的有：{'、'.join(near)}" if near else f"，可用的有：{'、'.join(known)}"
        raise UnreadableError(f"没有项目“{named}”{hint}")
    return definition.programme


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except FileNotFoundError as error:
        raise UnreadableError(f"{file}：文件不存在，请核对路径。") from error
    except OSError as error:
        raise UnreadableError(f"{file}：文件无法读取，请核对路径和权限。") from error
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{file}：文件不是 UTF-8 编码，请另存为 UTF-8。") from error
    except (tomllib.TOMLDecodeError, RecursionError, ValueError, ArithmeticError) as error:
        raise UnreadableError(f"{file}：不是有效的 TOML 文件，请检查语法（{error}）。") from error


def _as_json(amount: Amount) -> dict[str, Any]:
    return {
        "amount_fen": amount.amount_fen,
        "rule": amount.rule,
        "clause": amount.clause,
        "valid_on": amount.valid_on.isoformat(),
        "refusals": [refusal.message for refusal in amount.refusals],
        "codes": [refusal.code for refusal in amount.refusals],
        "article": amount.article,
    }


def _as_text(amount: Amount, programme: Programme) -> list[str]:
    head = f"{programme.title}（{amount.clause}，按 {amount.valid_on} 有效的规定）"
    if amount.refusals:
        return [f"{head}：不付", *(f"  {refusal.message}" for refusal in amount.refusals)]
    yuan = Decimal(amount.amount_fen) / 100
    return [f"{head}：{yuan:,f} 元", f"  依据 {amount.rule}：{amount.article}"]


def _mistakes(args: argparse.Namespace, problems: Iterable[Problem]) -> int:
    told = list(problems)
    for problem in told:
        print(f"{problem.file}: {problem.key}: {problem.message}", file=sys.stderr)
    if args.json:
        print(json.dumps({"problems": [_problem(one) for one in told]}, ensure_ascii=False, indent=1))
    return MISTAKES


def _problem(problem: Problem) -> dict[str, str]:
    return {"file": problem.file, "key": problem.key, "message": problem.message}


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return USAGE_ERROR
