"""The ready-made tests of the registers of enterprise quality."""

from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse

from zhiqiang.domains.enterprise_quality.models import Clinic, DiagnosisTemplate, Expert
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
from zhiqiang.foundation import clock
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.testing.browsing import open_as
from zhiqiang.foundation.testing.register_access_spec import RegisterAccessSpec
from zhiqiang.foundation.testing.register_form_spec import RegisterFormSpec
from zhiqiang.foundation.testing.register_list_spec import RegisterListSpec
from zhiqiang.foundation.testing.register_open_spec import RegisterOpenSpec
from zhiqiang.foundation.testing.register_spec import RegisterSpec

ITEMS = "1.1 | 质量方针与目标 | 40; 1.2 | 过程控制 | 60"
GRADES = "甲 | 90; 乙 | 60; 丙 | 0"
DAY = date(2026, 5, 6)


class NotPublic:
    """A register that the public does not see at all, whatever was verified."""

    def test_the_public_sees_the_public_columns_of_verified_records_only(self) -> None:
        row = self.made()  # type: ignore[attr-defined]  # mixed into a RegisterSpec
        self.verified(row)  # type: ignore[attr-defined]
        slug = self.register.slug  # type: ignore[attr-defined]
        assert open_as(None).get(reverse("open-record", args=[slug, row.pk])).status_code == 404


class TestAboveScale(NotPublic, RegisterSpec):
    register = ABOVE_SCALE_LIST
    wrong = {
        "entered after today": ({"valid_from": "2099-01-01", "valid_to": ""}, "晚于今天"),
        "left before it entered": ({"valid_to": "2001-01-01"}, "早于入规日期"),
    }

    def values(self, city, n):
        start = date(2015, 1, 1) + timedelta(days=10 * n)
        return {
            "organisation": city.enterprise,
            "unit": city.unit,
            "division": "13",
            "revenue": "below_100m",
            "valid_from": start,
            "valid_to": start + timedelta(days=8),
            "source": "2025 年年报名册",
        }

    def _key_words(self, n):
        return str(self.values(self.city, n)["organisation"])


class TestListEditions(RegisterSpec):
    register = LIST_EDITIONS
    wrong = {"a list of tomorrow": ({"as_of": "2099-01-01"}, "晚于今天")}

    def values(self, city, n):
        return {
            "title": f"名册 {n}",
            "unit": city.unit,
            "as_of": date(2024, 1, 1) + timedelta(days=n),
            "official_count": 40,
            "source": "统计局函",
        }

    def _key_words(self, n):
        return str(self.values(self.city, n)["unit"])


class TestQualityOfficers(RegisterSpec):
    register = QUALITY_OFFICERS
    wrong = {
        "appointed after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "a term that ends before it begins": ({"valid_to": "2020-01-01"}, "早于任命日期"),
        "trained after today": ({"trained_on": "2099-01-01"}, "晚于今天"),
        "a certificate without its day": ({"trained_on": ""}, "没有填培训日期"),
        "a day without its certificate": ({"certificate": ""}, "没有填培训证书号"),
        "a life of experience": ({"experience_years": "99"}, "不合常理"),
    }

    def values(self, city, n):
        return {
            "name": f"张某{n}",
            "organisation": city.enterprise,
            "unit": city.unit,
            "position": "副总经理",
            "valid_from": date(2024, 3, 1),
            "valid_to": date(2027, 2, 28),
            "appointed_by": "legal_representative",
            "document": "质字〔2024〕1号",
            "education": "college",
            "experience_years": 6,
            "certificate": f"PX-{n}",
            "trained_on": date(2024, 5, 6),
        }

    def _a_text(self):
        return "document"  # the certificate's number is a code, and belongs to its day

    def test_an_enterprise_reports_its_own_officer_and_nobody_elses(self):
        person = self.city.users["enterprise"]
        other = Organisation.objects.create(title="别家企业", unit=self.city.unit)
        assert self.post(person, "new", data=self.typed(organisation=str(other.pk))).status_code != 302
        assert self.count() == 0
        assert self.post(person, "new", data=self.typed()).status_code == 302
        row = self.records.get()
        assert (row.recorded_by, row.state) == (person, "recorded")
        assert self.verified(row).state == "verified"


class TestCommitments(RegisterSpec):
    register = COMMITMENTS
    wrong = {
        "published after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "ended before it was published": ({"valid_to": "2020-01-01"}, "早于公布日期"),
    }

    def values(self, city, n):
        return {
            "subject": f"酱牛肉{n}号",
            "organisation": city.enterprise,
            "unit": city.unit,
            "kind": "quality",
            "text": "出厂批批检验。",
            "address": "厂区公示栏",
            "valid_from": date(2026, 3, 15),
            "valid_to": date(2028, 3, 14),
        }


