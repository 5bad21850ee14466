"""The facts that units are scored by, gathered for all of them at once: figures, ledger, orders, checked scores."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from zhiqiang.domains.assessment.models import MARKS, Run
from zhiqiang.domains.assessment.rules import Period
from zhiqiang.domains.delivery.facade import DutyLine, ReportLine, duty_lines, report_lines
from zhiqiang.domains.goals.facade import Board, Line, boards
from zhiqiang.domains.supervision.facade import standing_penalties
from zhiqiang.foundation.evidence.declaration import FRACTIONS, Shape
from zhiqiang.foundation.evidence.proof import reference_of_window
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.workflow.verification import VERIFIED
from zhiqiang.kernel.assessment import (
    Counted,
    Facts,
    Item,
    Layer,
    Mark,
    Observed,
    Order,
    Scheme,
    facts_to_table,
)

Marks = Mapping[str, Mapping[str, dict[Layer, Mark]]]
NO_FIGURE = frozenset({"not_bound", "no_data"})


def gather(
    scheme: Scheme,
    period: Period,
    units: Sequence[Unit],
    *,
    run: Run | None = None,
    known_at: datetime | None = None,
    referenced: bool = False,
) -> dict[str, Facts]:
    """The facts of units by code at the end of a period, as far as they were known at a moment (None: now).

    Figures are those of the period's last day; of duties and reports those that fell due within it; orders given in it.
    `referenced`: each figure with the reference by which it is found again, which takes its time and is for keeping.
    """
    shown = boards(units, on=period.last, known_at=known_at)
    duties, reports = duty_lines(on=period.last), reports_of(period)
    marks = marks_of(run) if run is not None else {}
    return {
        board.unit.code: Facts(
            observed={
                one.code: observed(board, one.target, referenced=referenced)
                for one in scheme.items
                if one.kind == "target"
            },
            counted=_counted(scheme.items, period, board.unit.code, duties, reports),
            orders=_orders(board.unit.code, period.first, period.last),
            marks=marks.get(board.unit.code, {}),
        )
        for board in shown
    }


def observed(board: Board, target: str, *, referenced: bool = False) -> Observed:
    """A unit's figure for a target, its interval where it is sampled, its reference where one is asked for."""
    try:
        line = board.line(target)
    except KeyError:
        return Observed(None, reason=f"现行方案里没有目标 {target}。")
    if line.value is None or line.status in NO_FIGURE:
        return Observed(None, reason="".join(line.reasons) or "没有计入任何记录。")
    low, high = line.interval or (None, None)
    return Observed(line.value, low, high, _reference(line) if referenced else "")


def _reference(line: Line) -> str:
    """What the figure is computed from, so that a paper can print it and anybody compute it again."""
    if line.measure is None or line.window is None:
        return ""
    window, shape = line.window, line.measure.shape
    part = "quotient" if shape is Shape.DENSITY else "percent" if shape in FRACTIONS else "numerator"
    return reference_of_window(
        line.measure, line.unit.code, window.first, window.last, line.data_version, line.other_version,
        window.numerator, window.denominator, part,
    )  # fmt: skip


def reports_of(period: Period) -> list[ReportLine]:
    """The reports of a period: its own, and those of the shorter periods that lie in it."""
    year = period.first.year
    months = [f"{year}-{month:02d}" for month in range(period.first.month, period.last.month + 1)]
    quarters = [f"{year}Q{n}" for n in range(1, 5) if period.first.month <= 3 * n - 2 and 3 * n <= period.last.month]
    codes = dict.fromkeys([period.code, *quarters, *months])
    return [line for code in codes for line in report_lines(period=code)]


def _counted(
    items: Iterable[Item], period: Period, unit: str, duties: Iterable[DutyLine], reports: Iterable[ReportLine]
) -> dict[str, Counted]:
    due = [one for one in duties if one.unit == unit and period.first <= one.due_on <= period.last]
    owed = [one for one in reports if one.unit == unit and one.on_time is not None]
    counts = {
        "duties": Counted(sum(one.status == "done" for one in due), len(due)),
        "reports": Counted(sum(bool(one.on_time) for one in owed), len(owed)),
    }
    return {one.code: counts[one.of] for one in items if one.of is not None}


def _orders(unit: str, first: date, last: date) -> list[Order]:
    return [Order(one.rung, one.number) for one in standing_penalties(unit, first, last)]


def marks_of(run: Run) -> Marks:
    """The checked scores of a run: unit code → item → layer → mark."""
    found: dict[str, dict[str, dict[Layer, Mark]]] = defaultdict(lambda: defaultdict(dict))
    for layer, model in MARKS.items():
        rows = model._default_manager.filter(run=run, state=VERIFIED)  # noqa: SLF001 (model API)
        for unit, item, value, reason in rows.values_list("unit__code", "item", "value", "reason"):
            found[unit][item][layer] = Mark(value, reason)  # type: ignore[index]  # keys of MARKS are layers
    return {unit: {item: dict(layers) for item, layers in items.items()} for unit, items in found.items()}


def kept(facts: Facts) -> dict[str, object]:
    """The facts as they are stored with a result."""
    return facts_to_table(facts)
