"""What must hold of any deadline, whatever the rule, the start and the suspensions."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.foundation.parameters import package_calendar
from zhiqiang.kernel.workdays import Limit, Suspension, Unit, compute_deadline, due_date

CALENDAR = package_calendar()
STARTS = st.dates(date(2020, 1, 1), date(2027, 12, 31))
AMOUNTS = st.integers(1, 120)
DAY_UNITS = st.sampled_from([Unit.WORKING_DAY, Unit.DAY])


@st.composite
def suspensions(draw: st.DrawFn) -> Suspension:
    first = draw(st.dates(date(2020, 1, 1), date(2028, 3, 1)))
    return Suspension(first, first + timedelta(days=draw(st.integers(0, 40))))


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    unit = draw(st.sampled_from([Unit.WORKING_DAY, Unit.DAY, Unit.MONTH]))
    amount = draw(st.integers(1, 12 if unit is Unit.MONTH else 120))
    return limit(amount, unit, rolls=draw(st.booleans()))


def limit(amount: int, unit: Unit, *, rolls: bool = True) -> Limit:
    return Limit(rule="test.rule", version="v", article="第一条", unit=unit, amount=amount, rolls=rolls)


@given(limits(), STARTS, st.lists(suspensions(), max_size=4))
def test_the_fast_due_date_equals_the_proof(rule: Limit, start: date, held: list[Suspension]) -> None:
    assert due_date(rule, start, CALENDAR, held) == compute_deadline(rule, start, CALENDAR, held).due


@given(AMOUNTS, DAY_UNITS, st.booleans(), STARTS, st.lists(suspensions(), max_size=4))
def test_the_proof_adds_up_to_the_due_date(
    amount: int, unit: Unit, rolls: bool, start: date, held: list[Suspension]
) -> None:
    deadline = compute_deadline(limit(amount, unit, rolls=rolls), start, CALENDAR, held)
    passed = len(deadline.skipped) + len(deadline.suspended) + len(deadline.rolled)
    assert (deadline.due - start).days == amount + passed
    assert len({each.day for each in (*deadline.skipped, *deadline.rolled)} | set(deadline.suspended)) == passed
    assert all(each.reason for each in (*deadline.skipped, *deadline.rolled))


@given(limits(), STARTS, st.integers(1, 60), st.lists(suspensions(), max_size=3))
def test_a_later_start_never_gives_an_earlier_due_date(
    rule: Limit, start: date, later: int, held: list[Suspension]
) -> None:
    # Months are left out once suspended: 31 January and 1 February may differ by the length of their month.
    if rule.unit is Unit.MONTH:
        held = []
    first = compute_deadline(rule, start, CALENDAR, held).due
    assert first <= compute_deadline(rule, start + timedelta(days=later), CALENDAR, held).due


@given(AMOUNTS, AMOUNTS, STARTS)
def test_working_days_add(first: int, second: int, start: date) -> None:
    halfway = compute_deadline(limit(first, Unit.WORKING_DAY), start, CALENDAR).due
    stepwise = compute_deadline(limit(second, Unit.WORKING_DAY), halfway, CALENDAR).due
    assert stepwise == compute_deadline(limit(first + second, Unit.WORKING_DAY), start, CALENDAR).due


@given(limits(), STARTS, st.lists(suspensions(), max_size=3), suspensions())
def test_a_suspension_never_shortens(rule: Limit, start: date, held: list[Suspension], more: Suspension) -> None:
    before = compute_deadline(rule, start, CALENDAR, held).due
    assert compute_deadline(rule, start, CALENDAR, [*held, more]).due >= before


@given(limits(), STARTS, st.lists(suspensions(), max_size=4))
def test_no_limit_ends_on_a_suspended_day_nor_a_rolling_one_on_a_rest_day(
    rule: Limit, start: date, held: list[Suspension]
) -> None:
    due = compute_deadline(rule, start, CALENDAR, held).due
    assert not any(span.start <= due <= span.end for span in held)
    if rule.rolls or rule.unit is Unit.WORKING_DAY:
        assert CALENDAR.is_working(due)


@given(limits(), STARTS, st.lists(suspensions(), max_size=3))
def test_a_due_date_past_the_announced_years_is_provisional_if_it_asked_the_calendar(
    rule: Limit, start: date, held: list[Suspension]
) -> None:
    deadline = compute_deadline(rule, start, CALENDAR, held)
    asked = rule.rolls or rule.unit is Unit.WORKING_DAY
    assert deadline.provisional is (asked and deadline.due.year > 2026)
