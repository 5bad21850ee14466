"""Finding the header of a workbook, however many rows it has, and what each of its columns means."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.foundation.imports.child import Row, SheetHead
from zhiqiang.foundation.imports.workbook_guard import RefusalError, column_letters
from zhiqiang.foundation.registers.declaration import Layout, Register
from zhiqiang.kernel.cells.texts import as_text

MOST_HEADER_ROWS = 3
SEARCHED_ROWS = 20
FEWEST_MATCHES = 2
#: Sheets of our own templates, which need no mention.
OWN_SHEETS = frozenset({"填写说明", "错误清单"})
SERIAL_HEADERS = frozenset({"序号", "编号序", "NO", "NO.", "原文件行"})
_NOTE = re.compile(
    r"^(注|备注|说明|填表说明|填报说明|注意)[:：]|^注\d*[.、:：]"
    r"|^(填表人|填报人|制表人?|审核人?|负责人|联系电话|填报单位|填报日期)([:：]|$)"
)
_TOTAL = re.compile(r"^(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计)([:：（(]|$)")

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_UNIT_IN_HEADER = re.compile(r"[(（][^()（）]*[)）]$")
_MARKS = re.compile(r"[\s*＊★:：]+")


def normalise(text: Any) -> str:
    """A header as it is compared: half width, no spaces, no required mark, no colon."""
    return _MARKS.sub("", as_text(text).translate(_HALF)).upper()


@dataclass(frozen=True)
class Column:
    """A column of the workbook: index from 0, header as flattened ("检验结果/合格"), the field it fills or None."""

    index: int
    header: str
    field: str | None

    @property
    def letter(self) -> str:
        return column_letters(self.index + 1)


@dataclass
class Header:
    """What was recognised: sheet, last header row (1-based), columns, layout, what to tell the person."""

    sheet: SheetHead
    last_row: int
    columns: tuple[Column, ...]
    layout: Layout | None
    title: str = ""
    depth: int = 1
    notices: list[str] = field(default_factory=list)

    @property
    def by_field(self) -> dict[str, Column]:
        return {one.field: one for one in reversed(self.columns) if one.field}

    @property
    def provided(self) -> frozenset[str]:
        """The fields this workbook says something about."""
        layout = self.layout
        if layout is None:
            return frozenset(self.by_field)
        derived = layout.derive({}) if layout.derive else {}
        return frozenset({*self.by_field, *layout.constants, *derived})

    @property
    def matches(self) -> int:
        return len(self.by_field) + (len(self.layout.signature) if self.layout else 0)

    def place(self, name: str, label: str) -> str:
        """A field as the person sees it in the file: "D 合格数", or its label where no column holds it."""
        column = self.by_field.get(name)
        return f"{column.letter} {column.header}" if column else label


def find_header(register: Register, sheets: list[SheetHead]) -> Header:
    """The best header over all sheets. Raises RefusalError when none looks like this register."""
    words = _words(register)
    candidates = [found for sheet in sheets for found in _candidates(register, words, sheet)]
    best = max(candidates, key=lambda one: (one.matches, -one.last_row, -one.depth), default=None)
    if best is None or best.matches < min(FEWEST_MATCHES, len(register.fields)):
        wanted = "、".join(register.label(one.name) for one in register.fields[:6])
        raise RefusalError(
            _("没有找到“%(title)s”的表头（应有%(wanted)s等列）。请下载模板对照，或核对是否选错了台账。")
            % {"title": register.title, "wanted": wanted}
        )
    _require_columns(register, best)
    _tell(best, sheets)
    return best


def skip_reason(cells: list[Any]) -> str:
    """Why a row below the header is no record (a note, a total, a signature line); empty for a record."""
    first = next((text for cell in cells if cell is not None and (text := as_text(cell).strip())), "")
    if not first:
        return _("空行")
    if _TOTAL.match(first):
        return _("合计行")
    if _NOTE.match(first) and (len(first) > 12 or sum(bool(as_text(cell).strip()) for cell in cells) <= 4):
        return _("附注行")
    return ""


def _words(register: Register) -> dict[str, str]:
    """Normalised header → field: label and name first, then the other words, none taken twice."""
    words: dict[str, str] = {}
    for one in register.fields:
        words.setdefault(normalise(register.label(one.name)), one.name)
    for one in register.fields:
        for word in (one.name, *one.headers):
            words.setdefault(normalise(word), one.name)
    return words


def _candidates(register: Register, words: Mapping[str, str], sheet: SheetHead) -> Iterator[Header]:
    rows = _filled_merges(sheet)
    for at, (number, cells) in enumerate(rows[:SEARCHED_ROWS]):
        if len({cell for cell in cells if cell is not None}) < FEWEST_MATCHES:  # a title, merged over the table or not
            continue
        for depth in range(1, MOST_HEADER_ROWS + 1):
            block = [row for row in rows[at : at + depth] if row[0] < number + depth]
            if len(block) == depth and all(_is_header_row(row) for row in block):
                yield _header(register, words, sheet, block, _title(rows[:at]))


def _is_header_row(row: Row) -> bool:
    return all(cell is None or isinstance(cell, str) for cell in row[1])


def _title(above: list[Row]) -> str:
    texts = [as_text(cell) for _number, cells in above for cell in dict.fromkeys(cells) if cell is not None]
    return " ".join(texts)[:200]


def _filled_merges(sheet: SheetHead) -> list[Row]:
    """The first rows with merged cells filled in, as far as they are wider than a title would be."""
    grid = {number: list(cells) for number, cells in sheet.rows}
    for top, left, bottom, right in sheet.merged:
        if top + 1 not in grid or bottom - top >= MOST_HEADER_ROWS:
            continue
        source = grid[top + 1]
        value = source[left] if left < len(source) else None
        if not isinstance(value, str):
            continue
        for row in range(top, bottom + 1):
            cells = grid.setdefault(row + 1, [])
            cells.extend([None] * (right + 1 - len(cells)))
            for column in range(left, right + 1):
                cells[column] = value
    return sorted(grid.items())


def _header(register: Register, words: Mapping[str, str], sheet: SheetHead, block: list[Row], title: str) -> Header:
    width = max(len(cells) for _number, cells in block)
    paths = []
    for at in range(width):
        parts = [as_text(cells[at]) for _number, cells in block if at < len(cells) and cells[at] is not None]
        paths.append("/".join(dict.fromkeys(_clean(part) for part in parts)))
    layout = _layout(register, paths)
    renamed = {normalise(path): name for path, name in layout.columns.items()} if layout else {}
    taken: set[str] = set()
    columns = []
    for at, path in enumerate(paths):
        if not path:
            continue
        name = _meaning(path, renamed, words)
        name = None if name in taken else name
        if name:
            taken.add(name)
        columns.append(Column(at, path, name))
    return Header(sheet, block[-1][0], tuple(columns), layout, title, len(block))


def _clean(text: str) -> str:
    return re.sub(r"\s+", "", text).strip("*＊★")


def _layout(register: Register, paths: list[str]) -> Layout | None:
    present = {normalise(path) for path in paths}
    fitting = [one for one in register.layouts if all(normalise(head) in present for head in one.signature)]
    return max(fitting, key=lambda one: len(one.signature), default=None)


def _meaning(path: str, renamed: Mapping[str, str], words: Mapping[str, str]) -> str | None:
    """By the layout, then the whole path, then its last part, each also without a unit in brackets."""
    leaf = path.rsplit("/", 1)[-1]
    for text in (path, leaf):
        for variant in (text, _UNIT_IN_HEADER.sub("", text.translate(_HALF))):
            key = normalise(variant)
            if key in renamed:
                return renamed[key]
            if key in words and key not in SERIAL_HEADERS:
                return words[key]
    return None


def _require_columns(register: Register, header: Header) -> None:
    given = header.provided
    missing = [
        one for one in register.fields
        if one.name not in given and one.name != register.unit_field and is_required(register, one.name)
    ]  # fmt: skip
    if missing:
        names = "、".join(
            register.label(one.name) + (_("（也可写作%s）") % one.headers[0] if one.headers else "") for one in missing
        )
        raise RefusalError(
            _("表头（第 %(row)s 行）缺少必填的列：%(names)s。请补上这些列后重新上传；已认出 %(n)s 列。")
            % {"row": header.last_row, "names": names, "n": len(header.by_field)}
        )


def is_required(register: Register, name: str) -> bool:
    """Whether a record cannot do without this field."""
    model_field = register.model_field(name)
    return not model_field.blank and not model_field.has_default()


def _tell(header: Header, sheets: list[SheetHead]) -> None:
    others = "、".join(one.name for one in sheets if one is not header.sheet and one.name not in OWN_SHEETS)
    if others:
        header.notices.append(
            _("工作簿有多张表，读取了“%(name)s”，没有读%(others)s。") % {"name": header.sheet.name, "others": others}
        )
    used = {normalise(head) for head in header.layout.signature} if header.layout else set()
    ignored = [
        f"{one.letter} {one.header}" for one in header.columns
        if one.field is None and normalise(one.header) not in used and normalise(one.header) not in SERIAL_HEADERS
    ]  # fmt: skip
    if ignored:
        header.notices.append(_("没有读这些列（台账里没有对应的项）：%s。") % "、".join(ignored))
