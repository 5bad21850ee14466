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
from zhiqiang.domains.goals.queries.own_goals import against_own_goal, line_on

__all__ = [
    "ACT_ON", "CITY_ONLY_SHAPES", "GOOD", "NOT_BOUND", "NO_GOAL", "UNCOLOURED", "Board", "Evidence", "Line", "Rows",
    "against_own_goal", "board", "boards", "city_unit", "exclusions_of", "figures_touched", "judge_what_if", "line_on",
    "reporting_units", "rows_behind", "thresholds_on", "weakest",
]  # fmt: skip
