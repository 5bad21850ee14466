"""What each kind of target needs and may not have, and how milestones and benchmarks must stand."""

import pytest
from plan_alterations import Alter, Change, drop_from, row, set_in

from zhiqiang.kernel.plan import collect_problems


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
def test_a_mistake_in_targets_is_told_with_its_file_and_key(mistake: str, altered: Alter) -> None:
    change, file, key, words = MISTAKES[mistake]
    problems = collect_problems(altered(change))
    assert [p for p in problems if p.file == file and p.key.endswith(key) and words in p.message], problems
