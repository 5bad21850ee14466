"""A made-up city's metrology: standards and their events, instruments of its firms, their verifications."""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils.functional import SimpleLazyObject

from zhiqiang.domains.metrology.models import Instrument, MeasurementStandard, categories
from zhiqiang.domains.metrology.registers import CALIBRATIONS, INSTRUMENTS, STANDARD_EVENTS, STANDARDS, VERIFICATIONS
from zhiqiang.domains.metrology.rules.instruments import due_on, is_verified_once
from zhiqiang.domains.metrology.rules.periods import last_valid_day
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.testing.cast import MARK, Cast, in_office
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, PlannedStep

EVENTS = (
    (date(2023, 4, 12), "new", "电能表检定装置", "(0.1～100)A"),
    (date(2023, 7, 5), "upgraded", "砝码标准装置", "1mg～20kg"),
    (date(2023, 11, 2), "rebuilt", "压力表检定装置", "(0～60)MPa"),
    (date(2024, 3, 20), "new", "电动汽车充电桩检定装置", "(30～750)V"),
    (date(2024, 6, 14), "new", "热量表检定装置", "DN15～DN50"),
    (date(2024, 9, 26), "upgraded", "水表检定装置", "DN15～DN40"),
    (date(2025, 2, 27), "new", "血压计标准装置", "(0～40)kPa"),
    (date(2025, 5, 15), "rebuilt", "加油机检定装置", "20L、100L"),
    (date(2025, 8, 8), "new", "燃气表检定装置", "(0.016～16)m³/h"),
    (date(2025, 11, 20), "upgraded", "衡器检定装置", "100t"),
    (date(2026, 3, 18), "new", "可燃气体报警器检定装置", "(0～100)%LEL"),
    (date(2026, 6, 11), "new", "医用诊断X射线源检定装置", "(40～150)kV"),
    (date(2026, 9, 17), "rebuilt", "出租汽车计价器检定装置", "(0～120)km/h"),
)
#: Quantity, device, ranges: each range is a standard of its own.
DEVICES = (
    ("质量", "砝码标准装置", ("1mg～500mg", "1g～500g", "1kg～20kg", "25kg～1t")),
    ("质量", "电子天平检定装置", ("1mg～200g", "200g～5kg", "5kg～60kg")),
    ("压力", "活塞式压力计标准装置", ("(0.04～0.6)MPa", "(0.1～6)MPa", "(1～60)MPa")),
    ("压力", "精密压力表标准装置", ("(0～0.6)MPa", "(0～6)MPa", "(0～60)MPa")),
    ("温度", "热电偶检定装置", ("(300～1200)℃", "(0～300)℃")),
    ("温度", "玻璃液体温度计检定装置", ("(-30～100)℃", "(100～300)℃")),
    ("电学", "电能表检定装置", ("单相", "三相", "0.2S级")),
    ("电学", "互感器检定装置", ("(5～2000)A", "(6～35)kV")),
    ("流量", "水表检定装置", ("DN15～DN25", "DN32～DN50", "DN65～DN200")),
    ("流量", "燃气表检定装置", ("(0.016～6)m³/h", "(6～40)m³/h")),
    ("长度", "量块标准装置", ("(0.5～100)mm", "(100～500)mm")),
    ("长度", "钢卷尺检定装置", ("(0～5)m", "(5～50)m")),
    ("理化", "酸度计检定装置", ("(0～7)pH", "(7～14)pH")),
    ("理化", "气相色谱仪检定装置", ("FID", "TCD")),
    ("医学", "血压计标准装置", ("(0～40)kPa", "无创自动")),
    ("医学", "心电图机检定装置", ("单道", "多道")),
)
#: How many of the city's highest standards come new in a year; those of the first were there before the plan began.
NEW_STANDARDS = {2023: 80, 2024: 9, 2025: 8, 2026: 4}
COUNTY_STANDARDS = 14
CATEGORIES = (
    "scale_digital", "fuel_dispenser", "blood_pressure_automatic", "water_meter_small", "pressure_gauge", "charger",
)  # fmt: skip
VALIDITY = "metrology.standard.validity"


