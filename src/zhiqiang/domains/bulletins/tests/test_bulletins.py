"""Papers of a period: no digit without a source, words bound to their version, reports plugged in, one of a period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from zhiqiang.domains.bulletins import actions, demo
from zhiqiang.domains.bulletins.models import Bulletin
from zhiqiang.domains.bulletins.queries import situation as reading
from zhiqiang.domains.bulletins.queries.papers import Written, build
from zhiqiang.domains.bulletins.queries.published import issued, published
from zhiqiang.domains.bulletins.queries.situation import Situation, situation
from zhiqiang.domains.bulletins.registers import BULLETINS
from zhiqiang.domains.bulletins.rules import broken_rules, period_of
from zhiqiang.foundation import clock
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.cast import cast_in
from zhiqiang.kernel.papers import Fact, Heading, figures_of, plain, runs_of, unbound

KINDS = ("bulletin", "analysis", "leader_page")
WRITTEN = Written(
    "record:bulletins.bulletins/7@3", "", "3家企业未整改。\n\n2家拖延。", "12月底前办结。", "承质强〔2026〕1号"
)


@dataclass
class ReportLine:
    """What the ledger tells of one report."""

    unit: str
    on_time: bool | None
    sent_back_times: int = 0


LEDGER = [ReportLine("130802", True), ReportLine("130825", False), ReportLine("130825", True, 2)]


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger with three reports of the third quarter."""
    monkeypatch.setattr(reading, "report_lines", lambda *, period: LEDGER if period == "2026Q3" else [])


@pytest.fixture
def found(city: Any, as_of: Any) -> Situation:
    as_of(2026, 10, 12)
    return situation(period_of("2026Q3"))


@pytest.mark.parametrize("kind", KINDS)
def test_no_digit_of_any_paper_is_without_a_source(found: Situation, kind: str, ledger: None) -> None:
    paper = build(kind, found, WRITTEN)
    assert unbound(paper) == []
    assert figures_of(paper)
    facts = [one for one in runs_of(paper) if isinstance(one, Fact)]
    assert Fact("承质强〔2026〕1号", "paper:承质强〔2026〕1号") in facts
    assert Fact("12月底前办结。", WRITTEN.source) in facts


def test_a_period_without_reports_says_nothing_of_them(found: Situation) -> None:
    assert len(build("bulletin", found, WRITTEN).annexes) == 1


def test_the_ledger_is_told_by_name_and_in_an_annex_of_13_units_in_order(found: Situation, ledger: None) -> None:
    paper = build("bulletin", found, WRITTEN)
    said = ["".join(plain(one.text)) for one in paper.blocks if not isinstance(one, Heading)]
    assert "隆化县有逾期或未报的台账，隆化县有退回重报的。" in said
    table: Any = paper.annexes[1].blocks[0]
    assert [plain(row[0]) for row in table.rows] == [board.unit.short for board in found.units]
    assert len(table.rows) == 13
    row = next(one for one in table.rows if plain(one[0]) == "隆化县")
    assert [plain(cell) for cell in row[1:]] == ["2", "1", "1", "1"]


def test_parts_that_nobody_wrote_are_left_out(found: Situation) -> None:
    headings = [plain(one.text) for one in build("bulletin", found).blocks if isinstance(one, Heading)]
    assert headings == ["总体情况", "落后于进度的目标"]
    full = [plain(one.text) for one in build("bulletin", found, WRITTEN).blocks if isinstance(one, Heading)]
    assert full[-2:] == ["存在的主要问题", "下一步工作"]


@pytest.mark.parametrize(
    ("code", "first", "last", "words", "before"),
    [
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度", "2026Q2"),
        ("2026q1", date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度", "2025Q4"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月", "2024-01"),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), "2026年1月", "2025-12"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年", "2025"),
    ],
)
def test_periods_begin_and_end_where_they_do(code: str, first: date, last: date, words: str, before: str) -> None:
    found = period_of(code)
    assert (found.first, found.last, found.words, found.before.code) == (first, last, words, before)


def test_a_correction_is_of_the_same_kind_and_period() -> None:
    other = SimpleNamespace(kind="analysis", period="2026Q3")
    values = {"kind": "bulletin", "period": "2026Q3", "corrects": other}
    assert [one.field for one in broken_rules(values, date(2026, 11, 1))] == ["corrects"]
    assert not list(broken_rules({**values, "kind": "analysis"}, date(2026, 11, 1)))


def drafted(city: Any, **changed: Any) -> Bulletin:
    values = {"kind": "bulletin", "period": "2026Q3", "unit": city.city, "corrects": None} | changed
    row = create_record(register=BULLETINS, values=values, actor=city.users["city_officer"])
    assert isinstance(row, Bulletin)
    return row


def test_a_period_has_one_bulletin_of_a_kind_until_it_is_voided(city: Any, as_of: Any) -> None:
    as_of(2026, 10, 12)
    row = drafted(city)
    with pytest.raises(WrongValuesError, match="已有一件"):
        drafted(city)
    take_step(register=BULLETINS, record_id=row.pk, step="void", actor=city.users["city_officer"], reason="重拟")
    assert drafted(city).pk != row.pk


def test_what_is_submitted_is_kept_and_taken_back_when_it_is_returned(city: Any, as_of: Any) -> None:
    as_of(2026, 10, 12)
    row: Any = take_step(
        register=BULLETINS, record_id=drafted(city).pk, step="submit", actor=city.users["city_officer"]
    )
    assert row.known_at == clock.now()
    assert actions.shown_paper(row) == row.submitted
    row = take_step(
        register=BULLETINS, record_id=row.pk, step="send_back", actor=city.users["city_verifier"], reason="补写"
    )
    assert (row.content, row.known_at) == (None, None)


def test_a_bulletin_of_a_county_or_of_what_was_never_issued_is_not_submitted(city: Any, as_of: Any) -> None:
    as_of(2026, 10, 12)
    first = drafted(city)
    for row, reason in ((drafted(city, period="2026-09", unit=city.unit), "改为全市"),
                        (drafted(city, corrects=first), "还没有签发")):  # fmt: skip
        with pytest.raises(RefusedError, match=reason):
            take_step(register=BULLETINS, record_id=row.pk, step="submit", actor=city.users["city_officer"])


def test_the_demo_issues_a_bulletin_and_leaves_a_page_with_the_leader(city: Any, as_of: Any) -> None:
    as_of(2026, 11, 26)
    cast = cast_in(city, firms=1, now=clock.now(), leader=city.person("leader", city.city))
    for planned in demo.planned(cast):
        run_until(planned.script(), planned.at, cast.now)  # type: ignore[union-attr]
    assert [(row.period, paper.issued_on) for row, paper in issued()] == [("2026Q3", date(2026, 10, 20))]
    assert [one.paper.number for one in published()] == ["承质强〔2026〕1号"]
    assert {row.kind: row.state for row in Bulletin.objects.all()} == {
        "bulletin": "published",
        "leader_page": "submitted",
    }


def run_until(script: Iterator[datetime], at: datetime, now: datetime) -> None:
    """Let a script go on as the rehearsal does."""
    while at <= now:
        with clock.as_of(at):
            following = next(script, None)
        if following is None:
            return
        at = following
