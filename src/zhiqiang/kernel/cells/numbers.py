"""Whole and decimal numbers as officers write them: separators, 万 and 亿, units, and words that make them vague."""

import datetime
import math
import re
from collections.abc import Callable
from decimal import Decimal

from zhiqiang.kernel.cells.answers import Answer, Ask, Bad, Cell, Read
from zhiqiang.kernel.cells.chinese_numerals import CHARACTERS, parse_number
from zhiqiang.kernel.cells.drafts import LONGEST_VALUE, Draft, begin, nothing_to_read

#: Measure words taken as meaning nothing more than the count, where a column names no unit of its own.
COUNTERS = ("批次", "人次", *"批个项家件人次户起份台套条种组支例宗所处只张名场")

_FACTORS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_NUMBER = re.compile(r"(?P<number>[-+]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,9})?) ?(?P<tail>.*)")
_GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")
_VAGUE = re.compile(
    r"^(大?约|大概|近|将近|超过?|不足|不到|不少于|不低于|不超过|至少|最多|[≈~≥≤<>]=?)"
    r"|(左右|上下|以上|以下|以内|[?？])$|(?<=\d)[余多几]|^[十数好]?几"
)
_JOIN = r" ?(?:-|~|—|–|至|到) ?"


def read_integer(
    cell: Cell, *, units: tuple[str, ...] = (), minimum: int | None = None, maximum: int | None = None
) -> Answer[int]:
    """A whole number. `units` are the units the column is in, the first one its own (see read_decimal)."""
    answer = read_decimal(cell, units=units, minimum=minimum, maximum=maximum)
    if isinstance(answer, Ask) and "." in (answer.suggestion or ""):
        return Ask(answer.message)
    if not isinstance(answer, Read):
        return answer
    if answer.value is None:
        return Read(None, answer.rewritten)
    if answer.value != answer.value.to_integral_value():
        return Bad(f"应为整数，您填的是 {plain(answer.value)}")
    return Read(int(answer.value), answer.rewritten)


def read_decimal(
    cell: Cell,
    *,
    units: tuple[str, ...] = (),
    minimum: Decimal | int | None = None,
    maximum: Decimal | int | None = None,
) -> Answer[Decimal]:
    """A number, exactly as written; a float by its 15 significant digits, which is what a spreadsheet shows.

    With `units` given, only these may follow the number; 35000元 in a column of 万元 is converted. With none, the
    usual measure words may.
    """
    answer = _read_text(begin(cell), units) if isinstance(cell, str) else from_native(cell)
    if not isinstance(answer, Read) or answer.value is None:
        return answer
    if minimum is not None and answer.value < minimum:
        return Bad(f"应不小于 {minimum}，您填的是 {plain(answer.value)}")
    if maximum is not None and answer.value > maximum:
        return Bad(f"应不大于 {maximum}，您填的是 {plain(answer.value)}")
    return answer


def from_native(cell: Cell) -> Answer[Decimal]:
    """The number of a cell that is not text."""
    if cell is None:
        return Read(None)
    if isinstance(cell, bool):
        return Bad("这一格是“是/否”，应为数")
    if isinstance(cell, datetime.date | datetime.time):
        return Bad("这一格是日期或时间，应为数；若填的是“3-5”一类，已被表格软件改成日期，请设为文本后重填")
    if isinstance(cell, float):
        cell = Decimal(f"{cell:.15g}") if math.isfinite(cell) else Decimal("NaN")
    number = Decimal(cell)
    return Read(number) if _is_sane(number) else Bad("这一格的数太大、太小或没有值")


def _is_sane(number: Decimal) -> bool:
    """Within thirty places of the point: 1E999999999 is nine digits to type and a gigabyte to write out."""
    return number.is_finite() and (not number or abs(number.adjusted()) <= 30)


def plain(number: Decimal) -> str:
    """The number without exponent and without needless zeros."""
    return f"{number.normalize():f}" if number else "0"


def _read_text(draft: Draft, units: tuple[str, ...]) -> Answer[Decimal]:
    if (nothing := nothing_to_read(draft, LONGEST_VALUE)) is not None:
        return nothing
    draft = draft.without_text_mark().half_width()
    if draft.text.startswith("="):
        return Bad(f"“{draft.text}”是公式，没有算出结果；请填数")
    if not units or units[0].endswith("元"):
        draft = draft.to(re.sub(r"^(人民币|RMB|¥) ?", "", draft.text), "去掉货币符号")
    draft = draft.to(re.sub(r"^负", "-", draft.text), "“负”改为负号")
    draft = draft.to(re.sub(r"^([-+]) ", r"\1", draft.text), "去掉多余空格")
    for pattern, question in _QUESTIONS:
        if found := pattern.search(draft.text):
            return question(found, units)
    return _certain(draft, units)


def _certain(draft: Draft, units: tuple[str, ...]) -> Answer[Decimal]:
    found = _NUMBER.fullmatch(draft.text)
    if not found:
        return _in_characters(draft, units)
    if not _is_sane(Decimal(found["number"].replace(",", ""))):
        return Bad(f"“{draft.text}”这个数太大或太小")
    written, tail = found["number"], found["tail"]
    if "," in written and not _GROUPED.fullmatch(written):
        return Ask(f"“{written}”中的逗号是千位分隔、小数点，还是隔开两个数？")
    draft = draft.noted(
        *(["去掉千位分隔符"] if "," in written else []), *(["科学计数改为普通写法"] if "e" in written.lower() else [])
    )
    return _with_tail(draft, Decimal(written.replace(",", "")), tail, units)


