"""What is valid on a day: stocks, coverages of a roster and densities, from datasets with a row for each valid span.

A month's cell holds the net change of the level between two month ends, so that windows stay sums of cells (decision
0021). Spans of one key may touch or overlap: each row contributes only the month ends that no earlier span of its key
covers, found in one pass by the running maximum of the ends (the usual merging of intervals, said as a window).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.declaration import Dataset, Measure, Other, Shape
from zhiqiang.foundation.evidence.engine import Source, rows_of, run, sql_of

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, IntegerColumn, Table

MONTH = "2026-11"
#: Month index (year × 12 + month − 1) that stands for "open-ended": beyond every date.
OPEN = 12 * 10_000
Level = tuple[Decimal, Decimal | None]
#: (unit or "" for the city's own row, month index) → net change of numerator and denominator.
Changes = dict[tuple[str, int], list[Decimal]]


def net_changes(
    measure: Measure, dataset: Dataset, source: Source, others: Mapping[str, tuple[Dataset, Source]], *, city: str
) -> dict[tuple[str, str], Level]:
    """(unit, month) → net change of numerator and denominator; everything before `since` falls into its first month."""
    found: Changes = defaultdict(lambda: [Decimal(0), Decimal(0)])
    by_unit, whole = _changes_sql(measure, dataset, tuple(one for one, _source in others.values()))
    sources = [(dataset, source), *others.values()]
    for unit, index, part, number in run(by_unit, *sources):
        if unit != city:
            found[unit, index][part] += number
    for index, part, number in run(whole, *sources):
        found[city, index][part] += number
    if measure.shape is Shape.DENSITY:
        _add_series(found, measure.other, others)
    first = _index_of(measure.since)
    folded: Changes = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for (unit, index), (numerator, denominator) in found.items():
        total = folded[unit, max(index, first)]
        total[0] += numerator
        total[1] += denominator
    plain = measure.shape is Shape.STOCK
    return {
        (unit, _month_of(index)): (numerator, None if plain else denominator)
        for (unit, index), (numerator, denominator) in sorted(folded.items())
        if numerator or denominator
    }


def levels_on(
    measure: Measure,
    day: date,
    dataset: Dataset,
    source: Source,
    others: Mapping[str, tuple[Dataset, Source]],
    *,
    city: str,
) -> dict[str, Level]:
    """Unit code → numerator and denominator on one day; units without anything are not there."""
    sources = [(dataset, source), *others.values()]
    rows = valid_rows(measure, rows_of(dataset), day)
    parts = {0: matched_rows(measure, rows, day, others)} if measure.shape is Shape.COVERAGE else {0: rows}
    if measure.shape is Shape.COVERAGE:
        parts[1] = rows
    found: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for part, table in parts.items():
        counted = table.group_by("unit").aggregate(number=table[measure.key].nunique())
        for unit, number in run(sql_of(counted), *sources):
            if unit != city:
                found[unit][part] += number
        for (number,) in run(sql_of(table.aggregate(number=table[measure.key].nunique())), *sources):
            if number:
                found[city][part] += number
    if measure.shape is Shape.DENSITY:
        for unit, value in _series_on(measure.other, day, others).items():
            found[unit][1] = value
    plain = measure.shape is Shape.STOCK
    return {unit: (numerator, None if plain else denominator) for unit, (numerator, denominator) in found.items()}


def count_valid(dataset: Dataset, source: Source, day: date, *, city: str) -> dict[str, int]:
    """Unit code → how many of a standing dataset are valid on a day; under the city's code all of them."""
    table = rows_of(dataset)
    rows = table.filter(_valid(table, day))
    number = rows[dataset.counted_by].nunique()
    counted = run(sql_of(rows.group_by("unit").aggregate(number=number)), (dataset, source))
    found = {unit: int(valid) for unit, valid in counted if unit != city}
    [(whole,)] = run(sql_of(rows.aggregate(number=number)), (dataset, source))
    return dict(sorted(found.items())) | {city: int(whole or 0)}


def day_of(moment: str) -> date:
    """The day that a month (its last) or a day stands for."""
    return clock.month_end(moment) if len(moment) == len(MONTH) else date.fromisoformat(moment)


def moment_of(day: date) -> str:
    """How a window names a day: by its month where the day ends it."""
    month = clock.month_of(day)
    return month if day == clock.month_end(month) else day.isoformat()


def valid_rows(measure: Measure, table: "Table", day: date) -> "Table":
    """The rows that count and are valid on a day."""
    return table.filter(measure.counts(table).fill_null(False), table[measure.key].notnull(), _valid(table, day))


def matched_rows(
    measure: Measure, rows: "Table", day: date, others: Mapping[str, tuple[Dataset, Any]], *, missing: bool = False
) -> "Table":
    """COVERAGE: of these roster rows those whose key is valid in the other dataset on that day, or those it is not."""
    other = _other(measure)
    table = rows_of(others[other.dataset][0])
    valid = table.filter(_counts(other, table), _valid(table, day))
    keys = valid.select(**{measure.key: valid[other.key]}).distinct()
    return rows.anti_join(keys, measure.key) if missing else rows.semi_join(keys, measure.key)


