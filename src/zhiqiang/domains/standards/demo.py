"""A made-up city's standards: parts in standards above the province, city standards, and some that do not count."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from zhiqiang.domains.standards.registers import STANDARDS
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


def planned(cast: Cast) -> list[PlannedRecord]:
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
