"""The pure rules: answers keep their type, terms end on their day, subjects have names, stations follow the way."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.domains.programmes import rules
from zhiqiang.kernel.programmes.model import Choice, FormField

KINDS = {
    "text": st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=200),
    "integer": st.integers(-(10**14), 10**14).map(Decimal),
    "money": st.integers(0, 10**14).map(Decimal),
    "decimal": st.decimals(-(10**9), 10**9, places=4),
    "date": st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    "yes_no": st.booleans(),
    "choice": st.sampled_from(["a", "b"]),
}


def made(kind):
    return FormField("one", "甲", kind, choices=(Choice("a", "甲"), Choice("b", "乙")) if kind == "choice" else ())


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_value_comes_back_as_it_was_kept(kind, data):
    value = data.draw(KINDS[kind])
    kept = rules.as_answer(int(value) if kind in ("integer", "money") else value)
    assert rules.typed_answer(made(kind), kept) == value
    assert rules.holds_answer(made(kind), kept)
    assert rules.fact_from_json(rules.fact_as_json(value)) == value


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("date", "2026-13-01"), ("date", "0001-01-01"), ("integer", "x"), ("decimal", "NaN"), ("decimal", "1e99"),
        ("money", -1), ("yes_no", "是"), ("choice", "c"), ("text", "长" * 201), ("text", " "),
    ],
)  # fmt: skip
def test_what_a_field_cannot_hold_is_refused(kind, kept):
    assert not rules.holds_answer(made(kind), kept)


@pytest.mark.parametrize("empty", [None, ""])
def test_nothing_is_kept_of_an_empty_field(empty):
    assert rules.as_answer(empty) is None
    assert rules.typed_answer(made("text"), empty) is None


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 9, 1), 36, date(2029, 8, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 1, 31), 1, date(2026, 2, 27)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_a_term_of_months_ends_the_day_before_the_same_day(start, months, last):
    assert rules.last_valid_day(start, months) == last


@given(start=st.dates(date(1950, 1, 1), date(2200, 1, 1)), months=st.integers(1, 240))
def test_months_later_is_in_the_month_that_is_meant(start, months):
    later = rules.months_later(start, months)
    assert (later.year - start.year) * 12 + later.month - start.month == months
    assert later.day <= start.day
