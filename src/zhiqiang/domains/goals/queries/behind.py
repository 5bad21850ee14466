"""What stands behind a line of the board, what a record bears on, and what a line would say of another value."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from zhiqiang.domains.goals.queries.board import Line, beside_benchmark, boards, seen_by, thresholds_on
from zhiqiang.domains.goals.queries.evidence import Evidence, city_unit
from zhiqiang.foundation.access.grants import follow
from zhiqiang.foundation.catalogue import measures
from zhiqiang.foundation.evidence.declaration import Measure
from zhiqiang.foundation.evidence.rows import digest, evidence_rows, exclusions
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.standing.spans import own_spans
from zhiqiang.kernel.plan import Indicator
from zhiqiang.kernel.targets import Assessment, Observation, assess


@dataclass(frozen=True)
class Rows:
    """A page of the rows behind a figure, how many there are in all, and the digest of all of them."""

    ids: tuple[int, ...]
    total: int
    digest: str


def rows_behind(line: Line, part: str = "denominator", *, offset: int = 0, limit: int | None = None) -> Rows | None:
    """The records that a line's figure counts (or one part of them); None for a part the measure does not know."""
    if line.measure is None or line.window is None:
        return None
    window = (line.measure.code, line.unit.code, line.window.first, line.window.last)
    try:
        ids, total = evidence_rows(*window, part=part, version=line.data_version, other_version=line.other_version)
    except KeyError:
        return None
    end = None if limit is None else offset + limit
    return Rows(tuple(ids[offset:end]), total, digest(ids))


def exclusions_of(line: Line) -> dict[str, int]:
    """How many rows are left out beside a line's figure, by reason."""
    if line.measure is None or line.window is None or line.data_version is None:
        return {}
    return exclusions(line.measure.code, line.unit.code, line.window.first, line.window.last, line.data_version)


def figures_touched(register: Register, row: Record) -> list[tuple[Indicator, Line, Line]]:
    """The indicators that a record bears on, with their lines for the city and for the record's unit.

    Asked of each measure's own oracle, on this one row: no second statement of what counts.
    """
    dataset = register.dataset
    if dataset is None:
        return []
    rows = list(_evidence_of(register, row))
    touched = {
        one.code
        for one in measures().values()
        if dataset.slug in one.datasets and (one.dataset != dataset.slug or _bears(one, rows))
    }
    if not touched:
        return []
    city, own = boards([city_unit(), row.unit])
    return [
        (indicator, city.current(indicator.code), own.current(indicator.code))
        for indicator in city.plan.indicators
        if indicator.measure in touched
    ]


def _evidence_of(register: Register, row: Record) -> Iterable[Mapping[str, Any]]:
    """The rows that a record is in its dataset: one, or one for each span over which it stands."""
    assert register.dataset is not None
    facts = {column.name: follow(row, column.source) for column in register.dataset.columns}
    if not register.dataset.standing:
        return [facts]
    spans = (register.spans or partial(own_spans, register.slug))([row])[row.pk]
    beside = {"matched": True, "level": None}  # what stands in a second dataset does not decide what this row bears on
    return [{**facts, **beside, "valid_from": span.start, "valid_to": span.end} for span in spans]


def _bears(measure: Measure, rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether any of these rows, alone, makes a figure of the measure."""
    for row in rows:
        with suppress(ValueError):  # a series asked of a row that is none of its values
            if any(measure.oracle([row])):
                return True
    return False


def judge_what_if(
    evidence: Evidence,
    line: Line,
    *,
    value: Decimal | None = None,
    goal: Decimal | None = None,
    tolerance: Decimal | None = None,
) -> Assessment:
    """The line judged with another latest value, goal or tolerance; nothing is saved."""
    assert line.measure is not None
    assert line.judged_on is not None
    spoken = evidence.spoken(line.target, line.judged_on)
    if goal is not None:
        stones = tuple(replace(m, value=goal) if m.due == line.target.due else m for m in spoken.milestones)
        spoken = replace(spoken, milestones=stones)
    if tolerance is not None:
        spoken = replace(spoken, tolerance=tolerance)
    known = evidence.known(line.indicator.code, line.unit.code, line.judged_on)
    seen = seen_by(evidence, line.measure, line.target, unit=line.unit, known=known, on=line.judged_on)
    if value is not None:
        last = Observation(line.judged_on, value=value, benchmark=seen[-1].benchmark if seen else None)
        seen = [*(one for one in seen if one.on != line.judged_on), last]
    tried = assess(spoken, seen, line.judged_on, thresholds_on(line.judged_on))
    return beside_benchmark(tried, seen) if line.target.kind == "benchmark" else tried
