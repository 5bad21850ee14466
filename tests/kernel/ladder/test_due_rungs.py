"""What is due: nothing without a fact, one rung at a time, never while one runs, and equal to a brute-force oracle."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ladder_steps import TITLES, TODAY, WINDOW, ladder, late, oracle, past

from zhiqiang.kernel.ladder import Fact, Past, Proposal, due_rungs

CODES = list(TITLES)
STANDINGS = ("running", "lapsed", "met")
pasts_of_one = st.lists(
    st.builds(past, st.sampled_from(CODES), st.sampled_from(STANDINGS), st.integers(4, 400)), max_size=5
)


def due(facts: list[Fact], pasts: list[Past] | None = None) -> list[Proposal]:
    return due_rungs(facts, pasts or [], ladder(), TODAY, window=WINDOW)


def only(facts: list[Fact], pasts: list[Past] | None = None) -> Proposal:
    (found,) = due(facts, pasts)
    return found


def test_the_first_rung_of_something_late_is_a_reminder_however_late_it_is() -> None:
    found = only([late(99)])
    assert (found.rung.code, found.called_for.code, found.former) == ("remind", "red", None)
    assert found.grounds == ("逾期 99 个工作日（满 1 个工作日）",)


def test_a_lapsed_rung_leads_to_the_next_and_names_it_as_its_ground() -> None:
    found = only([late(3)], [past("remind", "lapsed", 20)])
    assert (found.rung.code, found.called_for.code) == ("blue", "remind")
    assert found.grounds == ("上一级“remind”（〔2026〕20号）逾期未复或核查未达要求", "逾期 3 个工作日")


def test_the_highest_rung_leads_to_itself() -> None:
    pasts = [past(code, "lapsed", 90 - 10 * n) for n, code in enumerate(CODES)]
    assert only([late(60)], pasts).rung.code == "red"


def test_what_was_met_begins_from_below_again_once_the_window_is_over() -> None:
    long_ago = [past("remind", "lapsed", 200), past("blue", "met", 190)]
    assert only([late(3)], long_ago).rung.code == "remind"


def test_a_matter_that_was_just_met_is_not_checked_again_within_the_window() -> None:
    found = only([late(3)], [past("remind", "met", 20)])
    assert "30 日内不重复督查" in found.blocked
    assert "〔2026〕20号" in found.blocked


def test_two_subjects_of_one_matter_do_not_begin_at_once() -> None:
    duty, report = late(9, matter="duty:1"), late(2, subject="report:1", matter="duty:1")
    first, second = due([report, duty])
    assert (first.subject, first.blocked) == ("duty:1", "")
    assert second.subject == "report:1"
    assert "不多头督查" in second.blocked


def test_a_subject_waits_while_another_of_its_matter_runs() -> None:
    running = past("remind", "running", 5, subject="report:1", matter="duty:1")
    assert "已有督办在办" in only([late(9, matter="duty:1")], [running]).blocked


def test_a_course_that_has_begun_goes_on_beside_another_of_its_matter() -> None:
    other = past("remind", "running", 5, subject="report:1", matter="duty:1")
    own = past("remind", "lapsed", 30, matter="duty:1")
    assert only([late(9, matter="duty:1")], [own, other]).blocked == ""


def test_another_units_orders_are_no_reason() -> None:
    assert only([late(9)], [past("red", "running", 5, unit="b")]).rung.code == "remind"


def test_the_highest_rung_is_told_first_and_what_is_blocked_last() -> None:
    facts = [late(2, unit="a"), late(5, unit="b"), late(9, unit="c")]
    pasts = [past("remind", "lapsed", 20, unit="b"), past("blue", "met", 10, unit="c")]
    assert [one.unit for one in due(facts, pasts)] == ["b", "a", "c"]


@pytest.mark.parametrize("length", [0, 1, 2])
def test_small_cases_equal_the_oracle(length: int) -> None:
    """Every history of up to two orders, every lateness around a threshold."""
    for orders in product(product(CODES, STANDINGS), repeat=length):
        pasts = [past(code, standing, 60 - 40 * n) for n, (code, standing) in enumerate(orders)]
        for days in (0, 1, 5, 20):
            found = {(one.unit, one.subject, one.rung.code) for one in due([late(days)], pasts) if not one.blocked}
            assert found == oracle([late(days)], pasts), (orders, days)


@given(pasts=pasts_of_one, days=st.integers(0, 60))
def test_any_history_equals_the_oracle(pasts: list[Past], days: int) -> None:
    found = {(one.unit, one.subject, one.rung.code) for one in due([late(days)], pasts) if not one.blocked}
    assert found == oracle([late(days)], pasts)


@given(pasts=pasts_of_one, days=st.integers(0, 60), more=st.integers(1, 60))
def test_more_overdue_never_gives_a_lower_rung(pasts: list[Past], days: int, more: int) -> None:
    def height(amount: int) -> tuple[int, int]:
        found = due([late(amount)], pasts)
        return (found[0].rung.position, found[0].called_for.position) if found else (0, 0)

    lower, higher = height(days), height(days + more)
    assert higher[0] >= lower[0]
    assert higher[1] >= lower[1]


@given(pasts=pasts_of_one, days=st.integers(1, 60))
def test_no_rung_is_skipped(pasts: list[Past], days: int) -> None:
    for one in due([late(days)], pasts):
        below = one.rung.position - 1
        lapsed = {CODES.index(p.rung) + 1 for p in pasts if p.standing == "lapsed"}
        assert below == 0 or below in lapsed or one.rung.position in lapsed


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["duty:1", "duty:2"])), max_size=8), pasts_of_one)
def test_a_unit_and_subject_are_told_once_and_never_while_an_order_runs(
    late_ones: list[tuple[str, str]], pasts: list[Past]
) -> None:
    found = due([late(7, unit=unit, subject=subject) for unit, subject in late_ones], pasts)
    names = [(one.unit, one.subject) for one in found]
    assert len(names) == len(set(names))
    running = {(p.unit, p.subject) for p in pasts if p.standing == "running"}
    assert not running & set(names)


@given(pasts=pasts_of_one)
def test_what_is_not_late_gets_nothing(pasts: list[Past]) -> None:
    assert due([], pasts) == []
    assert due([late(0)], pasts) == []
