"""A package with mistakes is refused whole, and each mistake is told with its file, its key and what to do."""

import pytest
from plan_alterations import Alter, Change, Files, drop_from, row, set_in

from zhiqiang.kernel.plan import PlanErrors, Vocabulary, collect_problems, parse_plan

MISTAKES: dict[str, tuple[Change, str, str, str]] = {
    "a file is missing": (lambda f: f.pop("units.toml"), "units.toml", "", "缺少文件"),
    "no clause file": (lambda f: f.pop("clauses/all.toml"), "clauses/", "", "没有任何条款文件"),
    "an unknown file": (lambda f: f.__setitem__("unit.toml", {}), "unit.toml", "", "是否应为“units.toml”"),
    "a file that is no table": (lambda f: f.__setitem__("units.toml", [1]), "units.toml", "", "整个文件应是一个表"),
    "an unknown list": (
        lambda f: f["units.toml"].__setitem__("units", []),
        "units.toml",
        "units",
        "是否应为“unit”",
    ),
    "one table where a list belongs": (
        lambda f: f["units.toml"].__setitem__("unit", {"code": "1"}),
        "units.toml",
        "unit",
        "[[unit]]",
    ),
    "an empty list": (lambda f: f["targets.toml"].__setitem__("target", []), "targets.toml", "target", "一条"),
    "no section": (lambda f: f["clauses/all.toml"].pop("section"), "clauses/all.toml", "section", "缺少 [section]"),
    "an unknown key of a clause file": (
        lambda f: f["clauses/all.toml"].__setitem__("clauses", []),
        "clauses/all.toml",
        "clauses",
        "是否应为“clause”",
    ),
    "a clause says its section itself": (
        set_in("clause", 0, "section", "A"),
        "clauses/all.toml",
        "clause[A1].section",
        "不认识的键",
    ),
    "a missing key": (drop_from("indicator", 1, "title"), "indicators.toml", "indicator[windows].title", "缺少必填"),
    "a missing id": (drop_from("target", 0, "id"), "targets.toml", "target[1].id", "缺少必填"),
    "a misspelt key": (
        set_in("target", 0, "valeu", 3),
        "targets.toml",
        "target[A1.1].valeu",
        "是否应为“value”",
    ),
    "a blank title": (set_in("unit", 0, "title", "  "), "units.toml", "unit[999901].title", "不能为空"),
    "a word where a number belongs": (
        set_in("target", 0, "value", "三件"),
        "targets.toml",
        "target[A1.1].value",
        "类型不对",
    ),
    "a value that is not finite": (
        set_in("target", 0, "value", float("nan")),
        "targets.toml",
        "target[A1.1].value",
        "有限的数",
    ),
    "a yes where a number belongs": (
        set_in("unit", 0, "order", True),
        "units.toml",
        "unit[999901].order",
        "整数",
    ),
    "a number where a yes belongs": (
        set_in("unit", 1, "zone", 1),
        "units.toml",
        "unit[lakeside].zone",
        "true 或 false",
    ),
    "a day that does not exist": (
        set_in("target", 0, "due", "2030-02-30"),
        "targets.toml",
        "target[A1.1].due",
        "日期",
    ),
    "a text where a list belongs": (
        set_in("target", 2, "evidence", "手册"),
        "targets.toml",
        "target[A2.2].evidence",
        "应是列表",
    ),
    "a text where a table belongs": (
        set_in("indicator", 0, "baseline", "5.5"),
        "indicators.toml",
        "indicator[complaints_per_10k_goods].baseline",
        "应是一个表",
    ),
    "an unknown kind": (
        set_in("target", 0, "kind", "reached"),
        "targets.toml",
        "target[A1.1].kind",
        "是否应为“reach”",
    ),
    "the same code twice": (
        set_in("indicator", 1, "code", "manual"),
        "indicators.toml",
        "indicator[manual]",
        "重复",
    ),
    "an item that is not there": (
        set_in("target", 0, "item", "A1.2"),
        "targets.toml",
        "target[A1.1].item",
        "内容项“A1.2”不存在",
    ),
    "an indicator that is not there": (
        set_in("target", 1, "indicator", "window"),
        "targets.toml",
        "target[A2.1].indicator",
        "是否应为“windows”",
    ),
    "a clause that is not there": (
        set_in("indicator", 0, "clause", "A9"),
        "indicators.toml",
        "indicator[complaints_per_10k_goods].clause",
        "条款“A9”不存在",
    ),
    "target and indicator in different clauses": (
        set_in("target", 0, "item", "A2.1"),
        "targets.toml",
        "target[A1.1].item",
        "两处应一致",
    ),
    "an indicator without target": (
        lambda f: f["targets.toml"]["target"].pop(),
        "indicators.toml",
        "indicator[manual]",
        "没有任何目标",
    ),
    "a parent that is not there": (
        set_in("unit", 1, "parent", "999902"),
        "units.toml",
        "unit[lakeside].parent",
        "填报单位“999902”不存在",
    ),
    "units that are each other's parent": (
        set_in("unit", 0, "parent", "lakeside"),
        "units.toml",
        "unit[999901].parent",
        "上级成环",
    ),
    "a path that leaves its parent": (
        set_in("unit", 1, "path", "9999/lakeside/"),
        "units.toml",
        "unit[lakeside].path",
        "应为“9999/999901/lakeside/”",
    ),
    "two units on one tile": (set_in("unit", 1, "column", 0), "units.toml", "unit[lakeside].column", "与单位"),
    "two units of one name": (
        set_in("unit", 1, "aliases", ["青石"]),
        "units.toml",
        "unit[lakeside].aliases",
        "一个名称",
    ),
    "an official code of five digits": (
        lambda f: row(f, "unit").update(code="99990", path="9999/99990/"),
        "units.toml",
        "unit[99990].code",
        "六位数字",
    ),
    "a local code in Chinese": (
        lambda f: row(f, "unit", 1).update(code="湖滨", path="9999/999901/湖滨/"),
        "units.toml",
        "unit[湖滨].code",
        "小写字母开头",
    ),
    "the city as its own unit": (
        lambda f: row(f, "unit").update(code="999900", path="9999/999900/"),
        "units.toml",
        "unit[999900].code",
        "与城市本身相同",
    ),
    "a district as a zone": (set_in("unit", 0, "zone", True), "units.toml", "unit[999901].zone", "功能区"),
    "a former code in use": (
        set_in("unit", 1, "former_codes", [{"code": "999901", "title": "旧", "until_year": 2020}]),
        "units.toml",
        "unit[lakeside].former_codes",
        "另一单位",
    ),
    "nobody lives there": (
        set_in("unit", 0, "populations", [{"on": "2028-12-31", "value": 0, "source": "虚构"}]),
        "units.toml",
        "unit[999901].populations[1].value",
        "大于零",
    ),
    "a period that ends before it begins": (
        lambda f: f["plan.toml"].__setitem__("period_end", "2027-01-01"),
        "plan.toml",
        "period_end",
        "不晚于",
    ),
    "a slug with capitals": (lambda f: f["plan.toml"].__setitem__("slug", "Yun Ling"), "plan.toml", "slug", "小写"),
    "a city path without slash": (
        lambda f: f["plan.toml"]["city"].__setitem__("path", "9999"),
        "plan.toml",
        "city.path",
        "以“/”结尾",
    ),
    "zones counted without a reason": (
        lambda f: f["plan.toml"]["settings"].__setitem__("count_zones_reason", ""),
        "plan.toml",
        "settings.count_zones_reason",
        "不能为空",
    ),
    "measure and waiting domain together": (
        set_in("indicator", 1, "waits_for", "one_stop"),
        "indicators.toml",
        "indicator[windows].measure",
        "恰好填一个",
    ),
    "neither measure nor waiting domain": (
        drop_from("indicator", 0, "waits_for"),
        "indicators.toml",
        "indicator[complaints_per_10k_goods].measure",
        "恰好填一个",
    ),
    "a measure without its domain": (
        set_in("indicator", 1, "measure", "windows"),
        "indicators.toml",
        "indicator[windows].measure",
        "领域.计算",
    ),
    "an outside source without a measure": (
        set_in("indicator", 0, "source", "outside"),
        "indicators.toml",
        "indicator[complaints_per_10k_goods].source",
        "没有 measure",
    ),
    "an unknown source": (
        set_in("indicator", 1, "source", "outsied"),
        "indicators.toml",
        "indicator[windows].source",
        "是否应为“outside”",
    ),
    "a code with a hyphen": (
        lambda f: (
            row(f, "indicator", 2).update(code="the-manual"),
            row(f, "target", 2).update(indicator="the-manual"),
        ),
        "indicators.toml",
        "indicator[the-manual].code",
        "下划线",
    ),
    "no resolution": (set_in("indicator", 0, "resolution", 0), "indicators.toml", "resolution", "大于零"),
    "too many decimals": (set_in("indicator", 0, "decimals", 40), "indicators.toml", "decimals", "小数位数"),
    "an item that records nothing": (
        lambda f: row(f, "clause")["item"][0].__setitem__("records", []),
        "clauses/all.toml",
        "item[A1.1].records",
        "至少写一项",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_file_and_key(mistake: str, altered: Alter) -> None:
    change, file, key, words = MISTAKES[mistake]
    problems = collect_problems(altered(change))
    assert [p for p in problems if p.file == file and p.key.endswith(key) and words in p.message], problems


def test_all_mistakes_are_told_at_once(altered: Alter) -> None:
    def spoil(files: Files) -> None:
        files["plan.toml"].pop("title")
        row(files, "unit")["kind"] = "镇"
        row(files, "indicator")["decimals"] = -1
        row(files, "target", 2)["due"] = "soon"

    with pytest.raises(PlanErrors) as refused:
        parse_plan(altered(spoil))
    assert {(p.file, p.key) for p in refused.value.problems} == {
        ("plan.toml", "title"),
        ("units.toml", "unit[999901].kind"),
        ("indicators.toml", "indicator[complaints_per_10k_goods].decimals"),
        ("targets.toml", "target[A2.2].due"),
    }
    assert all(f"{p.file} {p.key}: {p.message}" in str(refused.value) for p in refused.value.problems)


def test_a_broken_record_does_not_make_its_users_look_broken(
    altered: Alter,
) -> None:
    problems = collect_problems(altered(drop_from("indicator", 0, "definition")))
    assert [(p.file, p.key) for p in problems] == [
        ("indicators.toml", "indicator[complaints_per_10k_goods].definition")
    ]


def test_names_outside_the_vocabulary_are_told_with_the_nearest(fictional_files: Files) -> None:
    known = Vocabulary(domains={"complaint", "one_stop"}, registers=(), measures={"one_stop.window"})
    problems = collect_problems(fictional_files, known)
    assert {(p.file, p.key) for p in problems} == {
        ("clauses/all.toml", "clause[1].item[A1.1].domains"),
        ("indicators.toml", "indicator[complaints_per_10k_goods].waits_for"),
        ("indicators.toml", "indicator[windows].measure"),
    }
    assert all("是否应为" in p.message for p in problems)


def test_a_series_that_somebody_else_publishes_is_marked_as_such(altered: Alter, fictional_files: Files) -> None:
    known = Vocabulary(outside={"one_stop.windows"})
    (silent,) = collect_problems(fictional_files, known)
    assert (silent.key, 'source = "outside"' in silent.message) == ("indicator[windows].source", True)
    assert collect_problems(altered(set_in("indicator", 1, "source", "outside")), known) == ()


def test_records_kept_here_are_not_called_an_outside_series(altered: Alter) -> None:
    (wrong,) = collect_problems(altered(set_in("indicator", 1, "source", "outside")), Vocabulary(outside=()))
    assert (wrong.key, "不写 source" in wrong.message) == ("indicator[windows].source", True)
