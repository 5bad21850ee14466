"""A made-up city's list of above-scale enterprises, their officers and promises, two clinics and their diagnoses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils.functional import SimpleLazyObject

from zhiqiang.domains.enterprise_quality.models import Clinic, DiagnosisTemplate, Expert
from zhiqiang.domains.enterprise_quality.registers import (
    ABOVE_SCALE_LIST,
    CLINICS,
    COMMITMENTS,
    DIAGNOSES,
    DIAGNOSIS_TEMPLATES,
    EXPERTS,
    LIST_EDITIONS,
    QUALITY_OFFICERS,
)
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.testing.cast import MARK, Cast, in_office
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, PlannedStep

DIVISIONS = ("14", "13", "31")  # by the trades of the demo city's firms
#: The first day of those on the list before the plan began.
LISTED = date(2022, 1, 1)
FAMILY_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
ITEMS = (
    "1.1 | 质量方针与目标 | 20\n1.2 | 首席质量官与职责 | 15\n2.1 | 原料检验 | 20\n2.2 | 过程控制 | 25\n"
    "3.1 | 出厂检验 | 15\n3.2 | 出口备案 | 5"
)
GRADES = "甲 | 85\n乙 | 70\n丙 | 0"
CLINIC_FIELDS = (("食品农产品质量诊所", "食品、农产品"), ("新材料质量诊所", "金属与新材料"))
DIAGNOSES_PLANNED = 14
#: A step that follows, the day from which, and why.
Later = tuple[str, date, str]
LARGE = 3  # of each unit's firms stand on the list of above-scale enterprises


@dataclass(frozen=True)
class _Play:
    cast: Cast
    dice: Random

    def record(
        self,
        register: Register,
        values: Mapping[str, Any],
        day: date,
        *later: tuple[str, date, str],
        city: bool = False,
    ) -> PlannedRecord:
        """A record made some days after a day and settled by a second person; `later`: steps of a day with a reason."""
        cast, unit = self.cast, values["unit"]
        maker = cast.officer if city else cast.reporters[unit.code]
        checker = cast.city_verifier if city else cast.verifiers[unit.code]
        at = self.moment(day + timedelta(days=self.dice.randint(2, 9)))
        settles = "grade" if register is DIAGNOSES else "verify"
        steps = [PlannedStep(settles, checker, min(at + timedelta(days=1), cast.now))]
        for code, on, reason in later:
            step = register.workflow.step(code)
            actor = checker if "verifier" in step.roles else maker
            given = {"on": on} if step.dated else None
            moment = self.moment(max(on, steps[-1].at.date() + timedelta(days=1)))
            if moment < cast.now and on <= moment.date():
                steps.append(PlannedStep(code, actor, moment, reason, given))
        return PlannedRecord(register, values, maker, at, tuple(steps))

    def moment(self, day: date) -> datetime:
        return min(in_office(max(day, self.cast.start), self.dice), self.cast.now)


def planned(cast: Cast) -> list[PlannedRecord]:
    """Everything that had happened by now."""
    play = _Play(cast, cast.dice("enterprise quality"))
    found = [*_editions(play), *_template(play), *_clinics(play)]
    large = {unit.code: cast.firms[unit.code][:LARGE] for unit in cast.units}
    firms = [(unit, place, firm) for unit in cast.units for place, firm in enumerate(large[unit.code])]
    for number, (unit, place, firm) in enumerate(firms):
        found += _listed(play, unit, DIVISIONS[place % len(DIVISIONS)], firm, number)
        found += _officers(play, unit, firm, number)
        if number % 3 == 0:
            found.append(_commitment(play, unit, firm, number))
    found += _diagnoses(play, firms)
    return [one for one in found if one.at <= cast.now and one.values.get("valid_from", date.min) <= one.at.date()]


def _editions(play: _Play) -> list[PlannedRecord]:
    """The city's list of each year, given out in the February after; the newest names one more than ours holds."""
    return [
        play.record(LIST_EDITIONS, {
            "title": f"{year} 年规上工业企业名册{MARK}", "unit": play.cast.city, "as_of": date(year, 12, 31),
            "official_count": number, "source": f"统计部门函{MARK}",
        }, date(year + 1, 2, 10), city=True)
        for year, number in ((2023, 31), (2024, 32), (2025, 37))
    ]  # fmt: skip


def _listed(play: _Play, unit: Unit, division: str, firm: Organisation, number: int) -> list[PlannedRecord]:
    """Most have long been on the list; some came in 2024 and 2025, some left for good or for a year."""
    came = {3: date(2024, 1, 1), 7: date(2025, 1, 1)}.get(number % 10, LISTED)
    values = {
        "organisation": firm, "unit": unit, "division": division, "valid_from": came, "source": f"年报名册{MARK}",
        "revenue": ("below_100m", "below_100m", "below_400m", "below_1000m")[number % 4],
        "valid_to": None,
    }  # fmt: skip
    day = max(came, play.cast.start)
    if number % 13 == 5:
        return [play.record(ABOVE_SCALE_LIST, values, day, ("withdraw", date(2025, 1, 1), f"年报退规{MARK}"))]
    if number % 13 == 8:
        gone = values | {"valid_to": date(2023, 12, 31)}
        back = values | {"valid_from": date(2025, 1, 1)}
        return [play.record(ABOVE_SCALE_LIST, gone, day), play.record(ABOVE_SCALE_LIST, back, date(2025, 1, 1))]
    return [play.record(ABOVE_SCALE_LIST, values, day)]