class TestClinics(RegisterSpec):
    register = CLINICS
    wrong = {
        "opened after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "closed before it opened": ({"valid_to": "2020-01-01"}, "早于开办日期"),
    }

    def values(self, city, n):
        return {
            "title": f"食品质量诊所{n}",
            "host": city.laboratory,
            "unit": city.unit,
            "field": "食品",
            "address": "隆化镇",
            "phone": "0314-1234567",
            "valid_from": date(2024, 6, 1),
            "valid_to": None,
        }


def a_clinic(city):
    """A verified clinic of the city."""
    common = {"unit": city.unit, "recorded_by": city.users["reporter"], "state": "verified"}
    found = Clinic.objects.filter(title="食品质量诊所").first()
    return found or Clinic.objects.create(
        title="食品质量诊所", host=city.laboratory, field="食品", valid_from=date(2024, 6, 1), **common,
        recorded_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip


def an_expert(city):
    """A verified expert of that clinic."""
    clinic = a_clinic(city)
    found = Expert.objects.filter(clinic=clinic).first()
    return found or Expert.objects.create(
        name="李某", clinic=clinic, field="微生物检验", valid_from=date(2024, 6, 1), unit=city.unit, state="verified",
        recorded_by=city.users["reporter"], recorded_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip


def a_template(city, edition=1, **other):
    """A verified version of a template."""
    found = DiagnosisTemplate.objects.filter(code="T1", edition=edition).first()
    values = {
        "title": "食品企业诊断", "adopted_on": date(2024, 6, 1), "items": ITEMS, "grades": GRADES,
        "unit": city.city, "state": "verified", "recorded_by": city.users["city_officer"],
        "recorded_at": clock.now(), "changed_at": clock.now(),
    }  # fmt: skip
    return found or DiagnosisTemplate.objects.create(code="T1", edition=edition, **(values | other))


class TestExperts(NotPublic, RegisterSpec):
    register = EXPERTS
    wrong = {
        "engaged after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "an engagement that ends before it begins": ({"valid_to": "2020-01-01"}, "早于聘任日期"),
    }

    def values(self, city, n):
        return {
            "name": f"李某{n}",
            "clinic": a_clinic(city),
            "unit": city.unit,
            "field": "微生物检验",
            "employer": city.laboratory,
            "valid_from": date(2024, 6, 1),
            "valid_to": None,
        }

    def cells(self, n=1):
        return {**super().cells(n), "质量诊所": "食品质量诊所"}


class TestDiagnosisTemplates(RegisterSpec):
    register = DIAGNOSIS_TEMPLATES
    wrong = {
        "a line that is no item": ({"items": "1.1 | 质量方针"}, "第 1 行不像"),
        "a grade that no low score earns": ({"grades": "甲 | 90"}, "最低分应为 0"),
        "more than the whole": ({"minimum_coverage": "101"}, "100"),
    }

    def values(self, city, n):
        return {
            "code": f"T{n}",
            "edition": 1,
            "title": "食品企业诊断",
            "unit": city.city,
            "standard": "",
            "adopted_on": date(2024, 6, 1),
            "items": ITEMS,
            "grades": GRADES,
            "minimum_coverage": 50,
        }


class TestDiagnoses(NotPublic, RegisterAccessSpec, RegisterFormSpec, RegisterListSpec, RegisterOpenSpec):
    register = DIAGNOSES
    check_step = "grade"
    pytest_generate_tests = RegisterSpec.pytest_generate_tests
    wrong = {
        "visited after today": ({"visited_on": "2099-01-01"}, "晚于今天"),
        "asked for after the visit": ({"requested_on": "2026-05-07"}, "晚于上门日期"),
        "to be done before the visit": ({"due_on": "2026-05-05"}, "早于上门日期"),
        "an item without points": ({"points": "1.1 | 30"}, "缺少条目：1.2"),
        "more points than there are": ({"points": "1.1 | 41\n1.2 | 50"}, "不在 0 到 40 之间"),
        "a visit before the clinic opened": ({"visited_on": "2024-01-01", "requested_on": ""}, "不在有效期内"),
    }

    def values(self, city, n):
        return {
            "number": f"ZD-2026-{n:03d}",
            "organisation": city.enterprise,
            "unit": city.unit,
            "clinic": a_clinic(city),
            "expert": an_expert(city),
            "template": a_template(city),
            "requested_on": date(2026, 5, 1),
            "visited_on": DAY,
            "points": "1.1 | 30\n1.2 | 50",
            "problems": "未做批批检验。",
            "prescription": "建立出厂检验制度。",
            "due_on": date(2026, 8, 6),
            "remark": "",
        }

    def test_nobody_brings_in_a_workbook_for_the_grade_is_computed_at_the_record(self):
        for person in self.city.users.values():
            assert open_as(person).get(self.page("import")).status_code == 404

    def test_the_grade_is_computed_and_can_be_filtered(self):
        row = self.made()
        assert (row.score, row.grade) == (Decimal("80.0"), "乙")
        assert self.found(grade="乙") == [row.pk]
        assert self.found(grade="甲") == []
