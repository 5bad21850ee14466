"""Rates: percentages as written, and "passed of tested" such as 391/400."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhiqiang.kernel.cells.answers import Answer, Ask, Bad, Cell, Read
from zhiqiang.kernel.cells.drafts import LONGEST_VALUE, Draft, begin, nothing_to_read
from zhiqiang.kernel.cells.numbers import plain, read_decimal

Style = Literal["either", "percent", "fraction"]

_RATIO = re.compile(r"(\d[\d,]*) ?[批家项件个次]* ?[/∕⁄÷] ?(\d[\d,]*) ?[批家项件个次]*")


@dataclass(frozen=True)
class Ratio:
    """So many of so many."""

    numerator: int
    denominator: int


def read_percentage(
    cell: Cell,
    *,
    number_format: str = "",
    written_as: Style = "either",
    minimum: Decimal | int | None = 0,
    maximum: Decimal | int | None = 100,
) -> Answer[Decimal]:
    """A rate in per cent (98.5 for 98.5%).

    `number_format` is the spreadsheet's format of the cell: with "%" in it the stored 0.985 means 98.5%.
    `written_as` is what the layout says of bare numbers; with "either", a bare number between 0 and 1 is asked back,
    for 0.985 may be 98.5% or a true 0.985%.
    """
    if isinstance(cell, str):
        answer = _from_text(begin(cell), written_as)
    else:
        answer = read_decimal(cell)
        if isinstance(answer, Read) and answer.value is not None:
            answer = _bare(Draft(""), answer.value, "fraction" if "%" in number_format else written_as)
    if isinstance(answer, Ask) and answer.suggestion is not None:
        offered = Decimal(answer.suggestion.rstrip("%"))
        return answer if isinstance(_bounded(Read(offered), offered, minimum, maximum), Read) else Ask(answer.message)
    if not isinstance(answer, Read) or answer.value is None:
        return answer
    return _bounded(answer, answer.value, minimum, maximum)


def read_ratio(cell: Cell) -> Answer[Ratio]:
    """Numerator and denominator, whole numbers, the numerator not above the denominator."""
    if isinstance(cell, datetime.date):
        written = f"{cell.month}/{cell.day}"
        return Bad("这一格已被表格软件改成日期；请把单元格设为文本后重填", written)
    if cell is None:
        return Read(None)
    draft = begin(str(cell))
    if (nothing := nothing_to_read(draft, LONGEST_VALUE)) is not None:
        return nothing
    draft = draft.without_text_mark().half_width()
    found = _RATIO.fullmatch(draft.text)
    if found:
        return _ratio(draft, _count(found[1]), _count(found[2]))
    if words := re.fullmatch(r"(?:抽检|抽查|检验|共)?(\d+)\D{0,3}[,;]?(?:其中)?合格(\d+)\D{0,3}", draft.text):
        return Ask(f"“{draft.text}”是指合格数/抽检数吗？", f"{words[2]}/{words[1]}")
    return Bad(f"“{draft.text}”不是“合格批次/抽检批次”的写法，例如 391/400")


def _from_text(draft: Draft, written_as: Style) -> Answer[Decimal]:
    if (nothing := nothing_to_read(draft, LONGEST_VALUE)) is not None:
        return nothing
    draft = draft.without_text_mark().half_width()
    for pattern, answer in _WRITINGS:
        if found := pattern.fullmatch(draft.text):
            return answer(found, draft)
    return _number(draft, draft.text, written_as)


def _number(draft: Draft, text: str, written_as: Style) -> Answer[Decimal]:
    answer = read_decimal(text)
    if isinstance(answer, Ask):
        return Ask(answer.message, f"{answer.suggestion}%" if answer.suggestion and written_as == "percent" else None)
    if isinstance(answer, Bad) or answer.value is None:
        return Bad(f"“{draft.text}”不是百分数")
    return _bare(draft.noted(*([answer.rewritten] if answer.rewritten else [])), answer.value, written_as)


def _bare(draft: Draft, number: Decimal, written_as: Style) -> Answer[Decimal]:
    if written_as == "fraction":
        return draft.read(number * 100)
    if written_as == "either" and 0 < abs(number) <= 1:
        return Ask(f"{plain(number)} 是指 {plain(number * 100)}%，还是 {plain(number)}%？", f"{plain(number * 100)}%")
    return draft.read(number)


def _in_words(found: re.Match[str], draft: Draft) -> Answer[Decimal]:
    draft = draft.noted("“百分之”改为百分数")
    return draft.read(Decimal(100)) if found[1] == "百" else _number(draft, found[1], "percent")


def _with_sign(found: re.Match[str], draft: Draft) -> Answer[Decimal]:
    return _number(draft, found[1], "percent")


def _with_words(found: re.Match[str], _draft: Draft) -> Ask:
    return Ask(f"“{found.string}”除了百分数还有别的字，请只填百分数", found["rate"].replace(" ", ""))


def _range(found: re.Match[str], _draft: Draft) -> Ask:
    return Ask(f"“{found.string}”是一个范围，请填一个确定的百分数")


def _tenths(found: re.Match[str], _draft: Draft) -> Ask:
    percent = "".join(str("〇一二三四五六七八九".index(char)) for char in (found[1], found[2] or "〇"))
    return Ask(f"“{found.string}”是指 {percent}%吗？", f"{percent}%")


def _per_mille(found: re.Match[str], _draft: Draft) -> Ask:
    return Ask(f"“{found.string}”是千分数，本列应为百分数", f"{plain(Decimal(found[1]) / 10)}%")


def _points(found: re.Match[str], _draft: Draft) -> Ask:
    return Ask(f"“{found.string}”是两个百分数之差，不是百分数，请核对这一列要填什么")


def _from_ratio(found: re.Match[str], draft: Draft) -> Answer[Decimal]:
    answer = _ratio(draft, _count(found[1]), _count(found[2]))
    if not isinstance(answer, Read) or answer.value is None:
        return Read(None) if isinstance(answer, Read) else answer
    percent = Decimal(answer.value.numerator) * 100 / answer.value.denominator
    return draft.noted("由“合格数/抽检数”算出").read(percent)


#: Writings of a rate other than a bare number, tried in this order.
_WRITINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Draft], Answer[Decimal]]], ...] = (
    (_RATIO, _from_ratio),
    (re.compile(r"百分之(.+)"), _in_words),
    (re.compile(r"[\d.]+ ?%? ?[-~—–至到] ?[\d.]+ ?%"), _range),
    (re.compile(r"(?:[^\d.,%+O-]+(?=.+%)|(?=[\d.]+ ?%.))(?P<rate>\d+(?:\.\d+)? ?%).*"), _with_words),
    (re.compile(r"(.+?) ?%"), _with_sign),
    (re.compile(r"([一二三四五六七八九])成([一二三四五六七八九])?"), _tenths),
    (re.compile(r"(\d+(?:\.\d+)?) ?‰"), _per_mille),
    (re.compile(r".*百分点.*"), _points),
)


def _bounded(
    answer: Read[Decimal], number: Decimal, minimum: Decimal | int | None, maximum: Decimal | int | None
) -> Answer[Decimal]:
    if (minimum is None or number >= minimum) and (maximum is None or number <= maximum):
        return answer
    if minimum == 0 and maximum == 100:
        return Bad("应为 0–100 之间的数，或“合格批次/抽检批次”", _lost_point(number))
    return Bad(f"应在 {'不限' if minimum is None else minimum} 到 {'不限' if maximum is None else maximum} 之间")


def _lost_point(number: Decimal) -> str | None:
    """980 for 98.0 and 9850 for 98.50: offered only where putting the point back gives a rate above one half."""
    for places in (1, 2):
        shifted = number.scaleb(-places)
        if 50 < shifted <= 100 and number == number.to_integral_value():
            return f"{shifted.quantize(Decimal('0.1')) if places == 1 else plain(shifted)}%"
        if 50 < shifted <= 100:
            return f"{plain(shifted)}%"
    return None


def _ratio(draft: Draft, numerator: int, denominator: int) -> Answer[Ratio]:
    if denominator == 0:
        return Bad("分母不能是 0；没有抽检请留空")
    if numerator > denominator:
        return Bad(f"合格数 {numerator} 大于抽检数 {denominator}", f"{denominator}/{numerator}")
    return draft.read(Ratio(numerator, denominator))


def _count(text: str) -> int:
    return int(text.replace(",", ""))
