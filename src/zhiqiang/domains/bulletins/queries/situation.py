"""The situation of a period, read once: the city's board, the units' boards, what was reported."""

from dataclasses import dataclass
from datetime import date, datetime

from zhiqiang.domains.bulletins.rules import Period
from zhiqiang.domains.delivery.facade import ReportLine, report_lines
from zhiqiang.domains.goals.facade import Board, Line, boards, city_unit, reporting_units
from zhiqiang.foundation import clock
from zhiqiang.foundation.plans.active import active_plan

#: Words of statuses in papers, which are Chinese whatever language their author works in; in the order they are told.
STATUS_WORDS = (
    ("met", "已达成"), ("on_track", "按进度推进"), ("watch", "需要关注"), ("nearly_met", "接近达成"),
    ("behind", "滞后"), ("worsening", "恶化"), ("missed", "未达成"),
)  # fmt: skip
BEHIND = ("behind", "worsening", "missed")
UNCOLOURED_WORDS = "暂不判定（未到期、数据不足或尚未接入）"


@dataclass(frozen=True)
class Situation:
    """All that a paper of a period may say. `on`: the day judged; `known_at`: the moment whose figures these are."""

    period: Period
    on: date
    known_at: datetime
    city: Board
    units: tuple[Board, ...]

    @property
    def plan_source(self) -> str:
        return f"plan:{self.city.plan.content_hash[:16]}"

    @property
    def current(self) -> list[Line]:
        """The line of each indicator that matters on the day, in the plan's order."""
        return [self.city.current(code) for code in self.city.by_indicator]

    @property
    def behind(self) -> list[Line]:
        return [line for line in self.current if line.status in BEHIND]

    def of_units(self, indicator: str) -> list[Line]:
        """The lines of one indicator, unit by unit in administrative order."""
        return [board.current(indicator) for board in self.units]


def situation(period: Period, known_at: datetime | None = None) -> Situation:
    """The situation at a period's end (of a period that still runs: today), by the figures known at a moment.

    Raises NoPlanError, and ValueError for a period before the plan.
    """
    if period.last < active_plan().period_start:
        raise ValueError(f"时期 {period.code} 在方案开始之前，没有可说的进展")
    moment = known_at or clock.now()
    on = min(period.last, moment.astimezone(clock.ZONE).date())
    city, *units = boards([city_unit(), *reporting_units()], on=on, known_at=moment)
    return Situation(period, on, moment, city, tuple(units))


@dataclass(frozen=True, slots=True)
class Reported:
    """How one unit reported in a period: of so many reports how many on time, late or not at all, and sent back."""

    unit: str
    due: int
    on_time: int
    late: int
    sent_back: int


def reported(period: str) -> list[Reported] | None:
    """The reports of every unit in administrative order; None where the ledger asks for none in this period."""
    lines = report_lines(period=period)
    if not lines:
        return None
    return [_reported(unit.code, [one for one in lines if one.unit == unit.code]) for unit in reporting_units()]


def _reported(unit: str, lines: list[ReportLine]) -> Reported:
    return Reported(
        unit,
        due=len(lines),
        on_time=sum(one.on_time is True for one in lines),
        late=sum(one.on_time is False for one in lines),
        sent_back=sum(1 for one in lines if one.sent_back_times),
    )
