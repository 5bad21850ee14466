"""The Chinese working calendar against an independent table, and tables that must be refused."""

from datetime import date, timedelta
from typing import Any

import chinese_calendar
import pytest

from zhiqiang.foundation.parameters import package_calendar
from zhiqiang.kernel.workdays import Calendar, CalendarError, SpecialDay, calendar_from_table

CALENDAR = package_calendar()


@pytest.mark.parametrize("year", range(2020, 2027))
def test_every_day_of_an_announced_year_agrees_with_an_independent_table(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=step) for step in range(366)]
    differing = [
        day for day in days if day.year == year and CALENDAR.is_working(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


def test_the_spring_festival_of_2020_was_extended_and_its_make_up_day_cancelled() -> None:
    assert [CALENDAR.is_working(date(2020, 1, 31) + timedelta(days=step)) for step in range(4)] == [False] * 3 + [True]
    assert CALENDAR.is_working(date(2020, 1, 19))


def test_a_make_up_saturday_is_a_worked_weekend_and_a_holiday_has_its_name() -> None:
    assert CALENDAR.is_worked_weekend(date(2026, 2, 28))
    assert CALENDAR.rest_reason(date(2026, 2, 28)) == ""
    assert CALENDAR.rest_reason(date(2026, 2, 17)) == "春节"
    assert CALENDAR.rest_reason(date(2026, 3, 7)) == "星期六"
    assert CALENDAR.rest_reason(date(2026, 3, 9)) == ""


def test_only_the_years_of_the_table_are_announced() -> None:
    assert CALENDAR.is_announced(date(2020, 1, 1))
    assert CALENDAR.is_announced(date(2026, 12, 31))
    assert not CALENDAR.is_announced(date(2027, 1, 1))
    assert not CALENDAR.is_announced(date(2019, 12, 31))


def test_the_index_counts_working_days() -> None:
    base, rank, days = CALENDAR.index
    for day in (date(2020, 1, 1), date(2024, 2, 29), date(2026, 12, 31)):
        assert rank[day.toordinal() - base] == sum(each <= day for each in days)
    assert all(CALENDAR.is_working(day) for day in days)


def test_a_calendar_keeps_its_own_copy_of_the_exceptions() -> None:
    exceptions = {date(2026, 1, 1): SpecialDay(working=False, name="元旦")}
    calendar = Calendar(exceptions, 2026, 2026)
    exceptions.clear()
    assert not calendar.is_working(date(2026, 1, 1))
    with pytest.raises(TypeError):
        calendar.exceptions[date(2026, 1, 2)] = SpecialDay(working=False, name="x")  # type: ignore[index]


def test_reversed_years_are_refused() -> None:
    with pytest.raises(ValueError, match="颠倒"):
        Calendar({}, 2026, 2025)


def test_all_faults_of_a_table_are_reported_at_once() -> None:
    table: dict[str, Any] = {
        "year": [
            {
                "year": 2026,
                "off": [
                    {"name": "", "from": date(2026, 1, 1), "to": date(2026, 1, 3)},
                    {"name": "春节", "from": date(2026, 2, 23), "to": date(2026, 2, 15)},
                    {"name": "清明节", "from": "2026-04-04", "to": date(2026, 4, 6)},
                    {"name": "国庆节", "from": date(2024, 10, 1), "to": date(2024, 10, 1)},
                ],
                "worked": [{"name": "春节", "on": date(2026, 2, 12)}],
            },
            {"year": 2026},
            {"year": 2028, "worked": {}},
            {"yaer": 2027},
        ]
    }
    with pytest.raises(CalendarError) as refused:
        calendar_from_table(table)
    assert [key for key, _ in refused.value.problems] == [
        "year[0]（2026）.off[0]",
        "year[0]（2026）.off[1]",
        "year[0]（2026）.off[2]",
        "year[0]（2026）.off[3]",
        "year[0]（2026）.worked[0]",
        "year[1].year",
        "year[2]（2028）.worked",
        "year[3]",
        "year",
    ]
    assert "2027" in str(refused.value)


def test_a_day_both_off_and_worked_is_refused() -> None:
    saturday = date(2026, 2, 14)
    off = [{"name": "春节", "from": saturday, "to": saturday}]
    with pytest.raises(CalendarError, match="既写作放假又写作上班"):
        calendar_from_table({"year": [{"year": 2026, "off": off, "worked": [{"name": "春节", "on": saturday}]}]})


@pytest.mark.parametrize("table", [{}, {"year": []}, {"year": 2026}])
def test_a_table_without_years_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(CalendarError, match="至少要有一年"):
        calendar_from_table(table)
