"""A package with mistakes is refused whole, and each mistake is told with its file, its key and what to do."""

from collections.abc import Callable
from typing import Any

import pytest

from zhiqiang.kernel.plan import PlanErrors, Vocabulary, collect_problems, parse_plan

Files = dict[str, dict[str, Any]]
Change = Callable[[Files], object]


def row(files: Files, key: str, n: int = 0) -> dict[str, Any]:
    file = "clauses/all.toml" if key == "clause" else f"{key}s.toml"
    return files[file][key][n]


def set_in(key: str, n: int, name: str, value: object) -> Change:
    return lambda files: row(files, key, n).__setitem__(name, value)


def drop_from(key: str, n: int, name: str) -> Change:
    return lambda files: row(files, key, n).pop(name)


def benchmark(**changes: object) -> Change:
    facts = {"region": "省", "title": "窗口", "unit": "个", "period": "2028", "nature": "actual", "source": "虚构"}
    return lambda files: files.__setitem__("benchmarks.toml", {"benchmark": [facts | {"value": 3} | changes]})


def checkpoint(due: str, value: int, indicator: str = "complaints_per_10k_goods", **more: object) -> Change:
    facts = {"indicator": indicator, "due": due, "value": value, "basis": "推算"} | more
    return lambda files: files["targets.toml"].__setitem__("checkpoint", [facts])


