"""The ready-made tests of the registers of brands."""

from datetime import date

from zhiqiang.domains.brands.models import Brand, GeographicalIndication
from zhiqiang.domains.brands.registers import BRAND_LIST, GEOGRAPHICAL_INDICATIONS, INDICATION_USERS, LICENCES
from zhiqiang.foundation import clock
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class TestBrands(RegisterSpec):
    register = BRAND_LIST
    wrong = {
        "recognised after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "ended before it began": ({"valid_to": "2020-01-01"}, "早于认定日期"),
        "a well-known mark in the name": ({"title": "燕山驰名商标"}, "商标法第十四条"),
        "a well-known mark as an honour": ({"honours": "中国 驰名 商标"}, "不是荣誉"),
    }

    def values(self, city, n):
        return {
            "title": f"燕山板栗{n}",
            "kind": "farm_regional",
            "owner": city.enterprise,
            "unit": city.unit,
            "products": "板栗",
            "recognised_by": "市农业农村局",
            "honours": "",
            "valid_from": date(2024, 3, 1),
            "valid_to": None,
        }


def a_brand(city, **other):
    """A verified regional brand."""
    found = Brand.objects.filter(title=other.get("title", "承德山水")).first()
    values = {
        "title": "承德山水", "kind": "farm_regional", "owner": city.laboratory, "products": "农产品",
        "recognised_by": "市政府", "valid_from": date(2020, 1, 1), "unit": city.city, "state": "verified",
        "recorded_by": city.users["city_officer"], "recorded_at": clock.now(), "changed_at": clock.now(),
    }  # fmt: skip
    return found or Brand.objects.create(**(values | other))


def an_indication(city):
    """A verified geographical indication."""
    found = GeographicalIndication.objects.filter(title="平泉香菇").first()
    return found or GeographicalIndication.objects.create(
        number="2004年第1号", title="平泉香菇", kind="product", holder=city.laboratory, products="香菇",
        valid_from=date(2010, 1, 1), unit=city.unit, state="verified", recorded_by=city.users["reporter"],
        recorded_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip


class TestLicences(RegisterSpec):
    register = LICENCES
    wrong = {
        "begun after today": ({"valid_from": "2099-01-01", "valid_to": "2099-06-01"}, "晚于今天"),
        "ended before it began": ({"valid_to": "2024-01-01"}, "早于授权起日"),
        "longer than a licence may run": ({"valid_to": "2027-05-06"}, "最晚到 2027-05-05"),
        "a licence older than its brand": ({"valid_from": "2019-12-31", "valid_to": "2020-12-31"}, "早于品牌"),
        "a well-known mark among its products": ({"products": "驰名商标香菇"}, "商标法第十四条"),
    }

    def values(self, city, n):
        return {
            "number": f"SQ-2024-{n:03d}",
            "brand": a_brand(city),
            "organisation": city.enterprise,
            "unit": city.unit,
            "products": "香菇、杏仁",
            "valid_from": date(2024, 5, 6),
            "valid_to": date(2026, 5, 5),
        }

    def cells(self, n=1):
        return {**super().cells(n), "区域品牌": "承德山水"}


class TestGeographicalIndications(RegisterSpec):
    register = GEOGRAPHICAL_INDICATIONS
    wrong = {
        "announced after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "ended before it began": ({"valid_to": "2001-01-01"}, "早于公告或注册日期"),
        "a well-known mark in the name": ({"title": "平泉香菇（驰名商标）"}, "商标法第十四条"),
    }

    def values(self, city, n):
        return {
            "number": f"2004年第{n}号",
            "title": "平泉香菇",
            "kind": "product",
            "holder": city.laboratory,
            "unit": city.unit,
            "products": "香菇",
            "area": "平泉市辖区",
            "valid_from": date(2010, 1, 1),
            "valid_to": None,
        }


class TestIndicationUsers(RegisterSpec):
    register = INDICATION_USERS
    wrong = {
        "permitted after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "ended before it began": ({"valid_to": "2011-01-01"}, "早于核准或许可日期"),
        "a use older than the indication": ({"valid_from": "2009-12-31"}, "早于地理标志"),
        "a well-known mark among its products": ({"products": "驰名商标香菇"}, "商标法第十四条"),
    }

    def values(self, city, n):
        return {
            "number": f"YB-{n:03d}",
            "indication": an_indication(city),
            "organisation": city.enterprise,
            "unit": city.unit,
            "products": "干香菇",
            "valid_from": date(2024, 5, 6),
            "valid_to": None,
        }

    def cells(self, n=1):
        return {**super().cells(n), "地理标志": "平泉香菇"}
