"""A made-up city's public measurement standards: newly built, upgraded and rebuilt, three or four a year."""

from datetime import date, timedelta

from zhiqiang.domains.metrology.registers import STANDARD_EVENTS
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


def planned(cast: Cast) -> list[PlannedRecord]:
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
