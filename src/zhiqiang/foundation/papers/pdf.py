"""A paper as a PDF: our template, the texts as data; nothing of a paper is ever read as markup."""

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from zhiqiang.foundation.papers import layout
from zhiqiang.foundation.papers.fonts import FAMILIES, HEAVY, HEI, TITLE, chosen
from zhiqiang.foundation.papers.layout import Sheet
from zhiqiang.kernel.papers import Block, Heading, Paragraph, Table, plain

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "templates" / "papers"
_one_at_a_time = Lock()  # a typst compiler refuses to be used by two threads at once


def render(sheet: Sheet, at: datetime) -> bytes:
    """The PDF of a paper, made at a moment (the same sheet and moment give the same bytes). Raises NoFontError."""
    compiler, fonts = _compiler()
    with _one_at_a_time:
        made = compiler.compile(
            sys_inputs={"data": json.dumps(_data(sheet, fonts), ensure_ascii=False)}, format="pdf",
            timestamp=int(at.timestamp()),
        )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _data(sheet: Sheet, fonts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    signed_right, day_right = sheet.signature_indents
    return {
        "fonts": fonts,
        "measures": _measures(),
        "mark": sheet.series.mark,
        "mark_down": sheet.mark_down_mm,
        "blank_lines": sheet.blank_lines,
        "brief": sheet.series.brief,
        "mark_size": sheet.mark_size[0],
        "number": sheet.number_line,
        "title": sheet.title,
        "addressee": sheet.addressee,
        "blocks": [_block(number, block) for number, block in layout.numbered(sheet.paper.blocks)],
        "annex_note": sheet.annex_note,
        "issuer": sheet.paper.issuer,
        "day": sheet.day_words,
        "signed_right": signed_right,
        "day_right": day_right,
        "annexes": [
            {
                "label": label,
                "title": plain(one.title),
                "blocks": [_block(*each) for each in layout.numbered(one.blocks)],
            }
            for label, one in layout.annexes(sheet.paper)
        ],
        "copies": sheet.copies,
        "printed": sheet.series.printed,
        "printed_on": sheet.printed_on,
        "watermarks": sheet.watermarks,
    }


def _measures() -> dict[str, Any]:
    return {
        "red": layout.RED, "line": layout.LINE, "sign": layout.SIGN, "top": layout.TOP_MM, "bottom": layout.BOTTOM_MM,
        "binding": layout.BINDING_MM, "outer": layout.OUTER_MM, "text_width": layout.TEXT_MM[0],
        "rule_down": layout.RULE_DOWN_MM, "number_down": layout.PAGE_NUMBER_DOWN_MM,
    }  # fmt: skip


def _block(number: str, block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "number": number, "level": block.level, "text": plain(block.text)}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": plain(block.text)}
    if isinstance(block, Table):
        return {
            "kind": "table", "caption": plain(block.caption), "head": [plain(one) for one in block.head],
            "rows": [[plain(cell) for cell in row] for row in block.rows], "numeric": list(block.numeric),
            "shares": layout.column_shares(block), "size": layout.table_size(block),
        }  # fmt: skip
    return {"kind": "signature", "places": [(plain(role), plain(name)) for role, name in block.places]}


@lru_cache(maxsize=1)
def _compiler() -> "tuple[typst.Compiler, dict[str, dict[str, Any]]]":
    """The compiler, kept: finding the fonts takes longer than many papers. It reads our folder and no package."""
    import typst

    fonts = typst.Fonts()
    there = set(fonts.families())
    first = chosen(there)
    faces = {
        face: {
            "families": [first[face], *(one for one in names if one in there and one != first[face])],
            "weight": "bold" if face in {HEI, TITLE} and first[face] not in HEAVY else "regular",
        }
        for face, names in FAMILIES.items()
    }
    nowhere = TEMPLATES / "no-packages"
    compiler = typst.Compiler(
        TEMPLATES / "paper.typ", root=TEMPLATES, font_paths=fonts, package_path=nowhere, package_cache_path=nowhere
    )
    return compiler, faces
