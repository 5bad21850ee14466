"""Spans of days against a plain set of days: whatever the operations say, the sets say the same."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.kernel.spans import Span, covers, intersect, merge, subtract

FIRST, DAYS = date(2025, 1, 1), 40
days = st.integers(min_value=0, max_value=DAYS - 1).map(lambda n: FIRST + timedelta(days=n))
spans = st.lists(st.builds(Span, days, st.none() | days), max_size=6)


def as_days(some: list[Span]) -> set[date]:
    calendar = (FIRST + timedelta(days=n) for n in range(DAYS))
    return {day for day in calendar if any(one.start <= day and (one.end is None or day <= one.end) for one in some)}


@given(spans)
def test_merging_keeps_every_day_and_leaves_gaps_between(some: list[Span]) -> None:
    merged = merge(some)
    assert as_days(merged) == as_days(some)
    for earlier, later in pairwise(merged):
        assert earlier.end is not None
        assert later.start > earlier.end + timedelta(days=1)


@given(spans, spans)
def test_meeting_and_taking_out_are_those_of_sets(first: list[Span], second: list[Span]) -> None:
    assert as_days(intersect(first, second)) == as_days(first) & as_days(second)
    assert as_days(subtract(first, second)) == as_days(first) - as_days(second)
    assert intersect(first, second) == intersect(second, first)


@given(spans, days)
def test_a_day_is_covered_when_it_is_one_of_the_days(some: list[Span], day: date) -> None:
    assert covers(some, day) == (day in as_days(some))


def test_a_suspension_that_ended_splits_a_certificate_in_two() -> None:
    certificate, suspended = Span(date(2024, 3, 1), date(2027, 2, 28)), Span(date(2025, 5, 1), date(2025, 6, 30))
    assert subtract([certificate], [suspended]) == [
        Span(date(2024, 3, 1), date(2025, 4, 30)),
        Span(date(2025, 7, 1), date(2027, 2, 28)),
    ]


def test_a_withdrawal_is_open_ended_and_leaves_the_days_before_it() -> None:
    assert subtract([Span(date(2024, 1, 1))], [Span(date(2025, 1, 1))]) == [Span(date(2024, 1, 1), date(2024, 12, 31))]
    assert subtract([Span(date(2024, 1, 1))], [Span(date(2023, 1, 1))]) == []


def test_the_ends_of_the_calendar_do_no_harm() -> None:
    everything = Span(date.min, date.max)
    assert merge([everything, Span(date.max)]) == [Span(date.min)]
    assert subtract([everything], [Span(date.max, date.max)]) == [Span(date.min, date.max - timedelta(days=1))]
