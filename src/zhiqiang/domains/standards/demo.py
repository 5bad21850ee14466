"""A made-up city's standards: parts in standards, city standards with their reviews, declared ones, and a system."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from zhiqiang.domains.standards.models import LocalStandard
from zhiqiang.domains.standards.registers import DECLARATIONS, LOCAL_STANDARDS, REVIEWS, STANDARDS, SYSTEM_NODES
from zhiqiang.foundation.testing.cast import MARK, Cast, in_office
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, PlannedStep

#: Standards newly published by year: (above the province, the city's own); below the pace of the plan in the first.
NEW = {2023: (5, 10), 2024: (6, 11), 2025: (6, 11), 2026: (5, 9)}
ABOVE = (
    ("national", "GB/T {number}-{year}"),
    ("industry", "YB/T {number}-{year}"),
    ("national", "GB/T {number}-{year}"),
    ("industry", "NY/T {number}-{year}"),
    ("international", "ISO {number}:{year}"),
)
SUBJECTS = (
    "含钒高强钢筋", "钒钛磁铁精矿化学分析方法", "食用菌菌棒生产技术规程", "马铃薯脱毒种薯", "杏仁露感官评价",
    "山楂制品质量通则", "矿山尾矿综合利用导则", "冰雪运动装备检验方法", "民宿服务质量要求", "中药材黄芩产地初加工",
)  # fmt: skip
EVERY_THIRD_HAS_PARTNERS = 3
FIRST_NUMBER = 99001  # beyond the numbers given to real standards
#: The city's standards from before the plan: running number, day published, what a review said of it and when.
OLDER: tuple[tuple[int, date, str, date | None], ...] = (
    (8001, date(2016, 5, 18), "abolish", date(2023, 6, 8)),
    (8002, date(2017, 3, 30), "confirmed", date(2023, 6, 8)),
    (8003, date(2018, 4, 26), "confirmed", date(2023, 6, 8)),
    (8004, date(2019, 6, 20), "revise", date(2024, 5, 16)),
    (8005, date(2019, 11, 7), "confirmed", date(2024, 5, 16)),
    (8006, date(2020, 9, 17), "", None),
    (8007, date(2021, 4, 22), "", None),
    (8008, date(2022, 1, 20), "", None),
)
KEEPERS = ("市农业农村局", "市文化广电和旅游局", "市水务局")
DECLARED_IN = {2023: 12, 2024: 14, 2025: 15, 2026: 10}
EVERY_ENDS = 9  # one declared standard in so many is abolished
SYSTEM = "食用菌全产业链标准体系"
#: Code, name, the standard that fills it ("" is a gap, None needs none).
PLACES: tuple[tuple[str, str, str | None], ...] = (
    ("1", "基础通用", None),
    ("1.1", "术语与分类", "GB/T 99101-2022"),
    ("1.2", "标志与标识", ""),
    ("2", "产地环境与投入品", None),
    ("2.1", "产地环境条件", "NY/T 99102-2021"),
    ("2.2", "菌种", "GB/T 99103-2020"),
    ("2.3", "菌棒原料", ""),
    ("3", "生产", None),
    ("3.1", "菌棒生产技术规程", "DB1308/T 9001-2023"),
    ("3.2", "出菇管理", "DB1308/T 9012-2024"),
    ("3.3", "病虫害防控", ""),
    ("3.4", "工厂化栽培", "T/YANSHI 99001-2023"),
    ("4", "加工与流通", None),
    ("4.1", "采收与分级", ""),
    ("4.2", "干制与冷链", "NY/T 99104-2023"),
    ("4.3", "包装与追溯", ""),
    ("5", "服务", None),
    ("5.1", "技术服务", ""),
    ("5.2", "品牌使用", "DB1308/T 9023-2025"),
)


def planned(cast: Cast) -> list[PlannedRecord]:
    """Everything about standards that had happened by now."""
    return [*_roles(cast), *_declared(cast), *_local(cast), *_reviews(cast), *_system(cast)]


def _roles(cast: Cast) -> list[PlannedRecord]:
    """Every part in a standard that had been published by now, recorded by the unit of the firm that took part."""
    dice, found, number = cast.dice("standards"), [], FIRST_NUMBER
    for year, (above, own) in NEW.items():
        if year > cast.now.year:
            break
        for place in range(above):
            level, pattern = ABOVE[number % len(ABOVE)]
            partners = 2 if number % EVERY_THIRD_HAS_PARTNERS == 0 else 1
            day = _published(year, place, above, cast.now.date())
            standard = _Standard(pattern.format(number=number, year=year), level, day, partners)
            found += _parts(cast, dice, standard)
            number += 1
        for place in range(own):
            day = _published(year, place, own, cast.now.date())
            name = f"DB1308/T {number - FIRST_NUMBER + 9001}-{year}"
            found += _parts(cast, dice, _Standard(name, "city", day))
            number += 1
    group = f"T/YANSHI {FIRST_NUMBER}-{cast.start.year}"  # a standard of an association, which the plan does not count
    found += _parts(cast, dice, _Standard(group, "group", cast.start + timedelta(days=100)))
    return found


@dataclass(frozen=True, slots=True)
class _Standard:
    number: str
    level: str
    day: date
    partners: int = 1


def _parts(cast: Cast, dice: Random, standard: _Standard) -> list[PlannedRecord]:
    """One record for each organisation that led or joined; the city's own standards are led by its institution."""
    unit = dice.choice(cast.units)
    own = standard.level == "city"
    organisations = [cast.institution] if own else dice.sample(cast.firms[unit.code], standard.partners)
    title = f"{dice.choice(SUBJECTS)}{MARK}"
    found = []
    for place, organisation in enumerate(organisations):
        values: dict[str, Any] = {
            "number": standard.number,
            "title": title,
            "level": standard.level,
            "role": "led" if place == 0 and (own or dice.random() < 0.4) else "joined",
            "organisation": organisation,
            "unit": unit,
            "published_on": standard.day,
            "proof": f"标准文本前言页{MARK}",
        }
        at = min(in_office(standard.day + timedelta(days=dice.randint(8, 25)), dice), cast.now)
        verify = PlannedStep("verify", cast.verifiers[unit.code], min(at + timedelta(days=2), cast.now))
        found.append(PlannedRecord(STANDARDS, values, cast.reporters[unit.code], at, (verify,)))
    return found


