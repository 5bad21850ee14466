"""What other domains learn of an organisation's certificates and qualifications."""

from datetime import date

import pytest

from zhiqiang.domains.conformity.facade import facts_of, renewals_of
from zhiqiang.domains.conformity.registers import CERTIFICATES, LABORATORIES
from zhiqiang.domains.conformity.tests import test_registers as cases
from zhiqiang.foundation.registers.write import create_record, take_step

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def on_the_day(as_of):
    as_of(2026, 11, 23)


def verified(city, register, values):
    row = create_record(register=register, values=values, actor=city.users["city_officer"])
    return take_step(register=register, record_id=row.pk, step="verify", actor=city.users["city_verifier"])


def test_certificates_count_with_their_main_one_and_by_scheme(city):
    plain = cases.TestCertificates.values
    verified(city, CERTIFICATES, plain(None, city, 1))
    verified(city, CERTIFICATES, plain(None, city, 2) | {"main": "00126Q0001R0M/1300"})
    organic = plain(None, city, 3) | {"scheme": "organic", "valid_to": date(2027, 1, 31)}
    verified(city, CERTIFICATES, organic)
    create_record(
        register=CERTIFICATES, values=plain(None, city, 4) | {"scheme": "energy"}, actor=city.users["city_officer"]
    )
    found = facts_of(city.enterprise.pk, TODAY)
    assert found["valid_certificates"] == 2
    assert [key for key, held in found.items() if held is True] == ["certified_quality", "certified_organic"]
    assert facts_of(city.enterprise.pk, date(2026, 5, 10))["valid_certificates"] == 0
    assert [(one.number, one.opens) for one in renewals_of(city.enterprise.pk, TODAY)] == [
        ("00126Q0003R0M/1300", date(2026, 10, 31))
    ]


def test_a_laboratory_is_qualified_while_its_certificate_is_in_force(city):
    row = verified(city, LABORATORIES, cases.TestLaboratories.values(None, city, 1))
    assert facts_of(city.laboratory.pk, TODAY) == facts_of(city.laboratory.pk, TODAY) | {
        "cma_valid": True, "cma_areas": "食品、农产品",
    }  # fmt: skip
    take_step(
        register=LABORATORIES, record_id=row.pk, step="suspend", actor=city.users["city_verifier"], reason="监督检查",
        values={"on": date(2026, 11, 1)},
    )  # fmt: skip
    assert not facts_of(city.laboratory.pk, TODAY)["cma_valid"]
    assert facts_of(city.laboratory.pk, date(2026, 10, 31))["cma_valid"]