def planned(cast: Cast) -> list[PlannedRecord]:
    """All of it as it would have been recorded by now."""
    standards = [*_city_standards(cast), *_county_standards(cast), *_calibrations(cast)]
    return sorted([*_events(cast), *standards, *_instruments(cast)], key=lambda one: one.at)


def _events(cast: Cast) -> list[PlannedRecord]:
    """Every event that had happened by now, recorded for the city by its officer."""
    dice, found = cast.dice("metrology"), []
    for number, (day, kind, title, span) in enumerate(EVENTS, start=1):
        if day > cast.now.date() - timedelta(days=20):
            break
        values = {
            "certificate": f"演示社量标证字[{day.year}]第{number:03d}号",
            "title": f"{title}{MARK}",
            "kind": kind,
            "institution": cast.institution,
            "unit": dice.choice(cast.units) if number % 2 else cast.city,
            "happened_on": day,
            "measuring_range": span,
            "proof": f"计量标准考核证书{MARK}",
        }
        at = in_office(day + timedelta(days=dice.randint(3, 12)), dice)
        verify = PlannedStep("verify", cast.city_verifier, at + timedelta(days=1))
        found.append(PlannedRecord(STANDARD_EVENTS, values, cast.officer, at, (verify,)))
    return found


def _city_standards(cast: Cast) -> list[PlannedRecord]:
    """The city's highest standards: most stand, some have lapsed, of two the tracing has run out."""
    dice, found, number = cast.dice("metrology standards"), [], 0
    for year, count in NEW_STANDARDS.items():
        for _place in range(count):
            number += 1
            start = _first_day(year, number, dice)
            if start > cast.now.date() - timedelta(days=15):
                continue
            values = _standard(number, start, cast, dice) | {"kind": "highest", "level": "city"}
            found.append(_recorded(cast, STANDARDS, values, max(start, cast.start), dice))
    return found


def _first_day(year: int, number: int, dice: Random) -> date:
    """Of the first year the certificate was given in the two years before, of every twelfth it has lapsed since."""
    if year > min(NEW_STANDARDS):
        return date(year, dice.randint(2, 11), dice.randint(1, 28))
    before = date(2020, 12, 1) if number % 12 == 0 else date(2021, 12, 10)
    return before + timedelta(days=dice.randrange(330))