def second_target(**changes: object) -> Change:
    """A second target of the first indicator, earlier milestone of the same path unless changed."""
    facts = {
        "id": "A1.1b",
        "item": "A1.1",
        "indicator": "complaints_per_10k_goods",
        "kind": "reach",
        "due": "2029-12-31",
        "value": 4,
    }
    return lambda files: files["targets.toml"]["target"].append(facts | changes)


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
    "a growth without limit": (
        lambda f: row(f, "target").update(kind="growth", value=100000),
        "targets.toml",
        "target[A1.1].value",
        "增长率",
    ),
    "a share above 100": (
        lambda f: (row(f, "indicator").update(unit="%"), row(f, "target").update(value=101)),
        "targets.toml",
        "target[A1.1].value",
        "0 至 100",
    ),
    "a negative count": (set_in("target", 1, "value", -1), "targets.toml", "target[A2.1].value", "不应为负"),
    "about, without tolerance": (
        set_in("target", 0, "kind", "approximate"),
        "targets.toml",
        "target[A1.1].tolerance",
        "容差",
    ),
    "a tolerance of nothing": (
        lambda f: row(f, "target").update(kind="approximate", tolerance=0, tolerance_basis="setting"),
        "targets.toml",
        "target[A1.1].tolerance",
        "大于零",
    ),
    "a tolerance on a plain target": (
        set_in("target", 0, "tolerance", "0.5"),
        "targets.toml",
        "target[A1.1].tolerance",
        "不用容差",
    ),
    "a count without its first day": (
        set_in("target", 0, "kind", "cumulative"),
        "targets.toml",
        "target[A1.1].start",
        "起算日",
    ),
    "a floor without its window": (
        set_in("target", 0, "kind", "floor"),
        "targets.toml",
        "target[A1.1].start",
        "起算日",
    ),
    "a yearly count without its first year": (
        set_in("target", 0, "kind", "annual_flow"),
        "targets.toml",
        "target[A1.1].yearly_from",
        "首个考核年",
    ),
    "average growth without base year": (
        set_in("target", 0, "kind", "average_growth"),
        "targets.toml",
        "target[A1.1].base_year",
        "基年",
    ),
    "a comparison with nobody": (
        lambda f: (row(f, "target").pop("value"), row(f, "target").update(kind="benchmark")),
        "targets.toml",
        "target[A1.1].compared_with",
        "对标地区",
    ),
    "words without a rule": (
        lambda f: (row(f, "target").pop("value"), row(f, "target").update(kind="qualitative")),
        "targets.toml",
        "target[A1.1].operationalisation",
        "可操作口径",
    ),
    "a rule that points nowhere": (
        lambda f: (
            row(f, "target").pop("value"),
            row(f, "target").update(
                kind="qualitative", operationalisation={"rule": "更好", "basis": "虚构", "reference": "A1.0"}
            ),
        ),
        "targets.toml",
        "target[A1.1].operationalisation.reference",
        "目标“A1.0”不存在",
    ),
    "a deliverable without evidence": (
        drop_from("target", 2, "evidence"),
        "targets.toml",
        "target[A2.2].evidence",
        "证据",
    ),
    "a deliverable with a number": (
        set_in("target", 2, "value", 1),
        "targets.toml",
        "target[A2.2].value",
        "不用目标值",
    ),
    "per unit for the city as one": (
        set_in("target", 1, "scope", "city"),
        "targets.toml",
        "target[A2.1].scope",
        "逐单位",
    ),
    "strictly above a plain number": (
        set_in("target", 0, "operator", "above"),
        "targets.toml",
        "target[A1.1].operator",
        "above",
    ),
    "due after the plan": (
        set_in("target", 0, "due", "2031-01-01"),
        "targets.toml",
        "target[A1.1].due",
        "方案期",
    ),
    "counted from after its due date": (
        lambda f: row(f, "target").update(kind="cumulative", start="2031-01-01"),
        "targets.toml",
        "target[A1.1].start",
        "起算日",
    ),
    "yearly from before the plan": (
        set_in("target", 1, "yearly_from", 1),
        "targets.toml",
        "target[A2.1].yearly_from",
        "首个考核年",
    ),
    "yearly on the 29th of February": (
        set_in("target", 1, "due", "2028-02-29"),
        "targets.toml",
        "target[A2.1].due",
        "2 月 29 日",
    ),
    "a base year that is not past": (
        lambda f: row(f, "target").update(kind="average_growth", base_year=2030, base_year_basis="text"),
        "targets.toml",
        "target[A1.1].base_year",
        "基年",
    ),
    "milestones out of order": (second_target(), "targets.toml", "target[A1.1b].due", "次序颠倒"),
    "a count that shrinks": (
        lambda f: (
            row(f, "target").update(kind="cumulative", start="2028-01-01", due="2029-12-31"),
            second_target(kind="cumulative", start="2028-01-01", due="2030-12-31", value=2)(f),
        ),
        "targets.toml",
        "target[A1.1b].value",
        "累计目标",
    ),
    "a checkpoint of nothing": (
        checkpoint("2029-12-31", 4, "nothing"),
        "targets.toml",
        "checkpoint[1].indicator",
        "不存在",
    ),
    "a checkpoint where a target stands": (
        checkpoint("2030-12-31", 3),
        "targets.toml",
        "checkpoint[1].due",
        "已有目标",
    ),
    "a checkpoint said to be in the text": (
        checkpoint("2029-12-31", 3, derived=False),
        "targets.toml",
        "checkpoint[1].derived",
        "推算",
    ),
    "a checkpoint beyond its neighbours": (
        checkpoint("2029-12-31", 9, "windows"),
        "targets.toml",
        "checkpoint[1].value",
        "前后",
    ),
    "a benchmark of nothing": (
        benchmark(indicator="window"),
        "benchmarks.toml",
        "benchmark[1].indicator",
        "是否应为“windows”",
    ),
    "a benchmark in another unit": (
        benchmark(indicator="windows", unit="家"),
        "benchmarks.toml",
        "benchmark[1].unit",
        "核对口径",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_file_and_key(
    mistake: str, altered: Callable[[Callable[[Files], object]], Files]
) -> None:
    change, file, key, words = MISTAKES[mistake]
    problems = collect_problems(altered(change))
    assert [p for p in problems if p.file == file and p.key.endswith(key) and words in p.message], problems


def test_all_mistakes_are_told_at_once(altered: Callable[[Callable[[Files], object]], Files]) -> None:
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
    altered: Callable[[Callable[[Files], object]], Files],
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
