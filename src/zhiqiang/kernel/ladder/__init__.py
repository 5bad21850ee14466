"""The ladder of supervision (督办阶梯): from facts of delay to the one rung that may be ordered next."""

from zhiqiang.kernel.ladder.due import due_rungs
from zhiqiang.kernel.ladder.guards import refusals
from zhiqiang.kernel.ladder.model import (
    COUNTED_IN,
    ORDERED,
    RUNGS,
    Authority,
    Fact,
    Ground,
    GroundKind,
    Ladder,
    Past,
    Proposal,
    Rung,
    Standing,
    Wanted,
)
from zhiqiang.kernel.ladder.parse import LadderError, ladder_on, ladders_from_table

__all__ = [
    "COUNTED_IN",
    "ORDERED",
    "RUNGS",
    "Authority",
    "Fact",
    "Ground",
    "GroundKind",
    "Ladder",
    "LadderError",
    "Past",
    "Proposal",
    "Rung",
    "Standing",
    "Wanted",
    "due_rungs",
    "ladder_on",
    "ladders_from_table",
    "refusals",
]
