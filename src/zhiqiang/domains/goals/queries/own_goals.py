"""A unit's line judged by a goal of its own instead of the city's: what a share of a target comes to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from zhiqiang.domains.goals.queries.board import CITY_ONLY_SHAPES, Line, line_of, seen_by, thresholds_on
from zhiqiang.domains.goals.queries.evidence import Evidence
from zhiqiang.foundation.evidence.declaration import Shape
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.kernel.plan import PlanTarget, grammar
from zhiqiang.kernel.targets import Kind, Milestone, Observation, assess

#: Where a unit without a record has done nothing, once the city has any figure: it counts as none, not as unknown.
COUNTED = frozenset({Shape.COUNT, Shape.DISTINCT, Shape.STOCK})


def line_on(evidence: Evidence, target: PlanTarget, unit: Unit, on: date) -> Line:
    """One target of one unit on a day, from figures that are loaded already."""
    return line_of(evidence, target, unit, on, thresholds_on(on))


def against_own_goal(evidence: Evidence, line: Line, goals: Mapping[str, Decimal]) -> Line:
    """The line judged by the unit's own goals: target id → value, of this target and of those that lead to it.

    Unchanged where the unit has none for this target, or where the measure knows no single units.
    """
    measure, target, on = line.measure, line.target, line.judged_on
    if measure is None or on is None or target.id not in goals or measure.shape in CITY_ONLY_SHAPES:
        return line
    spoken = evidence.spoken(target, on)
    path = {m.due: goals[m.target] for m in grammar(evidence.plan, target.id).milestones if m.target in goals}
    if spoken.kind is Kind.FLOOR:
        path = {due: value for due, value in path.items() if due in target.due_dates}
    stones = tuple(Milestone(due, value) for due, value in sorted(path.items()) if due in target.due_dates or due < on)
    # A published baseline is the city's level; a count of new things begins at nothing for everybody.
    baseline = spoken.baseline if spoken.kind is Kind.CUMULATIVE or measure.shape not in COUNTED else None
    own = replace(spoken, milestones=stones, baseline=baseline)
    known = evidence.known(target.indicator, line.unit.code, on)
    seen = seen_by(evidence, measure, target, unit=line.unit, known=known, on=on)
    if not seen and measure.shape in COUNTED and evidence.known(target.indicator, evidence.city, on):
        seen = [Observation(on, value=Decimal(0))]
    assessment = assess(own, seen, on, thresholds_on(on))
    return replace(line, status=assessment.status.value, assessment=assessment, reasons=assessment.reasons)
