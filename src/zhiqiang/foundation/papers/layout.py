"""The layout of GB/T 9704-2012 as numbers and words, for DOCX, PDF and preview alike: none of them decides anything.

Lengths are in points unless the name says millimetres. Section numbers are those of the standard.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhiqiang.foundation.papers.series import Series
from zhiqiang.kernel.papers import Annex, Block, Heading, Paper, Table, plain

MM = 72 / 25.4
PAGE_MM = (210, 297)  # 5.1 A4
TOP_MM, BINDING_MM = 37, 28  # 5.2.1 天头, 订口
TEXT_MM = (156, 225)  # 5.2.1 版心
OUTER_MM, BOTTOM_MM = PAGE_MM[0] - BINDING_MM - TEXT_MM[0], PAGE_MM[1] - TOP_MM - TEXT_MM[1]
LINES, SIGNS = 22, 28  # 5.2.3 on a page, in a line
LINE = int(TEXT_MM[1] * MM / LINES * 20) / 20  # in whole twips: a hair more and the last line would not fit
SIGN = TEXT_MM[0] * MM / SIGNS
SIZE_2, SIZE_3, SIZE_4 = 22, 16, 14  # 二号, 三号, 四号
MARK_DOWN_MM = 35  # 7.2.4 from the top of the text area to the mark
RULE_DOWN_MM = 4  # 7.2.7 from the number to the red line
PAGE_NUMBER_DOWN_MM = 7  # 7.5 below the text area
RED = "#d7000f"
DEMO, DRAFT, NO_NUMBER = "演示数据", "草稿", "（草稿，未编号）"
LONGEST_CELL, HEAD_LINE, CELL_EDGES = 14.0, 5.0, 1.2  # signs: beyond them words are broken into lines
NUMERALS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper ready to be set. `number` is empty and `day` None for a draft."""

    paper: Paper
    series: Series
    number: str = ""
    day: date | None = None

    @property
    def is_draft(self) -> bool:
        return not self.number

    @property
    def mark_down_mm(self) -> float:
        return 0 if self.series.brief else MARK_DOWN_MM

    @property
    def blank_lines(self) -> int:
        """Empty lines between mark, number, red line and title (7.2.5, 7.3.1)."""
        return 1 if self.series.brief else 2

    @property
    def number_line(self) -> str:
        return self.number or NO_NUMBER

    @property
    def title(self) -> str:
        return plain(self.paper.title)

    @property
    def addressee(self) -> str:
        """主送机关, closed by a colon (7.3.2); empty where the paper has none."""
        words = plain(self.paper.addressee).rstrip("：:")
        return f"{words}：" if words else ""

    @property
    def day_words(self) -> str:
        return in_chinese(self.day) if self.day else "年　月　日"

    @property
    def watermarks(self) -> list[str]:
        return [words for words, shown in ((DRAFT, self.is_draft), (DEMO, self.paper.demo)) if shown]

    @property
    def annex_note(self) -> list[str]:
        """附件说明 (7.3.4): the annexes' names below the text; numbered where there are several."""
        titles = [plain(one.title) for one in self.paper.annexes]
        if len(titles) <= 1:
            return [f"附件：{title}" for title in titles]
        return [f"{'附件：' if number == 1 else '　　　'}{number}. {title}" for number, title in enumerate(titles, 1)]

    @property
    def copies(self) -> str:
        """抄送 (7.4.2), closed by a full stop; empty where there are none."""
        words = plain(self.paper.copies).rstrip("。")
        return f"抄送：{words}。" if words else ""

    @property
    def printed_on(self) -> str:
        return f"{self.day_words}印发"

    @property
    def mark_size(self) -> tuple[float, float]:
        """Size in points and width in per cent of 发文机关标志: tall signs drawn together, as printers do."""
        signs, room = max(len(self.series.mark), 1), TEXT_MM[0] * MM - 8
        size = max(26.0, min(56.0, room / signs / 0.66))
        return round(size, 1), round(min(100.0, room / (signs * size) * 100), 1)

    @property
    def signature_indents(self) -> tuple[float, float]:
        """How far name and day stand from the right edge (7.3.5.1): the day centred beneath the name or the reverse."""
        name, day = width_of(self.paper.issuer), width_of(self.day_words)
        if name >= day:
            return 2.0 * SIZE_3, 2.0 * SIZE_3 + (name - day) / 2
        return 4.0 * SIZE_3 + (day - name) / 2, 4.0 * SIZE_3


def width_of(words: str) -> float:
    """About how wide words are at 三号: a figure is a little more than half a sign."""
    return sum(0.55 if one.isascii() else 1.0 for one in words) * SIZE_3


def in_chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def annex_label(paper: Paper, number: int) -> str:
    """附件 on top of an annex's page (7.3.8), with its number where there are several."""
    return f"附件{number}" if len(paper.annexes) > 1 else "附件"


def numbered(blocks: Iterable[Block]) -> list[tuple[str, Block]]:
    """Each block with the number that its heading bears (7.3.3): 一、 （一） 1. （1）; others with none."""
    counts = [0, 0, 0, 0]
    found = []
    for block in blocks:
        number = ""
        if isinstance(block, Heading):
            level = min(max(block.level, 1), 4)
            counts[level - 1] += 1
            counts[level:] = [0] * (4 - level)
            count = counts[level - 1]
            chinese = in_numerals(count)
            number = (f"{chinese}、", f"（{chinese}）", f"{count}.", f"（{count}）")[level - 1]
        found.append((number, block))
    return found


def in_numerals(number: int) -> str:
    """1–99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return ten + (NUMERALS[ones] if ones or not tens else "")


def column_shares(table: Table) -> list[float]:
    """The share of the width that each column takes: its longest cell, and of its head what a few lines need."""
    widths = []
    for place, head in enumerate(table.head):
        longest = max((_signs(plain(row[place])) for row in table.rows), default=0.0)
        widths.append(max(min(longest, LONGEST_CELL), min(_signs(plain(head)), HEAD_LINE)) + CELL_EDGES)
    return [width / sum(widths) for width in widths]


def table_size(table: Table) -> float:
    """The size of a table's type: smaller the more columns it has."""
    columns = len(table.head)
    return 12.0 if columns <= 6 else 10.5 if columns <= 9 else 9.0


def annexes(paper: Paper) -> list[tuple[str, Annex]]:
    return [(annex_label(paper, number), one) for number, one in enumerate(paper.annexes, start=1)]


def _signs(words: str) -> float:
    return sum(0.55 if one.isascii() else 1.0 for one in words)
