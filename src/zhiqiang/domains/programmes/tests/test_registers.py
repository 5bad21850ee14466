"""The ready-made tests of the register of recognitions, filled by hand or from an outside list."""

from datetime import date

from zhiqiang.domains.programmes.registers import RECOGNITIONS
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class TestRecognitions(RegisterSpec):
    register = RECOGNITIONS
    wrong = {
        "recognised after today": ({"valid_from": "2099-01-01"}, "晚于今天"),
        "ended before it began": ({"valid_to": "2020-01-01"}, "早于有效起"),
        "a level of another programme": ({"level": "nation"}, "没有这个级别"),
        "no level where there are some": ({"level": ""}, "没有填级别"),
        "started after today": ({"started_on": "2099-01-01"}, "晚于今天"),
        "finished before it started": ({"started_on": "2026-05-01", "finished_on": "2026-04-01"}, "早于开工日期"),
        "a finished project without its start": (
            {"programme": "technical-renovation-project", "level": "", "started_on": ""},
            "没有开工日期",
        ),
    }

    def values(self, city, n):
        return {
            "programme": "industrial-research-unit",
            "level": "c",
            "organisation": city.enterprise,
            "subject": f"隆化某食品有限公司研发中心{n}（演示）",
            "basis": f"冀工信科字〔2026〕{n}号",
            "unit": city.unit,
            "valid_from": date(2026, 5, 6),
            "valid_to": date(2028, 5, 5),
            "review_on": date(2028, 3, 1),
            "started_on": date(2026, 1, 5),
            "finished_on": date(2026, 4, 5),
        }
