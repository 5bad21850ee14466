"""A scheme with a mistake never loads, and the message names file, item, rule and what to do."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from schemes import FILE, scheme, table

import zhiqiang
from zhiqiang.kernel.assessment import SchemeErrors, Vocabulary, parse_scheme

Table = dict[str, Any]
VOCABULARY = Vocabulary(targets=("G2027.5", "G2027.4"), rungs=("blue", "orange", "red"))


def put(*path: Any) -> Callable[[Table], None]:
    """A change that puts the last of `path` where the others lead."""
    *way, name, value = path

    def change(given: Table) -> None:
        place: Any = given
        for step in way:
            place = place[step]
        place[name] = value

    return change


MISTAKES: dict[str, tuple[Callable[[Table], None], str, str]] = {
    "a wrong name": (put("code", "other"), "code", "应与文件名“county”相同"),
    "no version": (put("version", 0), "version", "不小于 1"),
    "ends before it begins": (put("valid_to", "2025-12-31"), "valid_to", "早于生效日"),
    "published after its end": (put("known_from", "2027-01-05"), "known_from", "先公布后考评"),
    "no coverage": (put("minimum_coverage", 0), "minimum_coverage", "大于 0"),
    "too many digits": (put("rounding", {"digits": 9}), "rounding.digits", "0 至 4"),
    "a bonus beyond reason": (put("bonus_cap", 101), "bonus_cap", "0 至 100"),
    "no grade below": (put("band", 3, "at_least", 10), "band", "其下的得分没有等次"),
    "a grade between two scores": (put("band", 0, "at_least", Decimal("89.5")), "band[A].at_least", "小数位数更细"),
    "the same line twice": (put("band", 1, "at_least", 90), "band[90]", "出现 2 次"),
    "a grade beyond the scale": (put("band", 0, "at_least", 120), "band[A].at_least", "0 至 100"),
    "items that do not make their group": (put("item", 0, "weight", 39), "item", "应为 70 分，其下各项合计 69 分"),
    "groups that do not make their area": (put("group", 1, "weight", 20), "group", "一级指标“all”应为 100 分"),
    "areas that do not make a hundred": (put("area", 0, "weight", 90), "area", "全部一级指标应为 100 分"),
    "an item of no group": (put("item", 0, "group", "hrad"), "item", "“hrad”不存在，是否应为“hard”"),
    "a group of no area": (put("group", 0, "area", "al"), "group", "“al”不存在"),
    "an item without weight": (put("item", 3, "weight", 0), "item[leading].weight", "应大于零"),
    "the same code twice": (put("item", 1, "code", "rate"), "item[rate]", "代码“rate”出现 2 次"),
    "a code that is none": (put("item", 1, "code", "9x"), "item[9x].code", "以字母开头"),
    "the same title twice": (put("item", 1, "title", "合格率"), "item[硬指标·合格率]", "出现 2 次"),
    "an unknown target": (put("item", 0, "target", "G2027.6"), "item[rate].target", "方案里没有目标“G2027.6”"),
    "no target": (put("item", 0, "target", ""), "item[rate].target", "缺少方案目标"),
    "no line": (put("item", 0, "full", None), "item[rate]", "同时写明 minimum"),
    "a line of one point": (put("item", 0, "full", 95), "item[rate].full", "不能等于"),
    "more than all on time": (put("item", 1, "full", 120), "item[reports].full", "0 ≤ minimum < full ≤ 100"),
    "of what on time": (put("item", 1, "of", None), "item[reports].of", "reports 或 duties"),
    "a key of another kind": (put("item", 3, "full", 5), "item[leading].full", "marked 类的指标不写 full"),
    "no cost of an order": (put("item", 2, "deduct", []), "item[orders].deduct", "每一等次的督办扣几分"),
    "an order that costs nothing": (put("item", 2, "deduct", 0, "points", 0), "item[orders].deduct", "扣分应大于零"),
    "an unknown rung": (put("item", 2, "deduct", 0, "rung", "bleu"), "item[orders].deduct", "是否应为“blue”"),
    "a bonus that takes away": (put("item", 0, "bonus", -1), "item[rate].bonus", "不能是负数"),
    "a veto to no grade": (put("veto", 0, "band", "E"), "veto[incident].band", "没有等次“E”"),
    "a slip in a table's name": (put("itme", []), "itme", "是否应为“item”"),
    "no items": (put("item", []), "item", "应为 70 分，其下各项合计 0 分"),
    "no areas": (put("area", []), "area", "至少要有一个 [[area]]"),
    "items that are no tables": (put("item", {"a": 1}), "item", "若干个 [[item]]"),
    "an unknown key": (put("item", 0, "wieght", 3), "item[rate].wieght", "是否应为“weight”"),
    "an unknown kind": (put("item", 0, "kind", "guess"), "item[rate].kind", "不在可选值之内"),
}  # fmt: skip


def test_the_example_parses() -> None:
    found = parse_scheme(table(), FILE, VOCABULARY)
    assert (found.weight, [item.code for item in found.marked_items]) == (100, ["leading"])
    assert found.levels(found.by_code["rate"]) == ("全部", "硬指标", "合格率")


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_named_with_file_place_and_way_on(mistake: str) -> None:
    change, key, words = MISTAKES[mistake]
    given = table()
    change(given)
    with pytest.raises(SchemeErrors) as refused:
        parse_scheme(given, FILE, VOCABULARY)
    assert any(one.file == FILE and one.key == key and words in one.message for one in refused.value.problems), [
        (one.key, one.message) for one in refused.value.problems
    ]


def test_all_mistakes_are_told_at_once() -> None:
    given = table() | {"version": 0, "minimum_coverage": 2}
    with pytest.raises(SchemeErrors) as refused:
        parse_scheme(given, FILE)
    assert {one.key for one in refused.value.problems} == {"version", "minimum_coverage"}


def test_the_hash_tells_versions_apart_and_the_order_of_keys_does_not() -> None:
    turned = dict(reversed(list(table().items())))
    assert parse_scheme(turned, FILE).content_hash == scheme().content_hash
    assert scheme(version=2).content_hash != scheme().content_hash


def test_a_scheme_holds_from_its_first_to_its_last_day() -> None:
    found = scheme()
    assert found.in_force(found.valid_from)
    assert found.valid_to is not None
    assert found.in_force(found.valid_to)
    assert not found.in_force(found.valid_from.replace(year=2025))


def test_the_schemes_that_ship_parse() -> None:
    from pathlib import Path

    folder = Path(zhiqiang.__file__).parent / "data" / "plans" / "chengde-2023-2027" / "assessments"
    files = sorted(folder.glob("*.toml"))
    assert files
    for file in files:
        parse_scheme(tomllib.loads(file.read_text("utf-8"), parse_float=Decimal), file.name)
