"""Small schemes for the tests, as TOML and as made by hypothesis."""

import tomllib
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.assessment import Scheme, parse_scheme

FILE = "county.toml"
TEXT = """
code = "county"
version = 1
title = "演示方案"
valid_from = 2026-01-01
valid_to = 2026-12-31
known_from = 2025-12-20
citation = "演示"
approver = "演示"
confidence = "setting"
minimum_coverage = 0.6
bonus_cap = 3
rounding = { digits = 0 }
band = [
  { code = "A", title = "A级", at_least = 90 }, { code = "B", title = "B级", at_least = 80 },
  { code = "C", title = "C级", at_least = 60 }, { code = "D", title = "D级", at_least = 0 },
]
area = [ { code = "all", title = "全部", weight = 100 } ]
group = [
  { code = "hard", area = "all", title = "硬指标", weight = 70 },
  { code = "soft", area = "all", title = "软指标", weight = 30 },
]

[[item]]
code = "rate"
group = "hard"
title = "合格率"
weight = 40
kind = "target"
target = "G2027.5"
minimum = 95
full = 98
bonus = 5
without_data = "leave_out"
points_to_show = "合格率"
method = "满分40分"

[[item]]
code = "reports"
group = "hard"
title = "按期报告"
weight = 20
kind = "on_time"
of = "reports"
minimum = 50
full = 100
without_data = "leave_out"
points_to_show = "按期"
method = "满分20分"

[[item]]
code = "orders"
group = "hard"
title = "督办"
weight = 10
kind = "penalty"
deduct = [ { rung = "blue", points = 3 }, { rung = "red", points = 8 } ]
without_data = "full_points"
points_to_show = "督办单"
method = "满分10分"

[[item]]
code = "leading"
group = "soft"
title = "组织领导"
weight = 30
kind = "marked"
without_data = "no_points"
points_to_show = "组织"
method = "满分30分"
materials = "纪要"

[[veto]]
code = "incident"
title = "系统性事件"
band = "D"
points_to_show = "事件"
"""


def table() -> dict[str, Any]:
    """The scheme as the reader gets it; every call a new one, to be altered."""
    return tomllib.loads(TEXT, parse_float=Decimal)


def scheme(**changed: Any) -> Scheme:
    """The scheme with changed keys at its head."""
    return parse_scheme(table() | changed, FILE)


def marks_only(weights: list[int]) -> Scheme:
    """A scheme of marked items with these weights (their sum is 100 or not: made without the checks)."""
    whole = scheme()
    items = tuple(
        type(whole.items[0])(f"m{n}", "soft", f"项{n}", Decimal(weight), "marked", "leave_out", "要点", "方法")
        for n, weight in enumerate(weights)
    )
    return type(whole)(**{**{f: getattr(whole, f) for f in whole.__dataclass_fields__}, "items": items})
