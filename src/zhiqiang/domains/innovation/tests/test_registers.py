"""The ready-made tests of the registers of patents, clusters and their members."""

from datetime import date

import pytest

from zhiqiang.domains.innovation.models import Cluster
from zhiqiang.domains.innovation.registers import CLUSTER_MEMBERS, CLUSTERS, PATENTS
from zhiqiang.domains.innovation.rules import check_digit
from zhiqiang.foundation.testing.register_spec import RegisterSpec


def patent_number(n: int, year: int = 2019) -> str:
    body = f"{year}1{n:07d}"
    return f"ZL{body}.{check_digit(body)}"


class TestPatents(RegisterSpec):
    register = PATENTS
    wrong = {
        "no number of a patent": ({"number": "CN108123456B"}, "不像专利号"),
        "a utility model": ({"number": "ZL200820132792.8"}, "不是发明专利"),
        "a wrong check digit": ({"number": "ZL201110047567.1"}, "校验位应为 0"),
        "another way of writing": ({"number": "2011 1 0047567.0"}, "请写作 ZL201110047567.0"),
        "granted after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "granted before it was filed": ({"valid_from": "2019-03-05"}, "不晚于申请日"),
        "filed after the year of its number": ({"filed_on": "2020-01-02"}, "晚于专利号中的年份"),
        "no end": ({"valid_to": ""}, "没有填期满日"),
        "an end beyond any term": ({"valid_to": "2049-03-04"}, "超出发明专利的最长期限"),
        "an end before the grant": ({"valid_to": "2020-01-01"}, "早于授权公告日"),
        "a prize to come": ({"awarded_on": "2099-01-01"}, "获奖日 2099-01-01 晚于今天"),
        "a family member before the filing": ({"family_on": "2018-01-01"}, "早于申请日"),
    }

    def values(self, city, n):
        return {
            "number": patent_number(n),
            "title": "一种含钒钢的冶炼方法",
            "holder": city.enterprise,
            "unit": city.unit,
            "filed_on": date(2019, 3, 5),
            "valid_from": date(2021, 6, 8),
            "valid_to": date(2039, 3, 4),
            "strategic": n % 2 == 1,
            "family_on": None,
            "pledged_on": None,
            "awarded_on": None if n % 2 else date(2024, 7, 1),
            "proof": "专利证书",
        }


class TestClusters(RegisterSpec):
    register = CLUSTERS
    wrong = {
        "listed after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "an end before the listing": ({"valid_to": "2022-01-01"}, "早于列入日"),
    }

    def values(self, city, n):
        return {
            "title": f"食用菌集群{n}",
            "level": "city",
            "industry": "食用菌",
            "unit": city.unit,
            "valid_from": date(2023, 3, 1),
            "valid_to": None,
            "listed_by": "某名单文件",
        }


class TestClusterMembers(RegisterSpec):
    register = CLUSTER_MEMBERS
    wrong = {
        "joined after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "joined before the cluster was listed": ({"valid_from": "2022-12-31"}, "早于集群列入名单"),
        "joined after the cluster was struck off": ({"valid_from": "2026-10-01"}, "集群只列入到"),
        "an end before the beginning": ({"valid_to": "2023-01-01"}, "早于列入日"),
    }

    @pytest.fixture(autouse=True)
    def _cluster(self, _on_the_day: None) -> None:
        shape = TestClusters()
        shape.city = self.city
        common = {"recorded_by": self.city.users["city_officer"], "recorded_at": "2023-03-02T00:00Z"}
        values = shape.values(self.city, 1) | {"valid_to": date(2026, 9, 30)}
        self.cluster = Cluster.objects.create(**values, **common, changed_at="2023-03-02T00:00Z", state="verified")

    def values(self, city, n):
        return {
            "cluster": self.cluster,
            "enterprise": city.enterprise,
            "role": "head",
            "unit": city.unit,
            "valid_from": date(2023, 4, n) if n <= 30 else date(2023 + n // 300, 5 + n // 28 % 8, n % 28 + 1),
            "valid_to": None,
            "products": "香菇",
        }

    def cells(self, n=1):
        return {**super().cells(n), self.register.label("cluster"): "食用菌集群1"}
