"""Workbooks that go out: the template opens and comes back without an error, marked rows come back unchanged."""

import io

import openpyxl
import pytest
from tests.foundation.registers.workbooks import GOOD, good_row, workbook

from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation.catalogue import registers
from zhiqiang.foundation.imports.commit import commit_batch
from zhiqiang.foundation.imports.workbook import CODES, DATA, ERRORS, GUIDE, marked, template
from zhiqiang.foundation.reference.models import ProductClass, Unit


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("slug", sorted(registers()))
def test_the_template_of_every_register_opens_and_lists_every_field(slug, city):
    register = registers()[slug]
    book = opened(template(register))
    assert book.sheetnames == [DATA, GUIDE, CODES]
    assert book[CODES].sheet_state == "veryHidden"
    headers = [cell.value for cell in book[DATA][1]]
    assert [text.rstrip("*") for text in headers] == [register.label(one.name) for one in register.fields]
    assert any(text.endswith("*") for text in headers)
    guide = [row[0].value for row in book[GUIDE].iter_rows(min_row=5)]
    assert guide == [register.label(one.name) for one in register.fields]


def test_the_drop_downs_hold_the_words_of_choices_units_and_product_classes(city):
    book = opened(template(SAMPLES))
    lists = {}
    for rule in book[DATA].data_validations.dataValidation:
        if rule.type == "list":
            first, last = rule.formula1.split("!")[1].replace("$", "").split(":")
            header = book[DATA].cell(1, next(iter(rule.sqref.ranges)).min_col).value.rstrip("*")
            lists[header] = [row[0].value for row in book[CODES][f"{first}:{last}"]]
    assert lists["任务级别"] == ["国家级", "省级", "市级", "县级"]
    assert lists["填报单位"] == list(Unit.objects.values_list("short", flat=True))
    assert set(ProductClass.objects.filter(domain="food").values_list("title", flat=True)) <= {
        word.rsplit("/", 1)[-1] for word in lists["产品类别"]
    }


def test_codes_are_text_and_days_are_days_in_the_template(city):
    book = opened(template(SAMPLES))
    formats = {cell.value.rstrip("*"): book[DATA].column_dimensions[cell.column_letter] for cell in book[DATA][1]}
    assert formats["样品编号"].number_format == "@"
    assert formats["抽样日期"].number_format == "yyyy-mm-dd"


def test_a_filled_template_comes_back_without_an_error(city, previewed):
    book = opened(template(SAMPLES))
    sheet = book[DATA]
    at = {cell.value.rstrip("*"): cell.column for cell in sheet[1]}
    labels = {
        "样品编号": "样品编号", "县区": "填报单位", "级别": "任务级别", "抽样类型": "抽样方式", "食品大类": "产品类别",
        "食品名称": "样品名称", "被抽样单位": "抽样地点", "抽样日期": "抽样日期", "承检机构": "检验机构",
        "合格率": "项目合格率", "结论": "检验结论",
    }  # fmt: skip
    for row in range(2, 52):
        for header, text in zip(GOOD, good_row(f"T-{row:03d}"), strict=True):
            sheet.cell(row, at[labels[header]], text)
    out = io.BytesIO()
    book.save(out)
    batch = previewed(out.getvalue(), name="模板.xlsx")
    assert (batch.accepted, batch.rejected, batch.summary["notices"]) == (50, 0, [])


def test_marked_rows_are_red_with_a_comment_and_a_list_and_come_back_as_they_were(city, previewed):
    wrong = good_row("A-2", 抽样日期="2025.13.5", 食品名称="=1+1")
    batch = previewed(workbook(good_row("A-1"), wrong))
    commit_batch(batch_id=batch.pk, actor=city.users["reporter"])
    content = marked(SAMPLES, batch)
    book = opened(content)
    cell = next(cell for cell in book[DATA][3] if cell.value == "2025.13.5")
    assert "没有 13 月" in cell.comment.text
    assert cell.fill.start_color.rgb == "FFFDECEA"
    assert [one.value for one in book[ERRORS][2]] == [3, "H 抽样日期", "2025.13.5", "没有 13 月", "2025-05-13"]
    assert {one.data_type for row in book[DATA].iter_rows() for one in row} <= {"s", "n"}
    again = previewed(content, name="标注.xlsx")
    assert (again.unchanged, again.rejected, again.summary["notices"]) == (1, 1, [])
