"""The made-up steering plays by the real actions and shows what it is there to show."""

from datetime import datetime

from zhiqiang.domains.delivery.facade import duty_lines
from zhiqiang.domains.steering import demo
from zhiqiang.domains.steering.models import AgendaItem, Meeting, Practice, Share
from zhiqiang.domains.steering.queries.alignment import aligned
from zhiqiang.domains.steering.queries.meetings import followed
from zhiqiang.domains.steering.queries.shares import proposed_breakdown
from zhiqiang.foundation import clock
from zhiqiang.foundation.testing.cast import MARK, cast_in
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, Rehearsal

NOW = datetime(2026, 11, 26, 17, tzinfo=clock.ZONE)


def test_the_made_up_steering_plays(city, settings):
    settings.DEMO = True
    with clock.as_of(NOW):
        cast = cast_in(city, firms=1, now=NOW)
        planned = demo.planned(cast)
        Rehearsal(PastWriter()).play(planned)
        assert {one.state for one in Share.objects.all()} == {"verified"}
        assert [proposed_breakdown(one).falls_short for one, *_rest in demo.SHARES] == [False, True, False, False]
        assert [row.task.number for row in aligned().gaps] == ["7.1"]
        assert list(Practice.objects.order_by("pk").values_list("state", flat=True)) == [
            "published", "published", "recorded",
        ]  # fmt: skip
        first, following = Meeting.objects.order_by("held_on")
        assert (first.state, following.state) == ("issued", "recorded")
        assert [one.duty.status for one in followed(first)] == ["done", "overdue", "on_track"]
        assert len(duty_lines()) == len(demo.DECIDED)
        assert AgendaItem.objects.filter(meeting=following, source="duty").count() == 1


def test_everything_made_up_says_so(city):
    for one in demo.planned(cast_in(city, firms=1, now=NOW)):
        if isinstance(one, PlannedRecord) and not callable(one.values):
            assert any(MARK in str(value) for value in one.values.values())
