"""The runs of papers: each digit as a figure that can be computed again, or as a fact with its source."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from zhiqiang.domains.bulletins.queries.situation import Situation
from zhiqiang.domains.goals.facade import Board, Line
from zhiqiang.foundation.evidence.proof import number_text, reference_of_window, values_of
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.kernel.papers import Fact, Figure, Run, Text, shows
from zhiqiang.kernel.plan import PlanTarget
from zhiqiang.kernel.proportions.verdict import SMALLEST_SHOWN

DIGIT = re.compile(r"[0-9０-９]")
BOARD_SCHEME = "ZQB1"
NO_DATA, TOO_FEW, UNDISTINGUISHED = "尚无数据", "样本不足", "统计上未区分"
#: Which value of its counts a figure may print, in the order in which they are tried.
PRINTED = ("percent", "quotient", "numerator")


def day_run(day: date) -> Fact:
    return Fact(f"{day.year}年{day.month}月{day.day}日", f"day:{day.isoformat()}")


def period_run(found: Situation) -> Fact:
    return Fact(found.period.words, f"day:{found.period.last.isoformat()}")


def words_of_plan(text: str, found: Situation) -> Run:
    """Words of the plan (titles): a fact where they hold a digit."""
    return Fact(text, found.plan_source) if DIGIT.search(text) else text


def words_of_record(text: str, source: str) -> list[Text]:
    """What a person wrote, a paragraph a line, bound to the record's version."""
    return [(Fact(line.strip(), source),) for line in text.splitlines() if line.strip()]


def reference(line: Line, part: str = "") -> str:
    """The reference of a line's figure, or of one value of it; "" where there is nothing to compute."""
    window, measure = line.window, line.measure
    if measure is None or window is None:
        return ""
    return reference_of_window(
        measure, line.unit.code, window.first, window.last, line.data_version, line.other_version, window.numerator,
        window.denominator, part,
    )  # fmt: skip


def value_runs(line: Line) -> Text:
    """A line's value as it is printed. What its counts do not give (a mean growth, the worst unit's count) is not
    printed: the count that it rests on is, and said to be one."""
    printed = value_run(line)
    if printed is not None:
        return (printed,)
    assert line.window is not None
    figure = _figure(figure_text(number_text(line.window.numerator)), reference(line, "numerator"))
    return ("全市合计", figure) if line.target.kind == "per_unit" else ("按最新公布值", figure, "推算的水平")


def value_run(line: Line, *, bare: bool = False) -> Run | None:
    """A line's value; None where its counts do not give it. `bare`: without its unit (but a per cent sign stays)."""
    if line.value is None or line.window is None or line.window.numerator is None:
        return NO_DATA
    unit = line.indicator.unit
    text = _glued(figure_text(line.value, "" if bare and unit != "%" else unit, line.indicator.decimals))
    values = values_of((number_text(line.window.numerator), number_text(line.window.denominator)))
    for part in PRINTED:
        is_rate = unit == "%" and "percent" in values
        if part in values and shows(text, values[part]) and (part == "percent") == is_rate:
            return _figure(text, reference(line, part))
    return None


def unit_run(line: Line) -> Text:
    """The value of a unit in a table: too small a sample is not shown, one that proves nothing is marked."""
    if line.value is None:
        return ("—",)
    if is_small(line):
        return (TOO_FEW,)
    printed = value_run(line, bare=True)
    told = value_runs(line) if printed is None else (printed,)
    return (*told, "＊") if is_undistinguished(line) else told


def interval_runs(line: Line) -> Text:
    """ "（95%置信区间…—…，样本…批）" of a sampled rate; nothing of others."""
    if line.interval is None or line.window is None:
        return ()
    low, high = (figure_text(one, "%", line.indicator.decimals) for one in line.interval)
    number = figure_text(line.window.denominator)
    return (
        "（", Fact("95%", "method:wilson"), "置信区间", _figure(low, reference(line, "lower")), "—",
        _figure(high, reference(line, "upper")), "，样本", _figure(number, reference(line, "denominator")), "批）",
    )  # fmt: skip


def goal_runs(target: PlanTarget, line: Line, found: Situation) -> Text:
    """What a target asks, by when: bound to the plan."""
    source = f"{found.plan_source}#{target.id}"
    due = Fact(f"{target.due.year}年{target.due.month}月底", source)
    if target.kind == "qualitative":
        return (due, "显著提升")
    if target.kind == "benchmark":
        return (due, "高于全省平均" if target.operator == "above" else "达到全省平均")
    sign = "达到约" if target.modal == "about" else "为" if target.operator == "equals" else "不低于"
    every = "各县（市、区）均" if target.kind == "per_unit" else ""
    return (due, every + sign, Fact(_glued(figure_text(target.value, line.indicator.unit)), source))


def status_run(board: Board, found: Situation, statuses: Iterable[str]) -> Figure:
    """How many targets have one of these statuses: judged again from the same figures when it is reproduced."""
    asked = tuple(statuses)
    number = sum(board.counts.get(one, 0) for one in asked)
    place = f"{board.unit.code}/{found.on.isoformat()}/{found.known_at.isoformat()}/{board.plan.content_hash[:16]}"
    return Figure(str(number), f"{BOARD_SCHEME}/{place}/{'+'.join(asked)}")


def is_small(line: Line) -> bool:
    return line.is_survey and line.window is not None and (line.window.denominator or 0) < SMALLEST_SHOWN


def goal_of(line: Line) -> Decimal | None:
    return line.assessment.goal if line.assessment else None


def is_undistinguished(line: Line) -> bool:
    """Whether a sample cannot tell its rate from the goal: the goal lies inside the interval."""
    goal = goal_of(line)
    return line.interval is not None and goal is not None and line.interval[0] <= goal <= line.interval[1]


def is_below(line: Line) -> bool:
    """Whether a sample proves that its rate lies below the goal."""
    goal = goal_of(line)
    return not is_small(line) and line.interval is not None and goal is not None and line.interval[1] < goal


def _figure(text: str, bound_to: str) -> Run:
    return Figure(text, bound_to) if bound_to else NO_DATA


def _glued(text: str) -> str:
    return text.replace(" ", "")
