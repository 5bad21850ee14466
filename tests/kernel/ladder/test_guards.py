"""Why an order is refused: skipped rungs, a second one at once, repeated checks, no cause; and majors with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ladder_steps import TITLES, TODAY, WINDOW, ladder, late, past

from zhiqiang.kernel.ladder import Fact, Past, Wanted, due_rungs, refusals


def why_not(wanted: Wanted, facts: list[Fact] | None = None, pasts: list[Past] | None = None) -> str:
    known = [late(9)] if facts is None else facts
    return "".join(refusals(wanted, known, pasts or [], ladder(), TODAY, window=WINDOW))


def wanted(rung: str, *, major: bool = False, reason: str = "") -> Wanted:
    return Wanted("a", "duty:1", "duty:1", rung, major, reason)


def test_the_due_rung_may_be_given() -> None:
    assert why_not(wanted("remind")) == ""
    assert why_not(wanted("blue"), pasts=[past("remind", "lapsed", 20)]) == ""


def test_a_rung_is_not_skipped_without_being_major() -> None:
    assert "不能越级：应先发“提醒”" in why_not(wanted("orange"))
    assert "应先发“蓝色督办单”" in why_not(wanted("red"), pasts=[past("remind", "lapsed", 20)])


def test_a_major_matter_skips_with_a_reason_to_a_rung_that_allows_it() -> None:
    assert why_not(wanted("orange", major=True, reason="群体性质量安全事件")) == ""
    assert "须写明重大的理由" in why_not(wanted("orange", major=True, reason="  "))
    assert "可以越级的有：橙色督办单" in why_not(wanted("red", major=True, reason="很急"))


def test_a_major_matter_needs_no_overdue_fact() -> None:
    assert why_not(wanted("orange", major=True, reason="媒体曝光"), facts=[]) == ""
    assert "没有逾期、滞后的事实" in why_not(wanted("remind"), facts=[])


def test_nobody_goes_back_to_a_lower_rung() -> None:
    lapsed = [past("orange", "lapsed", 20)]
    assert "应发“红色督办单”，不能再发“提醒”" in why_not(wanted("remind"), pasts=lapsed)
    back = why_not(wanted("orange", major=True, reason="很急"), pasts=lapsed)
    assert "不能退回到“橙色督办单”" in back


def test_a_second_order_while_one_runs_is_refused_even_when_major() -> None:
    running = [past("remind", "running", 2)]
    for one in (wanted("remind"), wanted("orange", major=True, reason="很急")):
        assert "还在办，不能再发一级" in why_not(one, pasts=running)


def test_a_repeated_check_of_a_met_matter_is_refused_for_the_length_of_the_window() -> None:
    assert "不重复督查" in why_not(wanted("remind"), pasts=[past("remind", "met", 20)])
    assert why_not(wanted("remind"), pasts=[past("remind", "met", 33)]) == ""


def test_an_unknown_rung_is_no_answer() -> None:
    with pytest.raises(KeyError):
        why_not(wanted("bulletin"))


@given(
    st.lists(
        st.builds(
            past, st.sampled_from(list(TITLES)), st.sampled_from(["lapsed", "met", "running"]), st.integers(4, 90)
        ),
        max_size=4,
    ),
    st.integers(0, 30),
)
def test_what_is_due_is_what_is_not_refused(pasts: list[Past], days: int) -> None:
    """The two sayings of one rule agree: the computed proposal, and the check of what a person wants."""
    due = due_rungs([late(days)], pasts, ladder(), TODAY, window=WINDOW)
    proposed = {one.rung.code for one in due if not one.blocked}
    allowed = {code for code in TITLES if not why_not(wanted(code), [late(days)], pasts)}
    assert allowed == proposed
