"""A made-up city's certificates, laboratories, small firms helped, testing centres and proficiency tests.

Certificates grow to a little under the plan's two thousand by 2025 and pass it in 2026, with some suspended, resumed,
withdrawn and expired on the way, so that the count of any day is another one.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

from zhiqiang.domains.conformity import registers
from zhiqiang.domains.conformity.rules.records import FAMILIES, VALIDITY, months_after
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.testing.cast import MARK, Cast, in_office
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, PlannedStep

DAY = timedelta(days=1)
#: Certificates issued by year: those of the years before the plan stand when it begins.
ISSUED = {2021: 160, 2022: 480, 2023: 560, 2024: 640, 2025: 820, 2026: 760}
SCHEMES = {
    "quality": 40, "environment": 15, "safety": 14, "food_safety": 5, "haccp": 4, "energy": 3, "organic": 8,
    "green_food": 4, "service": 3, "low_carbon": 1, "ccc": 2, "green_building": 1,
}  # fmt: skip
STANDARDS = {
    "quality": "GB/T 19001-2016", "environment": "GB/T 24001-2016", "safety": "GB/T 45001-2020",
    "food_safety": "GB/T 22000-2006", "haccp": "GB/T 27341-2009", "energy": "GB/T 23331-2020",
    "organic": "GB/T 19630-2019", "green_building": "绿色建材评价技术要求",
}  # fmt: skip
EVERY_SUB = 25  # one in so many is a sub-certificate of the one before it
SUSPENDED, RESUMED, WITHDRAWN = 170, 110, 90
BODIES = (f"华北甲认证中心{MARK}", f"热河乙认证有限公司{MARK}", f"燕山丙认证有限公司{MARK}")
CLUSTERS = ("食用菌", "马铃薯", "钒钛制品", "装备制造", "中药材")
HELPED = {2023: 52, 2024: 63, 2025: 68, 2026: 49}
CENTRES = (
    ("丰宁有机产品检测中心", "130826", date(2023, 11, 6), date(2024, 4, 18), date(2024, 9, 2), date(2025, 11, 28),
     date(2026, 5, 20)),
    ("围场马铃薯检测中心", "130828", date(2024, 2, 26), date(2024, 8, 12), date(2025, 4, 7), None, None),
    ("特种设备检测中心", "130800", date(2024, 10, 15), date(2025, 6, 9), None, None, None),
)  # fmt: skip
ROUNDS = (
    ("食品中铅的测定", "mg/kg", date(2024, 7, 15), "0.250", "0.025", ("0.262", "0.241", "0.310")),
    ("马铃薯中毒死蜱残留", "mg/kg", date(2025, 8, 20), "0.084", "0.008", ("0.086", "0.102", "0.079")),
    ("钢铁中钒的测定", "%", date(2026, 6, 25), "0.1520", "0.0040", ("0.1515", "0.1622", "0.1654")),
)


def planned(cast: Cast) -> list[PlannedRecord]:
    """Everything that had happened by now, recorded by the units, verified the next days."""
    found = [*_certificates(cast), *_laboratories(cast), *_small_firms(cast), *_centres(cast), *_results(cast)]
    return sorted(found, key=lambda one: one.at)


def _certificates(cast: Cast) -> Iterator[PlannedRecord]:
    dice, numbers, made = cast.dice("certificates"), count(1), 0
    main = ""
    for year, issued in ISSUED.items():
        first, last = date(year, 1, 8), min(date(year, 12, 20), cast.now.date() - timedelta(days=15))
        for place in range(issued if last > first else 0):
            day = first + (last - first) * place // max(issued - 1, 1)
            made += 1
            values = _certificate(cast, dice, f"演示{next(numbers):05d}Q{year % 100}R0M", day)
            if made % EVERY_SUB == 0:
                values |= {"main": main}
            main = values["main"] if made % EVERY_SUB == 0 else values["number"]
            at = max(in_office(day + timedelta(days=dice.randint(3, 8)), dice), _begin(cast, dice))
            steps = _life(cast, dice, values, made, at)
            yield PlannedRecord(
                registers.CERTIFICATES, values, cast.reporters[values["unit"].code], at, steps, together=len(steps) == 1
            )


def _certificate(cast: Cast, dice: Random, number: str, day: date) -> dict[str, Any]:
    unit = dice.choice(cast.units)
    scheme = dice.choices(list(SCHEMES), weights=list(SCHEMES.values()))[0]
    months = int(load_parameters().value(f"{VALIDITY}{FAMILIES[scheme]}", day))
    return {
        "number": number,
        "scheme": scheme,
        "holder": dice.choice(cast.firms[unit.code]),
        "unit": unit,
        "body": dice.choice(BODIES),
        "standard": STANDARDS.get(scheme, f"认证实施规则{MARK}"),
        "scope": f"演示产品的生产和销售{MARK}",
        "valid_from": day,
        "valid_to": months_after(day, months) - DAY,
    }


def _life(cast: Cast, dice: Random, values: dict[str, Any], made: int, at: datetime) -> tuple[PlannedStep, ...]:
    """Verified; then one in so many is suspended, perhaps resumed, or withdrawn, while it is valid."""
    checker = cast.verifiers[values["unit"].code]
    steps = [PlannedStep("verify", checker, min(at + timedelta(hours=dice.randint(1, 6)), cast.now))]
    since = steps[0].at + timedelta(days=dice.randint(60, 300))
    ends = min(cast.now, in_office(values["valid_to"] - timedelta(days=40), dice))
    if since >= ends:
        return tuple(steps)
    reason = f"认证机构公告{MARK}"
    if made % WITHDRAWN == 0:
        steps.append(PlannedStep("withdraw", checker, since, reason, {"on": since.date()}))
    elif made % SUSPENDED == 0 or made % RESUMED == 0:
        steps.append(PlannedStep("suspend", checker, since, reason, {"on": since.date()}))
        again = since + timedelta(days=dice.randint(30, 90))
        if made % RESUMED == 0 and again < ends:
            steps.append(PlannedStep("resume", checker, again, reason, {"on": again.date()}))
    return tuple(steps)


def _laboratories(cast: Cast) -> Iterator[PlannedRecord]:
    dice = cast.dice("laboratories")
    starts = (date(2020, 12, 28), date(2022, 6, 20), date(2024, 3, 11))
    areas = ("食品、药品", "农产品", "工业产品、建材")
    for place, (organisation, start, area) in enumerate(zip(cast.laboratories, starts, areas, strict=False), start=1):
        values = {
            "number": f"演示CMA{place:04d}",
            "organisation": organisation,
            "unit": cast.city,
            "authority": f"省级资质认定部门{MARK}",
            "areas": area,
            "scope": f"{area}的常规检验项目，以证书附表为准{MARK}",
            "valid_from": start,
            "valid_to": months_after(start, 72) - DAY,
        }
        at = _begin(cast, dice) if start < cast.start else in_office(start + timedelta(days=6), dice)
        verify = PlannedStep("verify", cast.city_verifier, at + timedelta(days=1))
        yield PlannedRecord(registers.LABORATORIES, values, cast.officer, at, (verify,))


def _small_firms(cast: Cast) -> Iterator[PlannedRecord]:
    dice = cast.dice("small firms")
    firms = [(unit, firm) for unit in cast.units for firm in cast.firms[unit.code]]
    for year, number in HELPED.items():
        first, last = date(year, 2, 20), min(date(year, 12, 5), cast.now.date() - timedelta(days=15))
        for place, (unit, firm) in enumerate(dice.sample(firms, min(number, len(firms))) if last > first else ()):
            day = first + (last - first) * place // number
            values = {
                "enterprise": firm,
                "unit": unit,
                "size": dice.choice(("small", "micro")),
                "visited_on": day,
                "cluster": dice.choice(CLUSTERS),
                "helper": f"{unit.short}市场监管局和认证机构专家{MARK}",
                "needs": f"体系文件与实际脱节{MARK}",
                "done": f"现场辅导、修订文件、培训内审员{MARK}",
                "before": f"内审流于形式{MARK}",
                "after": f"完成一次有效内审{MARK}",
            }
            yield _by_unit(cast, dice, registers.SMALL_FIRMS, values, day)


def _centres(cast: Cast) -> Iterator[PlannedRecord]:
    dice, names = cast.dice("centres"), ("planned_on", "approved_on", "started_on", "completed_on", "qualified_on")
    stages = tuple(registers.CENTRES.model.Stage.values)
    for title, code, *days in CENTRES:
        passed = [day for day in days if day and day < cast.now.date() - timedelta(days=15)]
        if not passed:
            continue
        unit = next((one for one in cast.units if one.code == code), cast.city)
        values = dict(zip(names, passed, strict=False)) | {
            "title": f"{title}{MARK}", "institution": cast.institution, "unit": unit, "stage": stages[len(passed) - 1],
        }  # fmt: skip
        at = in_office(passed[-1] + timedelta(days=5), dice)
        verify = PlannedStep("verify", cast.city_verifier, at + timedelta(days=1))
        yield PlannedRecord(registers.CENTRES, values, cast.officer, at, (verify,))


def _results(cast: Cast) -> Iterator[PlannedRecord]:
    """Three rounds; in the second a laboratory's failure is corrected and checked, in the newest it is still due."""
    dice = cast.dice("proficiency")
    for number, (item, measured_in, day, assigned, sigma, results) in enumerate(ROUNDS, start=1):
        if day > cast.now.date() - timedelta(days=20):
            break
        for laboratory, result in zip(cast.laboratories, results, strict=False):
            deviation = abs(Decimal(result) - Decimal(assigned)) / Decimal(sigma)
            outcome = "satisfactory" if deviation <= 2 else "questionable" if deviation < 3 else "unsatisfactory"
            values = {
                "round": f"演示PT-{day.year}-{number:02d}", "organiser": f"市能力验证组织单位{MARK}",
                "laboratory": laboratory, "unit": cast.city, "item": f"{item}{MARK}", "measured_in": measured_in,
                "reported_on": day, "statistic": "z", "result": Decimal(result), "assigned": Decimal(assigned),
                "sigma": Decimal(sigma), "outcome": outcome,
            }  # fmt: skip
            at = in_office(day + timedelta(days=4), dice)
            steps = [PlannedStep("verify", cast.city_verifier, at + timedelta(days=1))]
            if outcome == "unsatisfactory" and day.year < cast.now.year:
                again = at + timedelta(days=25)
                steps += [
                    PlannedStep("report_remedy", cast.officer, again, f"更换标准溶液后复测满意{MARK}"),
                    PlannedStep("accept_remedy", cast.city_verifier, again + timedelta(days=6)),
                ]
            yield PlannedRecord(registers.PROFICIENCY_TESTS, values, cast.officer, at, tuple(steps))


def _by_unit(cast: Cast, dice: Random, register: Any, values: dict[str, Any], day: date) -> PlannedRecord:
    """Recorded by the unit's reporter some days later, verified within hours by its verifier."""
    at = in_office(day + timedelta(days=dice.randint(2, 8)), dice)
    verify = PlannedStep("verify", cast.verifiers[values["unit"].code], at + timedelta(hours=dice.randint(1, 6)))
    return PlannedRecord(register, values, cast.reporters[values["unit"].code], at, (verify,), together=True)


def _begin(cast: Cast, dice: Random) -> datetime:
    """What stood before the plan is entered in its first weeks."""
    return in_office(cast.start + timedelta(days=20 + dice.randint(0, 15)), dice)
