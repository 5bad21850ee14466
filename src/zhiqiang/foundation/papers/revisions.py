"""Figures of a paper that newer evidence gives otherwise: the paper stays, its page says what was revised since."""

from dataclasses import dataclass
from decimal import Decimal

from zhiqiang.foundation.catalogue import measures
from zhiqiang.foundation.evidence.declaration import RUNNING
from zhiqiang.foundation.evidence.figures import cut_offs, load_cells
from zhiqiang.foundation.evidence.proof import Counts, Reference, read, reference_of_window, standing_counts, values_of
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.kernel.papers import Figure, Paper, figures_of, shows

DEFAULT_PART = ("percent", "numerator")


@dataclass(frozen=True, slots=True)
class Revised:
    """One figure: of which unit and measure, as printed, as it would be printed now, and the reference of that."""

    unit: str
    measure: str
    text: str
    now: str
    reference: str


def revised_since(paper: Paper) -> list[Revised]:
    """The figures of a paper that would be printed otherwise by the newest evidence (bounds follow their rate)."""
    asked: dict[Reference, Figure] = {}
    for figure in figures_of(paper):
        found = read(figure.reference)
        if found is not None and found.part not in {"lower", "upper"}:
            asked.setdefault(found, figure)
    standing = standing_counts(asked)
    titles = dict(Unit.objects.values_list("code", "short"))
    changed = [one for one in asked if one in standing and standing[one] != one.said]
    told = [_revised(one, asked[one], standing[one], titles.get(one.unit, one.unit)) for one in changed]
    return [one for one in told if one is not None]


def _revised(asked: Reference, figure: Figure, counts: Counts, unit: str) -> Revised | None:
    title, values = str(measures()[asked.measure].title), values_of(counts)
    part = next((one for one in (asked.part, *DEFAULT_PART) if one in values), "")
    if not part:
        return Revised(unit, title, figure.text, "—", "")
    if shows(figure.text, values[part]):
        return None
    places = len(figure.text.partition(".")[2].rstrip("%")) if "." in figure.text else 0
    text = figure_text(values[part], "%" if figure.text.endswith("%") else "", places)
    return Revised(unit, title, figure.text, text, _reference_now(asked, counts, part))


def _reference_now(asked: Reference, counts: Counts, part: str) -> str:
    """The reference of the same window by the newest evidence."""
    measure = measures()[asked.measure]
    known = cut_offs(measure.datasets)
    if measure.shape in RUNNING:
        version = known[measure.dataset].version
    else:
        version = max(
            (one.data_version for one in load_cells([measure.code], None, [asked.unit]).series(
                measure.code, asked.unit, asked.first, asked.last)),
            default=known[measure.dataset].version or 0,
        )  # fmt: skip
    other = known[measure.other.dataset].version if measure.shape in RUNNING and measure.other else None
    numerator, denominator = (Decimal(one) if one else None for one in counts)
    return reference_of_window(
        measure, asked.unit, asked.first, asked.last, version, other, numerator, denominator, part
    )
