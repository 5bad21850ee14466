"""What stands on a day: patents, their value, clusters; and what other domains are told of a firm."""

from datetime import date
from decimal import Decimal

import pytest

from zhiqiang.domains.goals.queries import board
from zhiqiang.domains.goals.registers import OUTSIDE_VALUES
from zhiqiang.domains.innovation.facade import facts_of
from zhiqiang.domains.innovation.registers import CLUSTER_MEMBERS, CLUSTERS, PATENTS
from zhiqiang.domains.innovation.tests.test_registers import patent_number
from zhiqiang.foundation.evidence.levels import count_on
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.registers.write import create_record, take_step


@pytest.fixture(autouse=True)
def _today(as_of):
    as_of(2026, 11, 23)


@pytest.fixture
def put(city):
    """Makes a record of a register and verifies it."""

    def make(register, **values):
        row = create_record(register=register, values={"unit": city.unit} | values, actor=city.users["city_officer"])
        return take_step(register=register, record_id=row.pk, step="verify", actor=city.users["city_verifier"])

    return make


@pytest.fixture
def patent(city, put):
    def make(n, granted, **more):
        values = {"number": patent_number(n, 2012), "title": "方法", "holder": city.enterprise, "proof": "专利证书"}
        term = {"filed_on": date(2012, 3, 5), "valid_from": granted, "valid_to": date(2032, 3, 4)}
        return put(PATENTS, **values, **term, **more)

    return make


@pytest.fixture
def residents(city, put):
    def make(year, value, vintage):
        return put(
            OUTSIDE_VALUES,
            series="population",
            period_end=date(year, 12, 31),
            value=Decimal(value),
            vintage=vintage,
            publisher="统计局",
            source_title="公报",
            unit=city.city,
        )

    return make


def density(indicator, on):
    refresh()
    line = board(on=on).current(indicator)
    return line.value, line.window.numerator, line.window.denominator


def test_a_patent_is_of_high_value_from_the_day_it_is_ten_years_old_without_being_touched(patent, residents):
    patent(1, date(2014, 5, 10))
    patent(2, date(2022, 8, 1), strategic=True)
    residents(2023, "2", date(2024, 3, 1))
    assert density("high_value_patents_per_10k", date(2024, 5, 9))[:2] == (Decimal("0.5"), 1)
    assert density("high_value_patents_per_10k", date(2024, 5, 10))[:2] == (Decimal(1), 2)
    assert density("patents_per_10k", date(2024, 5, 9)) == (Decimal(1), 2, 2)


def test_a_lapsed_patent_leaves_later_counts_and_stays_in_the_earlier(city, patent, residents):
    row = patent(1, date(2014, 5, 10), awarded_on=date(2020, 1, 1))
    patent(2, date(2022, 8, 1))
    residents(2023, "2", date(2024, 3, 1))
    take_step(
        register=PATENTS, record_id=row.pk, step="withdraw", actor=city.users["city_verifier"],
        reason="未缴年费终止", values={"on": date(2025, 7, 1)},
    )  # fmt: skip
    assert density("patents_per_10k", date(2025, 6, 30))[1] == 2
    assert density("patents_per_10k", date(2025, 7, 1))[1] == 1
    assert density("high_value_patents_per_10k", date(2025, 6, 30))[1] == 1
    assert density("high_value_patents_per_10k", date(2025, 7, 1))[1] == 0
    assert [count_on(PATENTS, day)["130800"] for day in (date(2025, 6, 30), date(2025, 7, 1))] == [2, 1]


def test_the_residents_are_those_of_the_last_year_that_had_ended_by_their_newest_publication(patent, residents):
    patent(1, date(2022, 8, 1))
    residents(2023, "2", date(2024, 3, 1))
    residents(2024, "4", date(2025, 3, 1))
    residents(2024, "5", date(2025, 9, 1))
    assert density("patents_per_10k", date(2024, 12, 30))[0] == Decimal("0.5")
    assert density("patents_per_10k", date(2024, 12, 31))[0] == Decimal("0.2")


def test_without_residents_there_is_no_density(patent):
    patent(1, date(2022, 8, 1))
    assert density("patents_per_10k", date(2025, 6, 30))[0] is None


def test_the_two_lists_of_clusters_are_counted_apart(put, city):
    common = {"industry": "食用菌", "listed_by": "名单", "valid_from": date(2023, 3, 1)}
    for level in ("provincial", "city"):
        put(CLUSTERS, title="平泉食用菌", level=level, **common)
    put(CLUSTERS, title="宽城钒钛", level="city", valid_to=date(2025, 12, 31), **common)
    refresh()
    counted = {
        on: [board(on=on).current(f"{level}_clusters").value for level in ("provincial", "city")]
        for on in (date(2025, 12, 31), date(2026, 1, 1))
    }
    assert counted == {date(2025, 12, 31): [1, 2], date(2026, 1, 1): [1, 1]}


def test_a_record_names_the_figures_it_bears_on(city, patent, client):
    plain, aged = patent(1, date(2022, 8, 1)), patent(2, date(2013, 8, 1))
    client.force_login(city.users["city_officer"])
    pages = {row.pk: client.get(f"/r/innovation.patents/{row.pk}/").content.decode() for row in (plain, aged)}
    assert "每万人口发明专利拥有量" in pages[plain.pk]
    assert "高价值发明专利拥有量" not in pages[plain.pk]
    assert "每万人口高价值发明专利拥有量" in pages[aged.pk]


def test_other_domains_are_told_what_stands_of_a_firm_on_a_day(city, put, patent):
    patent(1, date(2014, 5, 10))
    patent(2, date(2022, 8, 1))
    common = {"level": "city", "industry": "食用菌", "listed_by": "名单"}
    cluster = put(CLUSTERS, title="平泉食用菌", valid_from=date(2023, 3, 1), **common)
    ended = put(CLUSTERS, title="老集群", valid_from=date(2023, 3, 1), valid_to=date(2024, 1, 31), **common)
    for one in (cluster, ended):
        put(CLUSTER_MEMBERS, cluster=one, enterprise=city.enterprise, role="head", valid_from=date(2023, 4, 1))
    assert facts_of(city.enterprise.pk, date(2023, 5, 1)) == {
        "patents_in_force": 2,
        "high_value_patents": 0,
        "cluster_member": True,
        "cluster_head": True,
        "clusters": ["平泉食用菌", "老集群"],
    }
    assert facts_of(city.enterprise.pk, date(2026, 5, 1))["clusters"] == ["平泉食用菌"]
    assert facts_of(city.enterprise.pk, date(2026, 5, 1))["high_value_patents"] == 1
    assert facts_of(city.laboratory.pk, date(2026, 5, 1)) == {
        "patents_in_force": 0,
        "high_value_patents": 0,
        "cluster_member": False,
        "cluster_head": False,
        "clusters": [],
    }
