"""An interval for a rate, and what counts and confidences must satisfy."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Interval:
    """From `lower` to `upper`, rates between 0 and 1."""

    lower: float
    upper: float

    @property
    def half_width(self) -> float:
        """Half the distance between the ends."""
        return (self.upper - self.lower) / 2

    def __contains__(self, rate: float | Decimal) -> bool:
        return self.lower <= rate <= self.upper


def check_counts(successes: int, n: int) -> None:
    """ValueError unless 0 <= successes <= n."""
    if n < 0 or successes < 0:
        raise ValueError(f"合格数 {successes} 和抽检数 {n} 不能是负数")
    if successes > n:
        raise ValueError(f"合格数 {successes} 大于抽检数 {n}")


def error_rate(confidence: float) -> float:
    """One minus the confidence, without the noise of the subtraction. ValueError unless it lies between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"置信水平应在 0 和 1 之间，例如 0.95，现为 {confidence}")
    return float(1 - Decimal(str(confidence)))
