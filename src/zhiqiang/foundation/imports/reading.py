"""The child that opens files from outside: `python -m zhiqiang.foundation.imports.reading FILE OUT`.

It sets its own limits before it touches the file, imports no Django, and writes one JSON line for each sheet
({"sheet", "merged"}) and for each row that is not empty ([row from 1, [cells]]). Dates travel as {"date": ISO}.
Exit 0: read; 3: refused, with the reason on the error stream.
"""

import csv
import datetime
import io
import json
import resource
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from zhiqiang.foundation.imports.workbook_guard import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Marks,
    RefusalError,
    column_letters,
    examine,
    sheet_parts,
)

MEMORY = 300 * 2**20
CPU_SECONDS = 30
MOST_FILE_BYTES = 50 * 2**20
REFUSED = 3
LONGEST_CELL = 4_000

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_KINDS = (
    (b"%PDF", "这是 PDF 文件"),
    (b"\x89PNG", "这是图片"),
    (b"\xff\xd8\xff", "这是图片"),
    (b"GIF8", "这是图片"),
    (b"Rar!", "这是 RAR 压缩包"),
    (b"7z\xbc\xaf", "这是 7z 压缩包"),
    (b"\x1f\x8b", "这是 gzip 压缩包"),
    (b"{\\rtf", "这是 RTF 文档"),
    (b"MZ", "这是程序文件"),
)
Sheet = tuple[str, list[list[int]], Iterator[list[Any]], Marks, int]


def main(source: str, target: str) -> int:
    """Read `source` into `target`; the exit code."""
    _limit()
    try:
        content = Path(source).read_bytes()
        with Path(target).open("w", encoding="utf-8") as out:
            for sheet in read(content):
                _write(sheet, out)
    except RefusalError as refusal:
        sys.stderr.write(str(refusal))
        return REFUSED
    except MemoryError:
        sys.stderr.write("文件内容过多，超过 300 MB 内存上限。请分成几个文件上传。")
        return REFUSED
    return 0


def read(content: bytes) -> Iterator[Sheet]:
    """The sheets of a file whose type its first bytes tell, never its name. Raises RefusalError."""
    if not content.strip():
        raise RefusalError("文件是空的，没有任何内容。请核对后重新上传。")
    if len(content) > MOST_FILE_BYTES:
        raise RefusalError("文件超过 50 MB 的上限。请分成几个文件上传。")
    if content.startswith(b"PK"):
        return _from_xlsx(content)
    if content.startswith(OLE):
        return _from_xls(content)
    for magic, kind in OTHER_KINDS:
        if content.startswith(magic):
            raise RefusalError(f"{kind}，不是表格。请上传 .xlsx、.xls 或 .csv 文件。")
    return _from_csv(content)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _from_xlsx(content: bytes) -> Iterator[Sheet]:
    marks = examine(content)
    parts = {name: marks.get(part, Marks()) for name, part in sheet_parts(content)}
    return _through_calamine(content, parts)


def _from_xls(content: bytes) -> Iterator[Sheet]:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise RefusalError("文件加了密码。请在 WPS 或 Excel 中去掉密码后重新上传。")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise RefusalError("文件含有宏。请在 WPS 或 Excel 中另存为“工作簿（.xlsx）”，宏不会保留，再重新上传。")
    if "WordDocument".encode("utf-16-le") in content:
        raise RefusalError("这是 Word 文档，不是表格。请上传 .xlsx、.xls 或 .csv 文件。")
    return _through_calamine(content, {})


