"""The ready-made tests of the registers of certification and testing, and what is special of each."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from zhiqiang.domains.conformity import registers
from zhiqiang.domains.conformity.models import Certificate
from zhiqiang.foundation.testing.browsing import open_as
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class TestCertificates(RegisterSpec):
    register = registers.CERTIFICATES
    wrong = {
        "issued after today": ({"valid_from": "2099-01-01", "valid_to": "2100-01-01"}, "晚于今天"),
        "ended before it began": ({"valid_to": "2020-01-01"}, "早于颁证日期"),
        "without a last day": ({"valid_to": ""}, "没有填有效期止"),
        "its own main certificate": ({"main": "00126Q0001R0M/1300"}, "与本证书编号相同"),
        "valid longer than its scheme": ({"valid_to": "2030-05-11"}, "36 个月"),
        "organic for two years": ({"scheme": "organic", "valid_to": "2028-05-10"}, "12 个月"),
    }

    def values(self, city, n):
        return {
            "number": f"00126Q{n:04d}R0M/1300",
            "scheme": "quality",
            "holder": city.enterprise,
            "unit": city.unit,
            "place_basis": "registered",
            "body": "某认证有限公司",
            "standard": "GB/T 19001-2016",
            "scope": "肉制品的生产",
            "valid_from": date(2026, 5, 11),
            "valid_to": date(2029, 5, 10),
        }

    def test_a_written_reason_answers_the_warning_about_the_years(self):
        row = self.made(valid_to=date(2030, 1, 1), validity_note="再认证沿用原到期日")
        assert row.valid_to == date(2030, 1, 1)

    def test_a_scheme_without_a_term_of_its_own_may_be_valid_as_long_as_it_says(self):
        assert self.made(scheme="product", valid_to=date(2036, 5, 10)).pk

    def test_a_sub_certificate_counts_as_its_main_one(self):
        main, sub = self.made(), self.made(2, main="00126Q0001R0M/1300")
        counted = Certificate.objects.in_bulk([main.pk, sub.pk])
        assert {one.counted_as for one in counted.values()} == {main.number}


class TestLaboratories(RegisterSpec):
    register = registers.LABORATORIES
    wrong = {
        "issued after today": ({"valid_from": "2099-01-01", "valid_to": "2100-01-01"}, "晚于今天"),
        "valid for seven years": ({"valid_to": "2031-03-01"}, "72 个月"),
    }

    def values(self, city, n):
        return {
            "number": f"2403003{n:05d}",
            "organisation": city.laboratory,
            "unit": city.unit,
            "authority": "河北省市场监督管理局",
            "areas": "食品、农产品",
            "scope": "肉制品中铅、镉的测定（GB 5009.12、GB 5009.15）",
            "valid_from": date(2024, 3, 1),
            "valid_to": date(2030, 2, 28),
        }


class TestSmallFirms(RegisterSpec):
    register = registers.SMALL_FIRMS
    wrong = {
        "visited after today": ({"visited_on": "2099-01-01"}, "晚于今天"),
        "better after, but than what": ({"before": "", "after": "取得证书"}, "没有帮扶前的情况"),
    }

    def values(self, city, n):
        return {
            "enterprise": city.enterprise,
            "unit": city.unit,
            "size": "small",
            "visited_on": date(2026, 3, 1) + timedelta(days=n),
            "cluster": "食品加工",
            "helper": "隆化县市场监督管理局",
            "needs": "没有建立质量管理体系",
            "done": "帮助编写体系文件，培训内审员",
            "before": "没有程序文件",
            "after": "体系试运行",
        }


class TestCentres(RegisterSpec):
    register = registers.CENTRES
    wrong = {
        "finished after today": ({"stage": "completed", "completed_on": "2099-01-01"}, "晚于今天"),
        "begun before it was approved": ({"started_on": "2024-02-01"}, "早于前一节点"),
        "a stage without its day": ({"stage": "completed"}, "没有填所选阶段的日期"),
        "a stage behind its days": ({"stage": "approved"}, "之后的节点已有日期"),
    }

    def values(self, city, n):
        return {
            "title": f"有机产品检测中心{n}",
            "institution": city.laboratory,
            "unit": city.unit,
            "stage": "building",
            "planned_on": date(2024, 1, 10),
            "approved_on": date(2024, 6, 3),
            "started_on": date(2025, 4, 1),
            "remark": "设备招标中",
        }


class TestProficiencyTests(RegisterSpec):
    register = registers.PROFICIENCY_TESTS
    wrong = {
        "reported after today": ({"reported_on": "2099-01-01"}, "晚于今天"),
        "an outcome that the z score denies": ({"outcome": "satisfactory"}, "z = -3.20，应为“不满意”"),
        "a warning taken for a failure": ({"result": "38.1"}, "z = -2.76，应为“有问题”"),
        "no standard deviation": ({"sigma": ""}, "没有填能力评定标准差"),
        "a standard deviation of nothing": ({"sigma": "0"}, "应大于 0"),
        "an En number without uncertainties": ({"statistic": "en"}, "没有填参考值扩展不确定度"),
        "another statistic without a word": ({"statistic": "other"}, "没有说明"),
    }

    def values(self, city, n):
        return {
            "round": f"CD-PT-2026-{n:02d}",
            "organiser": "承德市市场监督管理局",
            "laboratory": city.laboratory,
            "unit": city.unit,
            "item": "铅含量",
            "measured_in": "mg/kg",
            "reported_on": date(2026, 6, 30),
            "statistic": "z",
            "result": Decimal(37),
            "assigned": Decimal(45),
            "sigma": Decimal("2.5"),
            "outcome": "unsatisfactory",
        }

    def test_the_public_sees_the_public_columns_of_verified_records_only(self):
        row = self.verified(self.made())
        assert open_as(None).get(reverse("open-record", args=[self.register.slug, row.pk])).status_code == 404

    def test_a_record_says_its_score(self):
        assert str(self.made()) == "CD-PT-2026-01 铅含量（z 值 -3.20）"

    @pytest.mark.parametrize(
        ("given", "outcome"),
        [
            ({"statistic": "z", "result": Decimal(46), "sigma": Decimal("2.5")}, "satisfactory"),
            ({"statistic": "en", "result": Decimal("45.1"), "sigma": None, "uncertainty": Decimal("0.1"),
              "reference_uncertainty": Decimal("0.05")}, "satisfactory"),
            ({"statistic": "other", "remark": "ζ = 1.2"}, "satisfactory"),
        ],
    )  # fmt: skip
    def test_a_satisfactory_result_is_done_with_when_it_is_verified(self, given, outcome):
        row = self.verified(self.made(**given, outcome=outcome))
        assert row.state == "verified"
