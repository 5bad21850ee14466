"""The made-up ledger plays by the real rules and leaves every kind of ending behind."""

from collections import Counter
from datetime import datetime
from typing import Any

from zhiqiang.domains.delivery import demo
from zhiqiang.domains.delivery.facade import duty_lines, report_lines
from zhiqiang.domains.delivery.models import Confidence
from zhiqiang.domains.delivery.queries.gaps import gaps
from zhiqiang.domains.delivery.tests.office import another, department
from zhiqiang.foundation import clock
from zhiqiang.foundation.testing.cast import MARK, cast_in
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Rehearsal

NOW = datetime(2026, 11, 26, 10, tzinfo=clock.ZONE)


def test_a_quarter_is_played_through(city: Any, settings: Any) -> None:
    settings.DEMO = True
    officer = another(city, "department", unit=city.city, organisation=department(city))
    cast = cast_in(city, firms=1, now=NOW, departments=(officer,))
    with clock.as_of(NOW):
        Rehearsal(PastWriter()).play(demo.planned(cast))
        lines, reports = duty_lines(), report_lines(period="2026Q3")
        assert all(MARK in one.title for one in lines)
        assert not any(one.is_open for one in gaps())
        assert {one.status for one in lines} >= {"on_track", "watch", "behind", "overdue", "done"}
        unsigned = next(one for one in lines if one.clause == demo.UNSIGNED and one.unit == city.city.code)
        assert (unsigned.state, unsigned.status) == ("assigned", "overdue")
        assert Counter(one.state for one in reports) == {"verified": len(reports) - 1, "awaited": 1}
        assert {one.unit for one in reports if one.state == "awaited"} == {demo.MISSING}
        assert {one.unit for one in reports if one.submitted_on and not one.on_time} == {demo.LATE}
        assert [one.unit for one in reports if one.sent_back_times] == [demo.SENT_BACK]
        assert Confidence.objects.count() == len(demo.SURE)
