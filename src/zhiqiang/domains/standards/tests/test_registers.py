"""The ready-made tests of the registers about standards."""

from datetime import date

import pytest

from zhiqiang.domains.standards.models import LocalStandard
from zhiqiang.domains.standards.registers import DECLARATIONS, LOCAL_STANDARDS, REVIEWS, STANDARDS, SYSTEM_NODES
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class TestStandards(RegisterSpec):
    register = STANDARDS
    wrong = {
        "published after today": ({"published_on": "2099-01-01"}, "晚于今天"),
        "a number of another level": ({"number": "DB13/T 1001-2026"}, "不像所选层级"),
        "no number of an industry": ({"level": "industry"}, "不是行业标准的编号"),
    }

    def values(self, city, n):
        return {
            "number": f"GB/T {10000 + n}-2026",
            "title": "酱卤肉制品质量通则",
            "level": "national",
            "role": "joined",
            "organisation": city.enterprise,
            "unit": city.unit,
            "published_on": date(2026, 3, 5),
            "proof": "标准文本前言页",
        }


class TestDeclarations(RegisterSpec):
    register = DECLARATIONS
    wrong = {
        "no number of an enterprise": ({"number": "GB/T 1-2026"}, "不是企业标准编号"),
        "declared after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "an end before the beginning": ({"valid_to": "2025-01-01"}, "早于公开日期"),
    }

    def values(self, city, n):
        return {
            "number": f"Q/CDL {n:04d}S-2026",
            "title": "杏仁饮料",
            "enterprise": city.enterprise,
            "products": "杏仁饮料（罐装）",
            "unit": city.unit,
            "valid_from": date(2026, 3, 5),
            "valid_to": None,
            "address": f"https://example.cn/standard/{n}",
        }


class TestLocalStandards(RegisterSpec):
    register = LOCAL_STANDARDS
    wrong = {
        "a number of the province": ({"number": "DB13/T 1001-2026"}, "不是市地方标准的编号"),
        "published after today": ({"published_on": "2099-01-01", "valid_from": "2099-02-01"}, "晚于今天"),
        "in force before it was published": ({"valid_from": "2026-03-04"}, "早于发布日期"),
        "an end before the beginning": ({"valid_to": "2026-03-06"}, "早于实施日期"),
    }

    def values(self, city, n):
        return {
            "number": f"DB1308/T {n:03d}-2026",
            "title": "食用菌菌棒生产技术规程",
            "keeper": "市农业农村局",
            "unit": city.city,
            "published_on": date(2026, 3, 5),
            "valid_from": date(2026, 4, 5),
            "valid_to": None,
            "replaces": "",
        }


class TestReviews(RegisterSpec):
    register = REVIEWS
    wrong = {
        "reviewed after today": ({"reviewed_on": "2099-01-01"}, "晚于今天"),
        "reviewed before it was published": ({"reviewed_on": "2009-12-31"}, "早于标准发布"),
        "abolished without a day": ({"outcome": "abolish"}, "没有填废止日期"),
        "a day of abolition that goes on": ({"abolished_on": "2026-10-01"}, "不应填废止日期"),
        "abolished before it was reviewed": ({"outcome": "abolish", "abolished_on": "2009-01-01"}, "早于复审日期"),
        "abolished in days to come": ({"outcome": "abolish", "abolished_on": "2099-01-01"}, "届时标准随之撤销"),
    }

    @pytest.fixture(autouse=True)
    def _standard(self, _on_the_day: None) -> None:
        shape = TestLocalStandards()
        values = shape.values(self.city, 1) | {"published_on": date(2010, 1, 1), "valid_from": date(2010, 2, 1)}
        common = {"recorded_by": self.city.users["city_officer"], "recorded_at": "2023-03-02T00:00Z"}
        self.standard = LocalStandard.objects.create(
            **values, **common, changed_at="2023-03-02T00:00Z", state="verified"
        )

    def values(self, city, n):
        return {
            "standard": self.standard,
            "reviewed_on": date(2010 + n // 28, 2, n % 28 + 1),
            "outcome": "confirmed",
            "reasons": "仍适用",
            "abolished_on": None,
            "unit": city.city,
        }

    def cells(self, n=1):
        return {**super().cells(n), self.register.label("standard"): self.standard.number}


class TestSystemNodes(RegisterSpec):
    register = SYSTEM_NODES
    wrong = {
        "above itself": ({"parent_code": "1.1"}, "与自身编号相同"),
        "no number of a standard": ({"standard_number": "某标准"}, "不像标准编号"),
        "not needed and there": ({"needed": "False", "standard_number": "GB/T 1-2020"}, "不应取消"),
        "listed after today": ({"listed_on": "2099-01-01"}, "晚于今天"),
    }

    def values(self, city, n):
        return {
            "system": "食用菌全产业链标准体系",
            "code": f"1.{n}",
            "title": "菌棒生产",
            "parent_code": "",
            "needed": True,
            "standard_number": "",
            "unit": city.unit,
            "listed_on": date(2026, 3, 5),
        }
