"""A made-up programme that uses every part of a definition, and parameters of its own."""

import tomllib
from decimal import Decimal
from typing import Any

from zhiqiang.kernel.parameters import ParameterSet, parameters_from_tables
from zhiqiang.kernel.programmes import Vocabulary

Table = dict[str, Any]

DEFINITION = """
code = "bridge-award"
version = 2
title = "廊桥修缮奖补"
title_en = "Covered bridge repair"
clause = "A1.1"
summary = "修好的廊桥给奖补"
valid_from = 2030-01-01
valid_to = 2033-12-31
applies_in = "rounds"

[applicant]
kinds = ["enterprise", "association"]
refused = { institution = "事业单位修桥另有渠道" }

[[applicant.condition]]
fact = "insured"
equals = true
otherwise = "请先投保"

[[applicant.condition]]
fact = "finished_on"
at_least = 2029-01-01
otherwise = "2029年以后完工的才可申报"
where = { repaired = "finished" }

[[field]]
code = "bridge"
title = "桥名"
type = "text"
required = true

[[field]]
code = "size"
title = "规模"
type = "choice"
required = true
choices = [{ code = "long", title = "长桥" }, { code = "short", title = "短桥" }]

[[field]]
code = "finished_on"
title = "完工日期"
type = "date"

[[field]]
code = "cost"
title = "造价"
type = "money"

[[field]]
code = "accepted"
title = "已验收"
type = "yes_no"
filled_by = "officer"

[[field]]
code = "insured"
title = "已投保"
type = "yes_no"
prefill = "insured"

[[document]]
code = "photo"
title = "照片"

[[stage]]
code = "check"
roles = ["city_officer"]
clock = "programme.check"

[[stage]]
code = "review"
roles = ["city_officer"]
clock = "programme.review"

[[stage]]
code = "visit"
roles = ["city_officer"]
clock = "programme.visit"

[[stage]]
code = "decide"
roles = ["city_verifier"]
clock = "programme.decide"

[[stage]]
code = "notice"
roles = ["city_officer"]
clock = "programme.publish"

[review]
reviewers = 3
blind = true
minimum_coverage = 0.6

[[criterion]]
code = "wood"
title = "木作"
points = 60

[[criterion]]
code = "roof"
title = "瓦作"
points = 40

[notice]
clock = "programme.notice"

[quota]
at_most = 3
basis = "setting"

[recognition]
subject = "place"
named_by = "bridge"
title = "名桥"
validity_months = "programme.validity.bridge"

[[recognition.levels]]
code = "b"
title = "乙"

[[recognition.levels]]
code = "a"
title = "甲"

[[recognition.levels.condition]]
fact = "size"
equals = "long"
otherwise = "短桥最高为乙"

[[recognition.grounds]]
code = "collapse"
title = "垮塌"

[incentive]
funder = "city"
same_thing = ["bridge"]
cap = "incentive.bridge.cap"

[[incentive.condition]]
fact = "accepted"
equals = true
otherwise = "验收后才付款"

[[incentive.rule]]
when = { size = "long" }
parameter = "incentive.bridge.long"

[[incentive.rule]]
when = { size = "short" }
parameter = "incentive.bridge.share"
of = "cost"

[setting.repaired]
title = "何为修好"
value = "finished"
choices = [{ code = "started", title = "开工" }, { code = "finished", title = "完工" }]
reason = "文件没有写明"
"""

VOCABULARY = Vocabulary(
    parameters={
        "incentive.bridge.long": "yuan",
        "incentive.bridge.share": "percent",
        "incentive.bridge.cap": "yuan",
        "programme.validity.bridge": "month",
    },
    clocks=[f"programme.{name}" for name in ("check", "correct", "review", "visit", "decide", "publish", "notice")]
    + ["programme.objection"],
    items=["A1.1"],
    roles=["city_officer", "city_verifier"],
    facts={"insured": "yes_no", "headcount": "integer"},
)


def parameter(name: str, *versions: tuple[str, str, str], unit: str = "yuan") -> Table:
    rows = [
        {"value": Decimal(value), "unit": unit, "valid_from": _day(first), "article": "试", "confidence": "setting"}
        | ({"valid_to": _day(last)} if last else {})
        for value, first, last in versions
    ]
    return {"id": name, "title": name, "versions": rows}


def _day(text: str) -> object:
    return tomllib.loads(f"day = {text}")["day"]


def make_parameters() -> ParameterSet:
    rows = [
        parameter("incentive.bridge.long", ("5000", "2030-01-01", "2030-12-31"), ("6000.50", "2031-01-01", "")),
        parameter("incentive.bridge.share", ("30", "2030-01-01", ""), unit="percent"),
        parameter("incentive.bridge.cap", ("5500", "2030-01-01", "")),
    ]
    return parameters_from_tables({"bridge.toml": {"parameter": rows}})
