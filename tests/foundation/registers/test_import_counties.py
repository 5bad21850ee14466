"""The three county workbooks of the demo, as files: exact results, row by row where they are wrong."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from tests.foundation.registers.workbooks import problems

from zhiqiang.domains.sampling.demo_workbooks import COUNTIES, write_workbooks
from zhiqiang.domains.sampling.models import Sample
from zhiqiang.foundation.imports import files as import_files
from zhiqiang.foundation.imports.commit import commit_batch

FOLDER = Path(__file__).resolve().parents[3] / "demo/workbooks"
FOOD, CROPS, DRUGS = (county.file for county in COUNTIES)

EXPECTED = {
    FOOD: (
        ("county_three_rows", 91, 5, 3),
        [
            (17, "L 检验结果/项目合格率", "980%", "98.0%"),
            (23, "C 抽样信息/抽样日期", "2025.13.5", "2025-05-13"),
            (30, "I 产品信息/标称生产者/统一社会信用代码", "9113O825MATE000062", "91130825MATE000062"),
            (44, "B 抽样信息/抽样单编号", "LH-SP-2025-0006", "请保留其一，或改正编号"),
            (57, "检验结论", "合格/不合格", ""),
        ],
    ),
    CROPS: (
        ("agri_monitoring", 46, 2, 1),
        [(13, "F 采样时间", "2025年9月", ""), (24, "B 农产品种类", "野菜", "鲜菜")],
    ),
    DRUGS: (
        ("drug_list", 38, 2, 1),
        [(17, "K 结论", "基本符合", ""), (26, "H 抽样日期", "2025.8", "")],
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_county_workbook_is_recognised_and_its_errors_are_these(name, city, previewed):
    batch = previewed((FOLDER / name).read_bytes(), name=name, actor=city.users["city_officer"])
    found = [(one["row"], one["column"], one["value"], one["suggestion"]) for one in problems(batch)]
    facts = (batch.layout, batch.accepted, batch.rejected, batch.summary["skipped"])
    assert (facts, found) == EXPECTED[name]


def test_the_three_layouts_give_the_records_that_they_say(city, previewed):
    actor = city.users["city_officer"]
    for name in EXPECTED:
        commit_batch(batch_id=previewed((FOLDER / name).read_bytes(), name=name, actor=actor).pk, actor=actor)
    counted = Counter(Sample.objects.values_list("unit__short", "product_class__domain", "level", "design"))
    assert counted == {
        ("隆化县", "food", "county", "representative"): 91,
        ("围场县", "agri", "county", "representative"): 46,
        ("双桥区", "drug", "city", "representative"): 37,
        ("滦平县", "drug", "city", "representative"): 1,
    }
    food = Sample.objects.get(number="LH-SP-2025-0004")
    assert (food.product, food.producer, food.item_pass_rate) == ("老陈醋", "承德某调味品厂（演示）", Decimal(100))
    crop = Sample.objects.get(number="WC-NCP-001")
    assert (crop.product, crop.item_pass_rate, crop.sampled_on.year) == ("黄瓜", Decimal(100), 2025)
    assert set(Sample.objects.filter(product_class__domain="drug").values_list("conclusion", flat=True)) <= {
        "pass",
        "fail",
    }


def test_importing_the_county_workbooks_again_changes_nothing(city, previewed):
    actor = city.users["city_officer"]
    for name in EXPECTED:
        commit_batch(batch_id=previewed((FOLDER / name).read_bytes(), name=name, actor=actor).pk, actor=actor)
    for name in EXPECTED:
        again = previewed((FOLDER / name).read_bytes(), name=name, actor=actor)
        assert (again.unchanged, again.summary["new"], again.summary["changed"]) == (again.accepted, 0, 0)


def test_the_files_of_the_demo_are_what_the_generator_writes(tmp_path, city, previewed):
    actor = city.users["city_officer"]
    for path in write_workbooks(tmp_path / "made"):
        kept = FOLDER / path.name
        rows = [
            list(import_files.lines(previewed(one.read_bytes(), name=one.name, actor=actor).pk, import_files.ROWS))
            for one in (path, kept)
        ]
        assert rows[0] == rows[1]
        assert len(rows[0]) >= 40


def test_every_demo_workbook_says_that_it_is_made_up():
    import python_calamine

    for name in EXPECTED:
        sheet = python_calamine.load_workbook(FOLDER / name).get_sheet_by_index(0)
        assert any("演示数据" in str(cell) for row in sheet.to_python(nrows=2) for cell in row)
