"""A standard holds on a day only while its own certificate, its tracing and every parent hold."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiqiang.domains.metrology import registers
from zhiqiang.domains.metrology.facade import facts_of
from zhiqiang.domains.metrology.models import MeasurementStandard
from zhiqiang.domains.metrology.queries import (
    broken_standards,
    chain_spans,
    descendants_of,
    link_of,
    standing_tree,
)
from zhiqiang.domains.metrology.tests.bench import Bench
from zhiqiang.foundation.evidence.figures import load_cells
from zhiqiang.foundation.evidence.levels import count_on
from zhiqiang.foundation.evidence.models import DirtyPartition
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.kernel.spans import Span, covers

DAY = date(2026, 11, 23)


@pytest.fixture
def bench(city, as_of):
    as_of(2026, 11, 23)
    return Bench(city)


def test_a_chain_holds_where_all_of_it_holds(bench):
    top = bench.standard(valid_from=date(2022, 1, 1), valid_to=date(2026, 12, 31), traced_until=date(2026, 6, 30))
    middle = bench.standard(top, valid_from=date(2023, 5, 1))
    below = bench.standard(middle, valid_to=date(2025, 12, 31))
    bench.interrupt(middle, date(2024, 3, 1), date(2024, 3, 31))
    assert chain_spans([below, top]) == {
        below.pk: [Span(date(2023, 5, 1), date(2024, 2, 29)), Span(date(2024, 4, 1), date(2025, 12, 31))],
        top.pk: [Span(date(2022, 1, 1), date(2026, 6, 30))],
    }


def test_a_parent_that_nobody_verified_holds_nothing_up(bench):
    assert chain_spans([below := bench.standard(bench.standard(state="recorded"))])[below.pk] == []


def test_a_circle_made_in_the_tables_holds_nothing_and_ends(bench):
    first = bench.standard()
    second = bench.standard(first)
    MeasurementStandard.objects.filter(pk=first.pk).update(parent=second)
    rows = list(MeasurementStandard.objects.all())
    assert chain_spans(rows) == {first.pk: [], second.pk: []}
    assert [one.pk for one in descendants_of(rows[0])] == [rows[1].pk]
    assert {one.standard.pk for one in standing_tree(rows[0], DAY)} == {first.pk, second.pk}


def test_a_broken_parent_flags_every_descendant_and_is_named(bench):
    top = bench.standard(traced_until=date(2026, 10, 31))
    middle = bench.standard(top)
    below = bench.standard(middle)
    other = bench.standard()
    links = {one.standard.pk: one for one in broken_standards(MeasurementStandard.objects.all(), DAY)}
    assert links.keys() == {top.pk, middle.pk, below.pk}
    assert links[top.pk].broken_by is None
    assert links[below.pk].broken_by == top
    assert "溯源有效期已于 2026-10-31 到期" in links[below.pk].reason
    assert link_of(other, DAY).holds
    tree = standing_tree(middle, DAY)
    assert [(one.standard.pk, one.depth, one.holds) for one in tree] == [
        (top.pk, 0, False), (middle.pk, 1, False), (below.pk, 2, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "recorded"}, "尚未核实"),
        ({"valid_to": date(2026, 11, 22)}, "考核证书已于 2026-11-22 到期"),
        ({"valid_from": date(2026, 12, 1)}, "2026-12-01 起才有效"),
    ],
)
def test_the_reason_says_what_broke(bench, changes, words):
    assert words in link_of(bench.standard(bench.standard(**changes)), DAY).reason


def test_a_suspended_parent_is_said_to_be(bench):
    top = bench.standard()
    bench.interrupt(top, date(2026, 11, 1))
    assert "已暂停或撤销" in link_of(bench.standard(top), DAY).reason


def test_a_tree_is_drawn_from_its_top_with_children_under_their_parents(bench):
    top = bench.standard()
    first, second = bench.standard(top), bench.standard(top)
    grandchild = bench.standard(first)
    drawn = [(one.standard.pk, one.depth) for one in standing_tree(top, DAY)]
    assert drawn == [(top.pk, 0), (first.pk, 1), (grandchild.pk, 2), (second.pk, 1)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parents=st.lists(st.integers(0, 6), min_size=1, max_size=7), ends=st.lists(st.integers(0, 28), min_size=7))
def test_a_standard_holds_on_a_day_exactly_when_all_above_it_do(bench, parents, ends):
    rows: list[MeasurementStandard] = []
    for place, chosen in enumerate(parents):
        parent = rows[chosen % place] if place and chosen else None
        rows.append(bench.standard(parent, traced_until=date(2026, 3, 1 + ends[place])))
    spans = chain_spans(rows)
    for day in (date(2026, 3, 1 + at) for at in range(31)):
        for row in rows:
            above, holds = row, True
            while above is not None:
                holds, above = holds and day <= above.traced_until, above.parent
            assert covers(spans[row.pk], day) is holds


def test_what_happens_to_a_parent_leaves_the_count_from_that_day_and_stays_in_the_earlier_ones(bench, city):
    top = bench.standard(valid_from=date(2024, 2, 1))
    bench.standard(top, valid_from=date(2024, 5, 1))
    bench.standard(valid_from=date(2024, 6, 1), level="enterprise")
    bench.standard(valid_from=date(2024, 6, 1), kind="public")
    refresh(full=True)
    assert _level("2026-10") == _level("2026-11") == 2
    take_step(
        register=registers.STANDARDS, record_id=top.pk, step="suspend", actor=city.users["verifier"],
        reason="复查不合格", values={"on": date(2026, 11, 2)},
    )  # fmt: skip
    assert set(DirtyPartition.objects.values_list("month", flat=True)) == {"2024-02", "2024-05"}
    refresh()
    assert (_level("2024-04"), _level("2026-10"), _level("2026-11")) == (1, 2, 0)
    counted = {day: count_on(registers.STANDARDS, day)[city.city.code] for day in (date(2026, 11, 1), DAY)}
    assert counted == {date(2026, 11, 1): 4, DAY: 2}


def test_other_domains_are_told_what_an_organisation_holds(bench, city):
    top = bench.standard(traced_until=date(2026, 6, 30))
    bench.standard(top)
    bench.standard(kind="public")
    bench.standard()
    assert facts_of(city.laboratory.pk, DAY) == {
        "measurement_standards": 2, "highest_standards": 1, "instruments_in_use": 0, "instruments_overdue": 0,
    }  # fmt: skip


def _level(month: str) -> int:
    table = load_cells(["metrology.top_standards"])
    return int(table.window_sum("metrology.top_standards", "130800", "0001-01", month).numerator or 0)
