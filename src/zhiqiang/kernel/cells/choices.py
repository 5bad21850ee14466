"""Choices from a list and yes/no: ticks, boxes and synonyms, with the nearest entry offered for a slip of the pen."""

import difflib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from zhiqiang.kernel.cells.answers import Answer, Ask, Bad, Cell, Read
from zhiqiang.kernel.cells.drafts import LONGEST_VALUE, Draft, begin, empty, spreadsheet_error
from zhiqiang.kernel.cells.texts import as_text

#: The words of yes and no; columns with words of their own hand in others.
YES_NO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "yes": ("是", "对", "有", "√", "✓", "✔", "☑", "合格", "符合", "通过", "达标", "yes", "y", "true", "1"),
        "no": (
            "否",
            "不是",
            "没有",
            "×",
            "✗",
            "✘",
            "x",
            "不合格",
            "不符合",
            "不通过",
            "未通过",
            "不达标",
            "no",
            "n",
            "false",
            "0",
        ),
    }
)

_NEGATIONS = re.compile("[不未非否没无]")
_QUALIFIERS = re.compile("基本|部分|大致|待|拟")
_BOX = re.compile("([☑☒✓✔√■□☐○●])")
_TICKED = frozenset("☑✓✔√■●")


def read_choice(cell: Cell, choices: Mapping[str, Sequence[str]]) -> Answer[str]:
    """The key of `choices` whose words (label first, then aliases) the cell holds.

    Spaces, width and case do not matter. A near miss is asked back; a miss lists what may be written.
    ValueError: two keys claim the same word.
    """
    words = _index(choices)
    draft = begin(as_text(cell))
    if (error := spreadsheet_error(draft)) is not None:
        return error
    if (key := words.get(_fold(draft.text))) is not None:
        plain = draft.text in choices[key]
        return (draft if plain else draft.noted(f"“{draft.text}”改为“{choices[key][0]}”")).read(key)
    if (nothing := empty(draft)) is not None:
        return Read(None, nothing.rewritten)
    if len(draft.text) > LONGEST_VALUE:
        return Bad(f"内容有 {len(draft.text)} 个字，太长；本列只填一个选项")
    ticked = _boxes(draft, words, choices)
    return _asked(draft, words, choices) if ticked is None else ticked


def read_boolean(cell: Cell, choices: Mapping[str, Sequence[str]] = YES_NO) -> Answer[bool]:
    """Yes or no. `choices` has the keys "yes" and "no". 无 is asked back: it may mean "no" or "not filled in"."""
    if isinstance(cell, bool):
        return Read(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, str) and begin(cell).text in {"无", "○", "〇", "O"} and _fold(cell) not in _index(choices):
        return Ask(f"“{begin(cell).text}”是“否”，还是没有填？请填“是”或“否”")
    answer = read_choice(cell, choices)
    if not isinstance(answer, Read) or answer.value is None:
        return answer if not isinstance(answer, Read) else Read(None, answer.rewritten)
    return Read(answer.value == "yes", answer.rewritten)


def _index(choices: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    return _index_once(tuple((key, tuple(names)) for key, names in choices.items()))


# A column asks the same choices of every row.
@lru_cache(maxsize=256)
def _index_once(choices: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for key, names in choices:
        for name in names:
            if words.setdefault(_fold(name), key) != key:
                raise ValueError(f"{name!r} stands for both {words[_fold(name)]!r} and {key!r}")
    return MappingProxyType(words)


def _fold(text: str) -> str:
    draft = begin(text).half_width().without_spaces()
    return draft.text.strip(".。,;、'’").casefold()


def _boxes(draft: Draft, words: Mapping[str, str], choices: Mapping[str, Sequence[str]]) -> Answer[str] | None:
    """☑是 □否: each box belongs to the word after it."""
    parts = _BOX.split(draft.half_width().text)
    if len(parts) < 3 or parts[0].strip():
        return None
    pairs = [(box, _fold(word)) for box, word in zip(parts[1::2], parts[2::2], strict=True)]
    if any(word not in words for _, word in pairs):
        return None
    ticked = [words[word] for box, word in pairs if box in _TICKED]
    if len(ticked) == 1:
        return draft.noted(f"按勾选读作“{choices[ticked[0]][0]}”").read(ticked[0])
    return Ask("没有勾选" if not ticked else "勾选了不止一项，请只选一项")


def _asked(draft: Draft, words: Mapping[str, str], choices: Mapping[str, Sequence[str]]) -> Ask | Bad:
    text = _fold(draft.text)
    parts = [words.get(_fold(part)) for part in re.split("[/、,;或和]", text)]
    if len(parts) > 1 and all(part is not None for part in parts):
        return Ask(f"“{draft.text}”同时写了几项，请只填一项")
    near = _near(re.sub("[?？]", "", text), words)
    allowed = "、".join(names[0] for names in list(choices.values())[:8]) + ("等" if len(choices) > 8 else "")
    message = f"没有“{draft.text}”这一项，可填：{allowed}"
    if _QUALIFIERS.search(text):
        return Ask(message)
    return Ask(message, choices[near][0]) if near is not None else Bad(message)


def _near(text: str, words: Mapping[str, str]) -> str | None:
    # 未合格 is nearer to 合格 in letters and its contrary in meaning: a negation must stand on both sides or neither.
    alike = [word for word in words if bool(_NEGATIONS.search(word)) == bool(_NEGATIONS.search(text))]
    found = difflib.get_close_matches(text, alike, n=1, cutoff=0.5)
    return words[found[0]] if found else None
