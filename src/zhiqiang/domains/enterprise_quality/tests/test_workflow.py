"""The ready-made tests of the workflows of enterprise quality: every state × step × role."""

import pytest

from zhiqiang.domains.enterprise_quality.registers import (
    ABOVE_SCALE_LIST,
    CLINICS,
    COMMITMENTS,
    DIAGNOSES,
    DIAGNOSIS_TEMPLATES,
    EXPERTS,
    LIST_EDITIONS,
    QUALITY_OFFICERS,
)
from zhiqiang.domains.enterprise_quality.tests import test_registers as records
from zhiqiang.foundation.testing.workflow_spec import WorkflowSpec


class TestAboveScaleWorkflow(WorkflowSpec):
    register = ABOVE_SCALE_LIST
    proposed = {"source": "2026 年年报名册"}
    values = records.TestAboveScale.values


class TestListEditionWorkflow(WorkflowSpec):
    register = LIST_EDITIONS
    proposed = {"source": "统计局更正函"}
    values = records.TestListEditions.values


class TestQualityOfficerWorkflow(WorkflowSpec):
    register = QUALITY_OFFICERS
    proposed = {"document": "质字〔2024〕2号"}
    values = records.TestQualityOfficers.values


class TestCommitmentWorkflow(WorkflowSpec):
    register = COMMITMENTS
    proposed = {"address": "官网首页"}
    values = records.TestCommitments.values


class TestClinicWorkflow(WorkflowSpec):
    register = CLINICS
    proposed = {"field": "食品、农产品"}
    values = records.TestClinics.values


class TestExpertWorkflow(WorkflowSpec):
    register = EXPERTS
    proposed = {"field": "理化检验"}
    values = records.TestExperts.values


class TestDiagnosisTemplateWorkflow(WorkflowSpec):
    register = DIAGNOSIS_TEMPLATES
    proposed = {"title": "食品企业诊断（修订）"}
    values = records.TestDiagnosisTemplates.values


class TestDiagnosisWorkflow(WorkflowSpec):
    register = DIAGNOSES
    proposed = {}
    values = records.TestDiagnoses.values


@pytest.mark.parametrize("register", [DIAGNOSES, ABOVE_SCALE_LIST])
def test_nobody_settles_what_they_reported(register):
    settles = {"enterprise_quality.diagnoses": "grade"}.get(register.slug, "verify")
    assert "recording" in register.workflow.step(settles).different_actor_from
