"""The parent's side of reading a file from outside: start the child, wait for it, say what went wrong."""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.foundation.imports.reading import REFUSED
from zhiqiang.foundation.imports.workbook_guard import RefusalError

SECONDS = 60
HEAD_ROWS = 40
MODULE = "zhiqiang.foundation.imports.reading"

Row = tuple[int, list[Any]]


@dataclass
class SheetHead:
    """A sheet as the parent first sees it: name, merged ranges (0-based, inclusive), first rows, where it lies."""

    name: str
    merged: list[tuple[int, int, int, int]]
    offset: int
    rows: list[Row] = field(default_factory=list)
    count: int = 0


def run_child(source: Path, target: Path, *, seconds: float = SECONDS) -> None:
    """Read `source` into JSON lines at `target` in a child with limits. Raises RefusalError; leaves no partial file."""
    command = [sys.executable, "-X", "utf8", "-m", MODULE, str(source), str(target)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603 (our own module)
    except subprocess.TimeoutExpired as error:
        target.unlink(missing_ok=True)
        raise RefusalError(_("读取超过 %(n)s 秒，已停止。请分成几个文件上传。") % {"n": int(seconds)}) from error
    if done.returncode == 0:
        return
    target.unlink(missing_ok=True)
    if done.returncode == REFUSED:
        raise RefusalError(done.stderr.decode("utf-8", "replace"))
    raise RefusalError(
        _("文件内容过多或格式不正常，读取已停止。请在 WPS 或 Excel 中另存为 .xlsx，或分成几个文件上传。")
    )


def children_peak_bytes() -> int:
    """The largest memory any finished child has used, for tests and benchmarks."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def heads(path: Path) -> list[SheetHead]:
    """Every sheet's first rows and number of rows, in one pass over the child's lines."""
    found: list[SheetHead] = []
    with path.open("rb") as lines:
        offset = 0
        for line in lines:
            offset += len(line)
            if line.startswith(b"{"):
                said = json.loads(line)
                found.append(SheetHead(said["sheet"], [tuple(one) for one in said["merged"]], offset))
                continue
            found[-1].count += 1
            if len(found[-1].rows) < HEAD_ROWS:
                found[-1].rows.append(_row(line))
    return found


def rows_of(path: Path, sheet: SheetHead, after: int) -> Iterator[Row]:
    """The rows of one sheet below row `after` (1-based), one by one."""
    with path.open("rb") as lines:
        lines.seek(sheet.offset)
        for line in lines:
            if line.startswith(b"{"):
                return
            row = _row(line)
            if row[0] > after:
                yield row


def _row(line: bytes) -> Row:
    number, cells = json.loads(line, object_hook=_typed)
    return number, cells


def _typed(value: dict[str, str]) -> Any:
    if "date" in value:
        return date.fromisoformat(value["date"])
    return datetime.fromisoformat(value["time"])
