"""The ready-made tests of the register of sourced outside statistics."""

from datetime import date
from decimal import Decimal

import pytest

from zhiqiang.domains.goals.registers import OUTSIDE_VALUES
from zhiqiang.foundation.registers.errors import WrongValuesError
from zhiqiang.foundation.registers.write import create_record
from zhiqiang.foundation.testing.register_spec import RegisterSpec


class TestOutsideValues(RegisterSpec):
    register = OUTSIDE_VALUES
    wrong = {
        "a share above one hundred": ({"series": "hightech_share", "value": "215"}, "0 到 100 之间"),
        "a rate above one hundred": ({"series": "complaint_on_time_rate", "value": "100.01"}, "0 到 100 之间"),
        "no money spent": ({"series": "rd_spending", "value": "0"}, "经费投入应大于 0"),
        "nobody lives there": ({"value": "0"}, "常住人口应大于 0"),
        "people counted one by one": ({"value": "3336300"}, "单位是万人"),
        "people of another day": ({"period_end": "2023-11-30"}, "请填 2023-12-31"),
        "a month that has not ended": (
            {"series": "vaccine_check_coverage", "value": "97", "period_end": "2024-01-30"},
            "请填 2024-01-31",
        ),
        "published after today": ({"vintage": "2099-01-01"}, "晚于今天"),
        "published before its period": ({"vintage": "2023-11-30"}, "早于所属期"),
    }

    def values(self, city, n):
        return {
            "series": "population",
            "period_end": date(2023, 12, 31),
            "value": Decimal("333.6300"),
            "benchmark": Decimal("7393.0000"),
            "vintage": date(2024, 2, n) if n < 29 else date(2024, 3 + n // 28, n % 28 + 1),
            "publisher": "市统计局",
            "source_title": "统计公报",
            "unit": city.city,
        }


def test_what_is_published_for_the_city_only_is_not_entered_for_a_county(city, as_of):
    as_of(2026, 11, 23)
    shape = TestOutsideValues()
    shape.city = city
    wrong = {**shape.values(city, 1), "series": "vaccine_check_coverage", "value": Decimal(97), "unit": city.unit}
    with pytest.raises(WrongValuesError) as refused:
        create_record(register=OUTSIDE_VALUES, values=wrong, actor=city.users["city_officer"])
    assert [(one.field, "只有全市数" in one.message) for one in refused.value.findings] == [("unit", True)]
