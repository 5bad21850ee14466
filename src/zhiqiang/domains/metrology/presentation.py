"""Metrology in the words of its pages: states of instruments, what a due list says as a file."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhiqiang.domains.metrology.queries import Due, DueLine, Link
from zhiqiang.foundation.registers.exports import safe
from zhiqiang.foundation.text import Text, lazy

#: Colour of the chip and its word.
WORDS: dict[Due, tuple[str, Text]] = {
    Due.OVERDUE: ("bad", lazy("超期未检")),
    Due.FAILED: ("bad", lazy("检定不合格")),
    Due.REPAIRED: ("bad", lazy("修理后未检")),
    Due.NEVER: ("late", lazy("没有检定记录")),
    Due.SOON: ("warn", lazy("即将到期")),
    Due.FINE: ("ok", lazy("有效")),
    Due.UNLIMITED: ("ok", lazy("有效，无到期日")),
}
SIGNATURE_COLOURS = {"intact": "ok", "altered": "bad", "forged": "bad", "unchecked": "warn", "none": "none"}
MARK = "\ufeff"
ROW, INDENT, DOT = 30, 26, 7
MOST_DRAWN = 60
LONGEST_LABEL = 34


@dataclass(frozen=True, slots=True)
class Node:
    """One standard in the drawing of a chain: where its mark stands, where that of its parent stands, its words."""

    x: int
    y: int
    label_x: int
    label_y: int
    colour: str
    label: str
    parent_x: int | None = None
    parent_y: int | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chain as an indented tree from its top down, in SVG units."""

    width: int
    height: int
    nodes: tuple[Node, ...]


def chain_drawing(links: Sequence[Link]) -> Drawing:
    """The first standards of a chain, each below its parent and to the right of it."""
    nodes: list[Node] = []
    at_depth: dict[int, Node] = {}
    for place, link in enumerate(links[:MOST_DRAWN]):
        x, y = DOT + 4 + link.depth * INDENT, ROW * place + ROW // 2
        above = at_depth.get(link.depth - 1)
        node = Node(
            x, y, x + DOT + 8, y + 4, "ok" if link.holds else "bad", link.standard.title[:LONGEST_LABEL],
            above.x if above else None, above.y + DOT if above else None,
        )  # fmt: skip
        nodes.append(node)
        at_depth[link.depth] = node
    width = max((one.label_x + 15 * len(one.label) for one in nodes), default=0)
    return Drawing(width, ROW * len(nodes), tuple(nodes))


def due_csv(lines: Iterable[DueLine]) -> str:
    """The due list for a spreadsheet, its header first."""
    out = io.StringIO()
    writer = csv.writer(out)
    first = (_("器具编号"), _("器具名称"), _("强检类别"), _("使用单位"), _("填报单位"))
    writer.writerow((*first, _("上次检定"), _("有效期至"), _("状态")))
    for line in lines:
        one = line.instrument
        cells = [one.number, one.title, one.kind.title, str(one.owner), str(one.unit)]
        last, due = (line.last.valid_from if line.last else ""), line.due or ""
        writer.writerow([*safe(cells), last, due, str(WORDS[line.status][1])])
    return MARK + out.getvalue()
