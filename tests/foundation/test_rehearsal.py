"""A made-up past: written many at a time it leaves what the real writers leave one by one, by the same rules."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.models import DirtyPartition
from zhiqiang.foundation.reference.models import ProductClass
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.testing.city import City
from zhiqiang.foundation.testing.past import PastWriter
from zhiqiang.foundation.testing.rehearsal import (
    Planned,
    PlannedBreak,
    PlannedRecord,
    PlannedScript,
    PlannedStep,
    Rehearsal,
    may_go_together,
)
from zhiqiang.foundation.trail.models import TrailEntry
from zhiqiang.foundation.trail.record import verify_trail
from zhiqiang.foundation.workflow.models import ClockRun, StepTaken

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 3, 2, 10, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def demo_home(settings: Any, city: City) -> None:
    settings.DEMO = True


def plan(city: City, number: int, at: datetime, after: timedelta | None = timedelta(days=1)) -> PlannedRecord:
    values = {
        "number": f"DEMO-{number}",
        "unit": city.unit,
        "level": "county",
        "design": "representative",
        "product_class": ProductClass.objects.get(code="food-04"),
        "product": "酱牛肉",
        "place": "某超市（演示）",
        "sampled_on": at.date() - timedelta(days=6),
        "laboratory": city.laboratory,
        "conclusion": "pass",
    }
    steps = () if after is None else (PlannedStep("verify", city.users["verifier"], at + after),)
    return PlannedRecord(SAMPLES, values, city.users["reporter"], at, steps, together=True)


def plans(city: City) -> list[PlannedRecord]:
    """Two months; verifications cross each other, the last record still waits, one is verified in the next month."""
    moments = [FIRST, FIRST + timedelta(hours=5), datetime(2026, 3, 31, 9, tzinfo=clock.ZONE), FIRST.replace(month=4)]
    lags = [timedelta(days=2), timedelta(minutes=30), timedelta(days=3), None]
    return [plan(city, number, at, lag) for number, (at, lag) in enumerate(zip(moments, lags, strict=True), start=1)]


def left_behind() -> dict[str, list[Any]]:
    """Every row that the records left, with numbers in place of keys."""
    number = dict(Sample.objects.values_list("pk", "number"))
    skip = {"id", "record"}

    def rows(found: Any) -> list[Any]:
        rows = [
            {name: value for name, value in row.items() if name not in skip} | {"of": number[row["record"]]}
            for row in found
        ]
        return sorted(rows, key=repr)

    trail = TrailEntry.objects.filter(register=SAMPLES.slug).order_by("number")
    return {
        "samples": [{k: v for k, v in row.items() if k != "id"} for row in Sample.objects.order_by("number").values()],
        "steps": rows(StepTaken.objects.values()),
        "clocks": rows(ClockRun.objects.values()),
        "trail": [(one.at, one.actor_id, one.action, number[int(one.record)], one.facts) for one in trail],
        "dirty": sorted(DirtyPartition.objects.values_list("dataset", "month")),
    }


def play(records: list[Planned]) -> int:
    return Rehearsal(PastWriter()).play(records)


def test_records_written_together_leave_the_same_rows_as_one_by_one(city: City) -> None:
    left = []
    for together in (True, False):
        with transaction.atomic():
            assert play([replace(one, together=together) for one in plans(city)]) == 4
            left.append(left_behind())
            transaction.set_rollback(True)
    at_once, one_by_one = left
    assert [row["state"] for row in at_once["samples"]] == ["verified", "verified", "verified", "recorded"]
    assert len(at_once["trail"]) == 7
    assert at_once == one_by_one


def test_the_trail_is_in_order_of_time_and_holds(city: City) -> None:
    play(plans(city))
    moments = list(TrailEntry.objects.filter(register=SAMPLES.slug).order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert verify_trail()[1] is None


def test_only_what_somebody_closed_in_the_month_of_its_making_goes_together(city: City) -> None:
    assert [may_go_together(one) for one in plans(city)] == [True, True, False, False]
    sent_back = PlannedStep("send_back", city.users["verifier"], FIRST, reason="缺附件")
    assert not may_go_together(replace(plan(city, 1, FIRST), steps=(sent_back,)))


def test_a_record_may_point_at_one_that_was_made_before_it_in_the_same_play(city: City) -> None:
    first, second = plan(city, 1, FIRST, None), plan(city, 2, FIRST + timedelta(days=1))
    later = replace(second, values=lambda: {**second.values, "product": f"复检 {Sample.objects.get().number}"})
    assert not may_go_together(later)
    Rehearsal(PastWriter()).play([first, later])
    assert Sample.objects.get(number="DEMO-2").product == "复检 DEMO-1"


def test_a_script_goes_on_when_its_moment_has_come_and_rests_where_it_would_pass_the_present(city: City) -> None:
    seen: list[tuple[str, datetime, int]] = []

    def told() -> Iterator[datetime]:
        for word, wait in (("first", 1), ("second", 400 * 365), ("never", 1)):
            seen.append((word, clock.now(), Sample.objects.count()))
            yield clock.now() + timedelta(days=wait)

    script = PlannedScript(FIRST + timedelta(hours=1), told)
    assert play([plan(city, 1, FIRST, None), script, plan(city, 2, FIRST + timedelta(hours=2), None)]) == 2
    assert seen == [("first", FIRST + timedelta(hours=1), 1), ("second", FIRST + timedelta(days=1, hours=1), 2)]


def test_a_break_comes_after_all_before_it_and_outside_their_transaction(city: City) -> None:
    seen: list[tuple[datetime, int]] = []
    at = FIRST + timedelta(hours=1)
    looks = PlannedBreak(at, lambda: seen.append((clock.now(), Sample.objects.count())))
    later = plan(city, 2, FIRST + timedelta(hours=2), None)
    play([plan(city, 1, FIRST, None), looks, later])
    assert seen == [(at, 1)]
    assert Sample.objects.count() == 2


def test_nothing_is_written_at_once_outside_a_demo_home(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(RefusedError, match="演示"):
        PastWriter()


def test_nobody_verifies_their_own_records_at_once(city: City) -> None:
    own = plan(city, 1, FIRST)
    person = city.users["reporter"]
    person.memberships.create(role="verifier", unit=city.unit, valid_from=date(2020, 1, 1))
    with pytest.raises(RefusedError):
        play([replace(own, steps=(PlannedStep("verify", person, FIRST),))])
    assert not Sample.objects.exists()


def test_a_record_outside_the_makers_unit_keeps_the_whole_month_out(city: City) -> None:
    foreign = plan(city, 2, FIRST + timedelta(hours=1))
    foreign = replace(foreign, values={**foreign.values, "unit": city.other_unit})
    with pytest.raises(RefusedError, match="管辖"):
        play([plan(city, 1, FIRST), foreign])
    assert not Sample.objects.exists()
    assert not TrailEntry.objects.filter(register=SAMPLES.slug).exists()


def test_values_that_break_a_rule_keep_the_whole_month_out(city: City) -> None:
    wrong = plan(city, 2, FIRST + timedelta(hours=1))
    wrong = replace(wrong, values={**wrong.values, "failed_items": "菌落总数"})
    with pytest.raises(WrongValuesError, match="不合格项目"):
        play([plan(city, 1, FIRST), wrong])
    assert not Sample.objects.exists()
