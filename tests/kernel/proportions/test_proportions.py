"""Intervals agree with published software, with an exact oracle, and with each other."""

import csv
import json
import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from zhiqiang.kernel.proportions import (
    Cluster,
    Interval,
    Stratum,
    SurveyEstimate,
    chance_of_at_most,
    clopper_pearson,
    clustered_estimate,
    korn_graubard,
    lower_bound,
    samples_to_prove,
    stratified_estimate,
    upper_bound,
    wilson,
)

DATA = Path(__file__).parent / "data"
TWO_SIDED: list[Callable[..., Interval | None]] = [wilson, clopper_pearson]
RATES = st.sampled_from([Decimal(rate) for rate in ("0.5", "0.9", "0.92", "0.94", "0.98", "0.985", "0.99", "0.999")])

# A loaded machine must not fail a test: no time limit for an example.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def survey(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "survey_expected.json").read_text(encoding="utf-8"))[name]
    return found


@st.composite
def counts(draw: st.DrawFn, largest: int = 400) -> tuple[int, int]:
    n = draw(st.integers(1, largest))
    return draw(st.integers(0, n)), n


def at_least(successes: int, n: int, rate: Fraction) -> Fraction:
    """P(X >= successes), summed exactly: the oracle."""
    return sum((math.comb(n, x) * rate**x * (1 - rate) ** (n - x) for x in range(successes, n + 1)), start=Fraction(0))


def there(interval: Interval | None) -> Interval:
    assert interval is not None
    return interval


@pytest.mark.parametrize("row", table("binomial_intervals.csv"), ids=lambda row: f"{row['failures']}-of-{row['n']}")
def test_binomial_intervals_agree_with_r(row: dict[str, str]) -> None:
    n = int(row["n"])
    successes = n - int(row["failures"])
    exact, score = there(clopper_pearson(successes, n)), there(wilson(successes, n))
    assert exact.lower == pytest.approx(float(row["cp_lower"]), abs=1e-12)
    assert exact.upper == pytest.approx(float(row["cp_upper"]), abs=1e-12)
    assert score.lower == pytest.approx(float(row["wilson_lower"]), abs=1e-12)
    assert score.upper == pytest.approx(float(row["wilson_upper"]), abs=1e-12)
    assert lower_bound(successes, n) == pytest.approx(float(row["cp_one_sided_lower"]), abs=1e-12)
    chance = float(row["chance_of_at_most_at_98"])
    assert chance_of_at_most(successes, n, Decimal("0.98")) == pytest.approx(chance, rel=1e-8, abs=1e-300)


