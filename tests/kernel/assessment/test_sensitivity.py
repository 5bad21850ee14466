"""Whether a grade holds when weights vary, and ranks that samples cannot tell apart."""

from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st
from schemes import marks_only, scheme

from zhiqiang.kernel.assessment import TIED, Facts, Mark, Observed, UnitScore, ranks, score, sensitivity

D = Decimal


def of(weights: list[int], shares: list[int]) -> tuple[object, UnitScore]:
    held = marks_only(weights)
    marks = {f"m{n}": {"field": Mark(item.weight * shares[n] / 100)} for n, item in enumerate(held.items)}
    return held, score(held, Facts(marks=marks))  # type: ignore[arg-type]  # layer names


def test_a_grade_in_the_middle_of_its_band_holds() -> None:
    held, scored = of([50, 50], [85, 85])
    found = sensitivity(held, scored)  # type: ignore[arg-type]  # made above
    assert (found.stable, found.flips, found.spread) == (True, (), (85, 85))


def test_the_weight_that_flips_the_grade_is_named_with_its_direction() -> None:
    held, scored = of([50, 50], [100, 79])  # 89.5 → 90, A; a little more of the second and it is B
    found = sensitivity(held, scored)  # type: ignore[arg-type]  # made above
    assert found.stable is False
    assert {(one.item, one.change, one.band.code) for one in found.flips} == {
        ("m0", D("-0.1"), "B"), ("m1", D("0.1"), "B"),
    }  # fmt: skip


def test_a_forced_grade_moves_with_no_weight() -> None:
    held = marks_only([100])
    forced = Facts(marks={"m0": {"field": Mark(D(90))}, "incident": {"field": Mark(D(1))}})
    assert sensitivity(held, score(held, forced)).stable is True


def test_where_there_is_no_score_nothing_is_said_to_be_stable() -> None:
    held = scheme()
    found = sensitivity(held, score(held, Facts()))
    assert (found.variants, found.stable, found.spread) == ((), None, None)


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 100)), min_size=1, max_size=6))
def test_every_variant_equals_its_oracle(pairs: list[tuple[int, int]]) -> None:
    weights, shares = [one for one, _ in pairs], [one for _, one in pairs]
    held, scored = of(weights, shares)
    found = sensitivity(held, scored)  # type: ignore[arg-type]  # made above
    assert len(found.variants) == 2 * len(pairs)
    for one in found.variants:
        varied = [Fraction(weight) for weight in weights]
        varied[int(one.item[1:])] *= 1 + Fraction(one.change)
        exact = sum(weight * share for weight, share in zip(varied, shares, strict=True)) / sum(varied)
        assert one.score == floor(exact + Fraction(1, 2))


def sampled(rate: str, low: str | None, high: str | None) -> UnitScore:
    ends = (D(low) if low else None, D(high) if high else None)
    return score(scheme(), Facts({"rate": Observed(D(rate), *ends)}, marks={"leading": {"field": Mark(D(30))}}))


def test_units_whose_intervals_overlap_share_a_rank_and_it_is_said() -> None:
    found = ranks(
        {"a": sampled("97.8", "97.5", "98"), "b": sampled("97.6", "97.4", "97.9"), "c": sampled("96", "95.8", "96.2")}
    )
    assert [found[unit].rank for unit in "abc"] == [1, 1, 3]
    assert (found["a"].shared_with, found["a"].note, found["c"].note) == (("b",), TIED, "")


def test_without_samples_only_equal_published_scores_share_a_rank() -> None:
    found = ranks({"a": sampled("97", None, None), "b": sampled("97", None, None), "c": sampled("96.2", None, None)})
    assert [(found[unit].rank, found[unit].note) for unit in "abc"] == [(1, ""), (1, ""), (3, "")]


def test_a_unit_without_a_score_has_no_rank() -> None:
    assert set(ranks({"a": sampled("97", None, None), "b": score(scheme(), Facts())})) == {"a"}


@given(st.lists(st.tuples(st.integers(9500, 9800), st.integers(0, 60)), min_size=1, max_size=9))
def test_units_of_different_ranks_never_overlap_and_the_better_never_stands_behind(
    drawn: list[tuple[int, int]],
) -> None:
    scores = {
        str(n): sampled(str(D(rate) / 100), str(D(rate - half) / 100), str(D(rate + half) / 100))
        for n, (rate, half) in enumerate(drawn)
    }
    found = ranks(scores)
    for one, better in scores.items():
        for other, worse in scores.items():
            if found[one].rank < found[other].rank:
                assert better.exact is not None
                assert worse.exact is not None
                assert better.exact > worse.exact
                assert better.low is not None
                assert worse.high is not None
                assert better.low > worse.high


def test_the_same_published_score_is_no_statement_about_samples() -> None:
    one, other = sampled("97", None, None), sampled("97.005", None, None)
    assert (one.score, one.exact == other.exact) == (other.score, False)
    found = ranks({"a": one, "b": other})
    assert [(found[unit].rank, found[unit].note) for unit in "ab"] == [(1, ""), (1, "")]


def test_a_wide_interval_joins_all_that_it_reaches_over() -> None:
    wide = sampled("96.5", "95.4", "97.5")
    found = ranks({"a": sampled("97.5", "97.4", "97.6"), "b": sampled("97", "96.95", "97.05"), "c": wide})
    assert [found[unit].rank for unit in "abc"] == [1, 1, 1]
