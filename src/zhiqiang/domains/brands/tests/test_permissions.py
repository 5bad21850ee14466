"""A licence stands while its brand stands: in lists, in facts, in the evidence and in the count of a day."""

from datetime import date

import pytest

from zhiqiang.domains.brands.facade import facts_of
from zhiqiang.domains.brands.models import Brand
from zhiqiang.domains.brands.registers import BRAND_LIST, GEOGRAPHICAL_INDICATIONS, INDICATION_USERS, LICENCES
from zhiqiang.domains.brands.tests import test_registers as records
from zhiqiang.foundation.evidence.levels import count_on
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.registers.errors import WrongValuesError
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.browsing import open_as, words

MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)


@pytest.fixture(autouse=True)
def _today(as_of):
    as_of(2026, 11, 23)


def recorded(city, register, values):
    row = create_record(register=register, values=values, actor=city.users["city_officer"])
    return take_step(register=register, record_id=row.pk, step="verify", actor=city.users["city_verifier"])


def end(city, register, row, on, step="withdraw"):
    return take_step(
        register=register, record_id=row.pk, step=step, actor=city.users["city_verifier"], reason="抽检不合格",
        values={"on": on},
    )  # fmt: skip


@pytest.fixture
def licence(city):
    return recorded(city, LICENCES, records.TestLicences.values(None, city, 1))


def licences_on(day):
    refresh()
    return count_on(LICENCES, day).get("130800", 0)


def test_a_licence_is_counted_on_the_days_it_stands(licence):
    days = (date(2024, 5, 5), date(2024, 5, 6), date(2026, 5, 5), date(2026, 5, 6))
    assert [licences_on(day) for day in days] == [0, 1, 1, 0]


def test_a_withdrawn_licence_leaves_later_counts_and_stays_in_earlier_ones(city, licence):
    end(city, LICENCES, licence, JUNE)
    assert [licences_on(day) for day in (MAY, date(2025, 5, 31), JUNE)] == [1, 1, 0]


def test_a_licence_falls_with_its_brand_the_same_day(city, licence):
    assert licences_on(JUNE) == 1
    end(city, BRAND_LIST, licence.brand, JUNE)
    assert [licences_on(day) for day in (date(2025, 5, 31), JUNE)] == [1, 0]
    assert facts_of(city.enterprise.pk, MAY)["licensed_brands"] == ("承德山水",)
    assert facts_of(city.enterprise.pk, JUNE)["licensed_brands"] == ()


def test_a_licence_rests_while_its_brand_is_suspended(city, licence):
    end(city, BRAND_LIST, licence.brand, MAY, step="suspend")
    end(city, BRAND_LIST, licence.brand, JUNE, step="resume")
    assert [licences_on(day) for day in (date(2025, 4, 30), MAY, date(2025, 5, 31), JUNE)] == [1, 0, 0, 1]


def test_nobody_is_licensed_under_a_brand_that_ended_or_is_not_verified(city):
    given = records.TestLicences.values(None, city, 1)
    end(city, BRAND_LIST, given["brand"], date(2024, 5, 6))
    with pytest.raises(WrongValuesError, match="在 2024-05-06 不在有效期内"):
        create_record(register=LICENCES, values=given, actor=city.users["city_officer"])
    draft = records.a_brand(city, title="承德好礼", state="recorded")
    with pytest.raises(WrongValuesError, match="还没有核实，不能授权"):
        create_record(register=LICENCES, values=given | {"brand": draft}, actor=city.users["city_officer"])


def test_a_brand_of_one_enterprise_licenses_nobody(city):
    own = records.a_brand(city, title="双塔", kind="farm_enterprise")
    given = records.TestLicences.values(None, city, 1) | {"brand": own}
    with pytest.raises(WrongValuesError):
        create_record(register=LICENCES, values=given, actor=city.users["city_officer"])


def test_a_licence_of_a_brand_suspended_later_can_still_be_corrected(city, licence):
    end(city, BRAND_LIST, licence.brand, MAY, step="suspend")
    row = take_step(
        register=LICENCES, record_id=licence.pk, step="propose_correction", actor=city.users["city_officer"],
        reason="产品写漏", values={"products": "香菇、杏仁、山楂"},
    )  # fmt: skip
    assert row.state == "correcting"


@pytest.mark.parametrize("start", [date(2024, 3, 1), date(2025, 1, 1)])
def test_a_brand_stands_once_at_a_time(city, start):
    given = records.TestBrands.values(None, city, 1)
    recorded(city, BRAND_LIST, given | {"valid_to": date(2025, 12, 31)})
    with pytest.raises(WrongValuesError, match="2024-03-01 至 2025-12-31"):
        create_record(
            register=BRAND_LIST, values=given | {"valid_from": start, "products": "栗仁"},
            actor=city.users["city_officer"],
        )  # fmt: skip
    again = create_record(
        register=BRAND_LIST, values=given | {"valid_from": date(2026, 1, 1)}, actor=city.users["city_officer"]
    )
    assert again.pk is not None


def test_a_brand_withdrawn_and_recognised_anew_is_not_reinstated_on_top(city):
    given = records.TestBrands.values(None, city, 1)
    first = recorded(city, BRAND_LIST, given)
    end(city, BRAND_LIST, first, JUNE)
    recorded(city, BRAND_LIST, given | {"valid_from": date(2025, 9, 1)})
    with pytest.raises(WrongValuesError, match="不能重叠"):
        take_step(
            register=BRAND_LIST, record_id=first.pk, step="reinstate", actor=city.person("city_verifier", city.city),
            reason="误撤",
        )  # fmt: skip
    assert Brand.objects.get(pk=first.pk).state == "withdrawn"


def test_an_enterprise_sees_its_own_brands_and_licences_only(city, licence):
    own = recorded(city, BRAND_LIST, records.TestBrands.values(None, city, 1))
    browser = open_as(city.users["enterprise"])
    assert words(browser.get(f"/r/{BRAND_LIST.slug}/")).count("燕山板栗1") >= 1
    assert browser.get(f"/r/{BRAND_LIST.slug}/{own.pk}/").status_code == 200
    assert browser.get(f"/r/{BRAND_LIST.slug}/{licence.brand_id}/").status_code == 404
    assert browser.get(f"/r/{LICENCES.slug}/{licence.pk}/").status_code == 200


def test_the_facts_of_an_organisation(city, licence):
    recorded(city, BRAND_LIST, records.TestBrands.values(None, city, 1))
    recorded(city, INDICATION_USERS, records.TestIndicationUsers.values(None, city, 1))
    assert facts_of(city.enterprise.pk, JUNE) == {
        "brands_held": ("燕山板栗1",), "brand_kinds": ("farm_regional",), "brand_count": 1,
        "licensed_brands": ("承德山水",), "brand_licences": ("SQ-2024-001",),
        "geographical_indications": ("平泉香菇",), "geographical_indications_held": (),
    }  # fmt: skip
    assert facts_of(city.laboratory.pk, JUNE)["geographical_indications_held"] == ("平泉香菇",)
    nothing = facts_of(city.enterprise.pk, date(2019, 1, 1))
    assert not any(nothing.values())


def test_a_user_falls_with_the_indication(city):
    user = recorded(city, INDICATION_USERS, records.TestIndicationUsers.values(None, city, 1))
    end(city, GEOGRAPHICAL_INDICATIONS, user.indication, JUNE)
    refresh()
    assert [count_on(INDICATION_USERS, day).get("130825", 0) for day in (MAY, JUNE)] == [1, 0]
