"""The made-up quarter plays by the real actions to its published results and the appeal that was upheld."""

from zhiqiang.domains.assessment import demo
from zhiqiang.domains.assessment.models import Appeal, DepartmentMark, Result, Run
from zhiqiang.foundation import clock
from zhiqiang.foundation.papers.queries import papers_of
from zhiqiang.foundation.testing.cast import MARK, cast_in
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Rehearsal


def test_the_quarter_ends_with_results_of_all_units_and_one_changed_by_an_appeal(city, settings, as_of) -> None:
    settings.DEMO = True
    as_of(2026, 11, 26)
    cast = cast_in(city, firms=0, now=clock.now(), leader=city.person("leader", city.city))
    Rehearsal(PastWriter()).play(demo.planned(cast))
    run = Run.objects.get()
    assert run.state == "published"
    assert MARK in run.title
    held = Result.objects.filter(run=run, state="published")
    assert (held.count(), Appeal.objects.get().state) == (len(cast.units), "upheld")
    new = held.get(unit__code=demo.APPEALS_UNIT)
    assert (new.number, new.replaces.state) == (2, "replaced")
    assert all(MARK in one.reason for one in DepartmentMark.objects.all())
    paper = papers_of("assessment.results", new.pk)[0]
    assert paper.paper.demo


def test_the_quarter_rests_where_the_present_is(city, settings, as_of) -> None:
    settings.DEMO = True
    as_of(2026, 10, 14)
    cast = cast_in(city, firms=0, now=clock.now(), leader=city.person("leader", city.city))
    Rehearsal(PastWriter()).play(demo.planned(cast))
    assert Run.objects.get().state == "self_scoring"
    as_of(2026, 10, 1)
    assert demo.planned(cast_in(city, firms=0, now=clock.now())) == []
