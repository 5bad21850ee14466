"""A made-up city's brands, licences and geographical indications: one goal of 2025 met, two missed by a little."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils.functional import SimpleLazyObject

from zhiqiang.domains.brands.models import Brand, GeographicalIndication
from zhiqiang.domains.brands.registers import BRAND_LIST, GEOGRAPHICAL_INDICATIONS, INDICATION_USERS, LICENCES
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.testing.cast import MARK, Cast, in_office
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, PlannedStep

GOODS = (
    "香菇", "马铃薯", "杏仁", "山楂", "板栗", "苹果", "黄芩", "小米", "燕麦", "莜面", "黄牛", "绵羊", "蜂蜜", "滑子菇",
    "榛蘑", "蓝莓",
)  # fmt: skip
REGIONAL = ("承德山水", "承德好礼", "承德民宿")
#: Kind, words of the name, how many were there before the plan, and how many were recognised in each year.
KINDS = (
    ("farm_regional", "{good}区域公用品牌", 6, {2023: 3, 2024: 3, 2025: 2, 2026: 1}),
    ("farm_enterprise", "{good}企业品牌", 5, {2023: 2, 2024: 3, 2025: 3, 2026: 1}),
    ("premium_product", "{good}精品", 3, {2023: 2, 2024: 2, 2025: 2, 2026: 2}),
)
INDICATIONS = (
    ("product", "香菇"),
    ("trademark", "马铃薯"),
    ("farm", "黄芩"),
    ("product", "杏仁"),
    ("trademark", "板栗"),
)
LICENCES_PLANNED, USERS_PLANNED = 24, 8


def planned(cast: Cast) -> list[PlannedRecord]:
    """Everything that had happened by now, recorded by the city for itself and by the counties for their own."""
    dice = cast.dice("brands")
    found = [
        *_regional(cast, dice), *_farm(cast, dice), *_licences(cast, dice), *_indications(cast, dice),
        *_users(cast, dice),
    ]  # fmt: skip
    return [one for one in found if one.at <= cast.now and one.values["valid_from"] <= one.at.date()]


def _record(
    cast: Cast, dice: Random, register: Register, values: Mapping[str, Any], *, ends: tuple[date, str] | None = None
) -> PlannedRecord:
    """A record made some days after it began (or after the plan did), verified, and perhaps withdrawn on a day."""
    unit = values["unit"]
    maker, checker = (
        (cast.officer, cast.city_verifier) if unit.is_city else (cast.reporters[unit.code], cast.verifiers[unit.code])
    )
    at = min(in_office(max(values["valid_from"], cast.start) + timedelta(days=dice.randint(3, 20)), dice), cast.now)
    steps = [PlannedStep("verify", checker, min(at + timedelta(days=2), cast.now))]
    if ends is not None:
        on, cause = ends
        moment = in_office(max(on, steps[0].at.date()) + timedelta(days=1), dice)
        if moment < cast.now:
            steps.append(PlannedStep("withdraw", checker, moment, cause, {"on": on}))
    return PlannedRecord(register, values, maker, at, tuple(steps))


def _brand(title: str, kind: str, products: str, day: date, **other: Any) -> dict[str, Any]:
    return {
        "title": f"{title}{MARK}", "kind": kind, "products": products, "recognised_by": f"市农业农村局{MARK}",
        "honours": "", "valid_from": day, "valid_to": None, **other,
    }  # fmt: skip


def _regional(cast: Cast, dice: Random) -> list[PlannedRecord]:
    return [
        _record(cast, dice, BRAND_LIST, _brand(
            title, "regional", ("农产品", "文创和土特产", "住宿服务")[place], date(2018 + place, 5, 10),
            owner=cast.institution, unit=cast.city,
        ))
        for place, title in enumerate(REGIONAL)
    ]  # fmt: skip


def _farm(cast: Cast, dice: Random) -> list[PlannedRecord]:
    found = []
    for kind, words, before, years in KINDS:
        days = [date(2021, 1 + place % 12, 8) for place in range(before)]
        days += [date(year, 2 + place * 3 % 10, 18) for year, number in years.items() for place in range(number)]
        for number, day in enumerate(days):
            unit = cast.units[(number * 5 + len(kind)) % len(cast.units)]
            owner = cast.institution if kind == "farm_regional" else cast.firms[unit.code][number % 2]
            good = GOODS[number % len(GOODS)]
            title = f"{unit.short}{words.format(good=good)}"
            ends = (date(2025, 8, 1), f"抽检不合格，停用{MARK}") if kind == "premium_product" and number == 1 else None
            values = _brand(title, kind, good, day, owner=owner, unit=unit)
            found.append(_record(cast, dice, BRAND_LIST, values, ends=ends))
    return found


def _licences(cast: Cast, dice: Random) -> list[PlannedRecord]:
    """Licences of three years at most: some ended, some were withdrawn, one in two was given anew."""
    found = []
    for number in range(LICENCES_PLANNED):
        unit = cast.units[number % len(cast.units)]
        day = date(2023 + number % 3, 2 + number % 9, 6)
        values = {
            "number": f"演示授{day.year}-{number + 1:03d}", "brand": _made_brand(REGIONAL[number % 2]),
            "organisation": cast.firms[unit.code][number % 2], "unit": unit, "products": GOODS[number % len(GOODS)],
            "valid_from": day, "valid_to": day.replace(year=day.year + 2) - timedelta(days=1),
        }  # fmt: skip
        ends = (day + timedelta(days=300), f"产品抽检不合格{MARK}") if number % 9 == 4 else None
        found.append(_record(cast, dice, LICENCES, values, ends=ends))
        again = day.replace(year=day.year + 2)
        if number % 2 and ends is None:
            renewed = {"number": f"演示授{again.year}-{number + 101:03d}", "valid_from": again,
                       "valid_to": again.replace(year=again.year + 2) - timedelta(days=1)}  # fmt: skip
            found.append(_record(cast, dice, LICENCES, values | renewed))
    return found


def _indications(cast: Cast, dice: Random) -> list[PlannedRecord]:
    found = []
    for number, (kind, good) in enumerate(INDICATIONS):
        unit = cast.units[number * 2]
        values = {
            "number": f"演示地标{number + 1:03d}", "title": _indication_title(number), "kind": kind,
            "holder": cast.institution, "unit": unit, "products": good, "area": f"{unit.title}{MARK}",
            "valid_from": date(2012 + number, 6, 1),
            "valid_to": date(2031 + number, 5, 31) if kind == "trademark" else None,
        }  # fmt: skip
        found.append(_record(cast, dice, GEOGRAPHICAL_INDICATIONS, values))
    return found


def _users(cast: Cast, dice: Random) -> list[PlannedRecord]:
    found = []
    for number in range(USERS_PLANNED):
        place = number % len(INDICATIONS)
        unit = cast.units[place * 2]
        day = date(2023 + number // 3, 4 + number % 6, 12)
        values = {
            "number": f"演示用标{number + 1:03d}", "indication": _made_indication(place),
            "organisation": cast.firms[unit.code][number % 2], "unit": unit, "products": INDICATIONS[place][1],
            "valid_from": day, "valid_to": day.replace(year=day.year + 5),
        }  # fmt: skip
        found.append(_record(cast, dice, INDICATION_USERS, values))
    return found


def _indication_title(place: int) -> str:
    return f"燕塞{INDICATIONS[place][1]}{MARK}"


# What these find is made in the course of the play: it is looked up when it is used.


def _made_brand(title: str) -> Any:
    return SimpleLazyObject(lambda: Brand.objects.get(title=f"{title}{MARK}", kind="regional"))


def _made_indication(place: int) -> Any:
    return SimpleLazyObject(lambda: GeographicalIndication.objects.get(title=_indication_title(place)))
