"""Judges one target on one day: uncoloured states first, then the rule of its kind.

Sources: German sustainability strategy (indicator status), Open SDG progress methodology, Theil–Sen;
the combination and its thresholds are described in docs/algorithms/target-status.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, Context, DecimalException, localcontext

from zhiqiang.kernel.targets import benchmark, count, coverage, deliverable, floor, growth, qualitative, reach
from zhiqiang.kernel.targets.assessment import Assessment, UndecidableError
from zhiqiang.kernel.targets.calendar_years import shifted
from zhiqiang.kernel.targets.case import Case, level
from zhiqiang.kernel.targets.declaration import DEFAULT, Circumstances, Milestone, Observation, Target, Thresholds
from zhiqiang.kernel.targets.vocabulary import Kind, Status, Verdict
from zhiqiang.kernel.targets.wording import day

_JUDGES: dict[Kind, Callable[[Case], Assessment]] = {
    Kind.REACH: reach.judge,
    Kind.APPROXIMATE: reach.judge,
    Kind.STOCK: reach.judge,
    Kind.FLOOR: floor.judge,
    Kind.CUMULATIVE: count.judge_cumulative,
    Kind.ANNUAL_FLOW: count.judge_annual_flow,
    Kind.GROWTH: growth.judge_single_year,
    Kind.AVERAGE_GROWTH: growth.judge_average,
    Kind.BENCHMARK: benchmark.judge,
    Kind.COVERAGE: coverage.judge_coverage,
    Kind.PER_UNIT: coverage.judge_per_unit,
    Kind.DEADLINE_RATE: coverage.judge_deadline_rate,
    Kind.QUALITATIVE: qualitative.judge,
    Kind.DELIVERABLE: deliverable.judge,
}


def assess(
    target: Target,
    observations: Iterable[Observation],
    as_of: date,
    thresholds: Thresholds = DEFAULT,
    circumstances: Circumstances = Circumstances(),  # noqa: B008 (frozen)
) -> Assessment:
    """Verdict and status of the milestone due on `as_of`, else of the next one, else of the last.

    Observations after `as_of` are passed over and their order does not matter. Raises nothing for finite numbers.
    """
    if not target.milestones:
        return Assessment(
            Verdict.OPEN, Status.NO_DATA, ("目标没有里程碑，无法判定。",), aspirational=target.aspirational
        )
    milestone, previous = _judged(target, as_of)
    known = tuple(observation for observation in observations if observation.on <= as_of)
    case = Case(target, known, as_of, thresholds, milestone, previous)
    # plenty of digits and the widest exponents; what still does not fit is no figure to judge
    with localcontext(Context(prec=50, Emax=MAX_EMAX, Emin=MIN_EMIN)):
        try:
            _refuse_uncoloured(case, circumstances)
            return _JUDGES[target.kind](case)
        except UndecidableError as undecidable:
            return _uncoloured(case, undecidable.status, undecidable.reason)
        except DecimalException:
            return _uncoloured(case, Status.NO_DATA, "数值超出可计算的范围，请核对数据。")


def _judged(target: Target, as_of: date) -> tuple[Milestone, Milestone | None]:
    """The milestone judged and the one before it."""
    stones = sorted(target.milestones, key=lambda stone: stone.due)
    place = next((i for i, stone in enumerate(stones) if stone.due >= as_of), len(stones) - 1)
    earlier = [stone for stone in stones[:place] if stone.due < stones[place].due]
    return stones[place], earlier[-1] if earlier else None


def _refuse_uncoloured(case: Case, circumstances: Circumstances) -> None:
    """The states that come before any figure, in their order."""
    if circumstances.not_due:
        raise UndecidableError(Status.NOT_DUE, "尚未到报数时间。")
    begins = case.target.begins
    if begins is not None and case.as_of < begins:
        raise UndecidableError(Status.NOT_DUE, f"考核期自{day(begins)}之后开始，尚未到报数时间。")
    if circumstances.stopped:
        raise UndecidableError(Status.NO_DATA, "该指标已停止报数。")
    first_report_open = begins is not None and case.as_of < min(shifted(begins, 12), case.milestone.due)
    if not case.observations and case.target.kind is not Kind.DELIVERABLE and first_report_open:
        raise UndecidableError(Status.NOT_DUE, "考核期第一年尚未结束，还没有到期应报的数据。")
    if circumstances.pending or any(observation.pending for observation in case.observations):
        raise UndecidableError(Status.TO_VERIFY, "数据待核实，核实前不作判定。")
    if circumstances.definition_changed or any(seen.definition_changed for seen in case.observations):
        raise UndecidableError(Status.DEFINITION_CHANGED, "统计口径已变更，前后数据不可比，须先重定基期。")


def _uncoloured(case: Case, status: Status, reason: str) -> Assessment:
    latest = None
    if status is not Status.NOT_DUE and case.observations:
        try:
            readings = case.points(lambda observation: level(case.target, observation))
            latest = readings[-1].value if readings else None
        except DecimalException:
            latest = None
    assessment = Assessment(Verdict.OPEN, status, (reason,), aspirational=case.target.aspirational)
    return replace(assessment, value=latest, goal=case.milestone.value, due=case.milestone.due)
