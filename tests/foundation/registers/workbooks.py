"""Workbooks made in memory, and what an import says of them."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from zhiqiang.foundation.imports import files as import_files
from zhiqiang.foundation.registers.models import ImportBatch

GOOD = {
    "样品编号": "", "县区": "隆化县", "级别": "县级", "抽样类型": "代表性", "食品大类": "肉制品", "食品名称": "酱牛肉",
    "被抽样单位": "某超市", "抽样日期": "2025-10-22", "承检机构": "承德市食品药品检验中心（演示）", "合格率": "100%",
    "结论": "合格",
}  # fmt: skip
HEADERS = tuple(GOOD)


def good_row(number: str, **changed: Any) -> list[Any]:
    """A row of HEADERS that is right, but for what is changed by header."""
    return list((GOOD | {"样品编号": number} | changed).values())


def workbook(*rows: Sequence[Any], headers: Sequence[str] = HEADERS) -> bytes:
    """An .xlsx with one header row."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False})
    sheet = book.add_worksheet("表")
    for at, row in enumerate((headers, *rows)):
        sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


def problems(batch: ImportBatch) -> list[dict[str, Any]]:
    return list(import_files.lines(batch.pk, import_files.ERRORS))
