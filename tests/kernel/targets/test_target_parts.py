"""The parts of the method by hand: calendar years, expected path, Theil–Sen slope, rate of the last twelve months."""

from datetime import date
from decimal import Decimal

import pytest

from zhiqiang.kernel.targets import Assessment, Status, Verdict
from zhiqiang.kernel.targets.calendar_years import between, shifted
from zhiqiang.kernel.targets.expected_path import expected
from zhiqiang.kernel.targets.theil_sen import slope
from zhiqiang.kernel.targets.trailing_rate import trailing_rate
from zhiqiang.kernel.targets.wording import beside, number


def pairs(*values: int) -> list[tuple[Decimal, Decimal]]:
    return [(Decimal(place), Decimal(value)) for place, value in enumerate(values)]


def test_year_ends_lie_one_apart_in_leap_years_too() -> None:
    assert between(date(2023, 12, 31), date(2024, 12, 31)) == 1
    assert between(date(2022, 12, 31), date(2027, 12, 31)) == 5


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 29)),
        (date(2025, 6, 30), -12, date(2024, 6, 30)),
        (date(2025, 5, 30), -3, date(2025, 2, 28)),
        (date.min, -12, date.min),
        (date.max, 12, date.max),
    ],
)
def test_shifted_months_keep_the_day_or_the_month_end(day: date, months: int, result: date) -> None:
    assert shifted(day, months) == result


def test_the_path_goes_straight_from_milestone_to_milestone_and_stays_level_beyond() -> None:
    start = (date(2022, 12, 31), Decimal(0))
    stones = [(date(2027, 12, 31), Decimal(30)), (date(2023, 12, 31), Decimal(6)), (date(2025, 12, 31), Decimal(18))]
    on = {year: expected(start, stones, date(year, 12, 31)) for year in range(2021, 2030)}
    assert on == {2021: 0, 2022: 0, 2023: 6, 2024: 12, 2025: 18, 2026: 24, 2027: 30, 2028: 30, 2029: 30}


def test_theil_sen_is_the_median_of_all_pairwise_slopes() -> None:
    assert slope(pairs(1, 3, 5, 7)) == 2
    assert slope(pairs(0, 1, 5)) == Decimal("2.5")  # of 1, 4 and 2.5


def test_one_wild_value_hardly_moves_the_theil_sen_slope() -> None:
    assert slope(pairs(10, 11, 12, 90, 14, 15)) == 1


def test_one_point_has_no_slope() -> None:
    assert slope(pairs(5)) is None
    assert slope([]) is None
    assert slope([(Decimal(1), Decimal(2)), (Decimal(1), Decimal(9))]) is None


def test_the_rate_is_the_increase_of_the_last_twelve_months() -> None:
    totals = [(date(2024, 12, 31), Decimal(10)), (date(2025, 12, 31), Decimal(17)), (date(2026, 12, 31), Decimal(22))]
    assert trailing_rate(totals, date(2026, 12, 31)) == 5
    assert trailing_rate(totals, date(2025, 12, 31)) == 7
    assert trailing_rate(totals, date(2028, 12, 31)) == 0


def test_a_total_between_two_known_ones_is_shared_out_evenly() -> None:
    totals = [(date(2022, 12, 31), Decimal(0)), (date(2026, 12, 31), Decimal(4))]
    assert trailing_rate(totals, date(2026, 12, 31)) == 1


def test_a_short_history_is_scaled_up_to_a_year() -> None:
    totals = [(date(2024, 12, 31), Decimal(0)), (date(2025, 3, 14), Decimal(4))]  # 73 of 365 days
    assert trailing_rate(totals, date(2025, 3, 14)) == 20
    assert trailing_rate(totals[:1], date(2024, 12, 31)) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [("93.20", "93.2"), ("0", "0"), ("-0.00001", "-1.0000E-5"), ("1E+30", "1.0000E+30"), ("66.66666", "66.67")],
)
def test_numbers_are_printed_short(value: str, text: str) -> None:
    assert number(Decimal(value)) == text


def test_a_value_just_short_of_its_goal_does_not_read_like_it() -> None:
    assert beside(Decimal("97.99999"), Decimal(98)) == "97.99999"
    assert beside(Decimal("97.9"), Decimal(98)) == "97.9"
    assert beside(Decimal("98.0"), Decimal(98)) == "98"


def test_only_a_missed_target_that_is_no_aspiration_counts_as_missed() -> None:
    missed = Assessment(Verdict.MISSED, Status.MISSED, ())
    assert missed.counts_as_missed
    assert not Assessment(Verdict.MISSED, Status.MISSED, (), aspirational=True).counts_as_missed
    assert not Assessment(Verdict.NEARLY_MET, Status.MET, ()).counts_as_missed
