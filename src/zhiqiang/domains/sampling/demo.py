"""A made-up city's sampling: batches from the plan's first day to now, most verified, the newest still waiting.

Rates hover about the plan's goals and rise slowly; one unit lies clearly below, one is too small to tell. None of it is
anybody's figure: producers, places and numbers say that they are made up.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.models import Organisation, ProductClass, Unit
from zhiqiang.foundation.testing.cast import CLOSES, MARK, Cast
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, PlannedStep

WEAK, DOUBTFUL, TINY = "130825", "130821", "yudaokou"
SIZES = {"130802": 14, "130803": 9, "130804": 3, WEAK: 10, TINY: 0.5, "130871": 6}
USUAL_SIZE = 8
TIMES_WORSE = {WEAK: 3.2, DOUBTFUL: 1.6}
USUAL_TIMES = 0.72
DOMAINS = {"food": 58, "agri": 27, "drug": 15}
#: Share of batches that fail, by year: what a city near its goals would show.
FAILS = {
    "food": {2023: 0.0175, 2024: 0.0155, 2025: 0.0135, 2026: 0.0105},
    "agri": {2023: 0.0190, 2024: 0.0170, 2025: 0.0150, 2026: 0.0140},
    "drug": {2023: 0.0080, 2024: 0.0075, 2025: 0.0070, 2026: 0.0060},
}
DESIGNS = {"representative": 76, "targeted": 12, "risk": 7, "follow_up": 5}
TIMES_BY_DESIGN = {"representative": 1, "targeted": 1.5, "risk": 4, "follow_up": 3}
LEVELS = {"national": 4, "province": 14, "city": 30, "county": 52}
PRODUCTS = {
    "food-04": ("酱牛肉", "熏肠", "卤猪蹄"),
    "food-06": ("山楂果汁饮料", "沙棘汁"),
    "food-15": ("白酒", "山杏果酒"),
    "food-18": ("炒杏仁", "熟板栗仁"),
    "food-25": ("豆腐干", "腐竹"),
    "agri-01": ("番茄", "黄瓜", "芹菜"),
    "agri-02": ("香菇", "平菇"),
    "agri-03": ("国光苹果", "山楂", "板栗"),
    "agri-04": ("马铃薯",),
    "drug-08": ("黄芩", "桔梗"),
}
ITEMS = {
    "food": ("菌落总数", "苯甲酸及其钠盐", "过氧化值", "铅（以Pb计）"),
    "agri": ("毒死蜱", "氧乐果", "镉（以Cd计）"),
    "drug": ("含量测定", "性状", "水分"),
}
PLACES = {"food": ("超市", "便利店", "餐馆", "食品厂"), "agri": ("农贸市场", "种植基地"), "drug": ("药店", "卫生院")}
LETTERS = {"food": "F", "agri": "A", "drug": "D"}
WAITING, RETURNED, CORRECTING = 40, 3, 2
WAITING_DAYS = 12
NEWEST_ONE_BY_ONE = 150


def planned(cast: Cast, count: int) -> Iterator[PlannedRecord]:
    """`count` batches in order of their recording, from the plan's first weeks to now."""
    draw = _Draw(cast, cast.dice("sampling"))
    first = datetime.combine(cast.start + timedelta(days=20), time(9), tzinfo=clock.ZONE)
    span = (cast.now - first) / count
    moments = sorted(_working_moment(first + span * (number + 0.5), cast.now) for number in range(count))
    fates = _fates(moments, cast.now, cast.dice("fates"))
    for number, at in enumerate(moments):
        values = draw.batch(at.date(), number + 1)
        people = _people(cast, values)
        steps = _steps(fates.get(number, ""), people, _checked_at(at, cast.now, draw.dice), cast.now)
        yield PlannedRecord(SAMPLES, values, people[0], at, steps, together=count - number > NEWEST_ONE_BY_ONE)


def more(cast: Cast, count: int, known: int) -> Iterator[PlannedRecord]:
    """`count` further batches of the last twelve months, recorded and verified now; `known` are there already."""
    draw = _Draw(cast, cast.dice(f"more {known}"))
    apart = timedelta(days=330) / count
    for number in range(count):
        values = draw.batch((cast.now - apart * number).date(), known + number + 1)
        maker, checker = _people(cast, values)
        verified = PlannedStep("verify", checker, cast.now)
        yield PlannedRecord(SAMPLES, values, maker, cast.now, (verified,), together=count > NEWEST_ONE_BY_ONE)


