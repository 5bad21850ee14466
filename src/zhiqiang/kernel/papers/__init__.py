"""Official papers (公文) as data: what they say, and where every digit in them comes from."""

from zhiqiang.kernel.papers.content import (
    Annex,
    Block,
    Fact,
    Figure,
    Heading,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
    Text,
    UnboundDigitError,
)
from zhiqiang.kernel.papers.outcome import Outcome, shows
from zhiqiang.kernel.papers.reading import figures_of, plain, runs_of, unbound
from zhiqiang.kernel.papers.stored import from_table, to_table

__all__ = [
    "Annex",
    "Block",
    "Fact",
    "Figure",
    "Heading",
    "Outcome",
    "Paper",
    "Paragraph",
    "Run",
    "Signature",
    "Table",
    "Text",
    "UnboundDigitError",
    "figures_of",
    "from_table",
    "plain",
    "runs_of",
    "shows",
    "to_table",
    "unbound",
]
