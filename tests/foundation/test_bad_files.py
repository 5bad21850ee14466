"""Files that must be refused, or read, within 5 seconds and 300 MB, each with a message that says what to do."""

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import chain, repeat
from pathlib import Path
from typing import NamedTuple

import pytest
import xlsxwriter

from zhiqiang.foundation.imports.child import MODULE, run_child
from zhiqiang.foundation.imports.reading import REFUSED
from zhiqiang.foundation.imports.workbook_guard import RefusalError

SECONDS, MEMORY = 5.0, 300 * 2**20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<?xml version="1.0"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


#: A program of its own and small: the peak memory of a child is never less than that of whoever started it.
MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stderr=subprocess.PIPE, check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
message = done.stderr.decode("utf-8", "replace")
print(json.dumps([done.returncode, message, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]))
"""


class Answer(NamedTuple):
    code: int
    message: str
    seconds: float
    memory: int
    lines: list


def ask(content: bytes, folder: Path, name: str = "a.xlsx") -> Answer:
    """What the reading child answers, with its own processor time and peak memory as the system counted them."""
    source, target = folder / name, folder / "out.jsonl"
    source.write_bytes(content)
    command = [sys.executable, "-c", MEASURED, sys.executable, "-m", MODULE, str(source), str(target)]
    code, message, seconds, memory = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()] if target.exists() else []
    return Answer(code, message, seconds, memory, lines)


def plain() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("表").write_row(0, 0, ["样品编号", "结论"])
    book.close()
    return out.getvalue()


def repacked(changes: Mapping[str, bytes | Iterable[bytes]], *, without: tuple[str, ...] = ()) -> bytes:
    """The plain workbook with some parts replaced, added or left out; large ones come in pieces."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes and name not in without:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            with new.open(name, "w") as part:
                for piece in (content,) if isinstance(content, bytes) else content:
                    part.write(piece)
    return out.getvalue()


def sheet(body: str, before: str = "") -> bytes:
    return f'{HEAD}{before}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'.encode()


def sparse() -> bytes:
    cells = '<row r="1"><c r="XFD1" t="n"><v>1</v></c></row><row r="20000"><c r="A20000" t="n"><v>1</v></c></row>'
    return repacked({SHEET: sheet(cells)})


def sparse_in_disguise() -> bytes:
    """The same with attributes in another order, which the look-in does not know: the memory limit must hold."""
    cells = '<row r="1"><c t="n" r="XFD1"><v>1</v></c></row><row r="20000"><c t="n" r="A20000"><v>1</v></c></row>'
    return repacked({SHEET: sheet(cells)})


def million_rows() -> bytes:
    row = '<row r="{0}"><c r="A{0}" t="n"><v>1</v></c><c r="B{0}" t="n"><v>2</v></c></row>'
    pieces = ("".join(row.format(at) for at in range(first, first + 1000)) for first in range(1, 1_000_001, 1000))
    head = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'
    return repacked(
        {SHEET: chain([head.encode()], (piece.encode() for piece in pieces), [b"</sheetData></worksheet>"])}
    )


def zip_bomb() -> bytes:
    return repacked({"xl/sharedStrings.xml": repeat(b" " * 2**20, 400)})


def lying_zip_bomb() -> bytes:
    """A bomb whose directory says that it is small."""
    content = repacked({"xl/media/image1.bin": repeat(b"\0" * 2**20, 200)})
    size, small = (200 * 2**20).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    return content.replace(size, small)


def entities() -> bytes:
    laughs = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    return repacked({SHEET: sheet("", f'<!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]>')})


