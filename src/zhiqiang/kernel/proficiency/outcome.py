"""What a score says of a laboratory's result (ISO/IEC 17043, ISO 13528)."""

from decimal import Decimal
from enum import StrEnum


class Outcome(StrEnum):
    """The result is as good as expected, gives a warning, or calls for action."""

    SATISFACTORY = "satisfactory"
    QUESTIONABLE = "questionable"
    UNSATISFACTORY = "unsatisfactory"


def require_finite(**values: Decimal) -> None:
    """ValueError for NaN and infinities, naming the value."""
    for name, value in values.items():
        if not value.is_finite():
            raise ValueError(f"{name} 必须是有限的数，不是 {value}")
