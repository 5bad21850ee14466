"""The ready-made tests of the registers of events, courses and attendances."""

from datetime import date

import pytest

from zhiqiang.domains.activities.models import Course
from zhiqiang.domains.activities.registers import ATTENDANCES, COURSES, EVENTS
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class TestEvents(RegisterSpec):
    register = EVENTS
    wrong = {
        "held after today": ({"starts_on": "2099-01-01", "ends_on": "2099-01-02"}, "晚于今天"),
        "ended before it began": ({"ends_on": "2026-09-01"}, "早于开始日期"),
        "no clause of the plan": ({"clauses": "T8.4.1 T8.3.9"}, "没有“T8.3.9”这一条，是否应为“T8.3.2”"),
        "more firms listed than counted": ({"enterprises": "1"}, "列出了 2 家企业"),
        "no address": ({"media_links": "https://example.cn/1 见报"}, "“见报”不是网址"),
    }

    def values(self, city, n):
        return {
            "title": f"质量月启动仪式{n}",
            "kind": "quality_month",
            "starts_on": date(2026, 9, 2),
            "ends_on": date(2026, 9, 3),
            "place": "会展中心",
            "organiser": "市场监管局",
            "unit": city.unit,
            "audience": 200,
            "enterprises": 2,
            "enterprise_list": "甲公司、乙公司",
            "outputs": "发布倡议书",
            "media_links": "https://example.cn/1",
            "clauses": "T8.3.1、T8.4",
        }


class TestCourses(RegisterSpec):
    register = COURSES
    wrong = {
        "held after today": ({"starts_on": "2099-01-01", "ends_on": "2099-01-02"}, "晚于今天"),
        "ended before it began": ({"ends_on": "2026-05-19"}, "早于开始日期"),
        "no clause of the plan": ({"clauses": "T9.1"}, "没有“T9.1”这一条"),
        "no hours": ({"hours": "0"}, "学时不能为 0"),
    }

    def values(self, city, n):
        return {
            "title": f"计量业务培训{n}",
            "kind": "metrology",
            "starts_on": date(2026, 5, 20),
            "ends_on": date(2026, 5, 21),
            "place": "市民中心",
            "organiser": "市场监管局",
            "unit": city.unit,
            "hours": 16,
            "content": "计量法规",
            "clauses": "T5.3.3",
        }


class TestAttendances(RegisterSpec):
    register = ATTENDANCES
    wrong = {
        "attended after today": ({"attended_on": "2099-01-01"}, "晚于今天"),
        "attended on another day": ({"attended_on": "2026-05-22"}, "不在培训日期之内"),
        "nobody": ({"people": "0"}, "人数不能为 0"),
        "one name for several": ({"people": "2"}, "一条只登记一人"),
        "a certificate without passing": ({"result": "attended"}, "不应有证书编号"),
        "a validity without certificate": ({"certificate": ""}, "没有填证书编号"),
        "a certificate that ended before": ({"certificate_until": "2026-05-19"}, "早于参训日期"),
    }

    @pytest.fixture(autouse=True)
    def _course(self, _on_the_day: None) -> None:
        shape = TestCourses()
        common = {"recorded_by": self.city.users["city_officer"], "recorded_at": "2026-05-22T00:00Z"}
        values = shape.values(self.city, 1)
        self.course = Course.objects.create(**values, **common, changed_at="2026-05-22T00:00Z", state="verified")

    def values(self, city, n):
        return {
            "course": self.course,
            "organisation": city.enterprise,
            "person": f"学员{n}",
            "people": 1,
            "unit": city.unit,
            "attended_on": date(2026, 5, 20),
            "result": "passed",
            "certificate": f"PX-2026-{n:03d}",
            "certificate_until": date(2029, 5, 19),
            "remark": "",
        }

    def cells(self, n=1):
        return {**super().cells(n), self.register.label("course"): self.course.title}
