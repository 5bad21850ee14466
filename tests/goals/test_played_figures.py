"""The made-up records of outside series, patents, clusters, standards and activities play; statuses are mixed."""

from datetime import date
from decimal import Decimal

import pytest

from zhiqiang.domains.activities import demo as activities
from zhiqiang.domains.activities.models import Attendance, Event
from zhiqiang.domains.goals import demo as goals
from zhiqiang.domains.goals.queries import board
from zhiqiang.domains.innovation import demo as innovation
from zhiqiang.domains.standards import demo as standards
from zhiqiang.domains.standards.models import SystemNode
from zhiqiang.domains.standards.queries import trees
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.testing.cast import cast_in
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import Rehearsal

START = date(2023, 1, 1)
#: What the made-up city has come to by November 2026.
BOUND = {
    "T2.2.3a": "missed",
    "T2.2.3b": "met",
    "T2.3.1a": "on_track",
    "T2.3.1b": "behind",
    "T2.4.4": "met",
    "T3.2.2": "on_track",
}


@pytest.fixture
def cast(city, as_of, settings):
    as_of(2026, 11, 23)
    settings.DEMO = True
    institution = Organisation.objects.create(title="检测中心（演示）", kind="institution", unit=city.city)
    association = Organisation.objects.create(title="协会（演示）", kind="association", unit=city.city)
    return cast_in(city, firms=3, now=clock.now(), institution=institution, association=association, start=START)


def play(*plays):
    records = sorted((one for found in plays for one in found), key=lambda one: one.at)
    assert len(records) == Rehearsal(PastWriter()).play(records)
    refresh()


def test_the_demo_city_has_believable_patents_clusters_and_outside_rates(cast):
    play(goals.planned(cast), innovation.planned(cast))
    shown = board()
    assert {code: shown.line(code).status for code in BOUND} == BOUND
    assert Decimal("3.7") < shown.line("T2.2.3a").value < Decimal("3.8")
    assert shown.line("T2.3.1b").value == 8
    of_unit = board(unit=cast.units[3]).line("T2.2.3a")
    assert of_unit.window.denominator == Decimal("32.32"), "a county's own residents"
    assert of_unit.value == of_unit.window.numerator / Decimal("32.32")
    assert of_unit.status == "no_goal", "the city's goal is none of one county"


def test_the_demo_city_has_standards_under_review_and_a_system_with_gaps(cast):
    play(standards.planned(cast))
    (tree,) = trees(SystemNode.objects.all()).values()
    assert (tree.needed, tree.filled, tree.astray) == (14, 8, ())


def test_the_demo_city_holds_events_and_courses_every_year(cast):
    play(activities.planned(cast))
    assert Event.objects.filter(state="verified", starts_on__year=2026).count() > 10
    assert Attendance.objects.exclude(certificate="").exclude(certificate_until=None).exists()
