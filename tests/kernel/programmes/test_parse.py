"""A definition with a mistake never loads, and each mistake is told with its file, key and what to do."""

import copy
import tomllib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from bridge_award import DEFINITION, VOCABULARY, Table
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.kernel.programmes import (
    Programme,
    ProgrammeErrors,
    Vocabulary,
    find_problems,
    parse_criteria_set,
    parse_programme,
)
from zhiqiang.kernel.programmes.model import Match

Change = Callable[[Table], object]

FILE = "bridge-award.toml"


def put(*path: str | int, value: object) -> Change:
    def change(table: Table) -> None:
        at: Any = table
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    return change


def drop(*path: str | int) -> Change:
    def change(table: Table) -> None:
        at: Any = table
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]

    return change


def again(key: str) -> Change:
    return lambda table: table[key].append(copy.deepcopy(table[key][0]))


MISTAKES: dict[str, tuple[Change, str, str]] = {
    "a misspelt key": (put("tilte", value="x"), "tilte", "是否应为“title”"),
    "a misspelt table": (put("stages", value=[]), "stages", "是否应为“stage”"),
    "a missing head": (drop("title"), "title", "缺少必填"),
    "no applicant": (drop("applicant"), "applicant", "谁可以申报"),
    "another code than the file's": (put("code", value="bridge"), "code", "应与文件名“bridge-award”相同"),
    "version zero": (put("version", value=0), "version", "不小于 1"),
    "an end before the beginning": (put("valid_to", value="2029-01-01"), "valid_to", "早于生效日"),
    "a clause that is not there": (put("clause", value="A1.2"), "clause", "内容项“A1.2”不存在"),
    "an unknown way of applying": (put("applies_in", value="round"), "applies_in", "是否应为“rounds”"),
    "no kind": (put("applicant", "kinds", value=[]), "applicant.kinds", "至少写一类"),
    "an unknown kind": (put("applicant", "kinds", value=["enterprises"]), "applicant.kinds[1]", "不在可选值之内"),
    "a kind both ways": (
        put("applicant", "refused", value={"enterprise": "不行"}),
        "applicant.refused.enterprise",
        "不能既可申报又不可",
    ),
    "a reason that is no text": (put("applicant", "refused", value={"other": 3}), "applicant.refused.other.reason", ""),
    "refused kinds as a list": (put("applicant", "refused", value=["other"]), "applicant.refused", "{ 类别"),
    "a condition on an unknown fact": (
        put("applicant", "condition", 0, "fact", value="insurd"),
        "applicant.condition[1].fact",
        "是否应为“insured”",
    ),
    "a condition without a test": (
        drop("applicant", "condition", 0, "equals"),
        "applicant.condition[1]",
        "恰好写一种判定",
    ),
    "a condition with two tests": (
        put("applicant", "condition", 0, "one_of", value=[True]),
        "applicant.condition[1]",
        "恰好写一种判定",
    ),
    "an order between words": (
        lambda table: table["applicant"]["condition"].append({"fact": "bridge", "at_least": "甲", "otherwise": "x"}),
        "applicant.condition[3].at_least",
        "比较大小",
    ),
    "a word for a yes": (
        put("applicant", "condition", 0, "equals", value="yes"),
        "applicant.condition[1]",
        "true 或 false",
    ),
    "an empty list of values": (
        lambda table: table["applicant"]["condition"].append({"fact": "size", "one_of": [], "otherwise": "x"}),
        "applicant.condition[3].one_of",
        "不为空的列表",
    ),
    "a value that cannot be chosen": (
        lambda table: table["applicant"]["condition"].append({"fact": "size", "one_of": ["lonk"], "otherwise": "x"}),
        "applicant.condition[3]",
        "是否应为“long”",
    ),
    "a setting that is not there": (
        put("applicant", "condition", 1, "where", value={"repaired": "soon"}),
        "applicant.condition[2].where",
        "没有设定",
    ),
    "conditions that are no list": (
        put("applicant", "condition", value={"fact": "x"}),
        "applicant.condition",
        "若干个",
    ),
    "a condition that is no table": (put("applicant", "condition", value=["x"]), "applicant.condition[1]", "一个表"),
    "known that says no": (
        lambda table: table["applicant"]["condition"].append({"fact": "size", "known": False, "otherwise": "x"}),
        "applicant.condition[3].known",
        "只能写 true",
    ),
    "a field twice": (again("field"), "field", "写了 2 次"),
    "a field of the system": (
        put("field", 0, "code", value="applicant_kind"),
        "field[applicant_kind].code",
        "由系统给出",
    ),
    "a field asked although known": (drop("field", 5, "prefill"), "field[insured].prefill", "系统已掌握"),
    "a prefill that is not there": (put("field", 0, "prefill", value="name"), "field[bridge].prefill", "不存在"),
    "a prefill of another type": (put("field", 0, "prefill", value="headcount"), "field[bridge].type", "不符"),
    "a choice without choices": (drop("field", 1, "choices"), "field[size].choices", "choice 类字段"),
    "choices of a text": (
        put("field", 0, "choices", value=[{"code": "a", "title": "甲"}]),
        "field[bridge].choices",
        "choice 类字段",
    ),
    "an unknown type": (put("field", 0, "type", value="string"), "field[bridge].type", "不在可选值之内"),
    "a code with capitals": (put("field", 0, "code", value="Bridge"), "field", "小写字母"),
    "a document twice": (again("document"), "document", "写了 2 次"),
    "no check": (drop("stage", 0), "stage", "缺少环节 check"),
    "stages out of order": (lambda table: table["stage"].reverse(), "stage", "应按次序"),
    "a stage twice": (again("stage"), "stage", "写了 2 次"),
    "a stage without a role": (put("stage", 0, "roles", value=[]), "stage[check].roles", "至少写一个角色"),
    "an unknown role": (
        put("stage", 0, "roles", value=["city_oficer"]),
        "stage[check].roles",
        "是否应为“city_officer”",
    ),
    "an unknown clock": (
        put("stage", 0, "clock", value="programme.chek"),
        "stage[check].clock",
        "时限“programme.chek”",
    ),
    "an unknown clock of correction": (put("correction_clock", value="x"), "correction_clock", "时限“x”"),
    "review rules without the stage": (drop("stage", 1), "review", "同时有或同时没有"),
    "a notice without its rules": (drop("notice"), "notice", "同时有或同时没有"),
    "an unknown hearer": (put("notice", "heard_by", value=["mayor"]), "notice.heard_by", "角色“mayor”"),
    "criteria without review": (
        lambda table: (table.pop("review"), table["stage"].pop(1)),
        "criterion",
        "没有 [review] 就不要写",
    ),
    "review without criteria": (drop("criterion"), "criterion", "就要有评审标准"),
    "a criterion without weight": (put("criterion", 0, "points", value=0), "criterion[wood].points", "大于零"),
    "bands that are not there": (
        put("criterion", 0, "bands", value="process"),
        "criterion[wood].bands",
        "没有 process",
    ),
    "a criterion twice": (again("criterion"), "criterion", "写了 2 次"),
    "a step of seven": (put("review", "band_step", value=7), "review.band_step", "整除 100"),
    "no reviewer": (put("review", "reviewers", value=0), "review.reviewers", "至少一名"),
    "a spread of 200": (put("review", "spread", value=200), "review.spread", "0 至 100"),
    "no coverage": (put("review", "minimum_coverage", value=0), "review.minimum_coverage", "大于 0"),
    "shared criteria that are not there": (
        lambda table: table.pop("criterion") and table.__setitem__("criteria", "gbt"),
        "criteria",
        "没有评审标准“gbt”",
    ),
    "shared and own criteria": (put("criteria", value="gbt"), "criterion", "请二选一"),
    "a quota without a number": (drop("quota", "at_most"), "quota", "名额"),
    "a quota upside down": (put("quota", "at_least", value=5), "quota", "不超过上限"),
    "a level twice": (put("recognition", "levels", 1, "code", value="b"), "recognition.levels", "写了 2 次"),
    "a validity in yuan": (
        put("recognition", "validity_months", value="incentive.bridge.long"),
        "recognition.validity_months",
        "单位是 yuan",
    ),
    "a thing without a name": (drop("recognition", "named_by"), "recognition.named_by", "由哪个字段命名"),
    "a name that is no field": (
        put("recognition", "named_by", value="brige"),
        "recognition.named_by",
        "没有字段“brige”",
    ),
    "a level on an unknown fact": (
        put("recognition", "levels", 1, "condition", 0, "fact", value="length"),
        "recognition.levels[a].condition[1].fact",
        "事实“length”",
    ),
    "money for what nobody recognises": (drop("recognition"), "recognition", "付款以认定为凭"),
    "money without a rule": (drop("incentive", "rule"), "incentive.rule", "至少写一条"),
    "money without a thing": (put("incentive", "same_thing", value=[]), "incentive.same_thing", "同一事项"),
    "an unknown thing": (put("incentive", "same_thing", value=["brug"]), "incentive.same_thing", "事实“brug”"),
    "an unknown amount": (put("incentive", "rule", 0, "parameter", value="a.b"), "incentive.rule[1].parameter", "参数"),
    "a share where yuan belong": (drop("incentive", "rule", 1, "of"), "incentive.rule[2].parameter", "单位是 percent"),
    "a share of a word": (put("incentive", "rule", 1, "of", value="bridge"), "incentive.rule[2].of", "money 类事实"),
    "a rule that never applies": (
        lambda table: table["incentive"]["rule"].append(
            table["incentive"]["rule"][0] | {"when": {"size": "long", "bridge": "甲"}}
        ),
        "incentive.rule[3]",
        "永远用不到",
    ),
    "a case that cannot be": (
        put("incentive", "rule", 0, "when", value={"size": "big"}),
        "incentive.rule[1].when.size",
        "",
    ),
    "an empty case": (put("incentive", "rule", 0, "when", value={}), "incentive.rule[1].when", "事实 = 值"),
    "a cap that is no yuan": (
        put("incentive", "cap", value="incentive.bridge.share"),
        "incentive.cap",
        "单位是 percent",
    ),
    "an unpaid case without a reason": (
        put("incentive", "unpaid", value=[{"when": {"size": "long"}}]),
        "incentive.unpaid[1].reason",
        "缺少必填",
    ),
    "a setting with another value": (
        put("setting", "repaired", "value", value="soon"),
        "setting.repaired.value",
        "choices",
    ),
    "a setting without a reason": (drop("setting", "repaired", "reason"), "setting.repaired.reason", "缺少必填"),
    "settings as a list": (put("setting", value=[]), "setting", "[setting.代码]"),
    "a table where a list belongs": (put("field", value={"code": "x"}), "field", "若干个 [[field]]"),
    "a money table that is none": (put("incentive", value="x"), "incentive", "一个表"),
    "a recognition that is none": (put("recognition", value="x"), "recognition", "一个表"),
    "an applicant that is none": (put("applicant", value="x"), "applicant", "一个表"),
    "an outside list with stages": (put("applies_in", value="register_only"), "applies_in", "register_only"),
}