def outside_entity() -> bytes:
    return repacked(
        {"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook/>'}
    )


def encrypted_package() -> bytes:
    return OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a sparse sheet of 4.6 kB": (sparse, "第 XFD1 格有内容"),
    "a sparse sheet in disguise": (sparse_in_disguise, ""),
    "a million rows": (million_rows, "超过 20 万行"),
    "a zip bomb": (zip_bomb, "解压后超过 300 MB"),
    "a zip bomb that lies": (lying_zip_bomb, ""),
    "XML entities": (entities, "XML 实体"),
    "an outside entity": (outside_entity, "XML 实体"),
    "macros": (lambda: repacked({"xl/vbaProject.bin": b"x"}), "含有宏"),
    "macros in an old workbook": (lambda: OLE + "_VBA_PROJECT".encode("utf-16-le") + b"\0" * 600, "含有宏"),
    "a password": (encrypted_package, "加了密码"),
    "an empty file": (lambda: b"", "文件是空的"),
    "only white space": (lambda: b" \r\n\t", "文件是空的"),
    "a damaged zip": (lambda: plain()[:700], "已损坏"),
    "a zip with a hole": (lambda: plain()[:400] + b"\0" * 300 + plain()[700:], "已损坏"),
    "a sheet that is no XML": (lambda: repacked({SHEET: b"<worksheet><sheetData><row"}), ""),
    "a sheet in UTF-16": (lambda: repacked({SHEET: sheet("").decode().encode("utf-16")}), "编码不正常"),
    "an old workbook cut short": (lambda: OLE + b"\0" * 2000, "已损坏"),
    "a picture named .xlsx": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "这是图片"),
    "a PDF named .xlsx": (lambda: b"%PDF-1.7\n", "这是 PDF"),
    "a web page named .xls": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
    "a Word document": (lambda: repacked({"word/document.xml": b"<x/>"}, without=("xl/workbook.xml",)), "Word 文档"),
    "a zip of pictures": (lambda: repacked({}, without=("xl/workbook.xml",)), "不是 Excel 表格"),
    "an .xlsb": (lambda: repacked({"xl/workbook.bin": b"x"}), ".xlsb"),
    "two parts of one name": (lambda: repacked({"xl/Workbook.xml": b"<x/>"}), "重名"),
    "too many parts": (lambda: repacked({f"xl/p{at}.xml": b"<x/>" for at in range(3000)}), "过多"),
    "binary rubbish": (lambda: bytes(range(256)) * 40, "不认识的文件类型"),
    "text in no encoding": (lambda: b"\xff\xff\x80\x80" * 300, "编码无法识别"),
    "a line of 300 columns": (lambda: ",".join(["a"] * 300).encode(), "超过 200 列"),
    "a million lines": (lambda: b"1,2\n" * 1_000_000, "超过 20 万行"),
    "an endless cell": (lambda: b'"' + b"a" * 1_000_000, "引号"),
    "a cell of 5,000 signs": (lambda: b"a,b\n" + b"c" * 5000 + b",d\n", "超过 4000 字"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_is_refused_within_bounds_and_with_a_message(case, tmp_path):
    make, message = CASES[case]
    answer = ask(make(), tmp_path)
    assert answer.seconds < SECONDS
    assert answer.memory < MEMORY
    if message:
        assert answer.code == REFUSED
        assert message in answer.message
        assert answer.message.endswith(("。", "！"))
    else:
        assert answer.code != 0


@pytest.mark.parametrize("case", ["a sparse sheet in disguise", "a zip bomb that lies", "a sheet that is no XML"])
def test_a_child_that_dies_of_its_limits_is_answered_with_a_message_and_leaves_no_file(case, tmp_path):
    source, target = tmp_path / "a.xlsx", tmp_path / "out"
    source.write_bytes(CASES[case][0]())
    with pytest.raises(RefusalError, match="请"):
        run_child(source, target)
    assert not target.exists()


def test_a_child_that_does_not_end_is_stopped(tmp_path):
    source = tmp_path / "a.xlsx"
    os.mkfifo(source)  # reading it waits for ever
    start = time.monotonic()
    with pytest.raises(RefusalError, match="已停止"):
        run_child(source, tmp_path / "out", seconds=0.5)
    assert time.monotonic() - start < SECONDS


ROWS = [["样品编号", "结论"], ["A-1", "合格"]]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_the_encodings_and_with_the_delimiters_that_occur(codec, delimiter, tmp_path):
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    answer = ask(text.encode(codec), tmp_path, "a.csv")
    assert [line[1] for line in answer.lines[1:]] == ROWS


def test_the_type_is_told_by_the_bytes_and_not_by_the_name(tmp_path):
    assert ask(plain(), tmp_path, "a.csv").lines[1] == [1, ROWS[0]]
    assert ask("样品编号,结论".encode(), tmp_path, "a.xlsx").lines[1] == [1, ROWS[0]]


def test_a_workbook_without_a_single_cell_has_no_sheet(tmp_path):
    assert ask(repacked({SHEET: sheet("")}), tmp_path).lines == []


def test_styled_but_empty_cells_far_away_do_no_harm(tmp_path):
    cells = (
        '<row r="1"><c r="A1" t="n"><v>7</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576" s="0"/></row>'
    )
    assert ask(repacked({SHEET: sheet(cells)}), tmp_path).lines[1:] == [[1, [7.0]]]


def test_percent_cells_dates_errors_and_merged_ranges_are_read_as_the_sheet_shows_them(tmp_path):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("表")
    page.merge_range("C3:E3", "合并")
    page.write("C4", 0.985, book.add_format({"num_format": "0.0%"}))
    page.write_datetime("D4", date(2026, 1, 2), book.add_format({"num_format": "yyyy-mm-dd"}))
    page.write_formula("E4", "=1/0", None, "#DIV/0!")
    book.close()
    lines = ask(out.getvalue(), tmp_path).lines
    assert lines[0]["merged"] == [[2, 2, 2, 4]]
    assert lines[1:] == [[3, [None, None, "合并"]], [4, [None, None, "98.5%", {"date": "2026-01-02"}, "#VALUE!"]]]
