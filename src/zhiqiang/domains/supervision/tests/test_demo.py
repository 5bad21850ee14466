"""The made-up autumn plays by the real actions and leaves every course where it should be."""

from zhiqiang.domains.supervision import demo
from zhiqiang.domains.supervision.models import Correction, Interview, Order, Review
from zhiqiang.foundation import clock
from zhiqiang.foundation.papers.queries import papers
from zhiqiang.foundation.testing.cast import MARK, Cast, cast_in
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Rehearsal


def played(cast: Cast) -> dict[str, list[tuple[str, str]]]:
    Rehearsal(PastWriter()).play(demo.planned(cast))
    found: dict[str, list[tuple[str, str]]] = {}
    for one in Order.objects.order_by("pk"):
        found.setdefault(one.addressee.code, []).append((one.rung, one.state))
    return found


def test_the_autumn_leaves_one_climbing_one_met_one_annulled_and_one_called_in(city, settings, as_of) -> None:
    settings.DEMO = True
    as_of(2026, 11, 26)
    cast = cast_in(city, firms=0, now=clock.now(), leader=city.person("leader", city.city))
    assert played(cast) == {
        demo.CLIMBS: [("remind", "lapsed"), ("blue", "lapsed"), ("orange", "acknowledged")],
        demo.ANSWERS: [("remind", "met")],
        demo.IS_RIGHT: [("remind", "lapsed"), ("blue", "annulled")],
        demo.CALLED_IN: [("interview", "met")],
    }
    assert (Review.objects.get().state, Correction.objects.get().state) == ("upheld", "passed")
    held = Interview.objects.get()
    assert (held.state, str(held.held_on)) == ("closed", "2026-11-05")
    kinds = sorted(one.kind for one in papers())
    assert kinds == ["correction", "interview_minutes", "interview_notice", "order", "order", "order"]
    assert all(one.paper.demo for one in papers())
    assert all(MARK in one.title for one in Order.objects.all())


def test_the_autumn_rests_where_the_present_is(city, settings, as_of) -> None:
    settings.DEMO = True
    as_of(2026, 11, 4)
    cast = cast_in(city, firms=0, now=clock.now(), leader=city.person("leader", city.city))
    assert played(cast)[demo.CLIMBS] == [("remind", "lapsed"), ("blue", "served")]
    assert Interview.objects.get().state == "notified"
