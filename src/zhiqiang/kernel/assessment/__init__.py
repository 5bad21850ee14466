"""Assessment of units by a published scheme: scores with their explanation, grades, sensitivity, ranks. Pure."""

from zhiqiang.kernel.assessment.facts import (
    Counted,
    Facts,
    Mark,
    Observed,
    Order,
    counting_mark,
    facts_from_table,
    facts_to_table,
)
from zhiqiang.kernel.assessment.model import HUNDRED, KINDS, LAYERS, SELF, Band, Item, Layer, Scheme, Veto
from zhiqiang.kernel.assessment.parse import SchemeErrors, Vocabulary, parse_scheme
from zhiqiang.kernel.assessment.ranking import TIED, Rank, ranks
from zhiqiang.kernel.assessment.scoring import ItemScore, UnitScore, band_of, rounded_score, score, shown
from zhiqiang.kernel.assessment.sensitivity import CHANGE, Sensitivity, Variant, sensitivity
from zhiqiang.kernel.assessment.source import read_source

__all__ = [
    "CHANGE", "HUNDRED", "KINDS", "LAYERS", "SELF", "TIED", "Band", "Counted", "Facts", "Item", "ItemScore", "Layer",
    "Mark", "Observed", "Order", "Rank", "Scheme", "SchemeErrors", "Sensitivity", "UnitScore", "Variant", "Veto",
    "Vocabulary", "band_of", "counting_mark", "facts_from_table", "facts_to_table", "parse_scheme", "ranks",
    "read_source", "rounded_score", "score", "sensitivity", "shown",
]  # fmt: skip
