"""A diagnosis is pinned to a template's version, graded from its points, and followed up until it helps."""

from datetime import date
from decimal import Decimal

import pytest

from zhiqiang.domains.enterprise_quality.models import Clinic, Diagnosis, DiagnosisTemplate
from zhiqiang.domains.enterprise_quality.registers import CLINICS, DIAGNOSES, DIAGNOSIS_TEMPLATES, REGISTERS
from zhiqiang.domains.enterprise_quality.tests import test_registers as records
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.registers.write import change_record, create_record, take_step
from zhiqiang.foundation.workflow.models import ClockRun

values = records.TestDiagnoses.values


@pytest.fixture
def diagnosis(city, as_of):
    as_of(2026, 5, 7)
    return create_record(register=DIAGNOSES, values=values(None, city, 1), actor=city.users["reporter"])


def step(city, row, code, role="reporter", **more):
    return take_step(register=DIAGNOSES, record_id=row.pk, step=code, actor=city.users[role], **more)


def test_no_template_is_shipped(city):
    assert not DiagnosisTemplate.objects.exists()


def test_the_grade_follows_the_points_and_cannot_be_typed(city, diagnosis):
    assert (diagnosis.score, diagnosis.grade) == (Decimal("80.0"), "乙")
    typed = {"points": "1.1 | 39\n1.2 | 不适用", "grade": "丙", "score": Decimal(1)}
    changed = change_record(
        register=DIAGNOSES, record_id=diagnosis.pk, version=1, values=typed, actor=city.users["reporter"]
    )
    assert (changed.score, changed.grade) == (Decimal("97.5"), "甲")


def test_a_template_nobody_verified_grades_nobody(city, as_of):
    as_of(2026, 5, 7)
    draft = records.a_template(city, edition=2, state="recorded")
    with pytest.raises(WrongValuesError, match="还没有核实，不能用来定级"):
        create_record(
            register=DIAGNOSES, values=values(None, city, 1) | {"template": draft}, actor=city.users["reporter"]
        )


def test_a_template_that_graded_somebody_is_not_corrected_but_succeeded(city, diagnosis):
    officer = city.users["city_officer"]
    with pytest.raises(WrongValuesError, match="请另建新版次"):
        take_step(
            register=DIAGNOSIS_TEMPLATES, record_id=diagnosis.template_id, step="propose_correction", actor=officer,
            reason="改分级", values={"grades": "甲 | 50; 乙 | 0"},
        )  # fmt: skip
    records.a_template(city, edition=2, grades="甲 | 50; 乙 | 0")
    assert Diagnosis.objects.get(pk=diagnosis.pk).grade == "乙"
    renamed = take_step(
        register=DIAGNOSIS_TEMPLATES, record_id=diagnosis.template_id, step="propose_correction", actor=officer,
        reason="改名", values={"title": "食品企业诊断模板"},
    )  # fmt: skip
    assert renamed.state == "correcting"


def test_an_expert_diagnoses_for_the_own_clinic_only(city, as_of):
    as_of(2026, 5, 7)
    given = values(None, city, 1)
    other = Clinic.objects.create(
        title="别家诊所", host=city.laboratory, field="建材", valid_from=date(2024, 1, 1), unit=city.unit,
        state="verified", recorded_by=city.users["reporter"], recorded_at=given["clinic"].recorded_at,
        changed_at=given["clinic"].changed_at,
    )  # fmt: skip
    with pytest.raises(WrongValuesError, match="不属于所选的质量诊所"):
        create_record(register=DIAGNOSES, values=given | {"clinic": other}, actor=city.users["reporter"])


def test_a_suspended_clinic_diagnoses_nobody_until_it_resumes(city, as_of):
    as_of(2026, 5, 7)
    clinic = records.an_expert(city).clinic
    how = {"register": CLINICS, "record_id": clinic.pk, "actor": city.users["city_verifier"], "reason": "整顿"}
    take_step(step="suspend", values={"on": date(2026, 5, 1)}, **how)
    with pytest.raises(WrongValuesError, match="不在有效期内"):
        create_record(register=DIAGNOSES, values=values(None, city, 1), actor=city.users["reporter"])
    take_step(step="resume", values={"on": date(2026, 5, 6)}, **how)
    assert create_record(register=DIAGNOSES, values=values(None, city, 1), actor=city.users["reporter"]).grade == "乙"


def test_a_diagnosis_goes_from_grade_to_prescription_to_follow_up(city, diagnosis, as_of):
    assert step(city, diagnosis, "grade", "verifier").state == "graded"
    assert step(city, diagnosis, "deliver").state == "prescribed"
    due = ClockRun.objects.get(record=diagnosis.pk, register=DIAGNOSES.slug, stopped_at=None)
    assert (due.clock, due.due.date()) == ("follow_up_by", date(2026, 8, 7))
    as_of(2026, 8, 6)
    assert step(city, diagnosis, "not_yet", reason="检验室未建成").state == "prescribed"
    due = ClockRun.objects.get(record=diagnosis.pk, register=DIAGNOSES.slug, stopped_at=None)
    assert due.due.date() == date(2026, 11, 6)
    assert step(city, diagnosis, "improved", reason="批批检验").state == "improved"
    assert not ClockRun.objects.filter(record=diagnosis.pk, register=DIAGNOSES.slug, stopped_at=None).exists()


def test_a_prescription_is_not_delivered_before_the_grade_is_settled(city, diagnosis):
    with pytest.raises(RefusedError, match="待审定"):
        step(city, diagnosis, "deliver")


def test_names_of_people_are_in_no_dataset_and_no_public_column():
    named = [register for register in REGISTERS if "name" in register.by_name]
    assert [register.slug.split(".")[1] for register in named] == ["quality_officers", "experts"]
    assert not any(register.by_name["name"].public for register in named)
    sources = [column.source for register in REGISTERS for column in register.dataset.columns]
    assert not any(source.split("__")[-1] == "name" or "expert" in source for source in sources)
