"""Looking into an .xlsx before any reader opens it: bombs, entities, macros and sparse sheets are refused by name.

Runs inside the reading child, so it imports neither Django nor anything heavy.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELLS = 2_000_000
MOST_BYTES = 300 * 2**20
MOST_RATIO = 150
RATIO_MATTERS_FROM = 20 * 2**20
MOST_PARTS = 2_000
CHUNK = 2**20

_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>')
_STYLE = re.compile(rb'\bs="(\d+)"')
_BUILT_IN_PERCENT = frozenset({9, 10})
#: A tag of a cell is shorter than this, so a chunk's tail that may hold half of one is carried over.
_TAIL = 200
_TAIL_OF_ENTITY = 16


class RefusalError(Exception):
    """A file that is not read, with what to do, in words for the person who sent it."""


@dataclass
class Marks:
    """What a value alone does not tell, by (row, column) from 0: cells shown as per cent, formulas that failed."""

    percent: set[tuple[int, int]] = field(default_factory=set)
    error: set[tuple[int, int]] = field(default_factory=set)


def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def examine(content: bytes) -> dict[str, Marks]:
    """The marks of every sheet by its part name ("xl/worksheets/sheet1.xml").

    Raises RefusalError for whatever must not be opened.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _require_plain_workbook(package)
            percent = _percent_styles(package)
            budget = _Budget(len(content))
            return {
                info.filename: marks
                for info in package.infolist()
                if (marks := _examine_part(package, info, percent, budget)) is not None
            }
    except (zipfile.BadZipFile, EOFError, zipfile.LargeZipFile, OSError) as error:
        raise RefusalError("文件已损坏，打不开。请在 WPS 或 Excel 中打开原文件，另存为 .xlsx 后重新上传。") from error
    except (NotImplementedError, RuntimeError) as error:  # an unknown compression, an encrypted member
        raise RefusalError("文件加了密码或用了不常见的压缩方式。请去掉密码，另存为 .xlsx 后重新上传。") from error
    except Exception as error:
        if isinstance(error, RefusalError):
            raise
        raise RefusalError("文件已损坏，打不开。请在 WPS 或 Excel 中打开原文件，另存为 .xlsx 后重新上传。") from error


def _require_plain_workbook(package: zipfile.ZipFile) -> None:
    names = package.namelist()
    if len(names) > MOST_PARTS:
        raise RefusalError("压缩包里的文件过多，不是正常的表格。")
    if any(info.flag_bits & 1 for info in package.infolist()):
        raise RefusalError("文件加了密码。请去掉密码后重新上传。")
    low = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") for name in low):
        raise RefusalError("文件含有宏。请在 WPS 或 Excel 中另存为“工作簿（.xlsx）”，宏不会保留，再重新上传。")
    if "xl/workbook.bin" in low:
        raise RefusalError("这是 .xlsb 格式。请另存为 .xlsx 后重新上传。")
    if "xl/workbook.xml" not in low:
        kind = "这是 Word 文档" if any(name.startswith("word/") for name in low) else "这个压缩包不是 Excel 表格"
        raise RefusalError(f"{kind}。请上传 .xlsx、.xls 或 .csv 表格。")
    if len(low) != len(names):
        raise RefusalError("压缩包里有重名的文件，不是正常的表格。")
    if sum(info.file_size for info in package.infolist()) > MOST_BYTES:
        raise RefusalError(_TOO_LARGE)


_TOO_LARGE = "解压后超过 300 MB，不是正常的表格。请删去多余的内容，或分成几个文件上传。"


class _Budget:
    """Bytes that may still be unpacked; headers of a zip may lie, so what really comes out is counted."""

    def __init__(self, packed: int) -> None:
        self.packed, self.unpacked = packed, 0

    def spend(self, amount: int) -> None:
        self.unpacked += amount
        bomb = self.unpacked > RATIO_MATTERS_FROM and self.unpacked > self.packed * MOST_RATIO
        if self.unpacked > MOST_BYTES or bomb:
            raise RefusalError(_TOO_LARGE)


