"""Scores equal an oracle in fractions; n/a leaves both sums; disagreement is flagged and no layer is lost."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.kernel.programmes.model import Band, Criterion, ReviewRules
from zhiqiang.kernel.programmes.scoring import (
    Change,
    Disagreement,
    Marks,
    band_of,
    broken_marks,
    disagreements,
    layers_of,
    proposed_marks,
    score,
)

# GB/T 19580-2012: points of the items; the last six are results (4.7), the others process.
GBT19580 = (50, 30, 30, 40, 50, 40, 50, 60, 15, 20, 15, 10, 10, 50, 50, 40, 40, 80, 80, 80, 60, 50, 50)
EXCELLENCE = tuple(
    Criterion(f"c{n}", f"条目{n}", Decimal(points), bands="results" if n > 17 else "process")
    for n, points in enumerate(GBT19580, start=1)
)
THREE = tuple(Criterion(code, code, Decimal(points)) for code, points in (("a", 60), ("b", 30), ("c", 10)))
RULES = ReviewRules(reviewers=2, minimum_coverage=Decimal("0.7"))


def marks(**given: int | None) -> dict[str, Decimal | None]:
    return {code: None if mark is None else Decimal(mark) for code, mark in given.items()}


def test_process_at_50_and_results_at_45_per_cent_give_480_of_1000() -> None:
    given = {one.code: Decimal(50 if one.bands == "process" else 45) for one in EXCELLENCE}
    found = score(EXCELLENCE, given, Decimal("0.7"))
    assert (found.points, found.of, found.coverage) == (Decimal("480.00"), Decimal(1000), Decimal(1))


def test_what_does_not_apply_is_left_out_of_both_sums() -> None:
    assert score(THREE, marks(a=50, b=None, c=50), Decimal("0.7")).points == Decimal("50.00")
    assert score(THREE, marks(a=100, b=None, c=30), Decimal("0.7")).points == Decimal("90.00")
    assert score(THREE, marks(a=100, b=0, c=30), Decimal("0.7")).points == Decimal("63.00")


def test_too_little_coverage_is_no_score_and_the_bound_itself_is_enough() -> None:
    assert score(THREE, marks(a=50, b=None, c=50), Decimal("0.7")).points is not None
    found = score(THREE, marks(a=50, b=None, c=None), Decimal("0.7"))
    assert (found.points, found.coverage) == (None, Decimal("0.6"))
    assert "60.0%，不足70.0%" in found.reason
    assert score(THREE, marks(a=None, b=None, c=None), Decimal("0.7")).points is None


def test_not_yet_marked_is_no_n_a() -> None:
    found = score(THREE, marks(a=50, c=50), Decimal("0.7"))
    assert (found.points, found.reason) == (None, "尚未打分：b")


def test_no_criteria_give_no_score() -> None:
    assert score((), {}, Decimal("0.7")).points is None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (marks(z=50), "没有评审条目“z”"),
        (marks(a=101), "不在 0 至 100 之间"),
        (marks(a=-5), "不在 0 至 100 之间"),
        (marks(a=52), "不是 5 的倍数"),
        ({"a": Decimal("NaN")}, "不在 0 至 100 之间"),
    ],
)
def test_a_mark_off_the_bands_is_told(given: Marks, told: str) -> None:
    found = list(broken_marks(THREE, given, RULES))
    assert len(found) == 1
    assert told in found[0].message


def test_marks_on_the_steps_and_n_a_are_in_order() -> None:
    assert list(broken_marks(THREE, marks(a=0, b=100, c=None), RULES)) == []


def test_a_mark_falls_into_the_band_of_its_kind() -> None:
    bands = (Band("process", 0, 5, "无"), Band("process", 10, 25, "起步"), Band("results", 10, 25, "少量"))
    assert band_of(bands, EXCELLENCE[0], Decimal(25)) == bands[1]
    assert band_of(bands, EXCELLENCE[-1], Decimal(10)) == bands[2]
    assert band_of(bands, EXCELLENCE[-1], Decimal(30)) is None


def test_reviewers_further_apart_than_the_spread_are_flagged_and_the_spread_itself_is_not() -> None:
    individual = {"x": marks(a=50, b=30, c=20), "y": marks(a=75, b=50, c=None)}
    assert disagreements(THREE, individual, 20) == (
        Disagreement("a", Decimal(50), Decimal(75), applies_to_all=True),
        Disagreement("c", Decimal(20), Decimal(20), applies_to_all=False),
    )


def test_the_panel_starts_from_the_mean_to_the_nearest_step() -> None:
    individual = {"x": marks(a=50, b=30, c=None), "y": marks(a=55, b=30, c=None), "z": marks(a=50, b=35, c=40)}
    assert proposed_marks(THREE, individual, 5) == marks(a=50, b=30, c=None)
    assert proposed_marks(THREE, {"x": marks(a=50), "y": marks(a=55)}, 5) == marks(a=55)


def test_every_layer_is_kept_from_single_marks_to_the_visit() -> None:
    individual = {"x": marks(a=50, b=30, c=20), "y": marks(a=80, b=40, c=20)}
    consensus = {"a": Change(Decimal(60), "现场讨论一致")}
    visit = {"b": Change(Decimal(50), "现场看到改进")}
    found = layers_of(THREE, RULES, individual, consensus, visit)
    assert found.problems == ()
    assert found.individual == individual
    assert [found.scores[who].points for who in ("x", "y")] == [Decimal("41.00"), Decimal("62.00")]
    assert [one.criterion for one in found.disagreements] == ["a"]
    assert (found.proposed, found.consensus) == (marks(a=65, b=35, c=20), marks(a=60, b=35, c=20))
    assert (found.final, found.score.points) == (marks(a=60, b=50, c=20), Decimal("53.00"))


def test_a_flagged_criterion_needs_the_panel_s_word_and_every_change_a_reason() -> None:
    individual = {"x": marks(a=50, b=30, c=20), "y": marks(a=80, b=30, c=20)}
    assert ["尚无合议结果" in one.message for one in layers_of(THREE, RULES, individual).problems] == [True]
    silent = layers_of(THREE, RULES, individual, {"a": Change(Decimal(65), " ")})
    assert [one.field for one in silent.problems] == ["a"]
    assert "须写明理由" in silent.problems[0].message


def test_too_few_reviewers_are_told() -> None:
    found = layers_of(THREE, RULES, {"x": marks(a=50, b=30, c=20)})
    assert [one.message for one in found.problems] == ["应有 2 人评审，现有 1 人。"]


CRITERIA = st.lists(st.integers(1, 200), min_size=1, max_size=12).map(
    lambda points: tuple(Criterion(f"c{n}", f"条目{n}", Decimal(each)) for n, each in enumerate(points))
)
MARK = st.one_of(st.none(), st.integers(0, 20).map(lambda step: Decimal(step * 5)))


@given(data=st.data(), criteria=CRITERIA, coverage=st.integers(1, 100))
def test_the_score_equals_an_oracle_in_fractions(
    data: st.DataObject, criteria: tuple[Criterion, ...], coverage: int
) -> None:
    given = {one.code: data.draw(MARK) for one in criteria}
    found = score(criteria, given, Decimal(coverage) / 100)
    whole = sum(Fraction(one.points) for one in criteria)
    counted = [(Fraction(one.points), Fraction(mark)) for one in criteria if (mark := given[one.code]) is not None]
    base = sum(points for points, _ in counted)
    if not counted or base < whole * coverage / 100:
        assert found.points is None
        assert found.reason
        return
    exact = sum(points * mark / 100 for points, mark in counted) / base * whole
    assert found.points is not None
    assert abs(Fraction(found.points) - exact) <= Fraction(1, 200)
    assert 0 <= found.points <= found.of


@given(data=st.data(), criteria=CRITERIA)
def test_a_higher_mark_never_lowers_the_score(data: st.DataObject, criteria: tuple[Criterion, ...]) -> None:
    given = {one.code: Decimal(data.draw(st.integers(0, 19)) * 5) for one in criteria}
    raised = given | {(code := data.draw(st.sampled_from(sorted(given)))): given[code] + 5}
    before, after = score(criteria, given, Decimal(1)).points, score(criteria, raised, Decimal(1)).points
    assert before is not None
    assert after is not None
    assert after > before


@given(data=st.data(), criteria=CRITERIA, reviewers=st.integers(1, 5))
def test_the_order_of_reviewers_and_criteria_changes_nothing(
    data: st.DataObject, criteria: tuple[Criterion, ...], reviewers: int
) -> None:
    individual = {f"r{n}": {one.code: data.draw(MARK) for one in criteria} for n in range(reviewers)}
    turned = dict(reversed(individual.items()))
    rules = ReviewRules(reviewers=1)
    one, other = layers_of(criteria, rules, individual), layers_of(tuple(reversed(criteria)), rules, turned)
    assert one.score == other.score
    assert set(one.disagreements) == set(other.disagreements)
    assert one.proposed == other.proposed


@given(data=st.data(), criteria=CRITERIA, reviewers=st.integers(1, 5))
def test_proposed_marks_lie_between_the_reviewers_and_on_a_step(
    data: st.DataObject, criteria: tuple[Criterion, ...], reviewers: int
) -> None:
    individual = {f"r{n}": {one.code: data.draw(MARK) for one in criteria} for n in range(reviewers)}
    proposed = proposed_marks(criteria, individual, 5)
    for one in criteria:
        marked = [mark for each in individual.values() if (mark := each[one.code]) is not None]
        mark = proposed[one.code]
        if mark is None:
            assert len(marked) * 2 < reviewers
        else:
            assert min(marked) <= mark <= max(marked)
            assert mark % 5 == 0
