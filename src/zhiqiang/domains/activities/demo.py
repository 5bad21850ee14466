"""A made-up city's events around the quality days and its courses, with who took part."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from zhiqiang.domains.activities.models import Course
from zhiqiang.domains.activities.registers import ATTENDANCES, COURSES, EVENTS
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.testing.cast import MARK, Cast, in_office
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, PlannedStep

Values = Mapping[str, Any] | Callable[[], Mapping[str, Any]]
#: Month, day, kind, name, place, people, clause; each held every year by the city, the last two also by counties.
EVERY_YEAR: tuple[tuple[int, int, str, str, str, int, str], ...] = (
    (3, 15, "observance", "消费者权益日宣传咨询", "中心广场", 900, "T8.4.1"),
    (3, 22, "publicity", "节水与生态标准宣讲", "职工活动中心", 180, "T1.2.3"),
    (5, 10, "brand_day", "品牌日展示推介", "会展中心", 600, "T6.3.6"),
    (5, 20, "observance", "计量开放日", "计量检定大厅", 160, "T8.4.1"),
    (6, 18, "exhibition", "特色产品展销会", "会展中心", 1500, "T6.3.6、T3.3.2"),
    (7, 8, "mass", "班组质量课题发布会", "总工会礼堂", 220, "T8.3.1"),
    (10, 14, "observance", "标准日主题活动", "市民中心", 260, "T8.4.1"),
    (10, 26, "exchange", "区域质量合作座谈", "宾馆会议室", 80, "T8.3.2"),
    (9, 1, "quality_month", "质量月启动仪式", "文化广场", 450, "T8.3.1、T8.4.1"),
    (9, 20, "culture", "质量故事宣讲", "文化馆", 120, "T8.4.2"),
)
IN_COUNTIES = ("quality_month", "culture")
COUNTIES_AT_ONCE = 4
#: Month, day, days, kind, name, hours, clause, whether it ends with a certificate.
COURSES_A_YEAR: tuple[tuple[int, int, int, str, str, int, str, bool], ...] = (
    (4, 11, 3, "quality_officer", "首席质量官培训班", 24, "T6.2.3", True),
    (5, 23, 2, "standards", "标准化业务培训班", 16, "T1.1.1", False),
    (6, 27, 5, "service", "家政服务标准培训班", 40, "T5.2.1", True),
    (9, 12, 2, "medical", "家庭医生能力培训班", 16, "T5.3.4", False),
    (10, 18, 4, "vocational", "检验员技能培训班", 32, "T5.3.3", True),
)
VALID_DAYS = 1095
FIRMS_A_COURSE = 6


def planned(cast: Cast) -> list[PlannedRecord]:
    """Every event and course held by now, recorded some days later by who held it."""
    return [*_events(cast), *_courses(cast)]


def _years(cast: Cast) -> range:
    return range(cast.start.year, cast.now.year + 1)


def _events(cast: Cast) -> Iterator[PlannedRecord]:
    dice = cast.dice("events")
    for year in _years(cast):
        for month, day, kind, title, place, people, clauses in EVERY_YEAR:
            counties = dice.sample(cast.units, COUNTIES_AT_ONCE) if kind in IN_COUNTIES else []
            for unit in (cast.city, *counties):
                firms = dice.randint(3, 40) if kind in {"exhibition", "brand_day", "quality_month"} else None
                held = date(year, month, day)
                values = {
                    "title": f"{year} 年{'' if unit.is_city else unit.short}{title}{MARK}",
                    "kind": kind,
                    "starts_on": held,
                    "ends_on": held + timedelta(days=2) if kind == "exhibition" else None,
                    "place": f"{place}{MARK}",
                    "organiser": f"市场监管部门{MARK}",
                    "unit": unit,
                    "audience": people * dice.randint(70, 130) // 100 // (1 if unit.is_city else 4),
                    "enterprises": firms,
                    "outputs": f"形成活动小结{MARK}",
                    "clauses": clauses,
                }
                yield from _made(cast, EVENTS, values, unit, on=held + timedelta(days=dice.randint(3, 12)), play=kind)


def _courses(cast: Cast) -> Iterator[PlannedRecord]:
    dice = cast.dice("courses")
    for year in _years(cast):
        for month, day, days, kind, title, hours, clauses, certified in COURSES_A_YEAR:
            held = date(year, month, day)
            name = f"{year} 年{title}{MARK}"
            values = {
                "title": name,
                "kind": kind,
                "starts_on": held,
                "ends_on": held + timedelta(days=days - 1),
                "place": f"培训中心{MARK}",
                "organiser": f"主办部门{MARK}",
                "unit": cast.city,
                "hours": hours,
                "content": f"法规、标准与实务{MARK}",
                "clauses": clauses,
            }
            recorded = held + timedelta(days=days + 4)
            yield from _made(cast, COURSES, values, cast.city, on=recorded, play=name)
            firms = [dice.choice(cast.firms[unit.code]) for unit in dice.sample(cast.units, FIRMS_A_COURSE)]
            for number, firm in enumerate(firms, start=1):
                passed = certified and dice.random() < 0.9
                attended = {
                    "organisation": firm,
                    "person": f"学员{number}{MARK}" if certified else "",
                    "people": 1 if certified else dice.randint(1, 5),
                    "unit": cast.city,
                    "attended_on": held,
                    "result": "passed" if passed else "failed" if certified else "attended",
                    "certificate": f"YS-{kind.upper().replace('_', '-')}-{year}-{number:03d}" if passed else "",
                    "certificate_until": held + timedelta(days=VALID_DAYS) if passed else None,
                }
                later = partial(_at_course, attended, name)
                on = recorded + timedelta(days=3)
                yield from _made(cast, ATTENDANCES, later, cast.city, on=on, play=f"{name}{number}")


def _at_course(values: dict[str, Any], title: str) -> dict[str, Any]:
    return {**values, "course": Course.objects.get(title=title)}


def _made(
    cast: Cast, register: Register, values: Values, unit: Unit, *, on: date, play: str
) -> Iterator[PlannedRecord]:
    """The record as the unit (the city's officer for the city) makes it on a day, verified the day after."""
    at = in_office(on, cast.dice(f"{play} {unit.code} {on}"))
    maker = cast.officer if unit.is_city else cast.reporters[unit.code]
    checker = cast.city_verifier if unit.is_city else cast.verifiers[unit.code]
    if at + timedelta(days=1) < cast.now:
        yield PlannedRecord(register, values, maker, at, (PlannedStep("verify", checker, at + timedelta(days=1)),))