@lru_cache(maxsize=64)
def _changes_sql(measure: Measure, dataset: Dataset, others: tuple[Dataset, ...]) -> tuple[str, str]:
    """The net changes by unit, month index and part (0 numerator, 1 denominator), and those of the city as a whole."""
    table = rows_of(dataset)
    rows = table.filter(measure.counts(table).fill_null(False), table[measure.key].notnull())
    answers = []
    for by in (["unit"], []):
        pieces = _pieces(rows, by, measure.key)
        if measure.shape is not Shape.COVERAGE:
            answers.append(sql_of(_changes({0: pieces}, by)))
            continue
        other = _other(measure)
        second = rows_of(others[0])
        second = second.filter(_counts(other, second), second[other.key].notnull())
        matched = _pieces(second, [], other.key).rename(other_key="key", other_first="first", other_last="last")
        both = pieces.join(
            matched,
            [pieces.key == matched.other_key, pieces.first <= matched.other_last, matched.other_first <= pieces.last],
        )
        first, last = _larger(both.first, both.other_first), _less(both.last, both.other_last)
        meets = both.select(*by, "key", first=first, last=last)
        answers.append(sql_of(_changes({0: meets, 1: pieces}, by)))
    return answers[0], answers[1]


def _pieces(rows: "Table", by: Sequence[str], key: str) -> "Table":
    """For each key (within `by`) disjoint runs of month ends [first, last] at which it is valid."""
    import ibis  # heavy: only what computes or opens evidence pays for it

    last = ibis.cases(
        (rows.valid_to.isnull(), ibis.literal(OPEN)),
        else_=_index(rows.valid_to + ibis.interval(days=1)) - 1,
    )
    spans = rows.select(*by, key=rows[key], first=_index(rows.valid_from), last=last)
    spans = spans.filter(spans.first <= spans.last)
    before = spans.last.max().over(rows=(None, -1), group_by=[*by, "key"], order_by=["first", "last"])
    ranked = spans.mutate(before=before)
    news = ranked.mutate(first=_larger(ranked.first, ranked.before.fill_null(-1) + 1))
    return news.filter(news.first <= news.last).select(*by, "key", "first", "last")


def _changes(parts: "Mapping[int, Table]", by: Sequence[str]) -> "Table":
    """+1 where a run begins and −1 after it ends, summed by month index, for each part."""
    import ibis  # heavy: only what computes or opens evidence pays for it

    steps = []
    for part, pieces in parts.items():
        place = ibis.literal(part)
        ended = pieces.filter(pieces.last < OPEN)
        steps.append(pieces.select(*by, index=pieces.first, part=place, step=ibis.literal(1)))
        steps.append(ended.select(*by, index=ended.last + 1, part=place, step=ibis.literal(-1)))
    every = ibis.union(*steps)
    return every.group_by([*by, "index", "part"]).aggregate(number=every.step.sum())


def _add_series(found: Changes, other: Other | None, others: Mapping[str, tuple[Dataset, Source]]) -> None:
    """The denominators of a density: how the level of the series changes from period to period."""
    assert other is not None
    level: dict[str, Decimal] = defaultdict(Decimal)
    for unit, month, value in _published(other, others):
        found[unit, _index_of(date.fromisoformat(f"{month}-01"))][1] += value - level[unit]
        level[unit] = value


def _series_on(other: Other | None, day: date, others: Mapping[str, tuple[Dataset, Source]]) -> dict[str, Decimal]:
    """The level of the series on a day: the newest period that had ended."""
    assert other is not None
    ended = day == clock.month_end(clock.month_of(day))
    return {
        unit: value
        for unit, month, value in _published(other, others)
        if month < clock.month_of(day) or (ended and month == clock.month_of(day))
    }


def _published(other: Other, others: Mapping[str, tuple[Dataset, Source]]) -> Iterable[tuple[str, str, Decimal]]:
    """(unit, month, value) of the newest vintage of each period, in order of period."""
    import ibis  # heavy: only what computes or opens evidence pays for it

    dataset, _source = others[other.dataset]
    table = rows_of(dataset)
    rows = table.filter(_counts(other, table), table[other.value].notnull())
    newest_first = ibis.window(
        group_by=[rows.unit, rows.month], order_by=[rows[other.vintage].desc(), rows.record.desc()]
    )
    ranked = rows.mutate(place=ibis.row_number().over(newest_first))
    newest = ranked.filter(ranked.place == 0).select("unit", "month", value=ranked[other.value])
    return run(sql_of(newest.order_by(["month", "unit"])), *others.values())


def _valid(table: "Table", day: date) -> "BooleanValue":
    return (table.valid_from <= day) & (table.valid_to.isnull() | (table.valid_to >= day))


def _counts(other: Other, table: "Table") -> "BooleanValue":
    import ibis  # heavy: only what computes or opens evidence pays for it

    return ibis.literal(True) if other.counts is None else other.counts(table).fill_null(False)


def _other(measure: Measure) -> Other:
    assert measure.other is not None
    return measure.other


def _index(day: Any) -> "IntegerColumn":
    return day.year().cast("int64") * 12 + day.month().cast("int64") - 1


def _larger(first: Any, second: Any) -> Any:
    import ibis  # heavy: only what computes or opens evidence pays for it

    return ibis.greatest(first, second)


def _less(first: Any, second: Any) -> Any:
    import ibis  # heavy: only what computes or opens evidence pays for it

    return ibis.least(first, second)


def _index_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_of(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"