@steady
@given(counts(30), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_exact_bounds_leave_exactly_the_stated_error(count: tuple[int, int], confidence: float) -> None:
    successes, n = count
    interval = there(clopper_pearson(successes, n, confidence))
    tail = (1 - confidence) / 2
    if successes:
        assert float(at_least(successes, n, Fraction(interval.lower))) == pytest.approx(tail, rel=1e-7)
    if successes < n:
        assert float(1 - at_least(successes + 1, n, Fraction(interval.upper))) == pytest.approx(tail, rel=1e-7)


@steady
@given(counts(), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_ends_are_the_rates_just_not_rejected(count: tuple[int, int], confidence: float) -> None:
    successes, n = count
    interval = there(wilson(successes, n, confidence))
    z = {0.8: 1.2815515655446004, 0.95: 1.959963984540054, 0.99: 2.5758293035489004}[confidence]
    for end in (interval.lower, interval.upper):
        distance = (successes / n - end) ** 2
        assert distance == pytest.approx(z * z * end * (1 - end) / n, abs=1e-12)


@pytest.mark.parametrize("method", TWO_SIDED)
@steady
@given(counts())
def test_an_interval_holds_its_estimate_and_stays_between_0_and_1(
    method: Callable[..., Interval | None], count: tuple[int, int]
) -> None:
    successes, n = count
    interval = there(method(successes, n))
    assert 0 <= interval.lower <= successes / n <= interval.upper <= 1
    assert successes / n in interval


@pytest.mark.parametrize("method", TWO_SIDED)
@steady
@given(counts())
def test_passes_and_failures_mirror_each_other(method: Callable[..., Interval | None], count: tuple[int, int]) -> None:
    successes, n = count
    passed, failed = there(method(successes, n)), there(method(n - successes, n))
    assert passed.lower == pytest.approx(1 - failed.upper, abs=1e-12)
    assert passed.upper == pytest.approx(1 - failed.lower, abs=1e-12)


@pytest.mark.parametrize("method", TWO_SIDED)
@steady
@given(counts(200))
def test_more_confidence_means_a_wider_interval_and_one_more_pass_a_higher_one(
    method: Callable[..., Interval | None], count: tuple[int, int]
) -> None:
    successes, n = count
    narrow, wide = there(method(successes, n, 0.9)), there(method(successes, n, 0.99))
    assert wide.lower <= narrow.lower
    assert narrow.upper <= wide.upper
    if successes < n:
        better = there(method(successes + 1, n, 0.9))
        assert better.lower > narrow.lower
        assert better.upper >= narrow.upper


@steady
@given(counts())
def test_one_sided_bounds_are_ends_of_the_two_sided_interval_of_twice_the_error(count: tuple[int, int]) -> None:
    interval = there(clopper_pearson(*count, confidence=0.9))
    assert lower_bound(*count, confidence=0.95) == pytest.approx(interval.lower, abs=1e-13)
    assert upper_bound(*count, confidence=0.95) == pytest.approx(interval.upper, abs=1e-13)


def test_five_million_samples_work() -> None:
    n = 5_000_000
    for method in TWO_SIDED:
        interval = there(method(4_910_000, n))
        assert interval.lower == pytest.approx(0.98188, abs=1e-5)
        assert interval.upper == pytest.approx(0.98212, abs=1e-5)
        assert there(method(n, n)).upper == 1
        assert there(method(0, n)).lower == 0
    assert lower_bound(n, n) == pytest.approx(0.05 ** (1 / n), abs=1e-14)
    assert 0 < chance_of_at_most(4_899_800, n, Decimal("0.98")) < 0.5


@pytest.mark.parametrize("method", [wilson, clopper_pearson, lower_bound, upper_bound])
def test_an_empty_sample_has_no_interval(method: Callable[..., object]) -> None:
    assert method(0, 0) is None


@pytest.mark.parametrize("method", [wilson, clopper_pearson, lower_bound, upper_bound])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((5, 4), "合格数 5 大于抽检数 4"),
        ((1, 0), "合格数 1 大于抽检数 0"),
        ((-1, 4), "不能是负数"),
        ((0, -4), "不能是负数"),
        ((3, 4, 1.0), "置信水平应在 0 和 1 之间"),
        ((3, 4, 95), "置信水平应在 0 和 1 之间"),
    ],
)
def test_impossible_input_is_refused_with_a_reason(
    method: Callable[..., object], arguments: tuple[Any, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        method(*arguments)


@pytest.mark.parametrize(
    ("rate", "needed"),
    [
        ("0.92", {0: 36, 1: 58, 5: 129, 10: 209}),
        ("0.94", {0: 49, 1: 78, 5: 173, 10: 280}),
        ("0.98", {0: 149, 1: 236, 5: 523, 10: 845}),
        ("0.985", {0: 199, 1: 315, 5: 699, 10: 1128}),
        ("0.99", {0: 299, 1: 473, 5: 1049, 10: 1693}),
    ],
)
def test_samples_to_prove_the_rates_of_the_plan(rate: str, needed: dict[int, int]) -> None:
    assert {failures: samples_to_prove(Decimal(rate), failures) for failures in needed} == needed


@steady
@given(RATES, st.integers(0, 60), st.sampled_from([0.9, 0.95, 0.99]))
def test_the_sample_to_prove_proves_and_one_less_does_not(rate: Decimal, failures: int, confidence: float) -> None:
    n = samples_to_prove(rate, failures, confidence)
    assert n is not None
    proof = lower_bound(n - failures, n, confidence)
    assert proof is not None
    assert proof >= float(rate) - 1e-12
    assume(n - 1 > failures)
    short = lower_bound(n - 1 - failures, n - 1, confidence)
    assert short is not None
    assert short < rate


def test_no_sample_proves_a_hundred_per_cent_and_any_proves_nothing() -> None:
    assert samples_to_prove(Decimal(1)) is None
    assert samples_to_prove(Decimal(0)) == 1
    assert samples_to_prove(Decimal(0), 7) == 7


@pytest.mark.parametrize(("rate", "failures"), [(Decimal("1.1"), 0), (Decimal(98), 0), (-0.1, 0), (0.9, -1)])
def test_an_impossible_rate_to_prove_is_refused(rate: Decimal | float, failures: int) -> None:
    with pytest.raises(ValueError, match=r"应在 0 和 1 之间|不能是负数"):
        samples_to_prove(rate, failures)


def test_the_chance_of_a_result_needs_a_rate() -> None:
    with pytest.raises(ValueError, match="比率应在 0 和 1 之间"):
        chance_of_at_most(1, 2, 98)


def strata() -> list[Stratum]:
    return [
        Stratum(row["stratum"], int(row["population"]), int(row["n"]), int(row["successes"]))
        for row in table("strata.csv")
    ]


def agrees(estimate: SurveyEstimate | None, expected: dict[str, Any]) -> None:
    assert estimate is not None
    interval = there(korn_graubard(estimate))
    assert estimate.rate == pytest.approx(expected["rate"], abs=1e-8)
    assert estimate.standard_error == pytest.approx(expected["standard_error"], abs=1e-8)
    assert [interval.lower, interval.upper] == pytest.approx(expected["korn_graubard"], abs=1e-7)


def test_a_stratified_sample_agrees_with_r() -> None:
    agrees(stratified_estimate(strata()), survey("strata"))


def test_a_cluster_sample_agrees_with_r() -> None:
    clusters = [Cluster(int(row["n"]), int(row["successes"])) for row in table("clusters.csv")]
    expected = survey("clusters")
    agrees(clustered_estimate(clusters, expected["population"]), expected)


def test_an_unsampled_stratum_leaves_the_rate_unknown() -> None:
    assert stratified_estimate([*strata(), Stratum("X", 10, 0, 0)]) is None
    assert stratified_estimate([*strata(), Stratum("X", 0, 0, 0)]) == stratified_estimate(strata())
    assert stratified_estimate([]) is None


def test_one_unit_that_stands_for_many_leaves_the_variance_unknown() -> None:
    estimate = stratified_estimate([*strata(), Stratum("X", 10, 1, 1)])
    assert estimate is not None
    assert estimate.variance is None
    assert estimate.standard_error is None
    assert korn_graubard(estimate) is None


def test_a_complete_count_has_no_interval_to_speak_of() -> None:
    estimate = stratified_estimate([Stratum("A", 10, 10, 9), Stratum("B", 1, 1, 1)])
    assert estimate is not None
    assert korn_graubard(estimate) == Interval(10 / 11, 10 / 11)


def test_without_failures_the_survey_interval_is_the_plain_exact_one() -> None:
    estimate = stratified_estimate([Stratum("A", 1000, 30, 30), Stratum("B", 500, 20, 20)])
    assert estimate is not None
    assert korn_graubard(estimate) == clopper_pearson(50, 50)


@steady
@given(st.lists(st.tuples(st.integers(2, 50), st.integers(0, 50), st.integers(1, 5000)), min_size=1, max_size=6))
def test_a_stratified_rate_lies_between_its_strata_and_in_its_interval(rows: list[tuple[int, int, int]]) -> None:
    parts = [Stratum(str(i), n + more, n, min(x, n)) for i, (n, x, more) in enumerate(rows)]
    estimate = stratified_estimate(parts)
    assert estimate is not None
    rates = [part.successes / part.n for part in parts]
    assert min(rates) - 1e-12 <= estimate.rate <= max(rates) + 1e-12
    interval = there(korn_graubard(estimate))
    assert -1e-12 <= interval.lower <= estimate.rate + 1e-12
    assert estimate.rate - 1e-12 <= interval.upper <= 1 + 1e-12


@steady
@given(counts(60), st.integers(61, 10**7))
def test_one_stratum_is_a_simple_sample(count: tuple[int, int], population: int) -> None:
    successes, n = count
    assume(n > 1)
    estimate = stratified_estimate([Stratum("A", population, n, successes)])
    assert estimate is not None
    rate = successes / n
    assert estimate.rate == pytest.approx(rate)
    assert estimate.variance == pytest.approx((1 - n / population) * rate * (1 - rate) / (n - 1))
    assert estimate.degrees == n - 1


@steady
@given(st.lists(st.booleans(), min_size=2, max_size=60))
def test_clusters_of_one_are_a_simple_sample(passed: list[bool]) -> None:
    estimate = clustered_estimate([Cluster(1, int(one)) for one in passed])
    assert estimate is not None
    rate = sum(passed) / len(passed)
    assert estimate.rate == pytest.approx(rate)
    assert estimate.variance == pytest.approx(rate * (1 - rate) / (len(passed) - 1), abs=1e-15)


def test_a_single_cluster_says_nothing_of_the_others() -> None:
    estimate = clustered_estimate([Cluster(20, 19)], population=40)
    assert estimate is not None
    assert korn_graubard(estimate) is None
    assert clustered_estimate([]) is None


@pytest.mark.parametrize(
    "build",
    [
        lambda: Stratum("A", 10, 11, 3),
        lambda: Stratum("A", 10, 3, 4),
        lambda: Cluster(3, 4),
        lambda: clustered_estimate([Cluster(1, 1)] * 3, population=2),
    ],
)
def test_impossible_surveys_are_refused(build: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"多于|大于"):
        build()


def test_the_worked_examples_of_the_documentation_hold() -> None:
    score = there(wilson(391, 400))
    assert (round(score.lower, 4), round(score.upper, 4)) == (0.9578, 0.9881)
    estimate = stratified_estimate([Stratum("a", 600, 60, 60), Stratum("b", 300, 50, 48), Stratum("c", 100, 40, 37)])
    assert estimate is not None
    assert estimate.rate == pytest.approx(0.9805)
    assert estimate.variance == pytest.approx(6.945e-5, rel=1e-4)
    interval = there(korn_graubard(estimate))
    assert (round(interval.lower, 4), round(interval.upper, 4)) == (0.9563, 0.9933)
    assert samples_to_prove(Decimal("0.98"), 72) == 4373
