"""Whether parts make a whole, by properties; what goes on an agenda; the worst of a cell."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.domains.steering.presentation.cascade import equal_parts
from zhiqiang.domains.steering.presentation.plots import GAP, LOWEST, PathRow, SlopeRow, path_plot, slope_plot, spread
from zhiqiang.domains.steering.rules import (
    SEVERITY,
    Candidate,
    Way,
    broken_decision_rules,
    broken_practice_rules,
    check_breakdown,
    clause_of,
    prevailing,
    select_agenda,
    way_of,
    worst,
)
from zhiqiang.foundation.plans.package import package_folder, read_plan
from zhiqiang.kernel.plan import PlanTarget

UNITS = tuple(f"第{n}县" for n in range(1, 14))
VALUES = st.decimals(min_value=0, max_value=1000, places=1)
SHARES = st.dictionaries(st.sampled_from(UNITS), VALUES)


def target(kind: str, value: str | None = "30") -> PlanTarget:
    goal = None if value is None else Decimal(value)
    return PlanTarget("X.1", "X.1", "thing", kind, date(2027, 12, 31), value=goal)


def check(kind: str, shares: dict[str, Decimal], goal: Decimal | str = "30", better: str = "up"):
    return check_breakdown(target(kind, str(goal)), shares, UNITS, better=better, unit="项")


@given(SHARES, VALUES)
def test_a_sum_falls_short_by_exactly_what_is_missing(shares, goal):
    found = check("cumulative", shares, goal)
    total = sum(shares.values(), Decimal(0))
    assert found.total == total
    assert (found.gap or 0) == max(goal - total, 0)
    assert found.makes_the_whole == (total >= goal) == (not found.falls_short)


@given(SHARES, VALUES, st.sampled_from(["cumulative", "reach", "floor"]), st.sampled_from(UNITS), VALUES)
def test_raising_a_share_never_opens_a_gap(shares, goal, kind, unit, more):
    before = check(kind, shares, goal)
    after = check(kind, {**shares, unit: shares.get(unit, Decimal(0)) + more} if unit in shares else shares, goal)
    assert before.makes_the_whole <= after.makes_the_whole
    assert set(after.short) <= set(before.short)
    assert (after.gap or 0) <= (before.gap or 0)


@given(SHARES, VALUES, st.sampled_from(["up", "down"]))
def test_a_rate_is_held_unit_by_unit_whichever_way_is_better(shares, goal, better):
    found = check("reach", shares, goal, better)
    below = [unit for unit, value in shares.items() if (value < goal if better == "up" else value > goal)]
    assert set(found.short) == set(below)
    assert set(found.missing) == set(UNITS) - set(shares)
    assert found.makes_the_whole == (not below and set(shares) == set(UNITS))


@given(st.integers(0, 5000), st.integers(1, 13))
def test_equal_parts_of_a_count_make_the_whole(goal, count):
    parts = equal_parts(Decimal(goal), count)
    assert sum(parts) == goal
    assert max(parts) - min(parts) <= 1
    shares = dict(zip(UNITS, parts, strict=False))
    assert check("annual_flow", shares, Decimal(goal)).makes_the_whole


def test_the_gap_is_named_in_one_sentence():
    found = check("cumulative", {"第1县": Decimal(20), "第2县": Decimal(6)})
    assert found.words == "各单位合计 26 项，少于全市 30 项"
    assert check("cumulative", {"第1县": Decimal(30)}).words == "各单位合计 30 项，不少于全市 30 项"
    rate = check_breakdown(target("floor", "98"), {"甲": Decimal(97)}, ("甲", "乙"), unit="%")
    assert rate.words == "甲低于全市 98%；还有 1 个单位没有分解：乙"


def test_every_target_of_the_plan_is_shared_in_a_way_that_fits_its_kind():
    plan = read_plan(package_folder())
    ways = {one.id: way_of(one) for one in plan.targets}
    assert {one for one, way in ways.items() if way is Way.NONE} == {"G2027.2", "G2027.3", "G2027.9"}
    assert ways["G2027.7a"] is ways["T7.2.1"] is ways["T3.1.1"] is Way.SUM
    assert ways["G2027.5"] is ways["T7.2.2b"] is ways["T6.2.3"] is Way.EACH
    assert check_breakdown(plan.target("G2027.3"), {}, UNITS) is None


@pytest.mark.parametrize(
    ("city", "own", "better", "holds", "expected"),
    [
        ("3", None, "up", True, ("3", False)),
        ("3", "4", "up", True, ("4", True)),
        ("3", "3", "up", True, ("3", True)),
        ("3", "2", "up", True, ("3", False)),
        ("3", "2", "down", True, ("2", True)),
        ("3", "4", "up", False, ("3", False)),
        (None, "4", "up", True, ("4", True)),
        (None, "4", "up", False, None),
        (None, None, "up", True, None),
    ],
)
def test_a_units_own_share_holds_where_it_asks_no_less(city, own, better, holds, expected):
    values = [None if one is None else Decimal(one) for one in (city, own)]
    found = prevailing(*values, better=better, own_holds=holds)
    assert found == (None if expected is None else (Decimal(expected[0]), expected[1]))


def candidate(reference: str, status: str, days: int = 0, unit: str = "130800") -> Candidate:
    return Candidate("target", reference, unit, reference, "", status, days)


def test_an_agenda_takes_red_before_amber_and_nothing_else():
    found = [
        candidate("a", "watch"), candidate("b", "on_track"), candidate("c", "overdue", 3), candidate("d", "behind"),
        candidate("e", "overdue", 9), candidate("f", "no_data"), candidate("g", "met"),
    ]  # fmt: skip
    assert [one.reference for one in select_agenda(found)] == ["e", "c", "d", "a"]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(sorted(SEVERITY)), st.integers(0, 60))))
def test_nothing_is_put_on_an_agenda_twice(drawn):
    found = [candidate(*one) for one in drawn]
    first = select_agenda(found)
    assert len({one.reference for one in first}) == len(first)
    held = [(one.source, one.reference, one.unit) for one in first]
    assert select_agenda(found, held) == []


@given(st.lists(st.sampled_from([*SEVERITY, "no_data", "not_due", "not_started", ""])))
def test_a_cell_is_as_bad_as_its_worst_and_silent_without_data(statuses):
    found = worst(statuses)
    telling = [SEVERITY[one] for one in statuses if one in SEVERITY]
    assert (found == "") == (not telling)
    assert not telling or SEVERITY[found] == max(telling)


def test_an_item_belongs_to_the_clause_it_stands_in():
    plan = read_plan(package_folder())
    assert [clause_of(plan, one) for one in ("T3.1", "T3.1.2", "S2.1", "T9.9", "G2027.5", "")] == [
        "T3.1", "T3.1", "S2", "", "", "",
    ]  # fmt: skip


def test_a_practice_without_any_proof_is_refused():
    assert [one.field for one in broken_practice_rules({"indicator": "", "proof": ""}, date(2026, 1, 1))] == ["proof"]
    assert not list(broken_practice_rules({"indicator": "", "proof": "函〔2026〕1号"}, date(2026, 1, 1)))
    assert not list(broken_practice_rules({"indicator": "food_pass_rate", "proof": ""}, date(2026, 1, 1)))


def test_a_decision_of_the_whole_city_names_its_department():
    city = SimpleNamespace(is_city=True)
    assert [one.field for one in broken_decision_rules({"unit": city, "lead": None}, date(2026, 1, 1))] == ["lead"]


@given(st.dictionaries(st.integers(0, 12), st.decimals(min_value=20, max_value=320, places=1)))
def test_labels_never_lie_on_each_other_nor_on_the_axis(ends):
    placed = spread(ends)
    assert placed.keys() == ends.keys()
    rows = sorted(placed.values())
    assert all(below - above >= GAP for above, below in pairwise(rows))
    assert all(row <= LOWEST for row in rows)


def test_bars_begin_at_zero_and_a_unit_without_figure_has_none():
    rows = [
        PathRow("甲", Decimal(2), Decimal(1), Decimal(4), "ok", "2 / 4"),
        PathRow("乙", None, None, Decimal(3), "none", "—"),
    ]
    plot = path_plot(rows)
    first, second = plot.marks
    assert Decimal(plot.start) + Decimal(first.width) * 2 == Decimal(first.goal)
    assert (second.width, second.expected) == (None, None)
    assert Decimal(first.expected) < Decimal(second.goal) < Decimal(first.goal)


def test_slopes_need_two_moments_and_draw_the_chosen_unit_last():
    row = SlopeRow("甲", (Decimal(1), Decimal(3)), chosen=True)
    other = SlopeRow("乙", (None, Decimal(2)))
    assert slope_plot([row], ["2023"]).slopes == ()
    plot = slope_plot([row, other], ["2023", "2024"])
    assert [one.row.title for one in plot.slopes] == ["乙", "甲"]
    assert plot.slopes[0].points.count(",") == 1
