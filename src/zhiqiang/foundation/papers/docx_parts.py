"""What python-docx has no words for: East Asian faces, the grid of signs, odd and even pages, a table at the foot."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhiqiang.foundation.papers import layout
from zhiqiang.foundation.papers.fonts import BODY, FAMILIES, HEAVY, HEI, TITLE

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import _Footer
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

TWIPS = 20  # a point has twenty
#: Between the sizes of body type and the grid's signs, in twips: 28 signs of 三号 are wider than the line. Set in each
#: run, for LibreOffice reads a negative charSpace of the grid as a wide one; Word and WPS draw both the same.
NARROWER = -5
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
_AFTER_SPACING = ("w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
EPOCH = (1980, 1, 1, 0, 0, 0)


def set_page(document: "Document") -> None:
    """A4 with the margins of the standard, mirrored for binding, and the grid of 22 lines of 28 signs."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_MM[0]), Mm(layout.PAGE_MM[1])
    section.top_margin, section.bottom_margin = Mm(layout.TOP_MM), Mm(layout.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(layout.BINDING_MM), Mm(layout.OUTER_MM)
    section.gutter = Mm(0)
    section.header_distance = Mm(18)
    # Word measures from the paper's edge to the foot of the footer: 7 mm below the text stands a line of 四号.
    section.footer_distance = Mm(layout.BOTTOM_MM - layout.PAGE_NUMBER_DOWN_MM - 6)
    grid = _child(section._sectPr, "w:docGrid")  # noqa: SLF001 (python-docx has no name for it)
    _set(grid, type="linesAndChars", linePitch=round(layout.LINE * TWIPS))
    settings = document.settings.element
    settings.insert(0, _new("w:mirrorMargins"))
    document.settings.odd_and_even_pages_header_footer = True


def set_styles(document: "Document") -> None:
    """Body type as the default, and the other families of each face named for computers without the first."""
    from docx.shared import Pt

    style = document.styles["Normal"]
    style.font.size = Pt(layout.SIZE_3)
    _faces(style.element.get_or_add_rPr(), BODY)
    default = document.styles.element.find(f".//{_name('w:rPrDefault')}//{_name('w:lang')}")
    _set(default, eastAsia="zh-CN")
    _name_families(document)


def set_properties(document: "Document", *, title: str, author: str, at: datetime) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by, facts.comments = title, author, author, ""
    facts.created = facts.modified = at.replace(tzinfo=None, microsecond=0)
    facts.language = "zh-CN"


def set_header(document: "Document", words: Sequence[str]) -> None:
    """What every page must say of itself (draft, demonstration), in red at the top."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header) if words else ():
        header.is_linked_to_previous = False
        made = header.paragraphs[0]
        set_paragraph(made, align="right", pitch=layout.LINE)
        run = made.add_run("　".join(words))
        set_run(run, face=BODY, size=12)
        colour(run, layout.RED)


def set_page_numbers(document: "Document") -> None:
    """— 1 — outside: to the right on odd pages, to the left on even ones, one sign from the edge (7.5)."""
    section = document.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _page_number(footer, align)


def _page_number(footer: "_Footer", align: str) -> None:
    from docx.shared import Pt

    made = footer.paragraphs[0]
    set_paragraph(made, align=align, pitch=layout.LINE)
    indent = Pt(layout.SIZE_4)
    if align == "right":
        made.paragraph_format.right_indent = indent
    else:
        made.paragraph_format.left_indent = indent
    for words in ("— ", None, " —"):
        run = made.add_run(words or "")
        set_run(run, face=TITLE, size=layout.SIZE_4, bold=False)
        if words is None:
            for kind in ("begin", "instr", "separate", "text", "end"):
                _field(run, kind)


def _field(run: "Run", kind: str) -> None:
    if kind == "instr":
        made = _new("w:instrText")
        made.text = " PAGE "
    elif kind == "text":
        made = _new("w:t")
        made.text = "1"
    else:
        made = _new("w:fldChar", fldCharType=kind)
    run._r.append(made)  # noqa: SLF001 (python-docx has no fields)


def set_paragraph(
    paragraph: "Paragraph", *, align: str = "", first: float = 0, signs: int = 0, pitch: float = layout.LINE
) -> None:
    """Alignment, first line's indent (points, and in signs as Word keeps it), exact pitch in points."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    shape.widow_control = False
    if align:
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no room between figures and signs: the grid would be lost
        properties.insert_element_before(_new(name, val=0), *_AFTER_SPACING)
    if pitch != layout.LINE:
        properties.insert_element_before(_new("w:snapToGrid", val=0), "w:spacing", "w:ind", "w:jc", "w:rPr")
    if first:
        shape.first_line_indent = Pt(first)
        _set(paragraph._p.get_or_add_pPr().find(_name("w:ind")), firstLineChars=signs * 100)  # noqa: SLF001


def set_run(run: "Run", *, face: str, size: float, bold: bool | None = None) -> None:
    """Face and size of a run; of a face that must look heavy, bold where its first family is not heavy itself."""
    from docx.shared import Pt

    run.font.size = Pt(size)
    run.font.bold = (face in {HEI, TITLE} and FAMILIES[face][0] not in HEAVY) if bold is None else bold
    properties = run._r.get_or_add_rPr()  # noqa: SLF001
    _faces(properties, face)
    properties.insert_element_before(
        _new("w:spacing", val=NARROWER if size == layout.SIZE_3 else 0), "w:w", "w:kern", "w:position", "w:sz", "w:szCs"
    )


def colour(run: "Run", value: str) -> None:
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(value.removeprefix("#").upper())


def stretch(run: "Run", percent: float) -> None:
    """The width of signs in per cent of their own."""
    properties = run._r.get_or_add_rPr()  # noqa: SLF001
    properties.insert_element_before(_new("w:w", val=round(percent)), "w:kern", "w:position", "w:sz", "w:szCs")


def space_before(paragraph: "Paragraph", points: float) -> None:
    """Room above, as empty height of its own line: Word drops plain space above at the top of a page."""
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = Pt(points)


def indent_right(paragraph: "Paragraph", points: float) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.right_indent = Pt(points)


def rule_below(paragraph: "Paragraph", value: str, *, gap: float) -> None:
    """A line as wide as the text, `gap` points below it."""
    borders = _new("w:pBdr")
    borders.append(_new("w:bottom", val="single", sz=12, space=round(min(gap, 31)), color=value.removeprefix("#")))
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.insert_element_before(borders, *_AFTER_BORDERS)


def set_columns(table: "Table", widths: Sequence[float]) -> None:
    """Fixed widths in points, cells with a little room at their sides."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Pt

    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    margins = _new("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(_new(f"w:{side}", w=60, type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
        for cell in column.cells:
            cell.width = Pt(width)


def fill(cell: "_Cell", words: str, *, face: str, size: float, align: str) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    made = cell.paragraphs[0]
    set_paragraph(made, align=align, pitch=size + 6)
    set_run(made.add_run(words), face=face, size=size)


def repeat_on_every_page(row: "_Row") -> None:
    keep_whole(row)
    row._tr.get_or_add_trPr().append(_new("w:tblHeader"))  # noqa: SLF001


def keep_whole(row: "_Row") -> None:
    row._tr.get_or_add_trPr().append(_new("w:cantSplit"))  # noqa: SLF001


def foot_line(document: "Document", left: str, right: str, *, size: float) -> None:
    """A line of the frame at the foot of the last page."""
    made = _in_frame(document, pitch=size + 8, edge=size)
    set_run(made.add_run(f"{left}\t{right}" if right else left), face=BODY, size=size)


def foot_rule(document: "Document", *, thick: bool) -> None:
    """A rule in that frame: an underlined tab, for LibreOffice loses a frame whose paragraphs have borders."""
    from docx.enum.text import WD_UNDERLINE

    run = _in_frame(document, pitch=5, edge=0).add_run("\t")
    set_run(run, face=BODY, size=4)
    run.font.underline = WD_UNDERLINE.THICK if thick else WD_UNDERLINE.SINGLE


def _in_frame(document: "Document", *, pitch: float, edge: float) -> "Paragraph":
    """A paragraph of the frame that stands at the foot of its page, with a tab at its right end."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Pt

    width = layout.TEXT_MM[0] * layout.MM
    made = document.add_paragraph()
    set_paragraph(made, pitch=pitch)
    if edge:
        made.paragraph_format.left_indent = made.paragraph_format.right_indent = Pt(edge)
    made.paragraph_format.tab_stops.add_tab_stop(Pt(width - edge), WD_TAB_ALIGNMENT.RIGHT)
    frame = _new(
        "w:framePr", w=round(width * TWIPS), hSpace=0, wrap="around", vAnchor="margin", hAnchor="margin",
        xAlign="center", yAlign="bottom",
    )  # fmt: skip
    properties = made._p.get_or_add_pPr()  # noqa: SLF001 (python-docx knows no frames)
    properties.insert_element_before(frame, "w:widowControl", "w:numPr", "w:pBdr", *_AFTER_BORDERS)
    return made


def end_of_frame(document: "Document") -> None:
    """A line without height: what follows a frame, which cannot be the last of a document."""
    set_paragraph(document.add_paragraph(), pitch=1)


def without_moments(content: bytes) -> bytes:
    """The same package with one fixed moment on every part: the same paper gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for one in given.infolist():
            out.writestr(zipfile.ZipInfo(one.filename, EPOCH), given.read(one), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _faces(properties: Any, face: str) -> None:
    """The family of Chinese signs and of figures alike: 公文 sets figures in the face of the text."""
    family = FAMILIES[face][0]
    _set(properties.get_or_add_rFonts(), eastAsia=family, ascii=family, hAnsi=family, cs=family)


def _name_families(document: "Document") -> None:
    """Word's table of fonts: for each face the further families, which it takes where the first is missing."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml

    part: Any = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table = parse_xml(part.blob)
    for families in FAMILIES.values():
        font = _new("w:font", name=families[0])
        font.append(_new("w:altName", val=",".join(families[1:])))
        font.append(_new("w:charset", val="86"))
        table.append(font)
    part._blob = serialize_part_xml(table)  # noqa: SLF001


def _new(tag: str, /, **attributes: object) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    _set(made, **attributes)
    return made


def _set(element: Any, /, **attributes: object) -> None:
    for name, value in attributes.items():
        element.set(_name(f"w:{name}"), str(value))


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)


def _child(parent: Any, name: str) -> Any:
    found = parent.find(_name(name))
    if found is None:
        found = _new(name)
        parent.append(found)
    return found
