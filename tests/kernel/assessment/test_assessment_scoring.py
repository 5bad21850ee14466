"""Scores equal an oracle in fractions, golden cases, and what must hold of every scheme."""

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schemes import marks_only, scheme

from zhiqiang.kernel.assessment import (
    Counted,
    Facts,
    Mark,
    Observed,
    Order,
    Scheme,
    counting_mark,
    facts_from_table,
    facts_to_table,
    score,
    shown,
)

D = Decimal


def facts(
    rate: str | None = "98", reports: tuple[int, int] = (4, 4), orders: tuple[str, ...] = (), **marks: Any
) -> Facts:
    """Facts of the example scheme; `marks`: layer → value of its one marked item."""
    return Facts(
        observed={"rate": Observed(None if rate is None else D(rate), reason="" if rate else "样本不足")},
        counted={"reports": Counted(*reports)},
        orders=[Order(rung, f"令{n}") for n, rung in enumerate(orders, 1)],
        marks={"leading": {layer: Mark(D(value)) for layer, value in marks.items()}},  # type: ignore[misc]  # layer names
    )


# --- golden cases ------------------------------------------------------------------------------------------------


def test_full_marks_are_a_hundred() -> None:
    found = score(scheme(), facts(department=30))
    assert (found.exact, found.score, found.coverage) == (100, 100, 1)
    assert found.band is not None
    assert found.band.code == "A"


def test_an_item_says_its_formula_with_the_numbers_put_in() -> None:
    found = score(scheme(), facts("96.5", (3, 4), ("blue", "red"), self=30, department=24, field=21))
    assert found.item("rate").formula == "(96.5 − 95) ÷ (98 − 95) × 40 = 20"
    assert found.item("reports").formula == "3 ÷ 4 = 75%；(75 − 50) ÷ (100 − 50) × 20 = 10"
    assert found.item("orders").formula == "10 − 3（令1） − 8（令2） = 0"
    assert found.item("orders").reason == "扣分超过本项分值，扣完为止。"
    assert found.item("leading").formula == "自评分 30，部门评分 24，核查分 21；按核查分 21 计"
    assert (found.item("leading").points, found.exact, found.score) == (21, 51, 51)


def test_a_later_layer_counts_and_the_earlier_ones_are_kept() -> None:
    layers = {"self": Mark(D(30)), "department": Mark(D(20), "资料不全"), "appeal": Mark(D(25), "补交")}
    found = score(scheme(), Facts(marks={"leading": layers})).item("leading")
    assert (found.points, dict(found.layers)) == (25, layers)


def test_a_self_score_alone_is_no_score() -> None:
    assert counting_mark({"self": Mark(D(30))}) is None
    found = score(scheme(), facts(self=30)).item("leading")
    assert (found.points, found.reason) == (0, "只有自评分，部门尚未评分。按方案，没有数据的本项计零分。")


def test_an_item_without_data_follows_the_rule_of_the_scheme_and_says_so() -> None:
    found = score(scheme(), facts(None, department=30))
    rate = found.item("rate")
    assert (rate.share, rate.reason) == (None, "样本不足按方案，本项不计入得分，也不计入总分值。")
    assert (found.exact, found.coverage) == (100, D("0.6"))  # of the sixty points that have data, all are earned
    nobody_asked = score(scheme(), Facts(marks={"leading": {"field": Mark(D(15))}}))
    assert nobody_asked.item("orders").share == 1


def test_too_little_data_gives_no_score_and_says_how_little() -> None:
    found = score(scheme(), facts(None, (0, 0), department=30))
    assert (found.exact, found.score, found.band) == (None, None, None)
    assert found.reason == "有数据的分值只占40%，不足60%，不计总分。"


def test_over_achievement_stands_apart_and_is_capped_twice() -> None:
    a_little = score(scheme(), facts("98.15", department=30))
    assert (a_little.item("rate").points, a_little.bonus, a_little.exact) == (40, 2, 102)
    much = score(scheme(), facts("101", department=0))
    assert (much.item("rate").bonus, much.bonus, much.exact) == (5, 3, 73)


