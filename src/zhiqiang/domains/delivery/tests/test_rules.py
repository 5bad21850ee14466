"""Periods, shares and statuses as pure rules."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.domains.delivery.rules import (
    MONTHS,
    PeriodError,
    Standing,
    last_ended,
    period_of,
    rhythm_of,
    share_done,
    span_of,
    status_of,
)

DAYS = st.dates(date(2023, 1, 1), date(2031, 12, 31))
MILESTONES = st.lists(st.tuples(st.integers(1, 100), st.booleans()), min_size=1, max_size=12)


@given(DAYS, st.sampled_from(sorted(MONTHS)))
def test_a_day_lies_in_its_period_and_the_next_day_after_the_end_in_the_next(day: date, rhythm: str) -> None:
    period = period_of(rhythm, day)
    first, last = span_of(period)
    assert first <= day <= last
    assert (rhythm_of(period), first.day) == (rhythm, 1)
    after = period_of(rhythm, last + timedelta(days=1))
    assert after != period
    assert last_ended(rhythm, last + timedelta(days=1)) == period


def test_what_ended_in_december_is_opened_in_january() -> None:
    day = date(2027, 1, 1)
    assert [last_ended(one, day) for one in ("monthly", "quarterly", "yearly")] == ["2026-12", "2026Q4", "2026"]
    assert span_of("2026Q4") == (date(2026, 10, 1), date(2026, 12, 31))
    assert span_of("2024-02")[1] == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["", "2026Q5", "2026-13", "2026-00", "26Q1", "2026Q3 ", "二〇二六"])
def test_what_is_no_period_is_refused_with_what_one_looks_like(text: str) -> None:
    with pytest.raises(PeriodError, match="2026Q3"):
        span_of(text)


@given(MILESTONES)
def test_a_share_is_the_weight_of_what_is_done_and_nothing_in_between(milestones: list[tuple[int, bool]]) -> None:
    share = share_done(milestones)
    assert share is not None
    assert 0 <= share <= 1
    assert (share == 1) == all(done for _weight, done in milestones)
    assert (share == 0) == (not any(done for _weight, done in milestones))
    assert share_done(reversed(milestones)) == share
    assert share * sum(weight for weight, _done in milestones) == sum(weight for weight, done in milestones if done)


@given(MILESTONES, st.data())
def test_finishing_a_milestone_raises_the_share_by_its_own_weight(
    milestones: list[tuple[int, bool]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(milestones) - 1))
    weight, done = milestones[place]
    finished = [*milestones[:place], (weight, True), *milestones[place + 1 :]]
    whole = sum(one for one, _done in milestones)
    before, after = share_done(milestones), share_done(finished)
    assert before is not None
    assert after is not None
    assert after - before == (0 if done else Fraction(weight, whole))


def test_a_duty_without_milestones_has_no_share() -> None:
    assert share_done([]) is None


@given(st.builds(Standing, *[st.booleans()] * 5))
def test_the_worst_that_holds_is_the_status(standing: Standing) -> None:
    status = status_of(standing)
    if standing.closed:
        assert status == "done"
    elif standing.late:
        assert status == "overdue"
    elif standing.behind:
        assert status == "behind"
    else:
        assert status == ("not_started" if not standing.started else "watch" if standing.near else "on_track")
