"""A made-up city's one-stop windows: most units have one, one county opens late, one zone has none."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model
from django.utils.functional import SimpleLazyObject

from zhiqiang.domains.one_stop import registers
from zhiqiang.domains.one_stop.models import Service, Window
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.testing.cast import MARK, Cast, in_office
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, PlannedStep

WITHOUT, LATE, QUIET = "yudaokou", "130804", "130828"
OPENED, OPENED_LATE = date(2023, 3, 6), date(2025, 9, 15)
SERVICES = (
    ("计量器具检定校准", "metrology"), ("标准查询与制修订指导", "standards"), ("管理体系认证辅导", "certification"),
    ("食品和农产品委托检验", "testing"), ("首席质量官培训", "management"), ("商标和地理标志咨询", "brand"),
)  # fmt: skip
#: Firms visited by year; the plan asks for sixty.
VISITED = {2023: 57, 2024: 66, 2025: 72, 2026: 58}
#: Requests to each window by year, slow in the beginning; the plan asks for five firms answered.
ASKED = {2023: 2, 2024: 4, 2025: 6, 2026: 6}
DECLINED = 4  # the number of the one that no window can help
NEEDS = ("不清楚出口认证要求", "检测费用高、周期长", "企业标准需要修订", "计量器具送检不便")


def planned(cast: Cast) -> list[PlannedRecord]:
    """Everything that had happened by now, in order of time; a request looks its window up when it is played."""
    windows = list(_windows(cast))
    found = [*windows, *_services(cast), *_visits(cast)]
    for one in windows:
        found += _requests(cast, one.values["unit"], one.values["title"], one.values["valid_from"])
    return sorted(found, key=lambda one: one.at)


def _windows(cast: Cast) -> Iterator[PlannedRecord]:
    dice = cast.dice("windows")
    for unit in cast.units:
        day = OPENED_LATE if unit.code == LATE else OPENED + timedelta(days=dice.randint(0, 200))
        if unit.code == WITHOUT or day > cast.now.date() - timedelta(days=15):
            continue
        values = {
            "title": f"{unit.short}质量基础设施一站式服务窗口{MARK}",
            "kind": "window",
            "organisation": cast.institution,
            "unit": unit,
            "address": f"{unit.title}政务服务中心{MARK}",
            "hours": "工作日 9:00–17:00",
            "services": "计量、标准、认证、检验检测",
            "valid_from": day,
        }
        yield _verified(cast, dice, registers.WINDOWS, values, day)


def _services(cast: Cast) -> Iterator[PlannedRecord]:
    dice = cast.dice("services")
    for number, (title, kind) in enumerate(SERVICES, start=1):
        values = {
            "number": f"演示{number:03d}", "title": f"{title}{MARK}", "kind": kind, "provider": cast.institution,
            "unit": cast.city, "gives": f"{title}，可在各县窗口提出{MARK}", "promised_days": 7, "charge": "按公示标准",
            "valid_from": OPENED,
        }  # fmt: skip
        at = in_office(OPENED + timedelta(days=3), dice)
        verify = PlannedStep("verify", cast.city_verifier, at + timedelta(days=1))
        yield PlannedRecord(registers.SERVICES, values, cast.officer, at, (verify,))


def _visits(cast: Cast) -> Iterator[PlannedRecord]:
    dice = cast.dice("visits")
    firms = [(unit, firm) for unit in cast.units for firm in cast.firms[unit.code]]
    for year, number in VISITED.items():
        first, last = date(year, 3, 1), min(date(year, 11, 30), cast.now.date() - timedelta(days=20))
        for place, (unit, firm) in enumerate(dice.sample(firms, min(number, len(firms))) if last > first else ()):
            day = first + (last - first) * place // number
            outcome = dice.choices(("solved", "answered", "no_need"), weights=(60, 32, 8))[0]
            values: dict[str, Any] = {
                "enterprise": firm, "unit": unit, "visited_on": day, "visitors": f"市县市场监管局和技术机构{MARK}",
                "outcome": outcome,
            }  # fmt: skip
            if outcome != "no_need":
                words = {"needs": f"{dice.choice(NEEDS)}{MARK}", "answer": f"安排专人对接并给出方案{MARK}"}
                values |= words | {"answered_on": day + timedelta(days=dice.randint(0, 5))}
            yield _verified(cast, dice, registers.VISITS, values, day + timedelta(days=6), together=True)


def _requests(cast: Cast, unit: Unit, title: str, opened: date) -> Iterator[PlannedRecord]:
    dice, firms = cast.dice(f"requests {unit.code}"), cast.firms[unit.code]
    for year, usual in ASKED.items():
        begin = max(date(year, 1, 15), opened + timedelta(days=20))
        for number in range(usual // 2 if unit.code == QUIET else usual):
            day = begin + timedelta(days=number * 45 + dice.randint(0, 20))
            if day.year != year or day > cast.now.date() - timedelta(days=2):
                continue
            values = {
                "enterprise": firms[number % len(firms)],
                "window": _later(Window, title=title),
                "service": _later(Service, number=f"演示{dice.randint(1, len(SERVICES)):03d}"),
                "unit": unit,
                "asked_on": day,
                "needs": f"{dice.choice(NEEDS)}{MARK}",
            }
            at = in_office(day, dice)
            steps = _handled(dice, at, cast.now, cast.verifiers[unit.code], number)
            yield PlannedRecord(registers.REQUESTS, values, cast.reporters[unit.code], at, steps)


def _later(model: type[Model], **named: str) -> Any:
    """A record that stands by the time it is asked for."""
    return SimpleLazyObject(lambda: model._default_manager.get(**named))  # noqa: SLF001 (Django's documented model API)


def _handled(dice: Random, at: datetime, now: datetime, checker: User, number: int) -> tuple[PlannedStep, ...]:
    """Accepted and answered in time, most of them closed; of the newest, as much as time has allowed."""
    if number == DECLINED:
        return (PlannedStep("decline", checker, at + timedelta(days=1), f"不属于窗口的服务范围{MARK}"),)
    accepted = at + timedelta(days=1)
    answered = accepted + timedelta(days=dice.randint(2, 9))
    steps = (
        PlannedStep("accept", checker, accepted),
        PlannedStep("answer", checker, answered, f"已安排送检并告知材料清单{MARK}"),
    )
    return tuple(step for step in steps if step.at <= now)


def _verified(
    cast: Cast, dice: Random, register: Any, values: dict[str, Any], day: date, *, together: bool = False
) -> PlannedRecord:
    at = in_office(day + timedelta(days=dice.randint(1, 5)), dice)
    code = values["unit"].code
    verify = PlannedStep("verify", cast.verifiers[code], at + timedelta(hours=dice.randint(1, 6)))
    return PlannedRecord(register, values, cast.reporters[code], at, (verify,), together=together)
