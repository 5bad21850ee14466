"""`zhiqiang conformity reconcile FILE`: an official list of certificates against the register."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhiqiang.foundation.access.models import User

HELP = "核对官方证书名单：新增、状态变更、矛盾、缺失，确认后一并办理"
USAGE_ERROR = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("action", choices=["reconcile"], help="reconcile：与名单核对")
    parser.add_argument("file", type=Path, metavar="FILE", help="名单文件（.xlsx、.xls、.csv）")
    parser.add_argument("--apply", action="store_true", help="登记新证书并办理状态变更；省略为只核对")
    parser.add_argument("--user", metavar="NAME", help="以哪个用户的身份（默认市级核实人；状态变更须由核实人办理）")


def run(args: argparse.Namespace) -> int:
    """Print the report; 0 where list and register agree or now agree, 1 with rows to check, 2 if it cannot be done."""
    from zhiqiang.site.cli import furnish_home

    furnish_home()
    from zhiqiang.foundation.documents.store import UnfitFileError
    from zhiqiang.foundation.registers.errors import RefusedError

    actor = _actor(args.user)
    if actor is None:
        return _fail(f"没有用户 {args.user}" if args.user else "没有市级核实人，请用 --user 指明用户")
    if not args.file.is_file():
        return _fail(f"没有文件 {args.file}")
    try:
        told = _reconciled(args.file, actor, apply=args.apply)
    except (RefusedError, UnfitFileError) as error:
        return _fail(str(error))
    print(json.dumps(told, ensure_ascii=False) if args.json else _in_words(told))
    return int(bool(told["wrong"]))


def _reconciled(file: Path, actor: "User", *, apply: bool) -> dict[str, Any]:
    from zhiqiang.domains.conformity.actions import apply_list, reconcile_list
    from zhiqiang.domains.conformity.imports import read_list
    from zhiqiang.domains.conformity.presentation import as_json
    from zhiqiang.domains.conformity.queries import register_of
    from zhiqiang.foundation.imports.batches import read_batch, start_import
    from zhiqiang.foundation.registers.errors import RefusedError

    batch = start_import(register=register_of(), name=file.name, content=file.read_bytes(), actor=actor)
    batch = read_batch(batch.pk)
    if batch.status == batch.Status.REFUSED:
        raise RefusedError(batch.message)
    rows = read_list(batch)
    found = reconcile_list(rows, actor)
    told = {"rows": len(rows), "batch": batch.pk, **as_json(found), "applied": None}
    if apply and found.good:
        done = apply_list(batch_id=batch.pk, rows=rows, seen=found.digest, actor=actor)
        imported = {"created": done.imported.created, "updated": done.imported.updated}
        told["applied"] = {**imported, "steps": done.steps}
    return told


def _actor(name: str | None) -> "User | None":
    from django.db.models import Q

    from zhiqiang.foundation import clock
    from zhiqiang.foundation.access.models import User

    if name:
        return User.objects.filter(username=name).first()
    current = Q(memberships__valid_to=None) | Q(memberships__valid_to__gte=clock.today())
    found = User.objects.filter(is_active=True, memberships__role="city_verifier").filter(current)
    return found.order_by("pk").first()


def _in_words(told: dict[str, Any]) -> str:
    counts = told["counts"]
    head = (
        f"{told['rows']} 行：新增 {counts['new']}，没有变化 {counts['unchanged']}，状态变更 {counts['changes']}，"
        f"待后续办理 {counts['waiting']}，需核对 {counts['wrong']}；名单里没有 {counts['missing']} 张"
    )
    lines = [head]
    lines += [f"第 {one['row']} 行 {one['number']}：{one['on']} 起 {one['step']}" for one in told["changes"]]
    for one in told["wrong"]:
        value = f"“{one['value']}” " if one["value"] else ""
        lines.append(f"第 {one['row']} 行 {one['column']}：{value}{one['message']}（{one['suggestion']}）")
    lines += [f"名单里没有：{one['number']} {one['holder']}（有效至 {one['valid_to']}）" for one in told["missing"]]
    if told["applied"] is not None:
        done = told["applied"]
        lines.append(f"已登记 {done['created']} 张（待核实），更新 {done['updated']} 张，状态变更 {done['steps']} 张")
    return "\n".join(lines)


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return USAGE_ERROR
