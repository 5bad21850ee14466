"""Rules over brands: the words that are no honour, the term of a licence, and what it is given under."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from zhiqiang.domains.brands import rules
from zhiqiang.domains.brands.facade import why_no_honour
from zhiqiang.domains.brands.models import Brand
from zhiqiang.domains.brands.registers import REGISTERS
from zhiqiang.kernel.cells import Read, read_choice

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    ["驰名商标", "中国驰名商标", "驰 名 商 标", "“驰名”商标", "馳名商標", "驰名\u3000商标", "Well-Known Trademark"],
)
def test_the_words_are_found_however_they_are_written(text):
    assert rules.well_known_mark(text)
    assert "商标法第十四条" in why_no_honour(text)


@pytest.mark.parametrize("text", ["", "河北省著名商标", "承德山水", "驰骋", "知名品牌", "商标驰名四方", "集体商标"])
def test_other_words_are_let_through(text):
    assert not rules.well_known_mark(text)
    assert why_no_honour(text) is None


def test_a_well_known_mark_is_no_kind_of_brand_and_no_word_of_a_workbook_makes_it_one():
    fields = [(register, one) for register in REGISTERS for one in register.fields]
    words = [
        str(label) for register, one in fields for _code, label in register.model_field(one.name).flatchoices or ()
    ]
    words += [word for _register, one in fields for also in one.also.values() for word in also]
    assert not any(rules.well_known_mark(word) for word in words)
    kinds = {code: (str(label),) for code, label in Brand.Kind.choices}
    assert not isinstance(read_choice("驰名商标", kinds), Read)


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        (date(2024, 5, 6), 3, date(2027, 5, 5)),
        (date(2024, 3, 1), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2024, 1, 1), 1, date(2024, 12, 31)),
    ],
)
def test_a_term_is_counted_in_calendar_years(start, years, end):
    assert rules.last_day(start, years) == end


@given(some.dates(date(2000, 1, 1), date(2100, 1, 1)), some.integers(1, 10))
def test_a_term_is_never_longer_than_its_years_and_at_most_a_day_shorter(start, years):
    days = (rules.last_day(start, years) - start).days + 1
    assert 365 * years <= days <= 366 * years


@pytest.mark.parametrize(("days", "broken"), [(0, False), (1, True)])
def test_a_licence_runs_to_the_last_day_of_its_term_and_no_further(days, broken):
    values = {"valid_from": date(2024, 5, 6), "valid_to": date(2026, 5, 5) + timedelta(days=days)}
    assert bool(list(rules.licence_rules(values, TODAY, years=2))) == broken


@dataclass
class Above:
    valid_from: date = date(2020, 1, 1)
    valid_to: date | None = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("start", "end", "fields"),
    [
        (date(2020, 1, 1), date(2025, 12, 31), []),
        (date(2019, 12, 31), date(2025, 1, 1), ["valid_from"]),
        (date(2021, 1, 1), date(2026, 1, 1), ["valid_to"]),
        (date(2021, 1, 1), None, ["valid_to"]),
        (date(2026, 1, 1), date(2026, 6, 1), ["valid_from", "valid_to"]),
    ],
)
def test_a_permission_does_not_outlive_what_it_is_given_under(start, end, fields):
    found = rules.outlives({"valid_from": start, "valid_to": end}, Above(), "品牌“承德山水”")
    assert [one.field for one in found] == fields


def test_under_what_is_open_ended_a_permission_may_be_open_ended_too():
    assert list(rules.outlives({"valid_from": date(2021, 1, 1), "valid_to": None}, Above(valid_to=None), "品牌")) == []
