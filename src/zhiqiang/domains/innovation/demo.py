"""A made-up city's patents, with what makes some of them valuable, and its clusters with their member firms."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from zhiqiang.domains.innovation.models import Cluster
from zhiqiang.domains.innovation.registers import CLUSTER_MEMBERS, CLUSTERS, PATENTS
from zhiqiang.domains.innovation.rules import check_digit, last_day
from zhiqiang.foundation.reference.models import Organisation, Unit
from zhiqiang.foundation.testing.cast import MARK, Cast, in_office
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, PlannedStep

#: Patents granted in each year that were still in force when the plan began, and those newly granted since.
GRANTED = {
    2009: 10, 2010: 14, 2011: 18, 2012: 26, 2013: 34, 2014: 38, 2015: 44, 2016: 56, 2017: 66, 2018: 78, 2019: 92,
    2020: 108, 2021: 128, 2022: 142, 2023: 132, 2024: 136, 2025: 150, 2026: 128,
}  # fmt: skip
FIRST_NUMBER = 9_900_001  # beyond the running numbers given to real applications
TERM = 240
EVERY_LAPSES = 14  # one in so many lapses since the plan began
SUBJECTS = (
    "一种含钒钢筋的轧制方法", "钒渣提取方法", "食用菌工厂化栽培装置", "杏仁脱苦方法", "马铃薯脱毒种薯繁育方法",
    "尾矿制备建材的方法", "索道钢丝绳检测装置", "输送机托辊", "山楂片烘干装置", "雪场造雪控制方法",
)  # fmt: skip
#: Level, name, industry, day listed, place among the units, day struck off.
LISTED: tuple[tuple[str, str, str, date, int, date | None], ...] = (
    ("provincial", "食用菌产业集群", "绿色食品", date(2023, 5, 18), 10, None),
    ("provincial", "钒钛新材料产业集群", "钒钛新材料及制品", date(2023, 5, 18), 9, None),
    ("city", "仪器仪表产业集群", "特色装备制造", date(2023, 7, 6), 0, None),
    ("city", "钒钛制品产业集群", "钒钛新材料及制品", date(2023, 7, 6), 1, None),
    ("city", "矿山设备产业集群", "特色装备制造", date(2023, 7, 6), 2, date(2025, 6, 30)),
    ("city", "苹果深加工产业集群", "绿色食品", date(2023, 7, 6), 3, None),
    ("city", "山楂加工产业集群", "绿色食品", date(2024, 4, 11), 4, None),
    ("city", "中药材产业集群", "生物医药", date(2024, 4, 11), 5, None),
    ("city", "杏仁饮料产业集群", "绿色食品", date(2024, 4, 11), 6, None),
    ("city", "清洁能源装备产业集群", "清洁能源", date(2025, 4, 17), 7, None),
    ("city", "马铃薯产业集群", "绿色食品", date(2025, 4, 17), 8, None),
)


def planned(cast: Cast) -> list[PlannedRecord]:
    """Every patent and cluster known by now; what had been granted before is recorded as the plan begins."""
    return [*_patents(cast), *_clusters(cast), *_members(cast)]


def _patents(cast: Cast) -> Iterator[PlannedRecord]:
    dice, number = cast.dice("innovation"), FIRST_NUMBER
    for year, count in GRANTED.items():
        for place in range(count):
            granted = date(year, 1, 1) + timedelta(days=364 * place // count)
            unit = dice.choice(cast.units)
            firm = dice.choice(cast.firms[unit.code])
            values = _patent(dice, number, granted, firm) | {"unit": unit}
            number += 1
            at = in_office(max(granted, cast.start) + timedelta(days=dice.randint(3, 24)), dice)
            if at + timedelta(days=3) < cast.now:
                yield _recorded(cast, dice, unit, values, at)


def _patent(dice: Random, number: int, granted: date, firm: Organisation) -> dict[str, Any]:
    filed = granted - timedelta(days=dice.randint(500, 1100))
    body = f"{filed.year}1{number:07d}"
    values: dict[str, Any] = {
        "number": f"ZL{body}.{check_digit(body)}",
        "title": f"{dice.choice(SUBJECTS)}{MARK}",
        "holder": firm,
        "filed_on": filed,
        "valid_from": granted,
        "valid_to": last_day(filed, TERM),
        "strategic": dice.random() < 0.12,
        "proof": f"专利证书{MARK}",
    }
    for name, share in (("family_on", 0.015), ("pledged_on", 0.02), ("awarded_on", 0.01)):
        if dice.random() < share and granted.year < 2022:
            values[name] = granted + timedelta(days=dice.randint(1, 300))
    return values


def _recorded(cast: Cast, dice: Random, unit: Unit, values: dict[str, Any], at: datetime) -> PlannedRecord:
    """A patent as its unit records it; the oldest ones lapse now and then, each on a day of its own."""
    steps = [PlannedStep("verify", cast.verifiers[unit.code], _soon(at))]
    lapses = in_office(cast.start + timedelta(days=dice.randint(90, 1300)), dice)
    ended = values["valid_from"].year < cast.start.year and dice.randrange(EVERY_LAPSES) == 0
    if ended and lapses < cast.now:
        on = {"on": lapses.date() - timedelta(days=5)}
        steps.append(PlannedStep("withdraw", cast.verifiers[unit.code], lapses, f"未缴年费终止{MARK}", on))
    return PlannedRecord(PATENTS, values, cast.reporters[unit.code], at, tuple(steps), together=len(steps) == 1)


def _soon(at: datetime) -> datetime:
    """Some minutes later, so that both acts lie in one month."""
    return at + timedelta(minutes=20)


def _clusters(cast: Cast) -> Iterator[PlannedRecord]:
    """The two lists as the city published them; a cluster struck off leaves the later counts."""
    dice = cast.dice("clusters")
    for level, title, industry, day, place, ended in LISTED:
        at = in_office(day + timedelta(days=dice.randint(2, 9)), dice)
        if at >= cast.now:
            continue
        values = {
            "title": f"{title}{MARK}",
            "level": level,
            "industry": industry,
            "unit": cast.units[place],
            "valid_from": day,
            "listed_by": f"{day.year} 年重点产业集群名单{MARK}",
        }
        steps = [PlannedStep("verify", cast.city_verifier, min(at + timedelta(days=1), cast.now))]
        if ended is not None and in_office(ended + timedelta(days=9), dice) < cast.now:
            struck = in_office(ended + timedelta(days=9), dice)
            reason = f"动态调整退出名单{MARK}"
            steps.append(PlannedStep("withdraw", cast.city_verifier, struck, reason, {"on": ended + timedelta(days=1)}))
        yield PlannedRecord(CLUSTERS, values, cast.officer, at, tuple(steps))


def _members(cast: Cast) -> Iterator[PlannedRecord]:
    """The firms of each cluster, a few weeks after it was listed; the first of them is its head."""
    dice = cast.dice("cluster members")
    for level, title, _industry, day, place, _ended in LISTED:
        unit = cast.units[place]
        for number, firm in enumerate(cast.firms[unit.code]):
            at = in_office(day + timedelta(days=dice.randint(20, 45)), dice)
            if at >= cast.now:
                continue
            values = {
                "enterprise": firm,
                "role": "head" if number == 0 else "member",
                "unit": unit,
                "valid_from": day,
                "products": f"主要产品{MARK}",
            }
            cluster = {"title": f"{title}{MARK}", "level": level}
            verify = PlannedStep("verify", cast.verifiers[unit.code], min(at + timedelta(days=1), cast.now))
            made = partial(_in_cluster, values, cluster)
            yield PlannedRecord(CLUSTER_MEMBERS, made, cast.reporters[unit.code], at, (verify,))


def _in_cluster(values: dict[str, Any], cluster: dict[str, str]) -> dict[str, Any]:
    return {**values, "cluster": Cluster.objects.get(**cluster)}
