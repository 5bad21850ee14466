"""Sampled batches through their own life: recorded, verified by someone else, corrected by proposal."""

from datetime import date
from decimal import Decimal

import pytest

from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation.evidence.models import DirtyPartition
from zhiqiang.foundation.reference.models import ProductClass
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError, WrongValuesError
from zhiqiang.foundation.registers.models import Correction
from zhiqiang.foundation.registers.write import change_record, create_record, take_step
from zhiqiang.foundation.trail.record import verify_trail
from zhiqiang.foundation.workflow.models import ClockRun


@pytest.fixture
def facts(city):
    return {
        "number": "CD-F-2026-0001",
        "unit": city.unit,
        "level": "county",
        "design": "representative",
        "product_class": ProductClass.objects.get(code="food-04"),
        "product": "酱牛肉",
        "place": "隆化县某超市",
        "sampled_on": date(2026, 10, 22),
        "laboratory": city.laboratory,
        "conclusion": "pass",
    }


@pytest.fixture
def sample(city, facts):
    return create_record(register=SAMPLES, values=facts, actor=city.users["reporter"])


def test_a_new_batch_waits_for_verification_with_a_clock_and_marks_its_month(sample):
    assert sample.state == "recorded"
    run = ClockRun.objects.get(record=sample.pk)
    assert (run.clock, run.rule, run.roles) == ("verify_by", "records.verify", "city_verifier verifier")
    assert DirtyPartition.objects.get().month == "2026-10"
    assert verify_trail()[1] is None


def test_the_recorder_cannot_verify_even_with_the_role(city, sample):
    from zhiqiang.foundation.access.models import Membership

    reporter = city.users["reporter"]
    Membership.objects.create(user=reporter, role="verifier", unit=city.unit, valid_from=date(2020, 1, 1))
    reporter.__dict__.pop("_memberships", None)
    with pytest.raises(RefusedError, match="另一人"):
        take_step(register=SAMPLES, record_id=sample.pk, step="verify", actor=reporter)


def test_a_verified_batch_is_corrected_only_by_a_proposal_that_another_accepts(city, sample):
    reporter, verifier = city.users["reporter"], city.users["verifier"]
    take_step(register=SAMPLES, record_id=sample.pk, step="verify", actor=verifier)
    with pytest.raises(RefusedError, match="更正"):
        change_record(register=SAMPLES, record_id=sample.pk, version=2, values={"product": "猪肉"}, actor=reporter)
    take_step(
        register=SAMPLES,
        record_id=sample.pk,
        step="propose_correction",
        actor=reporter,
        reason="复检改判",
        values={"conclusion": "fail", "failed_items": "菌落总数"},
    )
    sample.refresh_from_db()
    assert (sample.state, sample.conclusion) == ("correcting", "pass")
    take_step(register=SAMPLES, record_id=sample.pk, step="accept_correction", actor=verifier)
    sample.refresh_from_db()
    assert (sample.state, sample.conclusion, sample.failed_items) == ("verified", "fail", "菌落总数")
    assert Correction.objects.get().accepted
    assert not ClockRun.objects.filter(stopped_at=None).exists()


def test_a_batch_of_another_unit_is_not_there(city, sample):
    stranger = city.person("verifier", city.other_unit)
    with pytest.raises(NotThereError):
        take_step(register=SAMPLES, record_id=sample.pk, step="verify", actor=stranger)


def test_nobody_records_for_another_unit(city, facts):
    with pytest.raises(RefusedError, match="管辖"):
        create_record(register=SAMPLES, values={**facts, "unit": city.other_unit}, actor=city.users["reporter"])


def test_every_broken_rule_is_said_at_once(city, facts):
    wrong = {**facts, "sampled_on": date(2099, 1, 1), "item_pass_rate": Decimal("98.5"), "level": "village"}
    with pytest.raises(WrongValuesError) as error:
        create_record(register=SAMPLES, values=wrong, actor=city.users["reporter"])
    assert {one.field for one in error.value.findings} == {"sampled_on", "conclusion", "level"}