class _Draw:
    """Draws batches; failures come at even distances in each unit, so that few records already show the rates meant."""

    def __init__(self, cast: Cast, dice: Random) -> None:
        self.dice, self._cast = dice, cast
        self._classes: dict[str, list[ProductClass]] = defaultdict(list)
        for one in ProductClass.objects.filter(domain__in=DOMAINS).order_by("code"):
            self._classes[one.domain].append(one)
        self._unit_weights = list(accumulate(SIZES.get(unit.code, USUAL_SIZE) for unit in cast.units))
        self._debts: dict[tuple[str, str, bool], float] = {}

    def batch(self, recorded_on: date, number: int) -> dict[str, Any]:
        """The values of one batch that was recorded on a day."""
        dice = self.dice
        unit = dice.choices(self._cast.units, cum_weights=self._unit_weights)[0]
        domain, design, level = (_weighted(dice, table) for table in (DOMAINS, DESIGNS, LEVELS))
        product_class = dice.choice(self._classes[domain])
        rapid = design == "risk" and level == "county"
        reported_on = recorded_on - timedelta(days=dice.randint(0, 2))
        sampled_on = max(reported_on - timedelta(days=0 if rapid else dice.randint(4, 10)), self._cast.start)
        failed = self._fails(unit, domain, design, sampled_on.year)
        producer = dice.choice([one for some in self._cast.firms.values() for one in some])
        return {
            "number": f"DEMO-{LETTERS[domain]}-{sampled_on.year}-{number:06d}",
            "unit": unit,
            "level": level,
            "design": design,
            "product_class": product_class,
            "product": dice.choice(PRODUCTS.get(product_class.code, (product_class.title,))),
            "producer": "" if domain == "agri" else producer.title,
            "producer_uscc": "" if domain == "agri" else producer.uscc,
            "place": f"{unit.short}第{dice.randint(1, 60)}{dice.choice(PLACES[domain])}{MARK}",
            "sampled_on": sampled_on,
            "reported_on": reported_on,
            "laboratory": self._laboratory(level),
            "method": "rapid" if rapid else "laboratory",
            "conclusion": "fail" if failed else "pass",
            "failed_items": dice.choice(ITEMS[domain]) if failed else "",
        }

    def _laboratory(self, level: str) -> Organisation:
        return self._cast.laboratories[0] if level != "county" else self.dice.choice(self._cast.laboratories)

    def _fails(self, unit: Unit, domain: str, design: str, year: int) -> bool:
        key = (unit.code, domain, design == "representative")
        by_year = FAILS[domain]
        rate = by_year.get(year, by_year[max(by_year)]) * TIMES_BY_DESIGN[design]
        debt = self._debts.get(key, self.dice.random() * 0.6) + rate * TIMES_WORSE.get(unit.code, USUAL_TIMES)
        self._debts[key] = debt - int(debt)
        return debt >= 1


def _people(cast: Cast, values: dict[str, Any]) -> tuple[User, User]:
    """Who records a batch and who verifies it: the city for tasks from above, the unit for the others."""
    if values["level"] in {"national", "province"}:
        return cast.officer, cast.city_verifier
    code = values["unit"].code
    return cast.reporters[code], cast.verifiers[code]


def _fates(moments: list[datetime], now: datetime, dice: Random) -> dict[int, str]:
    """Which of the newest batches wait, were sent back or are being corrected; all others are verified."""
    few = max(len(moments) // 20, 1)
    wanted = ["correct"] * min(CORRECTING, few) + ["return"] * min(RETURNED, few) + ["wait"] * min(WAITING, few * 10)
    recent = [number for number, at in enumerate(moments) if at >= now - timedelta(days=WAITING_DAYS)]
    if len(recent) < len(wanted):
        recent = list(range(max(len(moments) - len(wanted), 0), len(moments)))
    chosen = sorted(dice.sample(recent, min(len(wanted), len(recent))))
    return dict(zip(chosen, wanted, strict=False))


def _steps(fate: str, people: tuple[User, User], checked: datetime, now: datetime) -> tuple[PlannedStep, ...]:
    maker, checker = people
    if fate == "wait":
        return ()
    if fate == "return":
        return (PlannedStep("send_back", checker, checked, reason=f"报告附件不清晰，请重新上传后提交{MARK}"),)
    verified = PlannedStep("verify", checker, checked)
    if fate != "correct":
        return (verified,)
    later = min(checked + timedelta(hours=20), now)
    better = {"place": f"名称以营业执照为准的经营部{MARK}"}
    return verified, PlannedStep("propose_correction", maker, later, f"抽样地点名称录错{MARK}", better)


def _checked_at(at: datetime, now: datetime, dice: Random) -> datetime:
    """One to three working days later, before the month is closed and never after now."""
    later = at + timedelta(days=dice.randint(1, 3))
    later += timedelta(days=2 if later.weekday() > 4 else 0)
    closing = datetime.combine(clock.month_end(clock.month_of(at.date())), CLOSES, tzinfo=clock.ZONE)
    return max(min(later, closing, now), min(at + timedelta(minutes=5), now))


def _weighted(dice: Random, table: dict[str, int]) -> str:
    return dice.choices(list(table), weights=list(table.values()))[0]


def _working_moment(moment: datetime, now: datetime) -> datetime:
    """The same moment, on the Friday before where it falls on a weekend, in office hours, never after now."""
    moment -= timedelta(days=max(moment.weekday() - 4, 0))
    seconds = (moment.hour * 3600 + moment.minute * 60 + moment.second) * 9 / 24
    return min(datetime.combine(moment.date(), time(8, 30), tzinfo=clock.ZONE) + timedelta(seconds=seconds), now)
