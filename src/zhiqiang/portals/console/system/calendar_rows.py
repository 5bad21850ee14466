"""Reading the days of a holiday notice as people type or paste them: 日期,名称,放假/上班, one day or span a line."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhiqiang.foundation.reference.announcement import AnnouncedDay
from zhiqiang.kernel.cells import Read, read_date

LARGEST_FILE = 64 * 1024
MOST_LINES = 200
LONGEST_SPAN = 31
CELLS = re.compile(r"[,，;；\t]")
SPAN = re.compile(r"\s*(?:至|到|~|～|—+)\s*")
WORKED, OFF = {"上班", "是", "调休上班", "调休", "1", "true"}, {"放假", "否", "休", "休息", "0", "false", ""}
HEADER = "日期"


def text_of(content: bytes) -> str:
    """The text of an uploaded CSV in UTF-8 or GB18030. Raises ValueError with what to do about it."""
    if len(content) > LARGEST_FILE:
        raise ValueError(_("文件超过 64 KB，不像一年的放假安排。"))
    if b"\0" in content:
        raise ValueError(_("这不是 CSV 文本；若是工作簿，请另存为 CSV 后上传。"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(_("文件的编码读不出，请存为 UTF-8 的 CSV 后上传。"))


def read_rows(text: str) -> tuple[list[AnnouncedDay], list[str]]:
    """The days of every line that could be read, and a fault with its line number for every other."""
    days: list[AnnouncedDay] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if number > MOST_LINES:
            faults.append(_("超过 %(most)d 行，不像一年的放假安排。") % {"most": MOST_LINES})
            break
        cells = [cell.strip().strip('"').strip() for cell in CELLS.split(line)]
        if not any(cells) or (number == 1 and cells[0] == HEADER):
            continue
        try:
            days += _days_of(cells)
        except ValueError as error:
            faults.append(_("第 %(number)d 行：%(why)s") % {"number": number, "why": error})
    return days, faults


def rows_text(days: Sequence[AnnouncedDay]) -> str:
    """The days as lines that `read_rows` reads again."""
    return "\n".join(f"{one.day},{one.title},{'上班' if one.working else '放假'}" for one in days)


def _days_of(cells: list[str]) -> Iterator[AnnouncedDay]:
    if len(cells) not in (2, 3):
        raise ValueError(_("应为“日期,名称,放假或上班”三项，现有 %(count)d 项。") % {"count": len(cells)})
    title, kind = cells[1], cells[2].lower() if len(cells) == 3 else ""
    if not title:
        raise ValueError(_("缺少节日名称。"))
    if kind not in WORKED | OFF:
        raise ValueError(_("第三项“%(kind)s”应为“放假”或“上班”。") % {"kind": cells[2]})
    ends = [_day(word) for word in SPAN.split(cells[0])]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or not 0 <= (last - first).days < LONGEST_SPAN:
        raise ValueError(_("“%(span)s”的起止颠倒，或超过 %(most)d 天。") % {"span": cells[0], "most": LONGEST_SPAN})
    return (
        AnnouncedDay(first + timedelta(days=number), title, kind in WORKED) for number in range((last - first).days + 1)
    )


def _day(word: str) -> date:
    answer = read_date(word)
    if isinstance(answer, Read) and answer.value is not None:
        return answer.value
    raise ValueError(_("日期“%(word)s”读不出，请写作 2027-01-01。") % {"word": word})
