"""Templates, points and grades by hand-made cases and by properties; what an officer lacks by the city's settings."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from zhiqiang.domains.enterprise_quality import rules

D = Decimal
ITEMS = "1.1 | 质量方针 | 20\n1.2｜过程控制｜30\n\n2.1\t检验\t50"
BANDS = "甲 | 90\n乙 | 75\n丙 | 60\n丁 | 0"


def grade(points, minimum="0"):
    return rules.grade_of(
        rules.read_points(points, rules.read_items(ITEMS)), rules.read_items(ITEMS), rules.read_bands(BANDS), D(minimum)
    )


def messages(read, *arguments):
    with pytest.raises(rules.UnreadableError) as raised:
        read(*arguments)
    return [one.message for one in raised.value.findings]


def test_a_template_is_read_whatever_the_strokes_between_its_parts():
    assert rules.read_items(ITEMS) == (
        rules.Item("1.1", "质量方针", D(20)), rules.Item("1.2", "过程控制", D(30)), rules.Item("2.1", "检验", D(50))
    )  # fmt: skip
    assert rules.read_items("1|甲|２０分；2|乙|5") == (rules.Item("1", "甲", D(20)), rules.Item("2", "乙", D(5)))


def test_points_become_a_score_of_one_hundred_and_its_grade():
    assert grade("1.1|18\n1.2|24\n2.1|40") == rules.Graded(D("82.0"), "乙", D(100))


def test_what_does_not_apply_leaves_both_sums():
    assert grade("1.1|18\n1.2|不适用\n2.1|40").score == D("82.9")  # 58 of 70, not of 100
    assert grade("1.1|N/A\n1.2|n/a\n2.1|50") == rules.Graded(D("100.0"), "甲", D(50))


def test_the_score_is_rounded_half_up_before_it_is_graded():
    assert grade("1.1|15.45\n1.2|24\n2.1|50").score == D("89.5")  # 89.45
    assert grade("1.1|15.95\n1.2|24\n2.1|50").grade == "甲"  # 89.95 prints 90.0, and is graded as printed


def test_too_little_that_applies_is_no_grade():
    assert grade("1.1|20\n1.2|不适用\n2.1|不适用", minimum="20").grade == "甲"
    assert messages(grade, "1.1|20\n1.2|不适用\n2.1|不适用", "21") == ["适用条目只占总分值的 20.0%，不足以定级。"]
    assert messages(grade, "1.1|不适用\n1.2|不适用\n2.1|不适用") == ["适用条目只占总分值的 0.0%，不足以定级。"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "没有条目"),
        ("1.1 | 质量方针", "第 1 行不像“编号 | 条目 | 分值”"),
        ("1.1 | 质量方针 | 二十", "第 1 行不像"),
        ("1.1 | 质量方针 | NaN", "第 1 行不像"),
        ("1.1 | 质量方针 | 0", "分值 0 应大于 0"),
        ("1.1 | 甲 | 10\n1.1 | 乙 | 10", "第 2 行编号“1.1”重复"),
    ],
)
def test_a_faulty_line_of_a_template_is_named(text, words):
    assert any(words in one for one in messages(rules.read_items, text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("甲 | 90\n乙 | 60", "最低分应为 0"),
        ("乙 | 60\n甲 | 90\n丙 | 0", "第 2 行最低分 90 不低于上一等级"),
        ("甲 | 101\n乙 | 0", "不在 0 到 100 之间"),
        ("甲 | 90\n甲 | 0", "等级“甲”重复"),
        ("甲", "第 1 行不像“等级 | 最低分”"),
        ("甲" * 21 + " | 0", "第 1 行不像"),
    ],
)
def test_a_faulty_grade_is_named(text, words):
    assert any(words in one for one in messages(rules.read_bands, text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1.1 | 18", "缺少条目：1.2、2.1"),
        ("1.1 | 18\n1.1 | 18", "条目“1.1”打了两次分"),
        ("9.9 | 1", "模板里没有条目“9.9”"),
        ("1.1 | 21", "“1.1”得分 21 不在 0 到 20 之间"),
        ("1.1 | -1", "不在 0 到 20 之间"),
        ("1.1 | 很好", "第 1 行不像“编号 | 得分”"),
    ],
)
def test_faulty_points_are_named(text, words):
    assert any(words in one for one in messages(rules.read_points, text, rules.read_items(ITEMS)))


@given(some.lists(some.tuples(some.integers(1, 50), some.one_of(some.none(), some.integers(0, 50))), min_size=1))
def test_a_score_lies_within_its_scale_and_more_points_never_lower_it(drawn):
    items = [rules.Item(str(n), "条目", D(weight)) for n, (weight, _points) in enumerate(drawn)]
    points = {str(n): None if given_ is None else D(min(given_, weight)) for n, (weight, given_) in enumerate(drawn)}
    bands = rules.read_bands(BANDS)
    if all(one is None for one in points.values()):
        with pytest.raises(rules.UnreadableError):
            rules.grade_of(points, items, bands, D(0))
        return
    found = rules.grade_of(points, items, bands, D(0))
    full = {one.code: points[one.code] if points[one.code] is None else one.weight for one in items}
    best = rules.grade_of(full, items, bands, D(0))
    assert 0 <= found.score <= best.score == 100
    assert best.grade == "甲"
    assert 0 < found.coverage <= 100


OFFICER = {
    "education": "bachelor",
    "experience_years": 3,
    "certificate": "PX-1",
    "appointed_by": "legal_representative",
}
YEARS = {"college_years": D(3), "other_years": D(5)}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"experience_years": 2}, ["experience_years"]),
        ({"education": "vocational"}, ["experience_years"]),
        ({"education": "vocational", "experience_years": 5}, []),
        ({"education": ""}, ["experience_years"]),
        ({"certificate": ""}, ["certificate"]),
        ({"appointed_by": "board"}, ["appointed_by"]),
    ],
)
def test_an_officer_is_held_against_the_citys_settings(changes, fields):
    assert [one.field for one in rules.officer_shortfalls(OFFICER | changes, **YEARS)] == fields
