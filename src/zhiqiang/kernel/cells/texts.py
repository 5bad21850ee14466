"""Free text, and codes that must stay text though a spreadsheet takes them for numbers."""

import datetime
import re

from zhiqiang.kernel.cells.answers import Answer, Ask, Bad, Cell
from zhiqiang.kernel.cells.drafts import Draft, begin, nothing_to_read

#: Spreadsheets keep 15 significant digits of a number and write zeros after them.
KEPT_DIGITS = 15

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_DIGITS_LOST = "编码被表格软件改成了数值，15 位以后的数字已经丢失；请把单元格设为文本后重新填写"
_DASHES = str.maketrans(dict.fromkeys("—–―‐‑‒－−", "-"))


def read_text(cell: Cell, *, multiline: bool = False) -> Answer[str]:
    """Free text without stray spaces and invisible characters; punctuation and width stay as typed."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return read_code(cell)
    draft = begin(as_text(cell), multiline=multiline)
    nothing = nothing_to_read(draft)
    return draft.read(draft.text) if nothing is None else nothing


def read_code(cell: Cell, *, uppercase: bool = False, keep_spaces: bool = True) -> Answer[str]:
    """A code as text: full-width characters and dashes made plain, leading zeros kept, lost digits reported."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _code_from_number(cell)
    if isinstance(cell, datetime.date | datetime.time):
        return Bad("编码被表格软件改成了日期或时间；请把单元格设为文本后重新填写")
    draft = begin(as_text(cell))
    if (nothing := nothing_to_read(draft)) is not None:
        return nothing
    draft = draft.without_text_mark().half_width()
    draft = draft.to(draft.text.translate(_DASHES), "统一连字符")
    if (nothing := nothing_to_read(draft)) is not None:
        return nothing
    if not keep_spaces:
        draft = draft.without_spaces()
    if uppercase:
        draft = draft.to(draft.text.upper(), "改为大写")
    return _code_from_text(draft)


def as_text(cell: Cell) -> str:
    """A cell's text; dates as ISO 8601, booleans as spreadsheets show them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def _code_from_text(draft: Draft) -> Answer[str]:
    if _SCIENTIFIC.fullmatch(draft.text):
        return Bad(_DIGITS_LOST)
    if pointed := re.fullmatch(r"(\d+)\.0+", draft.text):
        if len(pointed[1]) < 6:
            return Ask(f"“{draft.text}”末尾的“.0”是编码的一部分吗？", pointed[1])
        draft = draft.to(pointed[1], "去掉“.0”")
    return draft.read(draft.text)


def _code_from_number(cell: int | float) -> Answer[str]:
    if isinstance(cell, float):
        if not cell.is_integer():
            return Draft(repr(cell)).read(repr(cell))
        if abs(cell) >= 10**KEPT_DIGITS:
            return Bad(_DIGITS_LOST)
    digits = str(int(cell))
    if len(digits) > KEPT_DIGITS and not digits[KEPT_DIGITS:].strip("0"):
        return Bad(_DIGITS_LOST)
    return Draft(digits).read(digits)
