"""Pure rules of steering: whether parts make a whole, what goes on an agenda, how bad a cell is; and bad input."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.plan import Plan, PlanTarget

SUMMED = frozenset({"cumulative", "annual_flow", "stock"})
ONE_BY_ONE = frozenset(
    {"reach", "floor", "approximate", "deadline_rate", "coverage", "growth", "average_growth", "per_unit"}
)


class Way(StrEnum):
    """How parts make a whole: counts add up, rates and promises hold for each unit, some goals have no number."""

    SUM = "sum"
    EACH = "each"
    NONE = "none"


def way_of(target: PlanTarget) -> Way:
    """How shares of this target are held against the city's goal."""
    if target.value is None:
        return Way.NONE
    if target.kind in SUMMED:
        return Way.SUM
    return Way.EACH if target.kind in ONE_BY_ONE else Way.NONE


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Shares held against the city's goal. `total` and `gap` are None where nothing is summed.

    `short`: units whose share asks less than the city's goal; `missing`: units that have none.
    """

    way: Way
    goal: Decimal
    unit: str
    total: Decimal | None
    gap: Decimal | None
    short: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def makes_the_whole(self) -> bool:
        """Whether the shares that stand are enough: a sum may leave units out, a promise for each may not."""
        if self.way is Way.SUM:
            return not self.gap
        return not self.short and not self.missing

    @property
    def falls_short(self) -> bool:
        """Whether what was decided asks less than the city's goal (units still to come are another matter)."""
        return bool(self.gap) if self.way is Way.SUM else bool(self.short)

    @property
    def words(self) -> str:
        """The finding in one sentence."""
        found = []
        if self.way is Way.SUM and self.gap:
            found.append(f"各单位合计 {self.shown(self.total)}，少于全市 {self.shown(self.goal)}")
        elif self.way is Way.SUM:
            found.append(f"各单位合计 {self.shown(self.total)}，不少于全市 {self.shown(self.goal)}")
        if self.short:
            found.append(f"{'、'.join(self.short)}低于全市 {self.shown(self.goal)}")
        if self.missing and self.way is Way.EACH:
            found.append(f"还有 {len(self.missing)} 个单位没有分解：{'、'.join(self.missing)}")
        return "；".join(found) or f"每个单位都不低于全市 {self.shown(self.goal)}"

    def shown(self, value: Decimal | None) -> str:
        """A number with the indicator's unit."""
        number = f"{(value or Decimal(0)).normalize():f}"
        return f"{number}{self.unit}" if self.unit == "%" else f"{number} {self.unit}"


def check_breakdown(
    target: PlanTarget, shares: Mapping[str, Decimal], units: Sequence[str], *, better: str = "up", unit: str = ""
) -> Breakdown | None:
    """Whether these shares (by unit's name) make the city's goal; None where the target has no number to share.

    `units`: who ought to have one, in order. Rates are held against the goal one by one: a weighted mean of parts
    that each reach it reaches it, whatever the weights.
    """
    way, goal = way_of(target), target.value
    if way is Way.NONE or goal is None:
        return None
    missing = tuple(one for one in units if one not in shares)
    if way is Way.SUM:
        total = sum(shares.values(), Decimal(0))
        return Breakdown(way, goal, unit, total, max(goal - total, Decimal(0)) or None, (), missing)
    sign = -1 if better == "down" else 1
    short = tuple(one for one in units if one in shares and sign * (shares[one] - goal) < 0)
    return Breakdown(way, goal, unit, None, None, short, missing)


def prevailing(
    city: Decimal | None, own: Decimal | None, *, better: str, own_holds: bool
) -> tuple[Decimal, bool] | None:
    """The value a unit is judged by, and whether it is its own: its own where that asks no less than the city's."""
    if own is not None and own_holds and (city is None or (-1 if better == "down" else 1) * (own - city) >= 0):
        return own, True
    return None if city is None else (city, False)


#: How bad a status is, targets' and duties' together; what is absent says nothing and colours nothing.
SEVERITY = {
    "done": 0, "met": 0, "on_track": 1, "watch": 2, "nearly_met": 2, "behind": 3, "missed": 3, "worsening": 4,
    "overdue": 4,
}  # fmt: skip
RED = frozenset(code for code, rank in SEVERITY.items() if rank >= 3)
AMBER = frozenset(code for code, rank in SEVERITY.items() if rank == 2)


def worst(statuses: Iterable[str]) -> str:
    """The worst of some statuses; empty where none of them says anything."""
    telling = [code for code in statuses if code in SEVERITY]
    return max(telling, key=SEVERITY.__getitem__, default="")


