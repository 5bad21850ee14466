"""A paper as DOCX in the layout of GB/T 9704-2012: page, grid, faces, sizes, numbers of headings and pages."""

import io
from datetime import datetime
from typing import TYPE_CHECKING

from zhiqiang.foundation.papers import docx_parts as parts
from zhiqiang.foundation.papers import layout
from zhiqiang.foundation.papers.fonts import BODY, HEI, KAI, TITLE
from zhiqiang.foundation.papers.layout import LINE, MM, SIGN, SIZE_2, SIZE_3, SIZE_4, Sheet
from zhiqiang.kernel.papers import Block, Heading, Paragraph, Signature, Table, plain

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as DocxParagraph

LEVELS = {1: HEI, 2: KAI, 3: BODY, 4: BODY}
UNSIGNED = "＿" * 9


def render(sheet: Sheet, at: datetime) -> bytes:
    """The DOCX of a paper, made at a moment (the same sheet and moment give the same bytes)."""
    import docx

    document = docx.Document()
    parts.set_page(document)
    parts.set_styles(document)
    parts.set_properties(document, title=sheet.title, author=sheet.paper.issuer, at=at)
    parts.set_header(document, sheet.watermarks)
    parts.set_page_numbers(document)
    _head(document, sheet)
    for number, block in layout.numbered(sheet.paper.blocks):
        _block(document, number, block)
    _end_of_text(document, sheet)
    for label, annex in layout.annexes(sheet.paper):
        _line(document, label, face=HEI).paragraph_format.page_break_before = True
        _line(document, "")
        _big(document, plain(annex.title))
        for number, block in layout.numbered(annex.blocks):
            _block(document, number, block)
    if not sheet.series.brief:
        _record(document, sheet)
    made = io.BytesIO()
    document.save(made)
    return parts.without_moments(made.getvalue())


def _head(document: "Document", sheet: Sheet) -> None:
    """版头: mark, number, red line; then title and addressee."""
    size, width = sheet.mark_size
    mark = _line(document, sheet.series.mark, face=TITLE, size=size, align="center", pitch=size)
    parts.colour(mark.runs[0], layout.RED)
    parts.stretch(mark.runs[0], width)
    parts.space_before(mark, sheet.mark_down_mm * MM)
    for _blank in range(sheet.blank_lines):
        _line(document, "")
    number = _line(document, sheet.number_line, align="center")
    parts.rule_below(number, layout.RED, gap=layout.RULE_DOWN_MM * MM)
    for _blank in range(sheet.blank_lines):
        _line(document, "")
    _big(document, sheet.title)
    _line(document, "")
    if sheet.addressee:
        _line(document, sheet.addressee)


def _block(document: "Document", number: str, block: Block) -> None:
    if isinstance(block, Heading):
        made = _line(document, number + plain(block.text), face=LEVELS.get(block.level, BODY), indent=2)
        made.paragraph_format.keep_with_next = True
    elif isinstance(block, Paragraph):
        _line(document, plain(block.text), indent=2, align="justify")
    elif isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Signature):
        for role, name in block.places:
            _line(document, f"{plain(role)}：{plain(name) or UNSIGNED}", indent=2)


def _table(document: "Document", table: Table) -> None:
    """A table whose head is repeated on every page and whose rows are never torn."""
    size = layout.table_size(table)
    if plain(table.caption):
        caption = _line(document, plain(table.caption), face=HEI, size=SIZE_4, align="center")
        caption.paragraph_format.keep_with_next = True
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.head), style="Table Grid")
    widths = [share * layout.TEXT_MM[0] * MM for share in layout.column_shares(table)]
    parts.set_columns(made, widths)
    for place, words in enumerate(table.head):
        parts.fill(made.rows[0].cells[place], plain(words), face=HEI, size=size, align="center")
    parts.repeat_on_every_page(made.rows[0])
    for row, texts in zip(made.rows[1:], table.rows, strict=True):
        parts.keep_whole(row)
        for place, (cell, words) in enumerate(zip(row.cells, texts, strict=True)):
            parts.fill(cell, plain(words), face=BODY, size=size, align="right" if place in table.numeric else "left")


def _end_of_text(document: "Document", sheet: Sheet) -> None:
    """附件说明, name and day; the last words stay with them, for no page holds a signature alone (7.3.5.6)."""
    kept_from = len(document.paragraphs) - 1
    if sheet.annex_note:
        _line(document, "")
    for one in sheet.annex_note:
        _line(document, one, indent=2)
    for _blank in range(sheet.blank_lines):
        _line(document, "")
    name_right, day_right = sheet.signature_indents
    for words, right in ((sheet.paper.issuer, name_right), (sheet.day_words, day_right)):
        made = _line(document, words, align="right")
        parts.indent_right(made, right)
    for kept in document.paragraphs[kept_from:-1]:
        kept.paragraph_format.keep_with_next = True


def _record(document: "Document", sheet: Sheet) -> None:
    """版记 at the foot of the last page: 抄送, who printed it and when."""
    lines = [(sheet.copies, "")] if sheet.copies else []
    lines.append((sheet.series.printed, sheet.printed_on))
    for place, (left, right) in enumerate(lines):
        parts.foot_rule(document, thick=place == 0)
        parts.foot_line(document, left, right, size=SIZE_4)
    parts.foot_rule(document, thick=True)
    parts.end_of_frame(document)


def _big(document: "Document", words: str) -> None:
    _line(document, words, face=TITLE, size=SIZE_2, align="center", pitch=34)


def _line(
    document: "Document", words: str, *, face: str = BODY, size: float = SIZE_3, align: str = "", indent: int = 0,
    pitch: float = LINE,
) -> "DocxParagraph":  # fmt: skip
    """A paragraph with an exact pitch; `indent`: signs before its first line."""
    made = document.add_paragraph()
    parts.set_paragraph(made, align=align, first=indent * SIGN, signs=indent, pitch=pitch)
    parts.set_run(made.add_run(words), face=face, size=size)
    return made
