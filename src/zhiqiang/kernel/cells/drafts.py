"""A cell on its way to a value: cleaned characters, and the list of what was changed."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Never, TypeVar

from zhiqiang.kernel.cells.answers import Bad, Read

T = TypeVar("T")

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]")
_ODD_SPACES = re.compile("[\t\x0b\x0c\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_BREAKS = re.compile("[ \t]*(?:\r\n|[\r\n\u0085\u2028\u2029])[ \t]*")
_HAN = "\u3400-\u9fff\uff00-\uffef\u3001-\u303f\U00020000-\U0003ffff"
_BREAK_IN_HAN = re.compile(f"(?<=[{_HAN}])\n+(?=[{_HAN}])")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0xFFE5: 0xA5,
    0x2212: 0x2D,
    0x2010: 0x2D,
    0x2011: 0x2D,
}
_EMPTY_WORDS = frozenset(
    ["", "/", "//", "\\", "-", "--", "---", "—", "——", "–", "―", "_", "无", "暂无", "空", "N/A", "NA", "NULL", "NONE"]
)
#: No number, rate or date is longer; longer text is not worth the patterns' time.
LONGEST_VALUE = 60

_EXCEL_ERRORS = re.compile(r"#(REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)")


@dataclass(frozen=True)
class Draft:
    """The text so far and, in order, what was done to it."""

    text: str
    notes: tuple[str, ...] = ()

    def to(self, text: str, note: str) -> "Draft":
        """The draft with new text; the note is kept once, and only if the text really changed."""
        if text == self.text:
            return self
        return Draft(text, self.notes if note in self.notes else (*self.notes, note))

    def noted(self, *notes: str) -> "Draft":
        """The draft with more notes."""
        return Draft(self.text, self.notes + tuple(note for note in notes if note not in self.notes))

    def read(self, value: T | None) -> Read[T]:
        """The answer, with the notes as one line."""
        return Read(value, "、".join(self.notes) or None)

    def half_width(self) -> "Draft":
        """Full-width letters, digits and signs as their plain forms."""
        if self.text.isascii():
            return self
        plain = "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in self.text)
        return self.to(plain.translate(_HALF_WIDTH), "全角改半角")

    def without_spaces(self) -> "Draft":
        """No spaces at all."""
        return self.to(re.sub(r"\s", "", self.text), "去掉空格")

    def without_text_mark(self) -> "Draft":
        """Without the apostrophe, or the ="…", by which spreadsheets are told to keep text."""
        text = re.sub(r'^="(.*)"$', r"\1", self.text)
        return self.to(re.sub("^['’‘`]+", "", text), "去掉文本标记")


def begin(text: str, *, multiline: bool = False) -> Draft:
    """Drop what cannot be seen, make every space a plain one, join broken lines, trim.

    A line break between two Chinese characters is a typist's wrap and vanishes; elsewhere it becomes a space.
    """
    draft = Draft(text)
    draft = draft.to(_INVISIBLE.sub("", draft.text), "去掉不可见字符")
    draft = Draft(_LINE_BREAKS.sub("\n", draft.text), draft.notes)
    trimmed = _ODD_SPACES.sub(" ", draft.text).strip()
    draft = draft.to(trimmed if multiline else re.sub(" {2,}", " ", trimmed), "去掉多余空格")
    if not multiline:
        joined = _BREAK_IN_HAN.sub("", draft.text)
        draft = draft.to(re.sub(r"\n+", " ", joined), "去掉换行")
    return draft


def empty(draft: Draft) -> Read[Never] | None:
    """The answer for a cell that says "nothing", or None when it says something."""
    if draft.text.translate(_HALF_WIDTH).upper() not in _EMPTY_WORDS:
        return None
    return Read(None, f"“{draft.text}”视为空" if draft.text else None)


def spreadsheet_error(draft: Draft) -> Bad | None:
    """The answer for a formula's error value that was saved into the cell."""
    if not _EXCEL_ERRORS.fullmatch(draft.text):
        return None
    return Bad(f"“{draft.text}”是表格公式出错后的显示，请改为实际内容")


def nothing_to_read(draft: Draft, longest: int | None = None) -> Bad | Read[Never] | None:
    """The answer where there is no value: a formula's error, a word for "nothing", more than `longest` characters."""
    if longest is not None and len(draft.text) > longest:
        return Bad(f"内容有 {len(draft.text)} 个字，太长；本列只填一个值")
    # Bad is false, so `or` would let an error through as text.
    error = spreadsheet_error(draft)
    return empty(draft) if error is None else error
