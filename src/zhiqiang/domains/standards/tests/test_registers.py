"""The ready-made tests of the register of parts in standards."""

from datetime import date

from zhiqiang.domains.standards.registers import STANDARDS
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
