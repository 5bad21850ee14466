"""The layout of GB/T 9704-2012, read back from both files and from pages that LibreOffice draws."""

import io
import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from tests.foundation.papers.conftest import PAPER, UNITS, Issue
from tests.servers import require

from zhiqiang.foundation.papers import docx as docx_paper
from zhiqiang.foundation.papers import fonts, layout, pdf
from zhiqiang.foundation.papers.layout import Sheet, in_numerals, numbered
from zhiqiang.foundation.papers.preview import preview
from zhiqiang.foundation.papers.series import Series, series_of
from zhiqiang.kernel.papers import Heading, Paper, Table

FONTS = Path(__file__).with_name("fonts.conf")


@pytest.fixture
def sheet(font: None, as_of) -> Sheet:
    as_of(2026, 10, 20)
    return Sheet(PAPER, series_of("bulletin"), "承质强〔2026〕1号", date(2026, 10, 20))


@pytest.fixture
def opened(sheet: Sheet):
    from zhiqiang.foundation import clock

    return docx.Document(io.BytesIO(docx_paper.render(sheet, clock.now())))


def pages_of(sheet: Sheet) -> list[str]:
    from zhiqiang.foundation import clock

    found = pypdf.PdfReader(io.BytesIO(pdf.render(sheet, clock.now())), strict=True)
    assert {(round(one.mediabox.width), round(one.mediabox.height)) for one in found.pages} == {(595, 842)}, "A4"
    return [one.extract_text() for one in found.pages]


def packed(text: str) -> str:
    return "".join(text.split())


def signs(text: str) -> str:
    """Without punctuation: LibreOffice sets it with glyphs of their own that a reader names otherwise."""
    return re.sub(r"\W", "", text)


