"""The honest verdict on "the rate is at least the target"."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.kernel.proportions import Interval, Verdict, is_imprecise, judge, lower_bound, statement, upper_bound

# A loaded machine must not fail a test: no time limit for an example.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("successes", "n", "target", "verdict"),
    [
        (149, 149, "0.98", Verdict.PROVEN),
        (235, 236, "0.98", Verdict.PROVEN),
        (234, 235, "0.98", Verdict.MET_BY_POINT_ESTIMATE),
        (3928, 4000, "0.98", Verdict.MET_BY_POINT_ESTIMATE),
        (3936, 4000, "0.98", Verdict.PROVEN),
        (98, 100, "0.98", Verdict.SAMPLE_TOO_SMALL),
        (490, 500, "0.98", Verdict.MET_BY_POINT_ESTIMATE),
        (489, 500, "0.98", Verdict.NOT_MET),
        (148, 148, "0.98", Verdict.SAMPLE_TOO_SMALL),
        (23, 23, "0.98", Verdict.SAMPLE_TOO_SMALL),
        (19, 20, "0.98", Verdict.SAMPLE_TOO_SMALL),
        (10, 20, "0.98", Verdict.NOT_MET),
        (0, 0, "0.98", Verdict.SAMPLE_TOO_SMALL),
        (99, 100, "1", Verdict.NOT_MET),
        (100, 100, "1", Verdict.SAMPLE_TOO_SMALL),
        (0, 1, "0", Verdict.PROVEN),
        (4_900_000, 5_000_000, "0.98", Verdict.MET_BY_POINT_ESTIMATE),
        (4_910_000, 5_000_000, "0.98", Verdict.PROVEN),
        (4_899_999, 5_000_000, "0.98", Verdict.NOT_MET),
    ],
)
def test_a_verdict_for_each_case(successes: int, n: int, target: str, verdict: Verdict) -> None:
    assert judge(successes, n, Decimal(target)).verdict is verdict


def test_the_words_of_the_page() -> None:
    assert [verdict.words for verdict in Verdict] == ["已达标（有把握）", "点估计达标", "未达标", "样本不足"]


def test_a_judgement_says_how_large_a_sample_would_prove_it() -> None:
    judgement = judge(234, 235, Decimal("0.98"))
    assert judgement.needed == 236
    assert judgement.lower == lower_bound(234, 235)
    assert judge(0, 0, Decimal("0.98")).lower is None
    assert judge(100, 100, Decimal(1)).needed is None


@steady
@given(st.integers(1, 3000), st.data(), st.sampled_from(["0.5", "0.92", "0.98", "0.99"]))
def test_verdicts_follow_from_bounds_and_estimate(n: int, data: st.DataObject, target: str) -> None:
    successes = data.draw(st.integers(max(0, n - 60), n))
    goal = Decimal(target)
    judgement = judge(successes, n, goal)
    lower, upper = lower_bound(successes, n), upper_bound(successes, n)
    assert lower is not None
    assert upper is not None
    assert (judgement.verdict is Verdict.PROVEN) == (lower >= goal)
    if judgement.verdict is Verdict.MET_BY_POINT_ESTIMATE:
        assert Decimal(successes) / n >= goal > lower
    if judgement.verdict is Verdict.NOT_MET:
        assert Decimal(successes) / n < goal
    if judgement.verdict is Verdict.SAMPLE_TOO_SMALL:
        best = lower_bound(n, n)
        assert best is not None
        assert best < goal <= upper


@steady
@given(st.integers(150, 2000), st.data())
def test_one_more_pass_never_worsens_the_verdict(n: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, n - 1))
    order = [Verdict.NOT_MET, Verdict.MET_BY_POINT_ESTIMATE, Verdict.PROVEN]
    worse, better = (judge(count, n, Decimal("0.98")).verdict for count in (successes, successes + 1))
    assert order.index(worse) <= order.index(better)


@pytest.mark.parametrize("target", [Decimal(98), Decimal("-0.1")])
def test_a_target_in_per_cent_is_refused(target: Decimal) -> None:
    with pytest.raises(ValueError, match="目标应在 0 和 1 之间"):
        judge(1, 2, target)


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="合格数 5 大于抽检数 4"):
        judge(5, 4, Decimal("0.98"))


def test_a_sentence_instead_of_a_bare_hundred_per_cent() -> None:
    assert statement(23, 23) == "抽检 23 批，合格 23 批，有 95% 的把握合格率不低于 87.78%"
    assert statement(0, 0) == "没有抽检"
    assert statement(0, 5, unit="家", confidence=0.9) == "抽检 5 家，合格 0 家，有 90% 的把握合格率不低于 0.00%"


@steady
@given(st.integers(1, 500), st.data())
def test_the_sentence_never_claims_more_than_the_bound(n: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, n))
    claimed = Decimal(statement(successes, n).rpartition("不低于 ")[2].rstrip("%")) / 100
    bound = lower_bound(successes, n)
    assert bound is not None
    assert claimed <= bound < claimed + Decimal("0.0001")


@pytest.mark.parametrize(
    ("n", "interval", "grey"),
    [
        (29, Interval(0.97, 1.0), True),
        (30, Interval(0.95, 1.0), False),
        (500, Interval(0.90, 0.97), True),
        (0, None, True),
    ],
)
def test_small_or_wide_results_are_shown_in_grey(n: int, interval: Interval | None, grey: bool) -> None:
    assert is_imprecise(n, interval) is grey
