"""Facts as they are really gathered: figures of the board, the ledger, orders; and the data-quality scorecard."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from zhiqiang.domains.assessment import rules
from zhiqiang.domains.assessment.facade import SchemeErrors, stand_for
from zhiqiang.domains.assessment.queries import data_quality, facts
from zhiqiang.domains.assessment.queries.schemes import schemes
from zhiqiang.domains.goals.facade import reporting_units
from zhiqiang.foundation.testing.city import City
from zhiqiang.kernel.assessment import Counted, Order

Q3 = rules.period_of("2026Q3")


@pytest.mark.parametrize(
    ("code", "first", "last", "words"),
    [("2026Q3", "2026-07-01", "2026-09-30", "2026年第三季度"), ("2026", "2026-01-01", "2026-12-31", "2026年"),
     ("2026-12", "2026-12-01", "2026-12-31", "2026年12月"), ("2028-02", "2028-02-01", "2028-02-29", "2028年2月"),
     ("2026Q4", "2026-10-01", "2026-12-31", "2026年第四季度")],
)  # fmt: skip
def test_a_period_has_its_days_and_words(code: str, first: str, last: str, words: str) -> None:
    found = rules.period_of(code)
    assert (found.first.isoformat(), found.last.isoformat(), rules.period_words(found)) == (first, last, words)


@pytest.mark.parametrize("code", ["", "2026Q0", "2026-13", "26Q1", "2026q1", "１２３４"])
def test_what_is_no_period_is_said_to_be_none(code: str) -> None:
    with pytest.raises(ValueError, match="不是考评期"):
        rules.period_of(code)


def test_without_any_record_every_item_says_why_it_has_no_points(city: City, as_of: Callable[..., Any]) -> None:
    as_of(2026, 11, 23)
    found = stand_for("county-quality-2026", "2026Q3")
    assert len(found) == 13
    one = found[0].scored
    assert (one.score, one.band) == (None, None)
    assert "不计总分" in one.reason
    assert all(each.reason for each in one.items)
    assert one.item("orders").points == 10  # asked, and none was given
    with pytest.raises(KeyError):
        stand_for("nothing", "2026Q3")
    with pytest.raises(SchemeErrors):
        stand_for("county-quality-2026", "2026Q3", b"code = 1", "draft.toml")


def test_duties_reports_and_orders_of_the_period_count_each_for_its_unit(
    city: City, as_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_of(2026, 11, 23)
    mine, other = city.unit.code, city.other_unit.code
    duties = [
        SimpleNamespace(unit=mine, due_on=date(2026, 7, 1), status="done"),
        SimpleNamespace(unit=mine, due_on=date(2026, 9, 30), status="overdue"),
        SimpleNamespace(unit=mine, due_on=date(2026, 10, 1), status="overdue"),
        SimpleNamespace(unit=other, due_on=date(2026, 9, 1), status="overdue"),
    ]
    reports = {
        "2026Q3": [SimpleNamespace(unit=mine, on_time=True, submitted_on=date(2026, 10, 5))],
        "2026-08": [SimpleNamespace(unit=mine, on_time=False, submitted_on=None)],
        "2026-09": [SimpleNamespace(unit=mine, on_time=None, submitted_on=None)],
        "2026-06": [SimpleNamespace(unit=mine, on_time=False, submitted_on=None)],
    }
    monkeypatch.setattr(facts, "duty_lines", lambda on: duties if on == Q3.last else [])
    monkeypatch.setattr(facts, "report_lines", lambda period: reports.get(period, []))
    asked = []

    def penalties(unit: str, first: date, last: date) -> list[Any]:
        asked.append((unit, first, last))
        return [SimpleNamespace(rung="blue", number="演示督〔2026〕1号")] if unit == mine else []

    monkeypatch.setattr(facts, "standing_penalties", penalties)
    found = facts.gather(schemes()["county-quality-2026"], Q3, reporting_units())
    assert found[mine].counted == {"reports_on_time": Counted(1, 2), "duties_on_time": Counted(1, 2)}
    assert found[other].counted == {"reports_on_time": Counted(0, 0), "duties_on_time": Counted(0, 1)}
    assert (found[mine].orders, found[other].orders) == ([Order("blue", "演示督〔2026〕1号")], [])
    assert (mine, Q3.first, Q3.last) in asked
    cards = {one.unit.code: one for one in data_quality.cards(Q3)}
    assert (cards[mine].complete.part, cards[mine].complete.whole) == (1, 2)
    assert cards[other].complete.percent is None


def test_the_scorecard_counts_what_was_verified_late_and_sent_back(
    city: City, as_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import datetime

    from zhiqiang.foundation import clock
    from zhiqiang.foundation.workflow.models import ClockRun

    as_of(2026, 11, 23)
    common = {"register": "sampling.samples", "rule": "records.verify", "rule_version": date(2023, 1, 1)}
    day = lambda month, number: datetime(2026, month, number, 10, tzinfo=clock.ZONE)  # noqa: E731 (days of this test)
    for record, (due, stopped) in enumerate([(day(8, 9), day(8, 5)), (day(8, 9), day(8, 12)), (day(8, 9), None)]):
        ClockRun.objects.create(
            **common, record=record, clock="verify_by", unit_path=city.unit.path, started_at=day(8, 1), due=due,
            stopped_at=stopped,
        )  # fmt: skip
    ClockRun.objects.create(
        **common, record=1, clock="resubmit_by", unit_path=city.unit.path, started_at=day(8, 3), due=day(8, 20)
    )
    mine = next(one for one in data_quality.cards(Q3) if one.unit == city.unit)
    assert (mine.timely.part, mine.timely.whole) == (1, 3)
    assert (mine.consistent.part, mine.consistent.whole) == (2, 3)
    assert str(mine.timely.percent) == "33.3"
    assert mine.revised.percent is None
