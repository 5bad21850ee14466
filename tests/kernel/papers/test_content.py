"""A paper says where each of its digits comes from, and survives being stored."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.kernel.papers import (
    Annex,
    Fact,
    Figure,
    Heading,
    Paper,
    Paragraph,
    Signature,
    Table,
    figures_of,
    from_table,
    plain,
    to_table,
    unbound,
)

words = st.text(alphabet="质量强市通报、。", max_size=8)
runs = st.one_of(
    words,
    st.builds(Figure, st.just("98.5"), st.just("ZQ1/x")),
    st.builds(Fact, st.just("9月"), st.just("day:2026-09-30")),
)
texts = st.lists(runs, max_size=4).map(tuple)
blocks = st.one_of(
    st.builds(Heading, texts, st.integers(1, 4)),
    st.builds(Paragraph, texts),
    st.builds(Table, texts, st.tuples(texts, texts), st.lists(st.tuples(texts, texts), max_size=3).map(tuple)),
    st.builds(Signature, st.lists(st.tuples(texts, texts), max_size=2).map(tuple)),
)
many = st.lists(blocks, max_size=4).map(tuple)
papers = st.builds(
    Paper, kind=st.just("bulletin"), title=texts, addressee=texts, blocks=many, issuer=words,
    annexes=st.lists(st.builds(Annex, texts, many), max_size=2).map(tuple), copies=texts, demo=st.booleans(),
)  # fmt: skip


@given(papers)
def test_a_stored_paper_comes_back_as_it_was(paper):
    assert from_table(json.loads(json.dumps(to_table(paper)))) == paper


@given(papers)
def test_bound_digits_are_never_complained_of(paper):
    assert unbound(paper) == []


@pytest.mark.parametrize("digit", ["7", "７"])
@given(papers)
def test_a_digit_in_plain_words_is_found_wherever_it_is(digit, paper):
    loose = Paragraph((f"共{digit}家",))
    here = Paper(**{**_fields(paper), "blocks": (*paper.blocks, loose)})
    there = Paper(**{**_fields(paper), "annexes": (*paper.annexes, Annex((), (Table((), ((f"{digit}",),), ()),)))})
    for one in (here, there):
        assert [digit in found for found in unbound(one)] == [True]


def test_a_binding_to_nothing_is_no_binding():
    paper = Paper("bulletin", (Figure("3", ""), Fact("5", "day:"), Fact("6", "somewhere")), (), (), "市质强办")
    assert len(unbound(paper)) == 3


def test_figures_come_in_the_order_of_reading():
    first, second = Figure("1", "ZQ1/a"), Figure("2", "ZQ1/b")
    table = Table((), (("项",),), (((first,),),))
    paper = Paper("bulletin", ("通报",), (), (table, Paragraph(("其中", second))), "市质强办")
    assert figures_of(paper) == [first, second]
    assert plain(("其中", second, "家")) == "其中2家"


def _fields(paper):
    return {name: getattr(paper, name) for name in Paper.__slots__}
