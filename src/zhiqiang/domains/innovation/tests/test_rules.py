"""Patent numbers and the day from which a patent is of high value."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from zhiqiang.domains.innovation.rules import canonical_number, check_digit, cut, high_value_from, last_day
from zhiqiang.kernel.spans import Span, merge

GRANTED = date(2014, 5, 10)
NOTHING = {"strategic": False, "family_on": None, "pledged_on": None, "awarded_on": None, "age": 120}


@pytest.mark.parametrize(
    ("body", "digit"),
    [("201710601862", "3"), ("201110047567", "0"), ("200820132792", "8"), ("95115608", "X"), ("97101765", "4")],
)
def test_check_digits_are_those_of_published_numbers(body, digit):
    assert check_digit(body) == digit


@pytest.mark.parametrize("text", ["ZL201110047567.0", "zl 2011 1 0047567.0", "201110047567.0", "CN2011100475670"])
def test_one_number_has_one_writing(text):
    assert canonical_number(text) == "ZL201110047567.0"


@pytest.mark.parametrize("text", ["", "ZL2011100475.0", "CN102104567B", "专利号"])
def test_what_is_no_number_has_no_writing(text):
    assert canonical_number(text) is None


def test_a_term_of_twenty_years_ends_the_day_before_the_day_of_filing():
    assert last_day(date(1999, 9, 6), 240) == date(2019, 9, 5)
    assert last_day(date(2004, 2, 29), 240) == date(2024, 2, 28)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, date(2024, 5, 10)),
        ({"strategic": True}, GRANTED),
        ({"family_on": date(2012, 1, 1)}, GRANTED),
        ({"pledged_on": date(2020, 3, 1), "awarded_on": date(2019, 7, 1)}, date(2019, 7, 1)),
        ({"awarded_on": date(2025, 7, 1)}, date(2024, 5, 10)),
    ],
)
def test_the_earliest_of_the_five_ways_makes_a_patent_valuable(more, expected):
    assert high_value_from(GRANTED, **NOTHING | more) == expected


def test_a_span_is_cut_where_its_value_begins_and_loses_no_day():
    spans = [Span(GRANTED, date(2020, 1, 31)), Span(date(2020, 3, 1), None)]
    assert cut(spans, date(2024, 5, 10)) == [
        spans[0],
        Span(date(2020, 3, 1), date(2024, 5, 9)),
        Span(date(2024, 5, 10)),
    ]
    assert cut(spans, date(2020, 2, 15)) == spans, "the day lies in the gap"
    assert cut(spans, GRANTED) == spans, "of value from the first day"


@given(some.dates(date(2000, 1, 1), date(2030, 1, 1)), some.integers(0, 4000), some.dates(date(2000, 1, 1)))
def test_cutting_changes_no_day(start, days, day):
    whole = [Span(start, date.fromordinal(start.toordinal() + days))]
    assert merge(cut(whole, day)) == whole
