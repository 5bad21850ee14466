"""What the public reads of the money: paid subsidies of organisations, the same on the page and in the file."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from zhiqiang.domains.incentives import facade
from zhiqiang.domains.incentives.tests.made_awards import AwardBook
from zhiqiang.domains.incentives.tests.treasury import Treasury
from zhiqiang.foundation.testing.browsing import body, open_as, words
from zhiqiang.foundation.testing.city import City


@pytest.fixture
def treasury(city: City, as_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Treasury:
    as_of(2026, 11, 23)
    book = AwardBook()
    book.put_in_place(monkeypatch.setattr)
    return Treasury(city, book)


def test_a_paid_subsidy_is_public_with_who_what_rule_clause_amount_and_day(treasury: Treasury) -> None:
    treasury.paid()
    text = words(open_as(None).get("/subsidies/"))
    for told in ("隆化某食品有限公司（演示）", "GB/T 99999-2026", "200,000 元", "牵头国家标准的资助", "T1.1.1",
                 "2026-11-23"):  # fmt: skip
        assert told in text, told
    assert "支-" not in text, "a voucher is nobody's business"


def test_what_is_only_promised_or_approved_is_not_public(treasury: Treasury) -> None:
    treasury.approved()
    assert "还没有付出的资助" in words(open_as(None).get("/subsidies/"))
    assert len(list(csv.reader(io.StringIO(body(open_as(None).get("/subsidies.csv")))))) == 1


def test_the_file_holds_what_the_page_shows_and_what_has_come_back(treasury: Treasury) -> None:
    treasury.line(cap=5_000_000)
    for n in (1, 2):
        treasury.paid(treasury.proposed(treasury.commitment(treasury.award(f"GB/T 9000{n}-2026"))))
    last = treasury.paid(treasury.proposed(treasury.commitment(treasury.award("=1+1"))))
    treasury.received(treasury.recovery(last, 5_000_000))
    text = body(open_as(None).get("/subsidies.csv"))
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert [row[header.index("金额（元）")] for row in rows] == ["200000.00"] * 3
    assert rows[0][header.index("资助事项")] == "'=1+1", "a spreadsheet must not calculate it"
    assert [row[header.index("已收回（元）")] for row in rows] == ["50000.00", "0.00", "0.00"]
    assert "已收回 50,000 元" in words(open_as(None).get("/subsidies/?year=2026"))
    assert "已付资助 600,000 元" in words(open_as(None).get("/subsidies/?year=1999"))


def test_the_facade_says_the_same(treasury: Treasury) -> None:
    line = treasury.line(cap=500_000)
    paid = treasury.paid(treasury.proposed(treasury.commitment(treasury.award("GB/T 90001-2026"), line), 15_000_000))
    treasury.commitment(treasury.award("GB/T 90002-2026"), line)
    outside = treasury.outside("GB/T 90003-2026")
    assert facade.paid_for([paid.commitment.application, 2, 999]) == {paid.commitment.application: 15_000_000}
    assert [(one.clause, one.year, one.count, one.amount_fen) for one in facade.paid_by_clause(2026)] == [
        ("T1.1.1", 2026, 1, 15_000_000)
    ]
    assert facade.paid_by_clause(2025) == []
    (used,) = facade.budget_use(2026)
    assert (used.cap_fen, used.committed_fen, used.paid_fen) == (50_000_000, 40_000_000, 15_000_000)
    day = paid.paid_on
    own = {"funder": "city", "thing": "GB/T 90001-2026", "amount_fen": 15_000_000, "paid_on": day,
           "document": paid.voucher}  # fmt: skip
    assert facade.facts_of(treasury.city.enterprise.pk, day) == {"already_paid": [own]}, "unverified: not a fact yet"
    from_others = treasury.verify(outside)
    told = facade.facts_of(treasury.city.enterprise.pk, day)["already_paid"]
    assert [one["thing"] for one in told] == [from_others.thing, "GB/T 90001-2026"]
    assert facade.imbalances() == []
