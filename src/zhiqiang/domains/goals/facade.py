"""What other domains may know of targets: boards judged from figures, the city's unit and the reporting units."""

from zhiqiang.domains.goals.presentation import goal_text, value_text
from zhiqiang.domains.goals.presentation import title as title_of
from zhiqiang.domains.goals.queries import (
    ACT_ON,
    Board,
    Evidence,
    Line,
    against_own_goal,
    boards,
    city_unit,
    line_on,
    reporting_units,
)

__all__ = [
    "ACT_ON", "Board", "Evidence", "Line", "against_own_goal", "boards", "city_unit", "goal_text", "line_on",
    "reporting_units", "title_of", "value_text",
]  # fmt: skip
