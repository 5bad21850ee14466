"""Every measure of the house: DuckDB equals its oracle, and its rows equal its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from zhiqiang.domains.brands.models import Brand
from zhiqiang.domains.conformity.models import Certificate, SmallFirmVisit
from zhiqiang.domains.enterprise_quality.models import AboveScale, QualityOfficer
from zhiqiang.domains.goals.models import OutsideValue
from zhiqiang.domains.innovation.models import Cluster, Patent
from zhiqiang.domains.metrology.models import Instrument, MeasurementStandard, StandardEvent, Verification
from zhiqiang.domains.one_stop.models import Request, Service, Visit, Window
from zhiqiang.domains.programmes.models import Recognition
from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.standards.models import StandardRole
from zhiqiang.foundation import catalogue
from zhiqiang.foundation.evidence.declaration import RUNNING, Shape
from zhiqiang.foundation.evidence.figures import load_cells
from zhiqiang.foundation.evidence.models import DatasetVersion
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.evidence.rows import counted_keys, digest, evidence_rows, exclusions
from zhiqiang.foundation.testing.measures import disagreements, random_rows

SERIES = tuple(OutsideValue.Series.values)
VALUES: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "samples": {
        "domain": ("food", "agri", "drug", "product"),
        "product_class": ("a",),
        "level": ("county", "city"),
        "design": ("representative", "targeted", "risk", "follow_up"),
        "method": ("laboratory", "rapid"),
        "conclusion": ("pass", "fail"),
    },
    "standards": {
        "number": tuple(f"GB/T {number}-2024" for number in range(12)),
        "level": ("international", "national", "industry", "province", "city", "group"),
        "role": ("led", "joined"),
    },
    "measurement_standards": {
        "number": tuple(f"M{number}" for number in range(9)),
        "kind": ("public", "highest"),
        "level": ("city", "county", "enterprise"),
    },
    "instruments": {"instrument": tuple(range(1, 15)), "category": ("scale_digital",)},
    "instrument_verifications": {"instrument": tuple(range(4, 20)), "result": ("pass",)},
    "standard_events": {"certificate": ("C1", "C2"), "kind": ("new", "upgraded", "rebuilt", "other")},
    "recognitions": {
        "programme": (
            "enterprise-standard-leader",
            "industrial-research-unit",
            "technical-renovation-project",
            "design-empowered-product",
            "small-enterprise-uplift",
            "quality-award",
        ),
        "level": ("a", "b", ""),
        "organisation": tuple(range(1, 9)),
        "subject": tuple(f"甲{number}" for number in range(6)),
        "recognised_on": (date(2024, 1, 5),),
        "started_on": (None, date(2023, 12, 5), date(2024, 2, 5)),
        "finished_on": (None, date(2024, 12, 5), date(2025, 2, 5)),
    },
    "outside_values": {
        "series": SERIES,
        "value": (Decimal("12.5"), Decimal("93.1234"), Decimal("0.000001")),
        "benchmark": (None, Decimal("7.25")),
        "vintage": (None,),
    },
    "above_scale": {
        "organisation": (*range(1, 9), None),
        "division": ("13", "31"),
    },
    "quality_officers": {"organisation": (*range(1, 12), None)},
    "brands": {
        "title": ("承德山水", "燕山板栗", "平泉香菇"),
        "kind": ("regional", "farm_regional", "farm_enterprise", "premium_product", "service"),
        "owner": (1, 2),
    },
    "patents": {
        "number": tuple(f"ZL{number}" for number in range(12)),
        "granted_on": (date(2013, 7, 30), date(2014, 2, 28), date(2022, 9, 1)),
        "strategic": (True, False, None),
        "family_on": (None, None, date(2023, 12, 5)),
        "pledged_on": (None, None, date(2024, 2, 29)),
        "awarded_on": (None, None, date(2024, 7, 1)),
    },
    "clusters": {"title": ("食用菌", "钒钛", "装备"), "level": ("provincial", "city")},
    "certificates": {"number": tuple(f"Q{number}" for number in range(20)), "scheme": ("quality", "organic")},
    "small_firm_visits": {"enterprise": tuple(range(8)), "size": ("small", "micro", "medium")},
    "one_stop_windows": {"title": tuple(f"窗口{number}" for number in range(9)), "kind": ("window", "platform")},
    "one_stop_requests": {
        "enterprise": tuple(range(8)),
        "service": ("testing",),
        "answered_on": (None, date(2024, 1, 31), date(2024, 2, 1), date(2024, 12, 31), date(2025, 1, 1)),
    },
    "firm_visits": {"enterprise": tuple(range(8)), "outcome": ("no_need", "open", "answered", "solved")},
}
CODES = sorted(catalogue.measures())
YEAR = ("2023-01", "2030-12")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("code", CODES)
def test_duckdb_and_the_oracle_agree_on_random_rows(code: str, seed: int) -> None:
    measure = catalogue.measures()[code]
    rows = _random(measure.dataset, seed)
    other = [] if measure.other is None else _random(measure.other.dataset, seed + 100)
    assert disagreements(measure, rows, other) == []


def _random(slug: str, seed: int) -> list[dict[str, Any]]:
    dataset, _register = catalogue.datasets()[slug]
    rows = random_rows(dataset, VALUES[slug], seed)
    if slug != "outside_values":
        return rows
    for place, row in enumerate(rows):
        row["vintage"] = date(2024, 1, 1 + (place * 7) % 27)
    return list({(row["unit"], row["month"], row["series"], row["vintage"]): row for row in rows}.values())


def test_the_check_sees_a_wrong_oracle(city: Any) -> None:
    measure = catalogue.measures()["sampling.food_pass_rate"]
    dataset, _register = catalogue.datasets()["samples"]
    wrong = replace(measure, oracle=lambda rows: (Decimal(len(rows)), Decimal(len(rows))))
    assert disagreements(wrong, random_rows(dataset, VALUES["samples"], 1))


def _fill(town: Any) -> None:
    """A few records of every dataset, so that every measure has a figure."""
    random = Random(20261123)
    for place in range(60):
        unit = random.choice((*town.units, town.city))
        day = date(2026, random.choice((1, 2, 3)), random.randint(1, 28))
        town.put(
            Sample, unit=unit, sampled_on=day, product_class=town.classes[random.choice(("food", "agri", "drug"))],
            design=random.choice(("representative", "targeted", "follow_up")),
            conclusion=random.choice(("pass", "fail")), method=random.choice(("laboratory", "laboratory", "rapid")),
        )  # fmt: skip
        if place < 30:
            town.put(StandardEvent, unit=unit, happened_on=day, kind=random.choice(("new", "upgraded", "rebuilt")))
    for place in range(12):
        _fill_standing(town, random.choice((*town.units, town.city)), place)
        _fill_firms(town, random.choice((*town.units, town.city)), place)
    for place, programme in enumerate(VALUES["recognitions"]["programme"]):
        for unit in town.units:
            town.put(
                Recognition, unit=unit, programme=programme, organisation=town.firms[place % 4],
                started_on=date(2026, 2, 1), finished_on=date(2026, 3, 1),
            )  # fmt: skip
    for series in SERIES:
        for month in (3, 9):
            town.put(OutsideValue, unit=town.city, series=series, value="20.5", vintage=date(2026, month, 1))


def _fill_standing(town: Any, unit: Any, place: int) -> None:
    """What is valid over spans of days."""
    begun = date(2023, place + 1, 9)
    town.put(Brand, unit=unit, kind=("farm_regional", "farm_enterprise", "premium_product")[place % 3])
    town.put(Certificate, unit=unit, main="" if place % 3 else "Q-MAIN", valid_from=begun)
    town.put(Window, unit=unit, valid_from=begun)
    town.put(Patent, unit=unit, number=f"ZL{place}", valid_from=date(2015, place + 1, 9), strategic=place < 6)
    level = ("city", "county")[place % 3 == 0]
    town.put(MeasurementStandard, unit=unit, number=f"M{place}", kind="highest", level=level)
    instrument = town.put(Instrument, unit=unit, number=f"I{place}")
    if place % 2:
        town.put(Verification, unit=unit, instrument=instrument, valid_from=date(2026, place % 5 + 1, 9))
    if place < 8:
        town.put(Cluster, unit=unit, title=f"集群{place % 3}", level=("provincial", "city")[place % 2])
    if place < 4:
        town.put(AboveScale, unit=unit, organisation=town.firms[place], valid_from=begun)
    if place < 2:
        town.put(QualityOfficer, unit=unit, organisation=town.firms[place], valid_from=date(2023, 6, 1))


def _fill_firms(town: Any, unit: Any, place: int) -> None:
    """What happened to a firm on a day."""
    firm, day = town.firms[place % 4], date(2026, 1, 1 + place)
    number, level = f"X {place // 3}-2026", ("national", "city")[place // 3 % 2]
    town.put(StandardRole, unit=unit, number=number, organisation=firm, level=level, published_on=day)
    town.put(SmallFirmVisit, unit=unit, enterprise=firm, visited_on=day)
    town.put(Visit, unit=unit, enterprise=firm, visited_on=day, outcome="solved")
    window, service = town.put(Window), town.put(Service)
    town.put(Request, enterprise=firm, window=window, service=service, state="answered", answered_on=day)


def test_the_rows_behind_every_figure_are_as_many_as_it_says(town: Any) -> None:
    _fill(town)
    refresh()
    table = load_cells(CODES)
    seen = set()
    for code in CODES:
        shape = catalogue.measures()[code].shape
        for unit in table.units(code):
            for cell in table.series(code, unit):
                ids, total = evidence_rows(code, unit, cell.month, cell.month, version=cell.data_version)
                assert len(ids) == len(set(ids)) == total
                if shape is Shape.RATIO:
                    assert total == cell.denominator
                    assert evidence_rows(code, unit, cell.month, cell.month, "numerator")[1] == cell.numerator
                    missed = evidence_rows(code, unit, cell.month, cell.month, "missed")[1]
                    assert missed == cell.denominator - cell.numerator
                elif shape is Shape.COUNT:
                    assert total == cell.numerator
                elif shape in RUNNING:
                    level = table.window_sum(code, unit, "0001-01", cell.month)
                    part = "numerator" if shape is Shape.COVERAGE else "denominator"
                    assert counted_keys(code, unit, cell.month, cell.month, part=part) == level.numerator
                elif shape is Shape.DISTINCT:
                    assert counted_keys(code, unit, cell.month, cell.month) == cell.numerator
                else:
                    assert total == 1
                seen.add(code)
    assert seen == set(CODES)


def test_every_row_of_a_counted_standard_is_shown(town: Any) -> None:
    first = town.put(StandardRole, number="GB/T 1-2026", organisation=town.firms[0])
    second = town.put(StandardRole, number="GB/T 1-2026", organisation=town.firms[1], published_on=date(2026, 6, 1))
    refresh()
    assert evidence_rows("standards.led_or_joined", "130800", "2026-03", "2026-03") == ([first.pk, second.pk], 2)
    assert evidence_rows("standards.led_or_joined", "130800", "2026-06", "2026-06") == ([], 0)
    assert evidence_rows("standards.led_or_joined", "130800", "2026-03", "2026-06", "missed") == ([], 0)


def test_rows_come_page_by_page_with_the_number_of_all(town: Any) -> None:
    ids = [town.put(Sample).pk for _place in range(5)]
    refresh()
    assert evidence_rows("sampling.food_pass_rate", "130802", *YEAR, offset=2, limit=2) == (ids[2:4], 5)


def test_rows_left_out_are_told_by_reason(town: Any) -> None:
    kept = town.put(Sample)
    rapid = town.put(Sample, method="rapid")
    risk = town.put(Sample, design="risk")
    refresh()
    told = exclusions("sampling.food_pass_rate", "130800", *YEAR)
    assert {str(reason): number for reason, number in told.items() if number} == {"风险监测": 1, "快速检测": 1}
    assert evidence_rows("sampling.food_pass_rate", "130800", *YEAR, "excluded:风险监测") == ([risk.pk], 1)
    assert evidence_rows("sampling.food_pass_rate", "130800", *YEAR, "excluded:快速检测") == ([rapid.pk], 1)
    assert evidence_rows("sampling.food_pass_rate", "130800", *YEAR) == ([kept.pk], 1)


def test_the_rows_of_an_old_version_stay_as_they_were(town: Any) -> None:
    row = town.put(Sample)
    number = row.pk
    refresh()
    old = DatasetVersion.objects.get().version
    town.mark(row)
    row.delete()
    other = town.put(Sample)
    refresh()
    assert evidence_rows("sampling.food_pass_rate", "130800", *YEAR, version=old)[0] == [number]
    assert evidence_rows("sampling.food_pass_rate", "130800", *YEAR)[0] == [other.pk]


def test_nothing_is_behind_a_figure_before_the_first_refresh(town: Any) -> None:
    assert evidence_rows("sampling.food_pass_rate", "130800", *YEAR) == ([], 0)


def test_the_digest_depends_on_the_rows_and_not_on_their_order() -> None:
    assert digest([3, 1, 2]) == digest([1, 2, 3]) != digest([1, 2])