def _through_calamine(content: bytes, marks: dict[str, Marks]) -> Iterator[Sheet]:
    import python_calamine  # lazy: a CSV needs none of it

    damaged = RefusalError("文件已损坏，打不开。请在 WPS 或 Excel 中打开原文件，另存为 .xlsx 后重新上传。")
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        for one in book.sheets_metadata:
            visible = one.visible == python_calamine.SheetVisibleEnum.Visible
            if one.typ != python_calamine.SheetTypeEnum.WorkSheet or not visible:
                continue
            sheet = book.get_sheet_by_name(one.name)
            if sheet.start is None:
                continue
            _require_size(sheet.width, sheet.height)
            merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or []]
            yield one.name, merged, sheet.iter_rows(), marks.get(one.name, Marks()), sheet.start[1]
    except python_calamine.PasswordError as error:
        raise RefusalError("文件加了密码。请在 WPS 或 Excel 中去掉密码后重新上传。") from error
    except python_calamine.CalamineError as error:
        raise damaged from error
    except MemoryError:
        raise
    except BaseException as error:
        if isinstance(error, RefusalError | KeyboardInterrupt | GeneratorExit):
            raise
        raise damaged from error


def _require_size(width: int, height: int) -> None:
    if width > MOST_COLUMNS or height > MOST_ROWS or width * height > MOST_CELLS * 2:
        raise RefusalError("表格的行列过多（上限 20 万行、200 列、200 万格）。请分成几个文件上传。")


def _from_csv(content: bytes) -> Iterator[Sheet]:
    text = decode(content)
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<table", "<svg")):
        raise RefusalError("这是网页或 XML 文件，不是表格。请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。")
    csv.field_size_limit(LONGEST_CELL * 8)
    first_lines = text[:4000]
    delimiter = max(",\t;", key=first_lines.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    yield "CSV", [], _checked(rows), Marks(), 0


def decode(content: bytes) -> str:
    """The text of a CSV in UTF-8 (with or without mark), GB18030 or UTF-16 with mark. Raises RefusalError."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        codecs = ("utf-16",)
    elif b"\0" in content:
        raise RefusalError("不认识的文件类型。请上传 .xlsx、.xls 或 .csv 文件。")
    else:
        codecs = ("utf-8-sig", "gb18030")  # type: ignore[assignment]
    for codec in codecs:
        try:
            return content.decode(codec)
        except UnicodeDecodeError:
            continue
    raise RefusalError("文字编码无法识别。请在 WPS 或 Excel 中另存为 .xlsx 后重新上传。")


def _checked(rows: Iterator[list[str]]) -> Iterator[list[Any]]:
    try:
        for number, row in enumerate(rows, start=1):
            if number > MOST_ROWS:
                raise RefusalError(f"超过 {MOST_ROWS // 10_000} 万行的上限。请分成几个文件上传。")
            if len(row) > MOST_COLUMNS:
                raise RefusalError(f"第 {number} 行超过 {MOST_COLUMNS} 列的上限。请核对分隔符，或另存为 .xlsx。")
            yield list(row)
    except csv.Error as error:
        raise RefusalError("CSV 的引号或分隔符有误，读不下去。请另存为 .xlsx 后重新上传。") from error


def _write(sheet: Sheet, out: TextIO) -> None:
    name, merged, rows, marks, first_column = sheet
    out.write(json.dumps({"sheet": name, "merged": merged}, ensure_ascii=False) + "\n")
    padding = [None] * first_column
    special = bool(marks.percent or marks.error)
    encode: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, default=_as_json, separators=(",", ":")).encode
    for at, row in enumerate(rows):
        cells = [_cell(cell) for cell in row]
        if special:
            _apply(marks, at, first_column, cells)
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            out.write(encode([at + 1, padding + cells]) + "\n")


def _cell(cell: Any) -> Any:
    if isinstance(cell, str):
        if len(cell) > LONGEST_CELL:
            raise RefusalError(f"有一格超过 {LONGEST_CELL} 字。请删去多余的文字后重新上传。")
        return cell or None
    return cell


def _apply(marks: Marks, row: int, first_column: int, cells: list[Any]) -> None:
    for at, cell in enumerate(cells):
        place = (row, at + first_column)
        if place in marks.percent and isinstance(cell, float):
            cells[at] = f"{(Decimal(format(cell, '.15g')) * 100).normalize():f}%"
        elif place in marks.error:
            cells[at] = "#VALUE!"


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return {"time": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    return str(value)


__all__ = ["column_letters", "decode", "main", "read"]

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