def test_an_incident_is_d_whatever_the_score_and_says_who_found_it() -> None:
    held = facts(department=30)
    marks = {**held.marks, "incident": {"field": Mark(D(1), "省局通报")}}
    found = score(scheme(), Facts(held.observed, held.counted, held.orders, marks))
    assert found.band is not None
    assert (found.score, found.band.code) == (100, "D")
    assert (found.forced[0].layer, found.forced[0].reason) == ("field", "省局通报")
    cleared = {**marks, "incident": {"department": Mark(D(1)), "field": Mark(D(0), "查无此事")}}
    cleared_score = score(scheme(), Facts(held.observed, held.counted, held.orders, cleared))
    assert cleared_score.band is not None
    assert cleared_score.band.code == "A"


def test_a_veto_without_any_data_is_still_d() -> None:
    found = score(scheme(), Facts(orders=None, marks={"incident": {"department": Mark(D(1))}}))
    assert (found.score, found.band and found.band.code) == (None, "D")


@pytest.mark.parametrize(
    ("exact", "printed", "grade"),
    [("89.5", 90, "A"), ("89.49", 89, "B"), ("79.5", 80, "B"), ("79.4999", 79, "C"), ("59.5", 60, "C"),
     ("59.499", 59, "D"), ("90", 90, "A"), ("60", 60, "C"), ("0", 0, "D"), ("0.5", 1, "D")],
)  # fmt: skip
def test_a_half_is_rounded_up_before_the_band_so_that_no_score_falls_into_a_gap(
    exact: str, printed: int, grade: str
) -> None:
    held = marks_only([100])
    found = score(held, Facts(marks={"m0": {"department": Mark(D(exact))}}))
    assert found.band is not None
    assert (found.score, found.band.code) == (printed, grade)


def test_three_thirds_are_a_whole_and_a_half_of_thirds_is_a_half() -> None:
    """(V−M)/(T−M) = 1/3 and 1/6: in plain decimals their sum with 89 would be 89.4999…"""
    held = scheme(bonus_cap=0)
    found = score(held, facts("96", (2, 3), (), department="30"))  # 40/3 + 20·(1/3) + 10 + 30 = 60
    assert (found.score, found.band and found.band.code) == (60, "C")


def test_the_interval_of_a_score_comes_from_its_sampled_rates() -> None:
    held = facts(department=30)
    sampled = Facts({"rate": Observed(D("96.5"), D("96.2"), D("99"))}, held.counted, held.orders, held.marks)
    found = score(scheme(), sampled)
    assert (found.exact, found.low, found.high) == (80, 76, 100)
    whole = score(scheme(), held)
    assert whole.low == whole.exact == whole.high


def test_facts_survive_being_kept() -> None:
    held = facts("96.5", (3, 4), ("blue",), self=30, department=24)
    assert facts_from_table(facts_to_table(held)) == held
    nothing = Facts()
    assert facts_from_table(facts_to_table(nothing)) == nothing


@pytest.mark.parametrize(
    ("value", "text"), [("2.005", "2.01"), ("10", "10"), ("0", "0"), ("98.50", "98.5"), ("-0.004", "-0")]
)
def test_numbers_are_shown_to_two_places_half_up(value: str, text: str) -> None:
    assert shown(D(value)) == text


# --- what holds of every scheme ----------------------------------------------------------------------------------

percents = st.decimals(min_value=0, max_value=100, places=2)
weights = st.lists(st.integers(min_value=1, max_value=40), min_size=1, max_size=8)


@st.composite
def marked(draw: Any) -> tuple[Scheme, Facts, list[Fraction], list[int]]:
    """Marked items of any weights with marks given as shares in hundredths of the weight; some not marked at all."""
    drawn = draw(weights)
    shares = [draw(st.none() | st.integers(0, 100)) for _ in drawn]
    given_marks = {
        f"m{n}": {"department": Mark(D(weight) * share / 100)}
        for n, (weight, share) in enumerate(zip(drawn, shares, strict=True))
        if share is not None
    }
    fractions = [Fraction(-1) if share is None else Fraction(share, 100) for share in shares]
    return marks_only(drawn), Facts(marks=given_marks), fractions, drawn


