"""What the pages, the API and the commands ask of the goals."""

from zhiqiang.domains.goals.queries.behind import Rows, exclusions_of, figures_touched, judge_what_if, rows_behind
from zhiqiang.domains.goals.queries.board import (
    ACT_ON,
    CITY_ONLY_SHAPES,
    GOOD,
    NO_GOAL,
    NOT_BOUND,
    UNCOLOURED,
    Board,
    Line,
    board,
    boards,
    thresholds_on,
    weakest,
)
from zhiqiang.domains.goals.queries.evidence import Evidence, city_unit, reporting_units

__all__ = [
    "ACT_ON", "CITY_ONLY_SHAPES", "GOOD", "NOT_BOUND", "NO_GOAL", "UNCOLOURED", "Board", "Evidence", "Line", "Rows",
    "board", "boards", "city_unit", "exclusions_of", "figures_touched", "judge_what_if", "reporting_units",
    "rows_behind", "thresholds_on", "weakest",
]  # fmt: skip