def _standard(number: int, start: date, cast: Cast, dice: Random) -> dict[str, Any]:
    quantity, device, ranges = DEVICES[number % len(DEVICES)]
    months = int(load_parameters().value(VALIDITY, start))
    traced = cast.now.date() + timedelta(days=-25 if number in {3, 20} else dice.randint(40, 400))
    return {
        "number": _number(number),
        "title": f"{device}{MARK}",
        "holder": cast.institution,
        "unit": cast.city,
        "quantity": quantity,
        "measuring_range": ranges[number // len(DEVICES) % len(ranges)],
        "uncertainty": "按检定系统表",
        "traced_to": f"省级计量技术机构{MARK}",
        "traced_until": traced,
        "valid_from": start,
        "valid_to": last_valid_day(start, months),
    }


def _number(number: int) -> str:
    return f"演示量标字第{number:03d}号"


def _county_standards(cast: Cast) -> list[PlannedRecord]:
    """Public standards of counties, each traced to one of the city's, made a month later."""
    dice, found = cast.dice("metrology counties"), []
    for place in range(COUNTY_STANDARDS):
        unit, above = cast.units[place % len(cast.units)], place % 7 + 1
        start = date(2023, 1, 10) + timedelta(days=37 * place)
        if start > cast.now.date() - timedelta(days=60):
            break
        values = _standard(200 + place, start, cast, dice) | {
            "title": f"{DEVICES[above % len(DEVICES)][1]}{MARK}", "kind": "public", "level": "county", "unit": unit,
            "quantity": DEVICES[above % len(DEVICES)][0], "parent": _standard_named(_number(above)),
        }  # fmt: skip
        found.append(_recorded(cast, STANDARDS, values, max(start, cast.start) + timedelta(days=45), dice))
    return found


def _calibrations(cast: Cast) -> list[PlannedRecord]:
    """Calibrations of reference instruments, typed from paper."""
    dice, found = cast.dice("metrology calibrations"), []
    for place in range(8):
        day = cast.now.date() - timedelta(days=60 + 45 * place)
        values = {
            "number": f"演示校准{day.year}{place:04d}",
            "laboratory": f"省级计量技术机构{MARK}",
            "object_title": f"{DEVICES[place][1]}主标准器{MARK}",
            "unit": cast.city,
            "calibrated_on": day,
            "next_due": last_valid_day(day, 12) + timedelta(days=1),
            "standard": _standard_named(_number(place + 1)),
        }
        if day > cast.start + timedelta(days=90):
            found.append(_recorded(cast, CALIBRATIONS, values, day + timedelta(days=5), dice))
    return found


def _instruments(cast: Cast) -> list[PlannedRecord]:
    """Six instruments a unit, and their verifications: most on time, some late, some not again."""
    dice, found = cast.dice("metrology instruments"), []
    for unit in cast.units:
        for place, category in enumerate(CATEGORIES):
            number, owner = f"YS-{unit.code}-{place + 1}", dice.choice(cast.firms[unit.code])
            values = {
                "number": number,
                "title": f"{categories()[category].group}{MARK}",
                "category": category,
                "owner": owner,
                "unit": unit,
                "maker": f"某仪器厂{MARK}",
                "valid_from": cast.start,
            }
            record = _recorded(cast, INSTRUMENTS, values, cast.start + timedelta(days=dice.randint(3, 20)), dice)
            if place == 0 and unit == cast.units[0]:
                record = _sealed(cast, record)
            found += [record, *_verifications(cast, unit, number, category, owner)]
    return found


def _sealed(cast: Cast, record: PlannedRecord) -> PlannedRecord:
    """The same instrument, sealed half a year ago."""
    at = cast.now - timedelta(days=180)
    verifier = cast.verifiers[record.values["unit"].code]
    step = PlannedStep("suspend", verifier, at, f"停产封存{MARK}", {"on": at.date()})
    return PlannedRecord(record.register, record.values, record.actor, record.at, (*record.steps, step))


def _verifications(cast: Cast, unit: Unit, number: str, category: str, owner: Organisation) -> list[PlannedRecord]:
    dice, found, place = cast.dice(f"metrology {number}"), [], 0
    kind, day = categories()[category], cast.start + timedelta(days=60 + dice.randrange(200))
    while day <= cast.now.date() - timedelta(days=12):
        place += 1
        values = {
            "number": f"演示检{number[3:]}-{place:02d}",
            "instrument": _instrument_named(number, owner),
            "unit": unit,
            "valid_from": day,
            "result": "fail" if dice.random() < 0.02 else "pass",
            "verified_by": cast.institution,
        }
        found.append(_recorded(cast, VERIFICATIONS, values, day + timedelta(days=3), dice))
        due = due_on(kind, day, None, load_parameters())
        if due is None or is_verified_once(kind) or dice.random() < 0.02:
            break
        day = due - timedelta(days=dice.randint(-12, 25) if dice.random() < 0.3 else dice.randint(1, 25))
    return found


def _recorded(cast: Cast, register: Any, values: dict[str, Any], day: date, dice: Random) -> PlannedRecord:
    """A record of the unit's own people, or of the city's, verified the day after."""
    unit = values["unit"]
    maker = cast.officer if unit == cast.city else cast.reporters[unit.code]
    checker = cast.city_verifier if unit == cast.city else cast.verifiers[unit.code]
    at = min(in_office(day, dice), cast.now - timedelta(days=2))
    verify = PlannedStep("verify", checker, at + timedelta(days=1))
    return PlannedRecord(register, values, maker, at, (verify,), together=register in (INSTRUMENTS, VERIFICATIONS))


def _standard_named(number: str) -> Any:
    """The standard that an earlier planned record made, looked up when it is needed."""
    return SimpleLazyObject(lambda: MeasurementStandard.objects.get(number=number))


def _instrument_named(number: str, owner: Organisation) -> Any:
    return SimpleLazyObject(lambda: Instrument.objects.get(number=number, owner=owner))
