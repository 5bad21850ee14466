"""Farm brands in force: a brand counts once however often it was recognised, and no longer than it stands."""

from datetime import date

import pytest

from zhiqiang.domains.brands.registers import BRAND_LIST
from zhiqiang.domains.brands.tests import test_registers as records
from zhiqiang.domains.brands.tests.test_permissions import end, recorded
from zhiqiang.foundation.evidence.figures import cut_offs
from zhiqiang.foundation.evidence.levels import levels
from zhiqiang.foundation.evidence.refresh import refresh

END_OF_2025 = date(2025, 12, 31)


@pytest.fixture(autouse=True)
def _today(as_of):
    as_of(2026, 11, 23)


def stock(code, day, unit="130800"):
    refresh()
    return int(levels(code, day, cut_offs(["brands"])).get(unit, (0, None))[0])


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("farm_regional", "brands.farm_regional"),
        ("farm_enterprise", "brands.farm_enterprise"),
        ("premium_product", "brands.premium_products"),
    ],
)
def test_each_measure_counts_its_own_kind(city, kind, code):
    recorded(city, BRAND_LIST, records.TestBrands.values(None, city, 1) | {"kind": kind})
    recorded(city, BRAND_LIST, records.TestBrands.values(None, city, 2) | {"kind": "regional"})
    every = ("brands.farm_regional", "brands.farm_enterprise", "brands.premium_products")
    assert {one: stock(one, END_OF_2025) for one in every} == {one: int(one == code) for one in every}


def test_a_renewed_brand_counts_once_and_a_withdrawn_one_not_at_all(city):
    given = records.TestBrands.values(None, city, 1)
    recorded(city, BRAND_LIST, given | {"valid_to": date(2025, 6, 30)})
    recorded(city, BRAND_LIST, given | {"valid_from": date(2025, 7, 1)})
    gone = recorded(city, BRAND_LIST, records.TestBrands.values(None, city, 2))
    code = "brands.farm_regional"
    assert stock(code, END_OF_2025) == 2
    end(city, BRAND_LIST, gone, date(2025, 12, 31))
    assert [stock(code, day) for day in (date(2025, 12, 30), END_OF_2025)] == [2, 1]
    assert stock(code, END_OF_2025, "130825") == 1
