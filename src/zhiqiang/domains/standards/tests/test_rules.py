"""Trees of standards with their gaps, and the day of the next review."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from zhiqiang.domains.standards.rules import Node, Reviewed, chain_of, next_review, tree_of

PUBLISHED, PERIOD = date(2020, 3, 31), {"period": 60, "remind": 6}


def node(code, parent="", number="", *, needed=True):
    return Node(code, parent, f"位置{code}", needed, number)


def test_coverage_is_filled_needed_leaves_over_needed_leaves():
    tree = tree_of(
        [
            node("1", number="GB/T 1-2020"),  # a branch: its own number counts nowhere
            node("1.1", "1", "GB/T 2-2020"),
            node("1.2", "1"),
            node("1.3", "1", needed=False),
            node("2"),
            node("2.1", "2", "DB1308/T 1-2024"),
            node("3"),
        ]
    )
    assert (tree.needed, tree.filled, tree.coverage) == (4, 2, 50)
    assert [gap.code for gap in tree.gaps] == ["1.2", "3"]
    assert [(root.node.code, root.filled, root.needed) for root in tree.roots] == [
        ("1", 1, 2),
        ("2", 1, 1),
        ("3", 0, 1),
    ]


def test_where_nothing_is_needed_there_is_no_coverage():
    assert tree_of([node("1", needed=False)]).coverage is None
    assert tree_of([]).coverage is None


def test_what_hangs_in_a_cycle_or_nowhere_stands_apart_with_its_chain():
    tree = tree_of([node("1"), node("A", "C"), node("B", "A"), node("C", "B"), node("D", "C"), node("9.1", "9")])
    astray = {one.code: chain for one, chain in tree.astray}
    assert astray["A"] == ("A", "C", "B", "A")
    assert astray["D"] == ("D", "C", "B", "A", "C")
    assert astray["9.1"] == ("9.1", "9")
    assert (tree.needed, [root.node.code for root in tree.roots]) == (1, ["1"])


codes = some.sampled_from("ABCDEFGH")


@given(some.dictionaries(codes, some.sampled_from(["", *"ABCDEFGHZ"])))
def test_every_node_is_in_the_tree_once_or_astray(parents):
    tree = tree_of([node(code, parent) for code, parent in parents.items()])

    def inside(branches):
        return [code for one in branches for code in (one.node.code, *inside(one.below))]

    assert sorted([*inside(tree.roots), *(one.code for one, _chain in tree.astray)]) == sorted(parents)


@given(some.dictionaries(codes, codes), codes)
def test_a_chain_ends(parents, start):
    assert len(chain_of(start, parents)) <= len(parents) + 2


@pytest.mark.parametrize(
    ("reviews", "today", "status", "day"),
    [
        ([], date(2024, 9, 29), "later", date(2025, 3, 31)),
        ([], date(2024, 9, 30), "soon", date(2025, 3, 31)),
        ([], date(2025, 3, 31), "soon", date(2025, 3, 31)),
        ([], date(2025, 4, 1), "overdue", date(2025, 3, 31)),
        ([Reviewed(date(2025, 2, 28), "confirmed")], date(2025, 4, 1), "later", date(2030, 2, 28)),
        ([Reviewed(date(2025, 2, 28), "confirmed"), Reviewed(date(2022, 1, 1), "revise")], date(2025, 4, 1), "later",
         date(2030, 2, 28)),
        ([Reviewed(date(2025, 2, 28), "revise")], date(2031, 4, 1), "revising", None),
    ],
)  # fmt: skip
def test_a_review_falls_due_so_many_calendar_months_after_publication_or_the_last_one(reviews, today, status, day):
    due = next_review(PUBLISHED, reviews, today, **PERIOD)
    assert (due.status, due.day) == (status, day)


def test_a_month_without_that_day_ends_on_its_last():
    assert next_review(date(2020, 2, 29), [], date(2020, 3, 1), **PERIOD).day == date(2025, 2, 28)
