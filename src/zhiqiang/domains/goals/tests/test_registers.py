"""The ready-made tests of the register of sourced outside statistics."""

from datetime import date
from decimal import Decimal

from zhiqiang.domains.goals.registers import OUTSIDE_VALUES
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class TestOutsideValues(RegisterSpec):
    register = OUTSIDE_VALUES
    wrong = {
        "a share above one hundred": ({"value": "215"}, "0 到 100 之间"),
        "no money spent": ({"series": "rd_spending", "value": "0"}, "应大于 0"),
        "published after today": ({"vintage": "2099-01-01"}, "晚于今天"),
        "published before its period": ({"vintage": "2023-11-30"}, "早于所属期"),
    }

    def values(self, city, n):
        return {
            "series": "hightech_share",
            "period_end": date(2023, 12, 31),
            "value": Decimal("21.5000"),
            "benchmark": Decimal("20.1000"),
            "vintage": date(2024, 2, n) if n < 29 else date(2024, 3 + n // 28, n % 28 + 1),
            "publisher": "市统计局",
            "source_title": "统计公报",
            "unit": city.city,
        }
