"""Facts about an organisation come from verified records in force on the day, and from nothing else."""

from datetime import date

import pytest

from zhiqiang.domains.enterprise_quality.facade import facts_of
from zhiqiang.domains.enterprise_quality.registers import COMMITMENTS, DIAGNOSES, QUALITY_OFFICERS
from zhiqiang.domains.enterprise_quality.tests import test_registers as records
from zhiqiang.domains.enterprise_quality.tests.test_above_scale import on_the_list, verify
from zhiqiang.foundation.registers.write import create_record, take_step

NOTHING = {
    "above_scale": False, "above_scale_since": None, "industry_division": "", "quality_officer": False,
    "quality_officer_since": None, "quality_officer_trained": False, "quality_commitment": False,
    "quality_commitments": (), "diagnosis_grade": "", "diagnosed_on": None,
}  # fmt: skip


@pytest.fixture
def known(city, as_of):
    as_of(2026, 11, 23)
    verify(city, on_the_list(city, date(2023, 1, 1)))
    for register, spec in (
        (QUALITY_OFFICERS, records.TestQualityOfficers),
        (COMMITMENTS, records.TestCommitments),
        (DIAGNOSES, records.TestDiagnoses),
    ):
        row = create_record(register=register, values=spec.values(None, city, 1), actor=city.users["reporter"])
        step = "grade" if register is DIAGNOSES else "verify"
        take_step(register=register, record_id=row.pk, step=step, actor=city.users["verifier"])
    return city.enterprise.pk


def test_nothing_is_known_of_an_organisation_without_records(city, as_of):
    as_of(2026, 11, 23)
    assert facts_of(city.enterprise.pk, date(2026, 11, 23)) == NOTHING


def test_the_facts_of_a_day(known):
    assert facts_of(known, date(2026, 11, 23)) == {
        "above_scale": True, "above_scale_since": date(2023, 1, 1), "industry_division": "13", "quality_officer": True,
        "quality_officer_since": date(2024, 3, 1), "quality_officer_trained": True, "quality_commitment": True,
        "quality_commitments": ("quality",), "diagnosis_grade": "乙", "diagnosed_on": date(2026, 5, 6),
    }  # fmt: skip


def test_training_is_another_fact_than_the_appointment(known):
    found = facts_of(known, date(2024, 4, 1))
    assert (found["quality_officer"], found["quality_officer_trained"]) == (True, False)


def test_the_facts_of_an_earlier_day_are_those_of_then(known):
    assert facts_of(known, date(2022, 12, 31)) == NOTHING
    assert facts_of(known, date(2023, 1, 1))["above_scale"]


def test_what_nobody_verified_is_no_fact(city, as_of):
    as_of(2026, 11, 23)
    on_the_list(city, date(2023, 1, 1))
    assert facts_of(city.enterprise.pk, date(2026, 11, 23)) == NOTHING