def test_the_page_is_a4_with_the_margins_of_the_standard_and_a_grid_of_22_lines(opened) -> None:
    section = opened.sections[0]
    assert abs(section.page_width - Mm(210)) < Mm(0.1)
    assert abs(section.page_height - Mm(297)) < Mm(0.1)
    assert abs(section.top_margin - Mm(37)) <= Mm(1), "天头 37 ± 1 mm"
    assert abs(section.left_margin - Mm(28)) <= Mm(1), "订口 28 ± 1 mm"
    text = (section.page_width - section.left_margin - section.right_margin,
            section.page_height - section.top_margin - section.bottom_margin)  # fmt: skip
    assert abs(text[0] - Mm(156)) < Mm(0.2)
    assert abs(text[1] - Mm(225)) < Mm(0.2)
    pitch = int(section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch"))) / 20
    assert text[1] // Pt(pitch) == layout.LINES
    assert opened.settings.element.find(qn("w:mirrorMargins")) is not None
    assert opened.settings.odd_and_even_pages_header_footer


def test_body_type_is_16_points_and_28_signs_of_it_fill_a_line(opened) -> None:
    body = next(one for one in opened.paragraphs if "截至2026年9月30日" in one.text)
    run = body.runs[0]
    spacing = int(run._r.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert run.font.size == Pt(16)
    assert Mm(156) // Pt(16 + spacing) == layout.SIGNS
    assert body.paragraph_format.line_spacing == Pt(layout.LINE)
    assert body._p.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


@pytest.mark.parametrize(
    ("start", "family", "size"),
    [
        ("关于2026年第三季度", "FZXiaoBiaoSong-B05S", 22),
        ("一、总体情况", "SimHei", 16),
        ("（一）质量水平", "KaiTi", 16),
        ("1.产品质量", "FangSong", 16),
        ("（1）食品", "FangSong", 16),
        ("附件1", "SimHei", 16),
    ],
)
def test_each_level_has_its_face_and_size(opened, start: str, family: str, size: int) -> None:
    run = next(one for one in opened.paragraphs if one.text.startswith(start)).runs[0]
    assert (run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size) == (family, Pt(size))


def test_the_families_of_every_face_are_named_in_order_of_preference(opened) -> None:
    part = opened.part.part_related_by(docx.opc.constants.RELATIONSHIP_TYPE.FONT_TABLE)
    table = part.blob.decode()
    assert re.search('w:name="FangSong"><w:altName w:val="仿宋,FangSong_GB2312,仿宋_GB2312', table)
    assert all(names[0] in table for names in fonts.FAMILIES.values())


def test_mark_and_line_are_red_and_every_page_is_numbered_outside(opened) -> None:
    mark = next(one for one in opened.paragraphs if one.text == "承德市质量强市工作领导小组办公室文件")
    assert str(mark.runs[0].font.color.rgb) == "D7000F"
    number = next(one for one in opened.paragraphs if one.text == "承质强〔2026〕1号")
    assert number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom")).get(qn("w:color")) == "d7000f"
    section = opened.sections[0]
    for footer, side in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        line = footer.paragraphs[0]
        assert line.text == "— 1 —"
        assert line.alignment.name == side
        assert " PAGE " in "".join(line._p.itertext())


def test_the_table_of_units_stands_in_order_with_a_head_on_every_page_and_rows_never_torn(opened) -> None:
    table = opened.tables[0]
    assert [row.cells[0].text for row in table.rows] == ["单位", *UNITS]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_same_paper_gives_the_same_bytes(sheet: Sheet) -> None:
    from zhiqiang.foundation import clock

    assert docx_paper.render(sheet, clock.now()) == docx_paper.render(sheet, clock.now())
    assert pdf.render(sheet, clock.now()) == pdf.render(sheet, clock.now())


def test_the_pdf_says_what_the_paper_says_page_by_page(sheet: Sheet) -> None:
    pages = [packed(one) for one in pages_of(sheet)]
    assert all(f"—{number}—" in page for number, page in enumerate(pages, start=1))
    assert pages[0].startswith("承德市质量强市工作领导小组办公室文件承质强〔2026〕1号关于2026年第三季度")
    assert any(page.startswith("附件1各县（市、区）情况表截至2026年9月30日单位合格率批次") for page in pages)
    last = pages[-1]
    assert last.startswith("附件2报送情况")
    assert "抄送：市委办公室，市政协办公室。承德市质量强市工作领导小组办公室2026年10月20日印发" in last
    assert "演示数据" not in "".join(pages)


def test_a_page_of_text_holds_22_lines_of_28_signs(sheet: Sheet) -> None:
    long = replace(PAPER, blocks=(replace(PAPER.blocks[0], text=("质" * 28 * 60,)),), annexes=())
    page = pages_of(replace(sheet, paper=long))[1]
    lines = [line for line in page.splitlines() if set(line) == {"质"}]
    assert [len(line) for line in lines] == [28] * 22


def test_every_page_of_a_draft_and_of_a_demonstration_says_so(sheet: Sheet) -> None:
    demo = replace(PAPER, demo=True)
    assert all("演示数据" in page and "草稿" not in page for page in pages_of(replace(sheet, paper=demo)))
    draft = pages_of(Sheet(demo, sheet.series))
    assert all("演示数据" in page and "草稿" in page for page in draft)
    assert "（草稿，未编号）" in draft[0]
    from zhiqiang.foundation import clock

    made = docx.Document(io.BytesIO(docx_paper.render(Sheet(demo, sheet.series), clock.now())))
    headers = (made.sections[0].header, made.sections[0].even_page_header)
    assert [one.paragraphs[0].text for one in headers] == ["草稿　演示数据"] * 2


def test_a_brief_paper_stays_on_one_page(sheet: Sheet) -> None:
    page = replace(PAPER, kind="leader_page", addressee=(), annexes=(), copies=(), blocks=PAPER.blocks[:2])
    assert len(pages_of(Sheet(page, series_of("leader_page"), "承质强阅〔2026〕1号", date(2026, 10, 20)))) == 1


def test_the_preview_holds_every_word_of_the_paper_and_says_what_is_bound(sheet: Sheet) -> None:
    shown = preview(sheet)
    words = [word for piece in shown.pieces for word in piece.words]
    assert {(one.text, one.source) for one in words if one.bound == "figure"} == {("98.3%", "ZQ1/none")}
    assert [one.number for one in shown.pieces if one.kind == "heading"] == ["一、", "（一）", "1.", "（1）", "二、"]
    assert [label for label, _title, _pieces in shown.annexes] == ["附件1", "附件2"]


def test_numbers_of_headings_begin_anew_under_each_higher_one() -> None:
    blocks = [Heading(("甲",), level) for level in (1, 2, 2, 3, 1, 2)]
    assert [number for number, _block in numbered(blocks)] == ["一、", "（一）", "（二）", "1.", "二、", "（一）"]
    assert [in_numerals(n) for n in (1, 10, 11, 20, 35, 99)] == ["一", "十", "十一", "二十", "三十五", "九十九"]


@pytest.mark.parametrize("issuer", ["某办", "承德市质量强市工作领导小组办公室"])
def test_the_day_is_centred_on_the_name_whichever_is_longer(issuer: str) -> None:
    paper = Paper("bulletin", ("题",), (), (), issuer)
    made = Sheet(paper, Series("bulletin", "", "", issuer, issuer, issuer), "某〔2026〕1号", date(2026, 10, 20))
    name, day = made.signature_indents
    middle = [right + layout.width_of(words) / 2 for right, words in ((name, issuer), (day, made.day_words))]
    assert middle[0] == pytest.approx(middle[1])
    assert min(name, day) >= 2 * 16


def test_columns_share_the_whole_width_and_many_of_them_are_set_smaller() -> None:
    table = Table((), (("单位",), ("甲" * 30,)), ((("双桥区",), ("1",)),))
    shares = layout.column_shares(table)
    assert sum(shares) == pytest.approx(1)
    assert shares[0] < shares[1] < 0.8
    assert [layout.table_size(Table((), ((),) * n, ())) for n in (6, 9, 12)] == [12.0, 10.5, 9.0]


def test_a_computer_without_chinese_fonts_prints_nothing() -> None:
    with pytest.raises(fonts.NoFontError, match="fonts-noto-cjk"):
        fonts.chosen(["DejaVu Sans"])
    assert fonts.chosen(["KaiTi", "Noto Serif CJK SC", "Noto Sans CJK SC"])["kai"] == "KaiTi"


@pytest.mark.slow
def test_libreoffice_draws_the_docx_as_the_pdf_is_drawn(issue: Issue, sheet: Sheet, tmp_path: Path) -> None:
    """The same pages with the same words on them: what an office opens is what was printed."""
    soffice = require(_program("soffice"), "no LibreOffice: apt-get install libreoffice-writer-nogui")
    pdftoppm = require(_program("pdftoppm"), "no pdftoppm: apt-get install poppler-utils")
    made = issue()
    given = tmp_path / "paper.docx"
    given.write_bytes(made.docx.path.read_bytes())
    environment = os.environ | {"FONTCONFIG_FILE": str(FONTS), "HOME": str(tmp_path)}
    convert = [soffice, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, given]
    subprocess.run(convert, env=environment, capture_output=True, check=True, timeout=180)
    drawn = pypdf.PdfReader(tmp_path / "paper.pdf")
    ours = [packed(one) for one in pages_of(sheet)]
    theirs = [packed(one.extract_text()) for one in drawn.pages]
    assert len(theirs) == len(ours)
    for mine, other in zip(ours, theirs, strict=True):
        assert sorted(signs(mine)) == sorted(signs(other))
    page = tmp_path / "page"
    subprocess.run([pdftoppm, "-r", "40", "-f", "1", "-l", "1", tmp_path / "paper.pdf", page], check=True)
    picture = next(tmp_path.glob("page*.ppm")).read_bytes()
    header, pixels = picture.split(b"255\n", 1)
    assert header.split()[1:3] == [b"331", b"468"], "A4 at 40 dots an inch"
    red = sum(pixels[at] > 150 and pixels[at + 1] < 90 for at in range(0, len(pixels), 3))
    assert red > 300, "mark and line are drawn in red"


def _program(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found) if found else None