@pytest.mark.parametrize(("change", "key", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_where_it_stands(
    table: Table, vocabulary: Vocabulary, change: Change, key: str, message: str
) -> None:
    change(table)
    found = find_problems(table, FILE, vocabulary)
    assert [one for one in found if one.key == key and message in one.message], found
    assert all(one.file == FILE for one in found)
    with pytest.raises(ProgrammeErrors):
        parse_programme(table, FILE, vocabulary)


def test_all_mistakes_are_told_at_once(table: Table, vocabulary: Vocabulary) -> None:
    for change in (put("version", value=0), put("clause", value="x"), drop("stage", 0)):
        change(table)
    keys = {problem.key for problem in find_problems(table, FILE, vocabulary)}
    assert {"version", "clause", "stage"} <= keys


def test_a_definition_in_order_says_what_is_written(programme: Programme) -> None:
    assert (programme.version, programme.recognition and programme.recognition.named_by) == (2, "bridge")
    assert programme.applicant.conditions[1].where == (Match("repaired", "finished"),)
    assert programme.setting("repaired") == "finished"
    assert [stage.code for stage in programme.stages] == ["check", "review", "visit", "decide", "notice"]
    assert programme.field("cost") is not None
    assert programme.field("price") is None


def test_names_are_unchecked_where_no_vocabulary_is_given(table: Table) -> None:
    table["clause"] = "Z9"
    table["stage"][0]["roles"] = ["mayor"]
    assert parse_programme(table, FILE).clause == "Z9"


def test_the_hash_follows_the_content_and_not_its_writing(table: Table, programme: Programme) -> None:
    turned = dict(reversed(table.items()))
    assert parse_programme(turned, FILE).content_hash == programme.content_hash
    table["stage"][0]["roles"] = ["city_verifier"]
    assert parse_programme(table, FILE).content_hash != programme.content_hash


SET = """
code = "carpentry"
title = "木作评分"
source = "某标准"
confidence = "unverified"
[[band]]
kind = "process"
low = 0
high = 100
gist = "都算"
[[criterion]]
code = "4.1"
title = "榫卯"
points = 100
bands = "process"
"""


def test_shared_criteria_come_with_their_bands_and_count_in_the_hash(table: Table, vocabulary: Vocabulary) -> None:
    del table["criterion"]
    table["criteria"] = "carpentry"
    shared = parse_criteria_set(tomllib.loads(SET, parse_float=Decimal), "criteria/carpentry.toml")
    found = parse_programme(table, FILE, vocabulary, {"carpentry": shared})
    assert (found.criteria, found.bands, found.criteria_set) == (shared.criteria, shared.bands, "carpentry")
    heavier = parse_criteria_set(tomllib.loads(SET.replace("points = 100", "points = 90")), "criteria/carpentry.toml")
    assert parse_programme(table, FILE, vocabulary, {"carpentry": heavier}).content_hash != found.content_hash


def test_a_shared_set_with_a_mistake_is_refused() -> None:
    with pytest.raises(ProgrammeErrors, match="缺少必填的键“points”"):
        parse_criteria_set(tomllib.loads(SET.replace("points = 100", "")), "criteria/carpentry.toml")


JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PLACES: list[tuple[str | int, ...]] = [
    ("code",), ("version",), ("valid_from",), ("applicant",), ("field",), ("stage",), ("review",), ("notice",),
    ("applicant", "condition"), ("applicant", "condition", 0), ("applicant", "refused"), ("field", 0), ("stage", 0),
    ("recognition",), ("recognition", "levels"), ("incentive",), ("incentive", "rule"), ("incentive", "same_thing"),
    ("incentive", "rule", 0, "when"), ("setting",), ("setting", "repaired"), ("criterion", 0, "points"),
]  # fmt: skip


@given(place=st.sampled_from(PLACES), value=JSONISH)
def test_any_value_anywhere_is_read_or_told_and_never_a_crash(place: tuple[str | int, ...], value: object) -> None:
    table = tomllib.loads(DEFINITION, parse_float=Decimal)
    put(*place, value=value)(table)
    for problem in find_problems(table, FILE, VOCABULARY):
        assert problem.file == FILE
        assert problem.message
