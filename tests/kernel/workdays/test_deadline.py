"""Deadlines: golden dates, every start day against an oracle, and the arithmetic of the proof."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest

from zhiqiang.foundation.parameters import package_calendar
from zhiqiang.kernel.workdays import (
    SHANGHAI,
    DeadlineError,
    Limit,
    Suspension,
    Unit,
    add_months,
    compute_deadline,
    due_date,
    explain,
)

CALENDAR = package_calendar()
DAY = timedelta(days=1)
WORKED = chinese_calendar.get_workdays(date(2020, 1, 1), date(2026, 12, 31))


def limit(amount: int, unit: Unit = Unit.WORKING_DAY, *, rolls: bool = True) -> Limit:
    return Limit(rule="test.rule", version="2020-01-01", article="第一条", unit=unit, amount=amount, rolls=rolls)


GOLDEN = [
    (7, Unit.WORKING_DAY, "2026-02-12", "2026-02-28"),
    (7, Unit.WORKING_DAY, "2026-02-13", "2026-03-02"),
    (7, Unit.WORKING_DAY, "2026-04-30", "2026-05-13"),
    (7, Unit.WORKING_DAY, "2026-09-18", "2026-09-29"),
    (7, Unit.WORKING_DAY, "2026-09-30", "2026-10-15"),
    (7, Unit.WORKING_DAY, "2025-09-26", "2025-10-13"),
    (7, Unit.WORKING_DAY, "2024-09-13", "2024-09-25"),
    (15, Unit.WORKING_DAY, "2024-02-08", "2024-03-06"),
    (60, Unit.DAY, "2026-08-03", "2026-10-08"),
    (60, Unit.DAY, "2026-07-27", "2026-09-28"),
    (60, Unit.DAY, "2026-04-15", "2026-06-15"),
    (45, Unit.WORKING_DAY, "2024-07-01", "2024-09-02"),
    (60, Unit.DAY, "2024-07-01", "2024-08-30"),
    (1, Unit.MONTH, "2026-01-31", "2026-02-28"),
    (1, Unit.MONTH, "2024-01-31", "2024-02-29"),
    (3, Unit.MONTH, "2026-07-01", "2026-10-08"),
    (12, Unit.MONTH, "2024-02-29", "2025-02-28"),
]


@pytest.mark.parametrize(("amount", "unit", "start", "due"), GOLDEN)
def test_golden_dates(amount: int, unit: Unit, start: str, due: str) -> None:
    assert compute_deadline(limit(amount, unit), date.fromisoformat(start), CALENDAR).due == date.fromisoformat(due)


@pytest.mark.parametrize("amount", [1, 3, 7, 15, 45])
def test_working_days_agree_with_an_independent_calendar_from_every_start_day(amount: int) -> None:
    start = date(2020, 1, 1)
    while start < date(2026, 9, 1):
        day = WORKED[bisect_right(WORKED, start) + amount - 1]
        assert compute_deadline(limit(amount), start, CALENDAR).due == day
        assert due_date(limit(amount), start, CALENDAR) == day
        start += DAY


@pytest.mark.parametrize("amount", [1, 15, 60, 90])
def test_calendar_days_end_on_the_first_working_day_from_every_start_day(amount: int) -> None:
    start = date(2020, 1, 1)
    while start < date(2026, 9, 1):
        day = start + amount * DAY
        while not chinese_calendar.is_workday(day):
            day += DAY
        assert compute_deadline(limit(amount, Unit.DAY), start, CALENDAR).due == day
        start += DAY


def test_a_make_up_sunday_can_be_the_last_day() -> None:
    deadline = compute_deadline(limit(30, Unit.DAY), date(2026, 8, 21), CALENDAR)
    assert deadline.due == date(2026, 9, 20)
    assert deadline.worked_weekends == (date(2026, 9, 20),)
    assert deadline.rolled == ()


def test_the_proof_names_what_was_passed_over_and_why() -> None:
    deadline = compute_deadline(limit(7), date(2026, 2, 12), CALENDAR)
    assert deadline.first_counted == date(2026, 2, 13)
    assert [passed.day.day for passed in deadline.skipped] == list(range(15, 24))
    assert {passed.reason for passed in deadline.skipped} == {"春节"}
    assert deadline.worked_weekends == (date(2026, 2, 14), date(2026, 2, 28))
    text = "\n".join(explain(deadline))
    assert "第一条" in text
    assert "02-23" in text
    assert "到期：2026-02-28（星期六）" in text
    assert "暂定" not in text


def test_the_proof_of_a_rolled_and_suspended_limit_reads_in_order() -> None:
    span = Suspension(date(2026, 8, 10), date(2026, 8, 11), "委托检测")
    lines = explain(compute_deadline(limit(60, Unit.DAY), date(2026, 8, 3), CALENDAR, [span]))
    heads = [line.partition("：")[0].partition(" ")[0] for line in lines]
    assert heads == ["规则", "时限", "起算", "中止", "因中止未计", "期满日", "到期"]
    assert "委托检测" in lines[3]


def test_without_rolling_a_limit_may_end_on_a_holiday() -> None:
    deadline = compute_deadline(limit(6, Unit.MONTH, rolls=False), date(2026, 4, 3), CALENDAR)
    assert deadline.due == deadline.last_day == date(2026, 10, 3)


def test_a_suspended_day_is_not_counted_and_both_ends_belong_to_the_span() -> None:
    span = Suspension(date(2026, 3, 4), date(2026, 3, 6))
    plain = compute_deadline(limit(7), date(2026, 3, 2), CALENDAR)
    held = compute_deadline(limit(7), date(2026, 3, 2), CALENDAR, [span])
    assert plain.due == date(2026, 3, 11)
    assert held.due == date(2026, 3, 16)
    assert held.suspended == (date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6))


def test_a_limit_never_ends_inside_a_suspension() -> None:
    span = Suspension(date(2026, 3, 9), date(2026, 3, 10))
    deadline = compute_deadline(limit(5, Unit.DAY), date(2026, 3, 2), CALENDAR, [span])
    assert deadline.last_day == date(2026, 3, 7)
    assert deadline.due == date(2026, 3, 11)
    assert deadline.rolled[-1].reason == "中止期间"


def test_overlapping_suspensions_count_once() -> None:
    twice = [Suspension(date(2026, 3, 4), date(2026, 3, 6)), Suspension(date(2026, 3, 5), date(2026, 3, 9))]
    once = [Suspension(date(2026, 3, 4), date(2026, 3, 9))]
    start = date(2026, 3, 2)
    assert (
        compute_deadline(limit(7), start, CALENDAR, twice).due == compute_deadline(limit(7), start, CALENDAR, once).due
    )


def test_a_day_only_partly_suspended_is_counted() -> None:
    noon, evening = datetime(2026, 3, 4, 12, tzinfo=SHANGHAI), datetime(2026, 3, 4, 18, tzinfo=SHANGHAI)
    start = date(2026, 3, 2)
    part = compute_deadline(limit(7), start, CALENDAR, [Suspension(noon, evening)])
    assert part.due == compute_deadline(limit(7), start, CALENDAR).due
    longer = compute_deadline(limit(7), start, CALENDAR, [Suspension(noon, evening + 2 * DAY)])
    assert longer.suspended == (date(2026, 3, 5),)


def test_hours_keep_the_minute_and_run_through_holidays() -> None:
    start = datetime(2026, 9, 30, 16, 47, tzinfo=SHANGHAI)
    deadline = compute_deadline(limit(24, Unit.HOUR), start, CALENDAR)
    assert deadline.due == datetime(2026, 10, 1, 16, 47, tzinfo=SHANGHAI)
    assert not deadline.provisional
    assert due_date(limit(24, Unit.HOUR), start, CALENDAR) == deadline.due


def test_a_suspension_stops_hours_to_the_minute() -> None:
    start = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
    held = [
        Suspension(datetime(2026, 3, 2, 8, 0, tzinfo=SHANGHAI), datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)),
        Suspension(date(2026, 3, 3), date(2026, 3, 3)),
        Suspension(date(2026, 3, 20), date(2026, 3, 21)),
    ]
    assert compute_deadline(limit(24, Unit.HOUR), start, CALENDAR, held).due == datetime(
        2026, 3, 4, 9, 30, tzinfo=SHANGHAI
    )


def test_an_event_late_at_night_in_utc_belongs_to_the_next_day_in_shanghai() -> None:
    late = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    assert compute_deadline(limit(1), late, CALENDAR).due == date(2026, 3, 4)
    assert due_date(limit(1), late, CALENDAR) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("unit", "amount", "start", "provisional"),
    [
        (Unit.WORKING_DAY, 7, "2026-12-22", False),
        (Unit.WORKING_DAY, 7, "2026-12-23", True),
        (Unit.DAY, 10, "2026-12-21", False),
        (Unit.DAY, 10, "2026-12-22", True),
        (Unit.MONTH, 1, "2026-12-01", True),
        (Unit.WORKING_DAY, 1, "2019-12-30", True),
        (Unit.WORKING_DAY, 1, "2019-12-31", False),
        (Unit.DAY, 10, "2019-12-20", True),
        (Unit.DAY, 15, "2019-12-20", False),
    ],
)
def test_a_result_resting_on_an_unannounced_year_is_provisional(
    unit: Unit, amount: int, start: str, provisional: bool
) -> None:
    deadline = compute_deadline(limit(amount, unit), date.fromisoformat(start), CALENDAR)
    assert deadline.provisional is provisional
    assert ("暂定" in "\n".join(explain(deadline))) is provisional


def test_a_limit_that_asks_no_calendar_is_never_provisional() -> None:
    assert not compute_deadline(limit(60, Unit.DAY, rolls=False), date(2040, 1, 1), CALENDAR).provisional


@pytest.mark.parametrize("start", [date(1999, 5, 1), date(2019, 12, 31), date(2036, 12, 20), date(2200, 1, 1)])
def test_the_fast_path_also_holds_outside_its_index(start: date) -> None:
    for unit in (Unit.WORKING_DAY, Unit.DAY, Unit.MONTH):
        rule = limit(30, unit)
        assert due_date(rule, start, CALENDAR) == compute_deadline(rule, start, CALENDAR).due


@pytest.mark.parametrize("ask", [compute_deadline, due_date])
def test_what_cannot_be_computed_is_refused_in_chinese(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(DeadlineError, match="写到时刻"):
        ask(limit(24, Unit.HOUR), date(2026, 3, 2), CALENDAR)
    with pytest.raises(DeadlineError, match="缺少时区"):
        ask(limit(7), datetime(2026, 3, 2, 9, 0), CALENDAR)  # noqa: DTZ001
    with pytest.raises(DeadlineError, match="9999"):
        ask(limit(30), date(9999, 12, 20), CALENDAR)
    with pytest.raises(DeadlineError, match="9999"):
        ask(limit(30, Unit.MONTH), date(9999, 12, 20), CALENDAR)


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(DeadlineError, match="正整数"):
        limit(0)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 3, 4), date(2026, 3, 3)),
        (datetime(2026, 3, 4, 9, tzinfo=SHANGHAI), datetime(2026, 3, 4, 9, tzinfo=SHANGHAI)),
        (date(2026, 3, 4), date.max),
    ],
)
def test_a_span_without_length_or_end_is_refused(first: date, last: date) -> None:
    with pytest.raises(ValueError, match="中止期间"):
        Suspension(first, last)


def test_months_clamp_to_the_end_of_the_month() -> None:
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)
