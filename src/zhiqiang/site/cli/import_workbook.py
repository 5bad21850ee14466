"""`zhiqiang import`: a workbook into a register, or only the answer what would happen."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhiqiang.foundation.access.models import User
    from zhiqiang.foundation.registers.models import ImportBatch

HELP = "导入表格，逐行列出问题"
USAGE_ERROR = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("register", nargs="?", metavar="REGISTER", help="台账，如 sampling.samples；见 --list")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="表格文件（.xlsx、.xls、.csv）")
    parser.add_argument("--check", action="store_true", help="只检查，不写入")
    parser.add_argument("--user", metavar="NAME", help="以哪个用户的身份导入（默认市质强办经办）")
    parser.add_argument("--list", action="store_true", dest="list_registers", help="列出可导入的台账和认得的格式")


def run(args: argparse.Namespace) -> int:
    """Print the answer; 0 without errors, 1 with errors, 2 if the request cannot be understood."""
    from zhiqiang.site.cli import furnish_home

    furnish_home()
    from zhiqiang.foundation.catalogue import registers

    if args.list_registers:
        return _print_list(as_json=args.json)
    if args.register not in registers():
        return _fail(f"没有台账 {args.register or ''}，可用：{'、'.join(registers())}")
    if args.file is None or not args.file.is_file():
        return _fail(f"没有文件 {args.file or ''}")
    return _import(args)


def _import(args: argparse.Namespace) -> int:
    from zhiqiang.foundation.catalogue import registers
    from zhiqiang.foundation.documents.store import UnfitFileError
    from zhiqiang.foundation.imports.batches import read_batch, start_import
    from zhiqiang.foundation.imports.commit import commit_batch
    from zhiqiang.foundation.registers.errors import RefusedError

    actor = _actor(args.user)
    if actor is None:
        return _fail(f"没有用户 {args.user}")
    try:
        register = registers()[args.register]
        batch = start_import(register=register, name=args.file.name, content=args.file.read_bytes(), actor=actor)
        batch = read_batch(batch.pk)
        if not args.check and batch.accepted > batch.unchanged:
            commit_batch(batch_id=batch.pk, actor=actor)
    except (RefusedError, UnfitFileError) as error:
        return _fail(str(error))
    found = answer(batch)
    _print(json.dumps(found, ensure_ascii=False) if args.json else _in_words(found, batch, committed=not args.check))
    return int(bool(found["errors"]))


def answer(batch: "ImportBatch") -> dict[str, Any]:
    """The batch as plain JSON values: rows read, rows accepted, every error, the batch's number."""
    from zhiqiang.foundation.imports import files as import_files

    keys = ("row", "column", "value", "message", "suggestion")
    if batch.status == batch.Status.REFUSED:
        errors = [{"row": 0, "column": "", "value": batch.file_name, "message": batch.message, "suggestion": ""}]
    else:
        errors = [{key: one[key] for key in keys} for one in import_files.lines(batch.pk, import_files.ERRORS)]
    return {
        "rows": batch.done,
        "accepted": batch.accepted,
        "errors": errors,
        "batch": batch.pk,
        "new": batch.summary.get("new", 0),
        "changed": batch.summary.get("changed", 0),
        "unchanged": batch.unchanged,
        "layout": batch.layout,
        "notices": batch.summary.get("notices", []),
    }


def _actor(name: str | None) -> "User | None":
    from django.db.models import Q

    from zhiqiang.foundation import clock
    from zhiqiang.foundation.access.models import User
    from zhiqiang.foundation.imports.batches import system_user

    if name:
        return User.objects.filter(username=name).first()
    current = Q(memberships__valid_to=None) | Q(memberships__valid_to__gte=clock.today())
    officers = User.objects.filter(is_active=True, memberships__role="city_officer").filter(current)
    return officers.order_by("pk").first() or system_user()


def _print_list(*, as_json: bool) -> int:
    from zhiqiang.foundation.catalogue import registers

    found = [
        {
            "register": one.slug,
            "title": str(one.title),
            "layouts": [{"code": layout.code, "title": str(layout.title)} for layout in one.layouts],
        }
        for one in registers().values()
        if "import" in one.access
    ]
    if as_json:
        _print(json.dumps(found, ensure_ascii=False))
    else:
        for one in found:
            layouts = "、".join(layout["title"] for layout in one["layouts"]) or "标准模板"
            _print(f"{one['register']}\t{one['title']}\t{layouts}")
    return 0


def _in_words(found: dict[str, Any], batch: "ImportBatch", *, committed: bool) -> str:
    verb = "已导入" if committed else "可以导入"
    head = f"{batch.file_name}：{found['accepted']} 行{verb}，{batch.rejected} 行需要改"
    parts = f"新增 {found['new']}，更新 {found['changed']}，与已有相同 {found['unchanged']}"
    lines = [head, parts, *found["notices"]]
    for one in found["errors"]:
        advice = f"（{one['suggestion']}）" if one["suggestion"] else ""
        lines.append(f"第 {one['row']} 行 {one['column']}：“{one['value']}” {one['message']}{advice}")
    return "\n".join(lines)


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return USAGE_ERROR


def _print(text: str) -> None:
    print(text)
