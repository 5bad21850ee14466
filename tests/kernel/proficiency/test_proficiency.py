"""z scores and En numbers against worked vectors, the borders of their verdicts, and what must not change them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.kernel.proficiency import Outcome, en_number, judge_en, judge_z, z_score

D = Decimal
GOOD, WARNING, BAD = Outcome.SATISFACTORY, Outcome.QUESTIONABLE, Outcome.UNSATISFACTORY
values = st.decimals(min_value=-1000, max_value=1000, places=3)
positive = st.decimals(min_value="0.001", max_value=1000, places=3)


@pytest.mark.parametrize(
    ("result", "assigned", "sigma", "score", "outcome"),
    [
        ("10.4", "10.0", "0.2", "2", GOOD),
        ("9.6", "10.0", "0.2", "-2", GOOD),
        ("10.401", "10.0", "0.2", "2.005", WARNING),
        ("10.599", "10.0", "0.2", "2.995", WARNING),
        ("10.6", "10.0", "0.2", "3", BAD),
        ("9.4", "10.0", "0.2", "-3", BAD),
        ("0.052", "0.050", "0.0055", "0.363636", GOOD),
        ("38.1", "45.0", "2.5", "-2.76", WARNING),
    ],
)
def test_a_z_score_and_its_verdict(result: str, assigned: str, sigma: str, score: str, outcome: Outcome) -> None:
    given_values = (D(result), D(assigned), D(sigma))
    assert round(z_score(*given_values), 6) == D(score)
    assert judge_z(*given_values) is outcome


@pytest.mark.parametrize(
    ("result", "assigned", "laboratory", "reference", "number", "outcome"),
    [
        ("100.05", "100.00", "0.04", "0.03", "1", GOOD),
        ("99.95", "100.00", "0.04", "0.03", "-1", GOOD),
        ("100.0501", "100.00", "0.04", "0.03", "1.002", BAD),
        ("20.012", "20.000", "0.015", "0.008", "0.705882", GOOD),
        ("5.3", "5.0", "0", "0.2", "1.5", BAD),
        ("1.1", "1.0", "0.1", "0.1", "0.707107", GOOD),
    ],
)
def test_an_en_number_and_its_verdict(
    result: str, assigned: str, laboratory: str, reference: str, number: str, outcome: Outcome
) -> None:
    given_values = (D(result), D(assigned), D(laboratory), D(reference))
    assert round(en_number(*given_values), 6) == D(number)
    assert judge_en(*given_values) is outcome


@given(values, values, positive, st.sampled_from([D("0.001"), D(10), D(1000)]))
def test_the_unit_of_the_item_changes_no_verdict(
    result: Decimal, assigned: Decimal, spread: Decimal, factor: Decimal
) -> None:
    scaled = (result * factor, assigned * factor, spread * factor)
    assert judge_z(result, assigned, spread) is judge_z(*scaled)
    assert judge_en(result, assigned, spread, spread) is judge_en(*scaled, spread * factor)


@given(values, values, positive)
def test_above_and_below_are_judged_alike(result: Decimal, assigned: Decimal, spread: Decimal) -> None:
    mirrored = 2 * assigned - result
    assert z_score(result, assigned, spread) == -z_score(mirrored, assigned, spread)
    assert judge_z(result, assigned, spread) is judge_z(mirrored, assigned, spread)
    assert judge_en(result, assigned, spread, spread) is judge_en(mirrored, assigned, spread, spread)


@given(values, values, positive)
def test_the_verdict_is_that_of_the_score_away_from_the_borders(
    result: Decimal, assigned: Decimal, sigma: Decimal
) -> None:
    size = abs(z_score(result, assigned, sigma))
    expected = GOOD if size <= 2 else WARNING if size < 3 else BAD
    assert judge_z(result, assigned, sigma) is expected


def test_a_larger_own_uncertainty_hides_a_deviation_and_so_never_makes_en_worse() -> None:
    numbers = [en_number(D("5.3"), D(5), D(own), D("0.1")) for own in ("0", "0.1", "0.2", "0.4")]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize("sigma", ["0", "-0.1", "NaN", "Infinity"])
def test_a_standard_deviation_that_is_none_is_refused(sigma: str) -> None:
    for ask in (z_score, judge_z):
        with pytest.raises(ValueError, match="能力评定标准差"):
            ask(D(1), D(1), D(sigma))


@pytest.mark.parametrize(("own", "reference"), [("-1", "1"), ("1", "-1"), ("0", "0"), ("NaN", "1")])
def test_uncertainties_that_are_none_are_refused(own: str, reference: str) -> None:
    for ask in (en_number, judge_en):
        with pytest.raises(ValueError, match="不确定度"):
            ask(D(1), D(1), D(own), D(reference))