def _examine_part(
    package: zipfile.ZipFile, info: zipfile.ZipInfo, percent: frozenset[bytes], budget: _Budget
) -> Marks | None:
    """Unpack one part within the budget; marks for a sheet, None for another part."""
    name = info.filename.lower()
    is_xml = name.endswith((".xml", ".rels", ".vml"))
    sheet = _SheetScan(percent) if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name) else None
    carried, first = b"", True
    with package.open(info) as stream:
        while chunk := stream.read(CHUNK):
            budget.spend(len(chunk))
            if not is_xml:
                continue
            if first and chunk[:2] in {b"\xff\xfe", b"\xfe\xff"}:
                raise RefusalError("表格内部的编码不正常，不予打开。请另存为 .xlsx 后重新上传。")
            text, first = carried + chunk, False
            _refuse_entities(text)
            carried = sheet.scan(text) if sheet else text[-_TAIL_OF_ENTITY:]
    if sheet is None:
        return None
    sheet.scan(carried, last=True)
    return sheet.marks


def _refuse_entities(text: bytes) -> None:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise RefusalError("表格里夹带了 XML 实体定义，可能有害，不予打开。请另存为 .xlsx 后重新上传。")


class _SheetScan:
    """Walks the cells of a sheet's XML as it is unpacked."""

    def __init__(self, percent: frozenset[bytes]) -> None:
        self.percent, self.marks = percent, Marks()
        self.filled = self.last_row = self.last_column = 0

    def scan(self, text: bytes, *, last: bool = False) -> bytes:
        """Look at every whole cell tag; the tail to put before the next chunk."""
        end = len(text) if last else max(text.rfind(b"<", 0, len(text)), 0)
        if len(text) - end > _TAIL:
            end = len(text)
        for found in _CELL.finditer(text, 0, end):
            attributes = found[3]
            if not attributes.endswith(b"/"):
                self._cell(found[1].decode(), int(found[2]), attributes)
        return text[end:]

    def _cell(self, letters: str, row: int, attributes: bytes) -> None:
        column = column_number(letters)
        if column > MOST_COLUMNS:
            raise RefusalError(
                f"第 {letters}{row} 格有内容，超出 {MOST_COLUMNS} 列的上限。请删去右侧多余的列，另存后重新上传。"
            )
        if row > MOST_ROWS:
            raise RefusalError(f"超过 {MOST_ROWS // 10_000} 万行的上限。请分成几个文件上传，或删去下方多余的行。")
        self.filled += 1
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
        if self.last_row * self.last_column > MOST_CELLS * 2 or self.filled > MOST_CELLS:
            raise RefusalError("单元格过多（上限 200 万格）。请分成几个文件上传，或删去多余的行和列。")
        if b't="e"' in attributes:
            self.marks.error.add((row - 1, column - 1))
        elif self.percent and (style := _STYLE.search(attributes)) and style[1] in self.percent:
            self.marks.percent.add((row - 1, column - 1))


def _percent_styles(package: zipfile.ZipFile) -> frozenset[bytes]:
    """The numbers of cell styles that show a value as per cent (xl/styles.xml, cellXfs in order)."""
    if "xl/styles.xml" not in package.namelist() or package.getinfo("xl/styles.xml").file_size > 8 * CHUNK:
        return frozenset()
    with package.open("xl/styles.xml") as stream:
        text = stream.read(8 * CHUNK)
    formats = {int(found[1]) for found in re.finditer(rb'<numFmt [^>]*numFmtId="(\d+)"[^>]*formatCode="[^"]*%', text)}
    block = re.search(rb"<cellXfs[^>]*>(.*?)</cellXfs>", text, re.DOTALL)
    styles = re.findall(rb'<xf [^>]*numFmtId="(\d+)"', block[1]) if block else []
    wanted = formats | _BUILT_IN_PERCENT
    return frozenset(str(at).encode() for at, number in enumerate(styles) if int(number) in wanted)


def sheet_parts(content: bytes) -> Iterator[tuple[str, str]]:
    """(sheet name, part name) of a workbook, through its relations."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for found in re.finditer(r"<Relationship\b[^>]*>", relations):
        identifier, target = re.search(r'\bId="([^"]+)"', found[0]), re.search(r'\bTarget="([^"]+)"', found[0])
        if identifier and target:
            path = target[1]
            targets[identifier[1]] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    for found in re.finditer(r"<sheet\b[^>]*>", book):
        name, identifier = re.search(r'\bname="([^"]*)"', found[0]), re.search(r'\br:id="([^"]+)"', found[0])
        if name and identifier and identifier[1] in targets:
            yield _unescape(name[1]), targets[identifier[1]]


def _unescape(text: str) -> str:
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text