@given(marked())
def test_the_score_equals_an_oracle_in_fractions(case: tuple[Scheme, Facts, list[Fraction], list[int]]) -> None:
    held, known, shares, drawn = case
    pairs = [(weight, share) for weight, share in zip(drawn, shares, strict=True) if share >= 0]
    found = score(held, known)
    covered = Fraction(sum(weight for weight, _share in pairs), sum(drawn))
    if covered < Fraction(6, 10):
        assert found.score is None
        return
    exact = 100 * sum(weight * share for weight, share in pairs) / Fraction(sum(weight for weight, _share in pairs))
    assert found.score == floor(exact + Fraction(1, 2))
    grade = "A" if found.score >= 90 else "B" if found.score >= 80 else "C" if found.score >= 60 else "D"
    assert found.band is not None
    assert found.band.code == grade


@given(percents, st.integers(0, 12), st.lists(st.sampled_from(["blue", "red"]), max_size=5), percents)
def test_the_whole_example_equals_its_oracle_and_stays_in_bounds(
    rate: Decimal, on_time: int, orders: list[str], mark: Decimal
) -> None:
    leading = mark * D("0.3")
    found = score(scheme(), facts(str(rate), (on_time, 12), tuple(orders), department=leading))
    clamp = lambda one: min(max(one, Fraction(0)), Fraction(1))  # noqa: E731 (the formula as it is published)
    reach = (Fraction(rate) - 95) / 3
    lost = sum(3 if rung == "blue" else 8 for rung in orders)
    exact = (
        40 * clamp(reach)
        + 20 * clamp((Fraction(100 * on_time, 12) - 50) / 50)
        + max(10 - lost, 0)
        + 30 * clamp(Fraction(leading) / 30)
        + min(max(40 * (reach - 1), Fraction(0)), Fraction(3))
    )
    assert found.score == floor(exact + Fraction(1, 2))
    assert found.exact is not None
    assert 0 <= found.exact <= 103


@given(percents, percents)
def test_a_better_figure_never_lowers_the_score(one: Decimal, other: Decimal) -> None:
    worse, better = sorted((one, other))
    low, high = (score(scheme(), facts(str(rate), department=9)).exact for rate in (worse, better))
    assert low is not None
    assert high is not None
    assert low <= high


@given(marked(), st.randoms())
def test_the_order_of_the_items_does_not_matter(case: tuple[Scheme, Facts, Any, Any], dice: Any) -> None:
    held, known, _shares, _weights = case
    mixed = list(held.items)
    dice.shuffle(mixed)
    fields = {name: getattr(held, name) for name in held.__dataclass_fields__} | {"items": tuple(mixed)}
    assert score(Scheme(**fields), known).score == score(held, known).score


@given(weights, st.integers(2, 9), st.data())
def test_scaling_all_weights_does_not_matter(drawn: list[int], factor: int, data: st.DataObject) -> None:
    shares = [data.draw(st.integers(0, 100)) for _ in drawn]

    def scored(times: int) -> Decimal | None:
        held = marks_only([weight * times for weight in drawn])
        given_marks = {f"m{n}": {"field": Mark(item.weight * shares[n] / 100)} for n, item in enumerate(held.items)}  # type: ignore[misc]  # layer
        return score(held, Facts(marks=given_marks)).score

    assert scored(1) == scored(factor)


@given(marked())
def test_a_forced_grade_is_always_the_forced_one(case: tuple[Scheme, Facts, Any, Any]) -> None:
    held, known, _shares, _weights = case
    found = score(held, Facts(marks={**known.marks, "incident": {"field": Mark(D(1))}}))
    assert found.band is not None
    assert found.band.code == "D"
