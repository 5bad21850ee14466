"""The public check of a figure's reference: what came out of computing it again, in words for anyone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhiqiang.domains.goals.queries import Line
from zhiqiang.foundation.evidence import proof
from zhiqiang.foundation.evidence.proof import Recomputed, rows_digest
from zhiqiang.foundation.pages.numbers import figure_text

__all__ = ["Answer", "check", "reference_of", "rows_digest"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check found: one sentence first, then the facts."""

    holds: bool | None  # None: cannot be checked
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()
    indicator_measure: str = ""


def reference_of(line: Line, rows: str) -> str:
    """The reference of a printed figure, or "" where there is nothing to check; `rows`: the digest of its rows."""
    window, measure = line.window, line.measure
    if measure is None or window is None or window.numerator is None or line.data_version is None:
        return ""
    versions = (line.data_version, line.other_version)
    counts = (window.numerator, window.denominator)
    return proof.written(measure, line.unit.code, (window.first, window.last), versions, counts, rows)


def check(text: str) -> Answer:
    """Whether the figure that a reference names comes out again from the evidence it names."""
    found = proof.recompute(text)
    measure = found.reference.measure if found.reference and found.known else ""
    if found.refusal == proof.UNREADABLE:
        return Answer(None, _("看不懂这串编号。它印在每个数字的页面上，以 ZQ1/ 开头，请整串复制。"))
    if found.refusal == proof.NEVER:
        return Answer(False, _("对不上：系统从没有发出过这样的编号。"))
    if found.refusal == proof.OTHER_METHOD:
        sentence = _("算法已经换了新版，旧版的数不能用现在的算法重算。")
        return Answer(None, sentence, indicator_measure=measure)
    if found.refusal == proof.NO_DATA:
        return Answer(False, _("对不上：系统没有这一版数据。"), indicator_measure=measure)
    return _compared(found, measure)


def _compared(found: Recomputed, measure: str) -> Answer:
    asked = found.reference
    assert asked is not None
    facts = (
        (_("编号里写的"), _fraction(*asked.said)),
        (_("重新算出的"), _fraction(*found.counted)),
        (_("计入的记录"), figure_text(found.total)),
        (_("记录的指纹"), found.digest),
        (_("时期"), f"{asked.first} – {asked.last}"),
    )
    if found.equal:
        words = _("相符：从 %(total)s 条已核实的记录重新算了一遍，和编号里的数一样。")
        return Answer(True, words % {"total": figure_text(found.total)}, facts, measure)
    return Answer(False, _("不相符：重新算出来的和编号里的不一样，请以本网站公布的为准。"), facts, measure)


def _fraction(numerator: str, denominator: str) -> str:
    first = figure_text(numerator)
    return f"{first} / {figure_text(denominator)}" if denominator else first
