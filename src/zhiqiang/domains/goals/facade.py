"""What other domains may know of targets: boards judged from figures, the city's unit and the reporting units."""

from zhiqiang.domains.goals.queries import Board, Line, boards, city_unit, reporting_units

__all__ = ["Board", "Line", "boards", "city_unit", "reporting_units"]