def _in_characters(draft: Draft, units: tuple[str, ...]) -> Answer[Decimal]:
    found = re.fullmatch(f"(-?)([{CHARACTERS}]+)(.*)", draft.text)
    if not found:
        return Bad(f"“{draft.text}”不是数")
    number = parse_number(found[2])
    if number is None:
        return Ask(f"“{draft.text}”可能有不同读法，请改用阿拉伯数字")
    number = -number if found[1] else number
    return _with_tail(draft.noted("汉字数字改为阿拉伯数字"), number, found[3], units)


def _with_tail(draft: Draft, number: Decimal, tail: str, units: tuple[str, ...]) -> Answer[Decimal]:
    tail = tail.strip()
    if not tail:
        return draft.read(number)
    if tail in (units or COUNTERS):
        return draft.noted(f"去掉单位“{tail}”").read(number)
    factor, base = _scale(tail)
    own_factor, own_base = _scale(units[0]) if units else (1, "")
    value = number * factor / own_factor
    own = units[0] if units else base
    if not base and own_factor > 1:
        return Ask(f"本列单位是“{own}”，“{draft.text}”是指 {plain(value)}{own}吗？", plain(value))
    if base in ("", own_base) or (not units and base in COUNTERS):
        return draft.noted(f"“{tail}”换算为 {plain(value)}{own}").read(value)
    if units or tail[0] in ".,0123456789":
        return Bad(f"“{draft.text}”不是数，或单位与本列（{own or '无单位'}）不符")
    return Ask(f"本列没有约定单位，“{tail}”能去掉吗？", plain(number) if factor == 1 else None)


def _scale(unit: str) -> tuple[int, str]:
    """A unit as factor and base: 百万元 is a million 元."""
    factor = 1
    while unit and unit[0] in _FACTORS:
        factor *= _FACTORS[unit[0]]
        unit = unit[1:]
    return factor, unit


def _suggest(text: str, units: tuple[str, ...]) -> str | None:
    answer = _read_text(Draft(text), units)
    return plain(answer.value) if isinstance(answer, Read) and answer.value is not None else None


def _vague(found: re.Match[str], units: tuple[str, ...]) -> Ask:
    text = found.string
    rest = _VAGUE.sub("", text).strip()
    return Ask(f"“{text}”不是确切的数，请填准确的数", _suggest(rest, units))


def _range(found: re.Match[str], _units: tuple[str, ...]) -> Ask:
    return Ask(f"“{found.string}”是一个范围，请填一个确定的数")


def _fraction(found: re.Match[str], _units: tuple[str, ...]) -> Ask:
    return Ask(f"“{found.string}”像是分数或两个数，本列只填一个数")


def _sum(found: re.Match[str], _units: tuple[str, ...]) -> Ask:
    return Ask(f"“{found.string}”是算式，请填结果", str(sum(int(part) for part in found.string.split("+"))))


def _several(found: re.Match[str], _units: tuple[str, ...]) -> Ask:
    return Ask(f"“{found.string}”是几个数，本列只填一个数")


def _spaced(found: re.Match[str], units: tuple[str, ...]) -> Ask:
    return Ask(f"“{found.string}”中间有空格，是一个数吗？", _suggest(found.string.replace(" ", ""), units))


def _remark(found: re.Match[str], units: tuple[str, ...]) -> Ask:
    return Ask(f"“{found.string}”带有说明，请只填数，说明写在备注", _suggest(found[1], units))


def _bracketed(found: re.Match[str], _units: tuple[str, ...]) -> Ask:
    return Ask(f"“{found.string}”中的括号可能表示负数，也可能只是记号", None)


def _triangle(found: re.Match[str], units: tuple[str, ...]) -> Ask:
    return Ask(f"“{found.string}”中的三角是负号吗？", _suggest("-" + found[1], units))


def _odd_point(found: re.Match[str], units: tuple[str, ...]) -> Ask:
    return Ask(f"“{found.string}”中间的符号是小数点吗？", _suggest(re.sub("[。·]", ".", found.string), units))


def _letters(found: re.Match[str], units: tuple[str, ...]) -> Ask:
    table = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
    return Ask(f"“{found.string}”中有字母，应为数字吗？", _suggest(found.string.translate(table), units))


def _colloquial(found: re.Match[str], _units: tuple[str, ...]) -> Ask:
    next_place = _FACTORS[found[2]] // 10
    spoken = int(found[1]) * _FACTORS[found[2]] + int(found[3]) * next_place
    return Ask(f"“{found.string}”是口语写法，请填完整的数", str(spoken))


#: Writings with more than one meaning, tried in this order, each with what is asked back.
_QUESTIONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], tuple[str, ...]], Ask]], ...] = (
    (re.compile(r"^\(([\d.,]+)\)$"), _bracketed),
    (re.compile(r"^[△▲]([\d.,]+)$"), _triangle),
    (re.compile(r"^(.*\d.*?) ?[(\[【].*[)\]】]$"), _remark),
    (re.compile(rf"^[\d.,]+[^\d\-~—–至到.,eE]{{0,3}}{_JOIN}[\d.,]+\D*$"), _range),
    (_VAGUE, _vague),
    (re.compile(r"^\d+ ?[/∕⁄] ?\d+\D*$"), _fraction),
    (re.compile(r"^\d+(?:\+\d+)+$"), _sum),
    (re.compile(r"^\d+\D{0,2}[、;]"), _several),
    (re.compile(r"^\d+(?: \d+)+(?!\d)"), _spaced),
    (re.compile(r"^\d+[。·]\d+"), _odd_point),
    (re.compile(r"^(?=.*\d)(?=.*[OolI])[\dOolI.,]+\D*$"), _letters),
    (re.compile(r"^(\d+)([百千万亿])(\d)$"), _colloquial),
)
