"""Exports: complete, in scope, safe from formulas, marked where made up, and fit to be imported again."""

import csv
import io

import openpyxl
import pytest
from django.urls import include, path, reverse
from tests.foundation.registers.workbooks import good_row, workbook

from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation.imports import views as import_views
from zhiqiang.foundation.imports.commit import commit_batch
from zhiqiang.foundation.registers.exports import csv_lines, write_xlsx
from zhiqiang.foundation.trail.models import TrailEntry

urlpatterns = [path("", include("zhiqiang.site.urls")), *import_views.urlpatterns]
pytestmark = pytest.mark.urls(__name__)
CANARIES = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0"]


@pytest.fixture
def rows(city, previewed):
    batch = previewed(workbook(*(good_row(f"A-{at:02d}") for at in range(len(CANARIES)))))
    commit_batch(batch_id=batch.pk, actor=city.users["reporter"])
    for record, text in zip(Sample.objects.order_by("number"), CANARIES, strict=True):
        Sample.objects.filter(pk=record.pk).update(product=text)
    return Sample.objects.order_by("number")


def test_a_csv_never_begins_a_cell_with_what_a_spreadsheet_calculates(rows):
    text = "".join(csv_lines(SAMPLES, rows))
    assert text.startswith("\ufeff样品编号,")
    read = list(csv.DictReader(io.StringIO(text[1:], newline="")))
    assert [row["样品名称"] for row in read] == [f"'{text}" for text in CANARIES]
    assert {row["项目合格率"] for row in read} == {"100.00"}


def test_a_workbook_holds_strings_and_numbers_and_never_a_formula(rows):
    out = io.BytesIO()
    write_xlsx(SAMPLES, rows, out)
    sheet = openpyxl.load_workbook(out).active
    headers = [cell.value for cell in sheet[1]]
    products = [row[headers.index("样品名称")] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in products} == {"s"}
    assert [cell.value.replace("_x000D_", "\r") for cell in products] == CANARIES
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert {row[headers.index("项目合格率")].data_type for row in sheet.iter_rows(min_row=2)} == {"n"}
    assert {row[headers.index("抽样日期")].data_type for row in sheet.iter_rows(min_row=2)} == {"d"}


def test_an_export_can_be_imported_again_and_changes_nothing(city, previewed):
    commit_batch(batch_id=previewed(workbook(good_row("A-1"), good_row("A-2"))).pk, actor=city.users["reporter"])
    out = io.BytesIO()
    write_xlsx(SAMPLES, Sample.objects.all(), out)
    again = previewed(out.getvalue(), name="导出.xlsx")
    assert (again.unchanged, again.rejected) == (2, 0)


def test_a_demo_home_marks_the_name_and_every_row(rows, settings, client, city):
    settings.DEMO = True
    read = list(csv.DictReader(io.StringIO("".join(csv_lines(SAMPLES, rows))[1:], newline="")))
    assert {row["数据性质"] for row in read} == {"演示数据"}
    client.force_login(city.users["city_officer"], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("register-export", args=[SAMPLES.slug]))
    assert answer["Content-Disposition"].startswith(
        "attachment; filename*=UTF-8''%E6%BC%94%E7%A4%BA%E6%95%B0%E6%8D%AE-"
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_only_rows_in_scope_that_match_the_filter_are_exported_and_the_trail_says_so(kind, rows, client, city):
    Sample.objects.filter(number="A-00").update(unit=city.other_unit)
    client.force_login(city.users["reporter"], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("register-export", args=[SAMPLES.slug]), {"format": kind, "q": "A-0"})
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        numbers = [row["样品编号"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
    else:
        numbers = [
            row[0] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True)
        ]
    assert sorted(numbers) == [f"A-0{at}" for at in range(1, 10)]
    assert TrailEntry.objects.get(action="export").actor == city.users["reporter"]


def test_who_may_not_export_finds_no_file(client, city):
    client.force_login(city.users["enterprise"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("register-export", args=[SAMPLES.slug])).status_code == 404