def clause_of(plan: Plan, named: str) -> str:
    """The clause that a clause or item number stands in ("T3.1.2" → "T3.1"); empty where the plan has none."""
    known = {clause.id for clause in plan.clauses}
    if named in known:
        return named
    head, dot, _item = named.rpartition(".")
    return clause_of(plan, head) if dot else ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a meeting might speak of; `source` and `reference` name it, so that it is drafted once."""

    source: str
    reference: str
    unit: str
    title: str
    ground: str
    status: str
    late_days: int = 0


def select_agenda(found: Iterable[Candidate], held: Iterable[tuple[str, str, str]] = ()) -> list[Candidate]:
    """What goes on the agenda: red before amber, the longest overdue first; what is on it already (source, reference,
    unit code) and what is neither red nor amber is left out."""
    listed, chosen = set(held), []
    for one in found:
        key = (one.source, one.reference, one.unit)
        if key in listed or one.status not in RED | AMBER:
            continue
        listed.add(key)
        chosen.append(one)
    return sorted(chosen, key=lambda one: (-SEVERITY[one.status], -one.late_days, one.reference, one.unit))


def ground_of_target(word: str, *, value: str, expected: str, goal: str, due: date, behind: Sequence[str]) -> str:
    """Why a target is on the agenda."""
    parts = [f"{word}，当前 {value}", f"应达 {expected}" if expected else "", f"目标 {goal}（{due} 到期）"]
    whose = f"；滞后单位：{'、'.join(behind)}" if behind else ""
    return ("，".join(part for part in parts if part) + whose)[:300]


def ground_of_duty(number: str, due: date, late: int, state: str) -> str:
    """Why a duty is on the agenda."""
    return f"{number}，期限 {due}，逾期 {late} 天，{state}"


def words_of_reports(period: str, count: int, due: date) -> tuple[str, str]:
    """Title and ground of reports that are missing."""
    return f"{period} 进展未报送", f"{count} 项任务的报告应于 {due} 前报送，至今未报"


def broken_portion_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """What no share may be, whichever target it is of."""
    unit, decided = values.get("unit"), values.get("decided_on")
    if unit is not None and unit.is_city:
        yield Finding("unit", "分解到单位的值不填全市。", "请选择县区；全市的目标写在方案里。")
    if decided and decided > today:
        yield Finding("decided_on", f"确定日期 {decided} 晚于今天。", "请填分解文件上的日期。")


def broken_outline_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """The rules of a task of the outline."""
    issued, unit = values.get("issued_on"), values.get("unit")
    if issued and issued > today:
        yield Finding("issued_on", f"印发日期 {issued} 晚于今天。", "请填文件上的印发日期。")
    if unit is not None and not unit.is_city:
        yield Finding("unit", "省纲要由市里对照，填报单位只能是全市。", "请把填报单位改为全市。")


def broken_meeting_rules(values: Mapping[str, Any], _today: date) -> Iterable[Finding]:
    """The rules of a meeting."""
    unit = values.get("unit")
    if unit is not None and not unit.is_city:
        yield Finding(
            "unit", "现场调度由市里召开，填报单位只能是全市。", "请把填报单位改为全市；到哪个县去写在“地点”。"
        )


def broken_agenda_rules(values: Mapping[str, Any], _today: date) -> Iterable[Finding]:
    """No point is put on the agenda of a meeting that is over."""
    meeting = values.get("meeting")
    if meeting is not None and meeting.state not in ("recorded", "held"):
        yield Finding("meeting", f"这次会议{meeting.get_state_display()}，议程不再改动。", "请加到下一次会议。")


def broken_decision_rules(values: Mapping[str, Any], _today: date) -> Iterable[Finding]:
    """The rules of a decision."""
    meeting, due, unit = (values.get(name) for name in ("meeting", "due_on", "unit"))
    if meeting is not None and meeting.state not in ("recorded", "held"):
        yield Finding("meeting", f"这次会议{meeting.get_state_display()}，不能再加议定事项。", "请加到下一次会议。")
    if meeting is not None and due and due <= meeting.held_on:
        yield Finding("due_on", f"完成期限 {due} 不晚于会议召开日 {meeting.held_on}。", "请填会后的日期。")
    if unit is not None and unit.is_city and not values.get("lead"):
        yield Finding("lead", "责任单位是全市的，要写明牵头部门。", "请选择牵头部门，或把责任单位改为县区。")


def broken_practice_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """The rules of a practice: what came of it is shown by a figure or by a paper, not by words alone."""
    collected = values.get("collected_on")
    if collected and collected > today:
        yield Finding("collected_on", f"征集日期 {collected} 晚于今天。", "请填实际收到的日期。")
    if "indicator" in values and not values["indicator"] and not values.get("proof"):
        yield Finding("proof", "成效没有佐证。", "请填佐证指标，或写明佐证材料的名称和文号。")
