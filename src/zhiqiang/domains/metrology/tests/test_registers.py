"""The ready-made tests of the registers of metrology."""

from datetime import date
from decimal import Decimal

from zhiqiang.domains.metrology import registers
from zhiqiang.domains.metrology.models import Instrument, MeasurementStandard
from zhiqiang.foundation import clock
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class TestStandardEvents(RegisterSpec):
    register = registers.STANDARD_EVENTS
    wrong = {"approved after today": ({"happened_on": "2099-01-01"}, "晚于今天")}

    def values(self, city, n):
        return {
            "certificate": f"冀法计(2026)标字{n:04d}",
            "title": "电子天平检定装置",
            "kind": "new",
            "institution": city.laboratory,
            "unit": city.unit,
            "happened_on": date(2026, 5, 6),
            "measuring_range": "1 mg–200 g",
            "proof": "考核证书",
        }


class TestStandards(RegisterSpec):
    register = registers.STANDARDS
    wrong = {
        "in force after today": ({"valid_from": "2099-01-01", "valid_to": "2100-01-01"}, "晚于今天"),
        "without a last day": ({"valid_to": ""}, "没有填有效至"),
        "ended before it began": ({"valid_to": "2020-01-01"}, "早于有效起"),
        "longer than five years": ({"valid_to": "2029-05-06"}, "超过 60 个月"),
        "traced by nobody": ({"traced_until": "", "parent": ""}, "溯源链断开"),
        "public standard of an enterprise": ({"kind": "public", "level": "enterprise"}, "不是社会公用计量标准"),
    }

    def values(self, city, n):
        return {
            "number": f"〔2024〕冀量标承证字第{n:03d}号",
            "title": "砝码标准装置",
            "kind": "highest",
            "level": "city",
            "holder": city.laboratory,
            "unit": city.unit,
            "quantity": "质量",
            "measuring_range": "1 mg–20 kg",
            "uncertainty": "F1 等级",
            "traced_to": "某省计量院",
            "traced_until": date(2027, 5, 5),
            "valid_from": date(2024, 5, 6),
            "valid_to": date(2029, 5, 5),
        }

    def test_before_the_change_of_the_rule_a_certificate_held_four_years(self):
        assert self.made(valid_from=date(2019, 5, 6), valid_to=date(2023, 5, 5)).pk
        answer = self.post(
            self.maker, "new", data=self.typed(2, valid_from="2019-05-06", valid_to="2024-05-05", request_key="b")
        )
        assert "超过 48 个月" in answer.content.decode()

    def test_a_chain_that_comes_back_to_the_standard_is_refused(self):
        top = self.made()
        below = self.made(2, parent=top)
        answer = self.post(self.maker, "edit", top.pk, data=self.typed(version="1", parent=str(below.pk)))
        assert answer.status_code == 422
        assert "绕回了本标准" in answer.content.decode()

    def test_a_workbook_names_the_parent_by_its_certificate(self):
        top = self.made()
        cells = [self.cells(2) | {"上一级计量标准": top.number}]
        self._commit(self._hand_in(self._filled_template(cells=cells)))
        assert MeasurementStandard.objects.get(parent=top).number == self.values(self.city, 2)["number"]


class TestInstruments(RegisterSpec):
    register = registers.INSTRUMENTS
    wrong = {
        "in use after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "out of use before in use": ({"valid_to": "2020-01-01"}, "早于投用日期"),
        "no size": ({"size": "0"}, "不是正数"),
        "of another kind by its size": ({"size": "40"}, "请改选“水表（DN25以上至DN50）”"),
    }

    def values(self, city, n):
        return {
            "number": f"SB{n:04d}",
            "title": "水表",
            "category": "water_meter_small",
            "size": Decimal("20.000"),
            "owner": city.enterprise,
            "unit": city.unit,
            "maker": "某仪表厂",
            "place": "厂区",
            "valid_from": date(2024, 5, 6),
        }


class _OfAnInstrument(RegisterSpec):
    """What is about one instrument: a water meter of the enterprise, made once a test."""

    __test__ = False

    def instrument(self, city, number="SB-1", category="scale_digital", **other):
        known = Instrument.objects.filter(owner=city.enterprise, number=number).first()
        common = {"recorded_by": self.maker, "recorded_at": clock.now(), "changed_at": clock.now(), "state": "verified"}
        return known or Instrument.objects.create(
            number=number, title="电子秤", category=category, owner=city.enterprise, unit=city.unit,
            valid_from=date(2023, 1, 1), **(common | other),
        )  # fmt: skip

    def cells(self, n=1):
        """A workbook names an instrument by its number."""
        found = super().cells(n)
        label = self.register.label("instrument")
        return found | ({label: "SB-1"} if label in found else {})


class TestVerifications(_OfAnInstrument):
    __test__ = True
    register = registers.VERIFICATIONS
    wrong = {
        "verified after today": ({"valid_from": "2099-01-01", "valid_to": ""}, "晚于今天"),
        "ended before it began": ({"valid_to": "2026-01-01"}, "早于检定日期"),
        "failed and yet valid": ({"result": "fail"}, "没有有效期"),
    }

    def values(self, city, n):
        return {
            "number": f"JD2026{n:04d}",
            "instrument": self.instrument(city),
            "unit": city.unit,
            "valid_from": date(2026, 5, 6),
            "result": "pass",
            "valid_to": date(2027, 5, 5),
            "verified_by": city.laboratory,
            "remark": "常规",
        }

    def test_what_is_verified_once_only_is_not_verified_again(self):
        meter = self.instrument(self.city, "SB-2", category="water_meter_small")
        self.verified(self.made(instrument=meter, valid_to=None))
        answer = self.post(self.maker, "new", data=self.typed(2, instrument=str(meter.pk)))
        assert answer.status_code == 422
        assert "只做首次强制检定" in answer.content.decode()


class TestCalibrations(_OfAnInstrument):
    __test__ = True
    register = registers.CALIBRATIONS
    wrong = {
        "calibrated after today": ({"calibrated_on": "2099-01-01", "next_due": ""}, "晚于今天"),
        "due before it was done": ({"next_due": "2026-05-06"}, "不晚于校准日期"),
    }

    def values(self, city, n):
        return {
            "number": f"JZ2026{n:04d}",
            "laboratory": "某校准实验室",
            "object_title": "标准铂电阻温度计",
            "object_number": "PT100",
            "unit": city.unit,
            "calibrated_on": date(2026, 5, 6),
            "next_due": date(2027, 5, 6),
            "instrument": self.instrument(city),
            "remark": "常规",
        }