def _officers(play: _Play, unit: Unit, firm: Organisation, number: int) -> list[PlannedRecord]:
    """Four of five by the end of 2023, a few later, one in thirteen never; some resign and are not replaced."""
    if number % 13 == 11:
        return []
    late = number % 5 == 4
    start = date(2024 + number % 2, 3 + number % 8, 11) if late else date(2023, 2 + number % 10, 11)
    trained = start + timedelta(days=45) if number % 3 else None
    values = {
        "name": f"{FAMILY_NAMES[number % len(FAMILY_NAMES)]}某{MARK}", "organisation": firm, "unit": unit,
        "position": "副总经理", "valid_from": start, "valid_to": None, "appointed_by": "legal_representative",
        "document": f"质字〔{start.year}〕{number + 1}号{MARK}",
        "education": ("bachelor", "college", "vocational")[number % 3], "experience_years": 2 + number % 9,
    }  # fmt: skip
    day = start + timedelta(days=50)
    if trained:
        values |= {"certificate": f"演示证{number + 1:03d}", "trained_on": trained}
    if number % 11 == 6:
        return [play.record(QUALITY_OFFICERS, values, day, ("withdraw", date(2026, 4, 1), f"离职{MARK}"))]
    return [play.record(QUALITY_OFFICERS, values, day)]


def _commitment(play: _Play, unit: Unit, firm: Organisation, number: int) -> PlannedRecord:
    day = date(2023 + number % 3, 3, 15)
    values = {
        "subject": "全部产品", "organisation": firm, "unit": unit,
        "kind": ("quality", "after_sales", "returns", "recall")[number // 3 % 4],
        "text": f"出厂批批检验，不合格不出厂。{MARK}", "address": f"厂区公示栏{MARK}", "valid_from": day,
        "valid_to": None,
    }  # fmt: skip
    return play.record(COMMITMENTS, values, day)


def _template(play: _Play) -> list[PlannedRecord]:
    """A template of the demo's own: what the provincial standard asks is for the city to type in."""
    values = {
        "code": "YANSHI", "edition": 1, "title": f"演示诊断模板{MARK}", "unit": play.cast.city,
        "standard": f"并非省地方标准，仅供演示{MARK}", "adopted_on": date(2023, 6, 1), "items": ITEMS, "grades": GRADES,
        "minimum_coverage": 60,
    }  # fmt: skip
    return [play.record(DIAGNOSIS_TEMPLATES, values, date(2023, 6, 1), city=True)]


def _clinics(play: _Play) -> list[PlannedRecord]:
    found = []
    for place, (title, field) in enumerate(CLINIC_FIELDS):
        opened = date(2023, 7, 3)
        values = {
            "title": f"{title}{MARK}", "host": play.cast.laboratories[place], "unit": play.cast.city, "field": field,
            "address": "", "phone": "", "valid_from": opened, "valid_to": None,
        }  # fmt: skip
        found.append(play.record(CLINICS, values, opened, city=True))
        for number in range(3):
            values = {
                "name": _expert_name(place, number), "clinic": _clinic(place), "unit": play.cast.city,
                "field": field.split("、")[0], "employer": play.cast.laboratories[place],
                "valid_from": date(2023, 9, 1), "valid_to": None,
            }  # fmt: skip
            found.append(play.record(EXPERTS, values, date(2023, 9, 1), city=True))
    return found


def _diagnoses(play: _Play, firms: list[tuple[Unit, int, Organisation]]) -> list[PlannedRecord]:
    """From autumn 2023 on, one every eighty days: some helped, some not yet, the newest on their way."""
    found = []
    for number in range(DIAGNOSES_PLANNED):
        unit, trade, firm = firms[number * 5 % len(firms)]
        place = 1 if trade == 2 else 0
        visited = date(2023, 11, 15) + timedelta(days=80 * number)
        share = play.dice.uniform(0.6, 0.98)
        weights = {line.split(" | ")[0]: int(line.split(" | ")[2]) for line in ITEMS.splitlines()}
        points = [
            f"{code} | {'不适用' if code == '3.2' and number % 2 else round(weight * share)}"
            for code, weight in weights.items()
        ]
        values = {
            "number": f"演示诊{visited.year}-{number + 1:03d}", "organisation": firm, "unit": unit,
            "clinic": _clinic(place), "expert": _expert(place, number % 3), "template": _demo_template(),
            "requested_on": visited - timedelta(days=12), "visited_on": visited, "points": "\n".join(points),
            "problems": f"进货检验记录不全。{MARK}", "prescription": f"建立进货查验制度，三个月内完成。{MARK}",
            "due_on": visited + timedelta(days=90), "remark": "",
        }  # fmt: skip
        seen = visited + timedelta(days=110)
        outcome = ("improved", "not_yet", "improved")[number % 3]
        steps = (("deliver", visited + timedelta(days=14), ""), (outcome, seen, f"回访情况{MARK}"))
        found.append(play.record(DIAGNOSES, values, visited, *steps))
    return found


def _expert_name(clinic: int, number: int) -> str:
    return f"{FAMILY_NAMES[clinic * 3 + number]}专家{MARK}"


# What these find is made in the course of the play: it is looked up when it is used.


def _clinic(place: int) -> Any:
    return SimpleLazyObject(lambda: Clinic.objects.get(title=f"{CLINIC_FIELDS[place][0]}{MARK}"))


def _expert(clinic: int, number: int) -> Any:
    return SimpleLazyObject(lambda: Expert.objects.get(name=_expert_name(clinic, number)))


def _demo_template() -> Any:
    return SimpleLazyObject(lambda: DiagnosisTemplate.objects.get(code="YANSHI", edition=1))
