"""The ready-made tests of the register of measurement-standard events."""

from datetime import date

from zhiqiang.domains.metrology.registers import STANDARD_EVENTS
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class TestStandardEvents(RegisterSpec):
    register = STANDARD_EVENTS
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
