"""What an assessment says."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiqiang.kernel.targets.vocabulary import Status, Verdict


class UndecidableError(Exception):
    """The observations do not carry a judgement; the status tells why and stays uncoloured."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Assessment:
    """Verdict and status of one target on one day; None where a number is undefined.

    `lag` and `shortfall` are shares of the span; `trend` and `required_rate` are per year; `required_pace` is
    `required_rate / trend`, for growth kinds the growth in per cent that each remaining year needs.
    """

    verdict: Verdict
    status: Status
    reasons: tuple[str, ...]
    value: Decimal | None = None
    goal: Decimal | None = None
    due: date | None = None
    expected: Decimal | None = None
    forecast: Decimal | None = None
    trend: Decimal | None = None
    required_rate: Decimal | None = None
    required_pace: Decimal | None = None
    lag: Decimal | None = None
    shortfall: Decimal | None = None
    attainment: Decimal | None = None
    periods_met: int | None = None
    periods: int | None = None
    minimum: Decimal | None = None
    units_met: int | None = None
    units: int | None = None
    days_late: int | None = None
    aspirational: bool = False

    @property
    def counts_as_missed(self) -> bool:
        """Whether the target enters the count of missed ones; an aspirational (力争) one never does."""
        return self.verdict is Verdict.MISSED and not self.aspirational
