"""Until when a verification holds: calendar months, three modes, the printed day first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.domains.metrology.models import categories
from zhiqiang.domains.metrology.rules.instruments import (
    PERIODIC,
    REPLACE,
    SCRAP,
    broken_instrument,
    due_on,
    is_verified_once,
    period_on,
    read_categories,
)
from zhiqiang.domains.metrology.rules.periods import last_valid_day
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.kernel.workdays import add_months


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2025, 3, 10), 12, date(2026, 3, 9)),
        (date(2023, 3, 1), 12, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 30), 6, date(2024, 2, 29)),
        (date(2024, 8, 29), 6, date(2025, 2, 28)),
        (date(2025, 1, 1), 6, date(2025, 6, 30)),
        (date(2025, 10, 31), 1, date(2025, 11, 30)),
        (date(2024, 12, 31), 24, date(2026, 12, 30)),
    ],
)
def test_a_validity_of_months_ends_the_day_before_or_with_the_month(start: date, months: int, last: date) -> None:
    assert last_valid_day(start, months) == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_a_yearly_schedule_does_not_drift(start: date, months: int) -> None:
    last = last_valid_day(start, months)
    assert last + timedelta(days=1) in {add_months(start, months), add_months(start, months) + timedelta(days=1)}
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) in {months, months - 1}


def test_the_table_has_each_of_the_three_modes_and_the_periods_that_have_a_source() -> None:
    kinds, parameters = categories(), load_parameters()
    assert len(kinds) == 37
    assert {one.mode for one in kinds.values()} == {PERIODIC, SCRAP, REPLACE}
    months = {code: int(period_on(kinds[code], date(2026, 1, 1), parameters).value)
              for code in ("water_meter_small", "water_meter_medium", "water_meter_large")}  # fmt: skip
    assert months == {"water_meter_small": 72, "water_meter_medium": 48, "water_meter_large": 24}
    checked = [code for code, one in kinds.items()
               if one.period and parameters.get(one.period).versions[0].confidence == "secondary"]  # fmt: skip
    assert checked == ["water_meter_small", "water_meter_medium", "water_meter_large"]


def test_the_printed_day_goes_before_the_period_and_a_scrapped_kind_has_no_last_day() -> None:
    kinds, parameters, day = categories(), load_parameters(), date(2026, 5, 6)
    scale, glass = kinds["scale_digital"], kinds["thermometer_glass"]
    assert due_on(scale, day, None, parameters) == date(2027, 5, 5)
    assert due_on(scale, day, date(2026, 8, 1), parameters) == date(2026, 8, 1)
    assert due_on(glass, day, None, parameters) is None
    assert is_verified_once(glass)
    assert is_verified_once(kinds["water_meter_small"])
    assert not is_verified_once(scale)


def test_a_verification_before_the_first_version_of_a_period_follows_that_version() -> None:
    charger = categories()["charger"]
    assert due_on(charger, date(2022, 6, 1), None, load_parameters()) == date(2025, 5, 31)


@pytest.mark.parametrize(
    ("size", "code"),
    [("15", "water_meter_small"), ("25", "water_meter_small"), ("25.001", "water_meter_medium"),
     ("50", "water_meter_medium"), ("80", "water_meter_large")],
)  # fmt: skip
def test_the_size_decides_the_kind_of_a_water_meter(size: str, code: str) -> None:
    kinds = categories()
    for other in ("water_meter_small", "water_meter_medium", "water_meter_large"):
        found = list(broken_instrument({"category": other, "size": Decimal(size)}, date(2026, 1, 1), kinds))
        assert (found == []) is (other == code)
        assert all(kinds[code].title in one.suggestion for one in found)


@pytest.mark.parametrize(
    "row",
    [
        {"code": "a", "group": "g", "title": "t", "mode": "never"},
        {"code": "a", "group": "g", "title": "t", "mode": "periodic"},
        {"code": "a", "group": "g", "title": "t", "mode": "scrap", "period": "p"},
    ],
)
def test_a_mistake_in_the_table_of_kinds_is_named(row: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="强检类别 a"):
        read_categories({"category": [row]})
