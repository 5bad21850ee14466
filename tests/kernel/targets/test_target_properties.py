"""Properties of every kind: no exception, order does not matter, directions opposite, better is never worse."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.kernel.targets import (
    Baseline,
    Circumstances,
    Direction,
    Kind,
    Milestone,
    Observation,
    Operator,
    Status,
    Target,
    Verdict,
    assess,
)

GROWTH = {Kind.GROWTH, Kind.AVERAGE_GROWTH}
COUNTED_LATER = {Kind.CUMULATIVE, Kind.GROWTH}  # judged some time after their last observation
EXTREMES = [Decimal(text) for text in ("0", "-0", "1", "-1", "1E+400000", "-1E+999999999", "1E-999999999", "0.1", "98")]
RANK = [Status.MET, Status.ON_TRACK, Status.WATCH, Status.BEHIND, Status.WORSENING, Status.MISSED]
VERDICTS = [Verdict.MET, Verdict.NEARLY_MET, Verdict.OPEN, Verdict.MISSED]

numbers = st.one_of(
    st.integers(-40, 120).map(Decimal),
    st.decimals(-200, 200, places=2, allow_nan=False, allow_infinity=False),
)
days = st.one_of(
    st.sampled_from([date(year, month, 28) for year in range(2022, 2029) for month in (3, 6, 12)]),
    st.sampled_from([date(year, 12, 31) for year in range(2021, 2029)]),
    st.dates(date(2021, 1, 1), date(2029, 1, 1)),
)
starts = st.one_of(st.sampled_from([date(2021, 12, 31), date(2022, 12, 31)]), days)
judging_days = st.one_of(
    st.sampled_from([date(y, 12, 31) for y in range(2023, 2028)]), st.dates(date(2023, 3, 1), date(2028, 3, 1)), days
)
steady = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@st.composite
def observations(draw: st.DrawFn, kind: Kind) -> Observation:
    on, value = draw(days), draw(numbers)
    benchmark = draw(numbers) if kind is Kind.BENCHMARK and draw(st.integers(0, 4)) else None
    if kind is Kind.PER_UNIT and draw(st.booleans()):
        return Observation(on, units={name: draw(numbers) for name in "abc"})
    if kind is not Kind.PER_UNIT and draw(st.integers(0, 4)) == 0:
        return Observation(on, numerator=value, denominator=Decimal(draw(st.integers(0, 50))), benchmark=benchmark)
    return Observation(on, value, benchmark=benchmark, expiring=Decimal(draw(st.sampled_from([0, 0, 3]))))


@st.composite
def cases(draw: st.DrawFn, kinds: tuple[Kind, ...] = tuple(Kind)) -> tuple[Target, list[Observation], date]:
    kind = draw(st.sampled_from(kinds))
    dues = draw(st.lists(days, min_size=1, max_size=4, unique=True))
    target = Target(
        kind=kind,
        milestones=tuple(Milestone(due, draw(numbers)) for due in dues),
        direction=draw(st.sampled_from(Direction)),
        resolution=draw(st.sampled_from([Decimal(1), Decimal("0.1"), Decimal("0.01"), Decimal(10)])),
        baseline=draw(st.one_of(st.none(), st.builds(Baseline, starts, numbers))),
        tolerance=draw(st.sampled_from([None, Decimal("0.5"), Decimal(3)])),
        operator=draw(st.sampled_from(Operator)),
        start=draw(st.one_of(st.none(), st.none(), starts)),
    )
    seen = draw(st.lists(observations(kind), max_size=9))
    return target, seen, draw(judging_days)


def negated(number: Decimal | None) -> Decimal | None:
    return None if number is None else -number


def mirrored(target: Target, seen: list[Observation]) -> tuple[Target, list[Observation]]:
    other = Direction.DOWN if target.direction is Direction.UP else Direction.UP
    baseline = target.baseline and replace(target.baseline, value=-target.baseline.value)
    stones = tuple(replace(stone, value=negated(stone.value)) for stone in target.milestones)
    turned = [
        replace(
            one,
            value=negated(one.value),
            numerator=negated(one.numerator),
            benchmark=negated(one.benchmark),
            units={name: -count for name, count in one.units.items()},
        )
        for one in seen
    ]
    return replace(target, direction=other, baseline=baseline, milestones=stones), turned


@given(cases())
@steady
def test_any_finite_input_is_answered(case: tuple[Target, list[Observation], date]) -> None:
    target, seen, as_of = case
    answer = assess(target, seen, as_of)
    assert answer.reasons
    assert answer.status.coloured or answer.verdict is Verdict.OPEN
    assert (answer.verdict is Verdict.OPEN) == (answer.status not in {Status.MET, Status.MISSED})


@pytest.mark.parametrize("kind", Kind)
def test_thousands_of_wild_inputs_raise_nothing(kind: Kind) -> None:
    rng = random.Random(f"zhiqiang {kind}")

    def number() -> Decimal:
        if rng.random() < 0.2:
            return rng.choice(EXTREMES)
        return Decimal(rng.randint(-2000, 2000)).scaleb(rng.choice([0, 0, -1, -3]))

    def day() -> date:
        if rng.random() < 0.03:
            return rng.choice([date.min, date.max, date(2024, 2, 29)])
        return date(2022, 1, 1) + timedelta(days=rng.choice([rng.randint(0, 2500), 364, 1460, 1825]))

    def observation() -> Observation:
        shape = rng.random()
        benchmark = number() if rng.random() < 0.7 else None
        if shape < 0.2:
            return Observation(day(), numerator=number(), denominator=number(), overdue_open=number())
        if shape < 0.3:
            return Observation(day(), units={"甲": number(), "乙": number()})
        if shape < 0.35:
            return Observation(day())
        return Observation(day(), number(), benchmark=benchmark, vintage=rng.choice(["", "", "a", "b"]))

    for _ in range(900):
        target = Target(
            kind=kind,
            milestones=tuple(Milestone(day(), rng.choice([None, *[number() for _ in range(8)]])) for _ in range(3)),
            direction=rng.choice(list(Direction)),
            resolution=rng.choice([Decimal(1), Decimal(0), number()]),
            baseline=rng.choice([None, Baseline(day(), number())]),
            per=rng.choice([Decimal(100), number()]),
            registered_on=rng.choice([None, day()]),
        )
        seen = [observation() for _ in range(rng.randint(0, 8))]
        circumstances = Circumstances(pending=rng.random() < 0.02)
        assert assess(target, seen, day(), circumstances=circumstances).reasons


@given(cases(), st.randoms(use_true_random=False))
@steady
def test_order_of_observations_and_milestones_changes_nothing(
    case: tuple[Target, list[Observation], date], shuffler: random.Random
) -> None:
    target, seen, as_of = case
    stones = list(target.milestones)
    mixed = list(seen)
    shuffler.shuffle(stones)
    shuffler.shuffle(mixed)
    assert assess(replace(target, milestones=tuple(stones)), mixed, as_of) == assess(target, seen, as_of)


@given(cases(tuple(kind for kind in Kind if kind not in GROWTH)))
@steady
def test_lower_is_better_mirrors_higher_is_better(case: tuple[Target, list[Observation], date]) -> None:
    """Growth kinds are left out: a level and its negative do not grow alike."""
    target, seen, as_of = case
    other, turned = mirrored(target, seen)
    straight, opposite = assess(target, seen, as_of), assess(other, turned, as_of)
    assert (straight.verdict, straight.status) == (opposite.verdict, opposite.status)
    assert (straight.lag, straight.shortfall) == (opposite.lag, opposite.shortfall)
    assert straight.required_pace == opposite.required_pace


@given(cases(), st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(30)]))
@steady
def test_a_better_last_observation_never_worsens_the_answer(
    case: tuple[Target, list[Observation], date], step: Decimal
) -> None:
    """Only the last one: a better earlier value may well reveal a falling trend."""
    target, seen, as_of = case
    known = [one for one in seen if one.on <= as_of]
    if not known:
        return
    last = max(one.on for one in known)
    if target.baseline and target.baseline.on > last:
        return
    step *= target.direction.sign
    better = [improved(one, step) if one.on == last else one for one in seen]
    before, after = assess(target, seen, as_of), assess(target, better, as_of)
    if before.status.coloured and after.status.coloured:
        assert RANK.index(after.status) <= RANK.index(before.status)
        assert VERDICTS.index(after.verdict) <= VERDICTS.index(before.verdict)


def improved(one: Observation, step: Decimal) -> Observation:
    return replace(
        one,
        value=None if one.value is None else one.value + step,
        numerator=None if one.numerator is None else one.numerator + step,
        units={name: count + step for name, count in one.units.items()},
    )


@given(cases(tuple(kind for kind in Kind if kind not in GROWTH | {Kind.DELIVERABLE})))
@steady
def test_a_change_of_unit_changes_no_status(case: tuple[Target, list[Observation], date]) -> None:
    """Per mille instead of per cent: everything times ten, the resolution too."""
    target, seen, as_of = case
    ten = Decimal(10)
    scaled = replace(
        target,
        milestones=tuple(replace(one, value=one.value and one.value * ten) for one in target.milestones),
        baseline=target.baseline and replace(target.baseline, value=target.baseline.value * ten),
        resolution=target.resolution * ten,
        tolerance=(Decimal("0.5") if target.tolerance is None else target.tolerance) * ten,
    )
    larger = [
        replace(
            one,
            value=None if one.value is None else one.value * ten,
            numerator=None if one.numerator is None else one.numerator * ten,
            benchmark=None if one.benchmark is None else one.benchmark * ten,
            expiring=one.expiring * ten,
            units={name: count * ten for name, count in one.units.items()},
        )
        for one in seen
    ]
    small, large = assess(target, seen, as_of), assess(scaled, larger, as_of)
    assert (small.verdict, small.status) == (large.verdict, large.status)


@given(cases(), numbers, st.dates(date(2021, 1, 1), date(2029, 1, 1)))
@steady
def test_what_happens_after_the_day_is_not_seen(
    case: tuple[Target, list[Observation], date], value: Decimal, later: date
) -> None:
    target, seen, as_of = case
    if later > as_of:
        assert assess(target, [*seen, Observation(later, value)], as_of) == assess(target, seen, as_of)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.DELIVERABLE])
def test_statuses_improve_in_order_while_the_last_value_rises(kind: Kind) -> None:
    rng = random.Random(f"sweep {kind}")
    found: set[Status] = set()
    for _ in range(25):
        goal = Decimal(rng.randint(5, 30))
        baseline = None if kind is Kind.BENCHMARK else Baseline(date(2022, 12, 31), Decimal(rng.randint(1, 20)))
        target = Target(kind, (Milestone(date(2027, 12, 31), goal),), baseline=baseline, resolution=Decimal("0.5"))
        start = baseline.value if baseline else Decimal(10)
        series = [
            Observation(date(year, 12, 31), start + rng.randint(0, 6), benchmark=Decimal(12))
            for year in range(2023, 2025)
        ]
        rank = len(RANK)
        for quarter in range(4, 200, 3):
            last = Observation(date(2025, 12, 31), Decimal(quarter) / 4, benchmark=Decimal(12))
            status = assess(target, [*series, last], date(2026, 3, 31) if kind in COUNTED_LATER else last.on).status
            found.add(status)
            assert RANK.index(status) <= rank
            rank = RANK.index(status)
    assert found & {Status.BEHIND, Status.WORSENING, Status.MISSED}
    assert found & {Status.ON_TRACK, Status.MET}
