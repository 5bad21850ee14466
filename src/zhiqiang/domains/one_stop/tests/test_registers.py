"""The ready-made tests of the registers of one-stop services."""

from datetime import date, timedelta

from django.urls import reverse

from zhiqiang.domains.one_stop import registers
from zhiqiang.domains.one_stop.models import Service, Window
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.browsing import open_as
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class OfAFirm(RegisterSpec):
    """A register whose records are a firm's own business: nothing of it is public."""

    register = registers.VISITS  # each subclass names its own

    def test_the_public_sees_the_public_columns_of_verified_records_only(self):
        row = self.verified(self.made())
        assert open_as(None).get(reverse("open-record", args=[self.register.slug, row.pk])).status_code == 404


class TestWindows(RegisterSpec):
    register = registers.WINDOWS
    wrong = {
        "opened after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "closed before it opened": ({"valid_to": "2020-01-01"}, "早于启用日期"),
    }

    def values(self, city, n):
        return {
            "title": f"隆化县质量基础设施一站式服务窗口{n}",
            "kind": "window",
            "organisation": city.laboratory,
            "unit": city.unit,
            "address": "隆化县政务服务中心二楼",
            "hours": "工作日 9:00–17:00",
            "services": "计量、标准、认证、检验检测",
            "valid_from": date(2024, 3, 1),
        }


class TestServices(RegisterSpec):
    register = registers.SERVICES
    wrong = {"opened after today": ({"valid_from": "2099-01-01"}, "晚于今天")}

    def values(self, city, n):
        return {
            "number": f"CD-NQI-{n:03d}",
            "title": "食品检验",
            "kind": "testing",
            "provider": city.laboratory,
            "unit": city.unit,
            "gives": "食品及原料的委托检验",
            "promised_days": 7,
            "charge": "按公示标准",
            "valid_from": date(2024, 3, 1),
        }


def in_use(city, register, values):
    """A verified record."""
    row = create_record(register=register, values=values, actor=city.users["city_officer"])
    return take_step(register=register, record_id=row.pk, step="verify", actor=city.users["city_verifier"])


def window_of(city, unit):
    """The window of a unit, opened where there is none."""
    found = Window.objects.filter(unit=unit).first()
    if found is None:
        values = TestWindows.values(None, city, 1) | {"title": f"{unit.short}一站式服务窗口", "unit": unit}
        found = in_use(city, registers.WINDOWS, values)
    return found


def service_of(city):
    """A service of the catalogue."""
    found = Service.objects.first()
    if found is None:
        values = TestServices.values(None, city, 1)
        found = in_use(city, registers.SERVICES, values)
    return found


class TestRequests(OfAFirm):
    register = registers.REQUESTS
    check_step = "accept"
    wrong = {"asked after today": ({"asked_on": "2099-01-01"}, "晚于今天")}

    def values(self, city, n):
        return {
            "enterprise": city.enterprise,
            "window": window_of(city, city.unit),
            "service": service_of(city),
            "unit": city.unit,
            "asked_on": date(2026, 3, 1) + timedelta(days=n),
            "needs": "需要检验新产品的营养成分",
        }

    def made(self, n=1, **other):
        if "unit" in other:
            other["window"] = window_of(self.city, other["unit"])
        return super().made(n, **other)

    def cells(self, n=1):
        values = self.values(self.city, n)
        return super().cells(n) | {"受理窗口": values["window"].title, "服务事项": values["service"].number}

    def test_a_record_becomes_evidence_when_it_is_verified(self):
        row = self.verified(self.made())
        refresh()
        assert self._evidence() == []
        take_step(
            register=self.register,
            record_id=row.pk,
            step="answer",
            actor=self.checker,
            reason="请于周三送样，七日内出报告",
        )
        refresh()
        assert self._evidence() == [(row.pk, row.unit.code, "2026-03")]

    def test_a_window_that_is_not_in_use_is_not_offered(self):
        window = window_of(self.city, self.city.unit)
        actor = self.city.users["city_verifier"]
        take_step(register=registers.WINDOWS, record_id=window.pk, step="suspend", actor=actor, reason="装修")
        answer = self.post(self.maker, "new", data=self.typed())
        assert (answer.status_code, self.count()) == (422, 0)
        assert "window" in answer.context["form"].errors

    def test_a_window_takes_requests_of_its_own_unit_only(self):
        other = window_of(self.city, self.city.other_unit)
        answer = self.post(self.maker, "new", data=self.typed(window=str(other.pk)))
        assert (answer.status_code, self.count()) == (422, 0)
        assert "不是所选窗口的单位" in str(answer.context["form"].errors["unit"])


class TestVisits(OfAFirm):
    register = registers.VISITS
    wrong = {
        "visited after today": ({"visited_on": "2099-01-01"}, "晚于今天"),
        "answered after today": ({"answered_on": "2099-01-01"}, "晚于今天"),
        "answered before the visit": ({"answered_on": "2026-01-01"}, "早于走访日期"),
        "an answer to no need": ({"needs": ""}, "没有填企业的需求"),
        "answered without an answer": ({"answer": "", "answered_on": ""}, "没有填对需求的答复"),
        "an answer that waits": ({"outcome": "open"}, "却是“待答复”"),
        "a need, yet none": ({"outcome": "no_need"}, "却是“无需求”"),
    }

    def values(self, city, n):
        return {
            "enterprise": city.enterprise,
            "unit": city.unit,
            "visited_on": date(2026, 3, 1) + timedelta(days=n),
            "visitors": "市场监督管理局、质检机构专家组",
            "needs": "不了解出口认证的要求",
            "answer": "讲解要求并介绍认证机构",
            "answered_on": date(2026, 9, 20),
            "outcome": "answered",
        }

    def test_a_firm_without_needs_is_a_visit_too(self):
        row = self.made(outcome="no_need", needs="", answer="", answered_on=None)
        assert self.verified(row).state == "verified"


del OfAFirm  # a base, not a case of its own