def _published(year: int, place: int, count: int, today: date) -> date:
    """The days of publication, spread evenly over a year, or over as much of it as has passed."""
    first, last = date(year, 2, 1), min(date(year, 12, 10), today - timedelta(days=40))
    return first + (last - first) * place // max(count - 1, 1)


def _declared(cast: Cast) -> Iterator[PlannedRecord]:
    """Enterprise standards that firms declared; some were abolished later."""
    dice, number = cast.dice("declared standards"), 0
    for year, count in DECLARED_IN.items():
        for place in range(count):
            day = _published(year, place, count, cast.now.date())
            unit = dice.choice(cast.units)
            firm, number = dice.choice(cast.firms[unit.code]), number + 1
            values = {
                "number": f"Q/YSQ {number:04d}S-{year}",
                "title": f"{dice.choice(SUBJECTS)}{MARK}",
                "enterprise": firm,
                "products": f"本企业产品{MARK}",
                "unit": unit,
                "valid_from": day,
                "address": f"https://example.invalid/standard/{number}",
            }
            at = in_office(day + timedelta(days=dice.randint(3, 20)), dice)
            steps = [PlannedStep("verify", cast.verifiers[unit.code], at + timedelta(minutes=30))]
            ends = in_office(day + timedelta(days=dice.randint(200, 500)), dice)
            if number % EVERY_ENDS == 0 and ends < cast.now:
                on = {"on": ends.date()}
                steps.append(PlannedStep("withdraw", cast.verifiers[unit.code], ends, f"企业自行废止{MARK}", on))
            if at + timedelta(minutes=30) < cast.now:
                yield PlannedRecord(
                    DECLARATIONS, values, cast.reporters[unit.code], at, tuple(steps), together=len(steps) == 1
                )


def _local(cast: Cast) -> Iterator[PlannedRecord]:
    """The city's standards from before the plan, recorded as it began."""
    dice = cast.dice("local standards")
    for number, day, _outcome, _on in OLDER:
        at = in_office(cast.start + timedelta(days=dice.randint(10, 60)), dice)
        values = {
            "number": f"DB1308/T {number}-{day.year}",
            "title": f"{dice.choice(SUBJECTS)}{MARK}",
            "keeper": f"{dice.choice(KEEPERS)}{MARK}",
            "unit": cast.city,
            "published_on": day,
            "valid_from": day + timedelta(days=30),
        }
        verify = PlannedStep("verify", cast.city_verifier, at + timedelta(days=1))
        yield PlannedRecord(LOCAL_STANDARDS, values, cast.officer, at, (verify,))


def _reviews(cast: Cast) -> Iterator[PlannedRecord]:
    """What the reviews said; the oldest standard was abolished by one."""
    dice = cast.dice("reviews")
    for number, day, outcome, on in OLDER:
        if on is None:
            continue
        at = in_office(on + timedelta(days=dice.randint(3, 9)), dice)
        values = {
            "reviewed_on": on,
            "outcome": outcome,
            "reasons": f"按复审意见办理{MARK}",
            "abolished_on": on if outcome == "abolish" else None,
            "unit": cast.city,
        }
        if at + timedelta(days=1) < cast.now:
            made = partial(_of_standard, values, f"DB1308/T {number}-{day.year}")
            verify = PlannedStep("verify", cast.city_verifier, at + timedelta(days=1))
            yield PlannedRecord(REVIEWS, made, cast.officer, at, (verify,))


def _of_standard(values: dict[str, Any], number: str) -> dict[str, Any]:
    return {**values, "standard": LocalStandard.objects.get(number=number)}


def _system(cast: Cast) -> Iterator[PlannedRecord]:
    """One system of standards for a whole chain of production, branches before leaves."""
    dice = cast.dice("systems")
    at = in_office(date(cast.start.year + 1, 3, 12), dice)
    for place, (code, title, number) in enumerate(PLACES):
        values = {
            "system": f"{SYSTEM}{MARK}",
            "code": code,
            "title": title,
            "parent_code": code.rpartition(".")[0],
            "needed": number is not None,
            "standard_number": number or "",
            "unit": cast.city,
            "listed_on": at.date(),
        }
        moment = at + timedelta(minutes=place)
        verify = PlannedStep("verify", cast.city_verifier, moment + timedelta(days=1))
        if moment + timedelta(days=1) < cast.now:
            yield PlannedRecord(SYSTEM_NODES, values, cast.officer, moment, (verify,))
