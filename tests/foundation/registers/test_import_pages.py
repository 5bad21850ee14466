"""The pages of an import, driven without script: upload, correct, commit, take back; and what others see of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import include, path, reverse
from tests.foundation.registers.workbooks import good_row, workbook

from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation.imports import batches as imports
from zhiqiang.foundation.imports import views as import_views
from zhiqiang.foundation.jobs.models import Job
from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.foundation.trail.models import TrailEntry

SLUG = SAMPLES.slug
urlpatterns = [path("", include("zhiqiang.site.urls")), *import_views.urlpatterns]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def reporter(client, city):
    client.force_login(city.users["reporter"], backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(client, content: bytes, name: str = "隆化县10月.xlsx"):
    return client.post(
        reverse("register-import", args=[SLUG]), {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def page(name: str, batch: ImportBatch) -> str:
    return reverse(name, args=[SLUG, batch.pk])


def test_the_preview_says_in_its_title_how_many_rows_are_right_and_wrong(reporter):
    answer = upload(reporter, workbook(good_row("A-1"), good_row("A-2", 抽样日期="2025.13.5")))
    text = answer.content.decode()
    assert "隆化县10月.xlsx：1 行可以导入，1 行需要改" in text
    assert "<mark>2025.13.5</mark>" in text
    assert 'name="c-3-sampled_on"' in text
    assert "还没有写入任何数据" in text
    assert not Sample.objects.exists()


def test_all_rows_are_committed_once_the_wrong_ones_are_corrected_on_the_page(reporter):
    upload(reporter, workbook(good_row("A-1"), good_row("A-2", 抽样日期="2025.13.5")))
    batch = ImportBatch.objects.get()
    answer = reporter.post(page("register-import-correct", batch), {"c-3-sampled_on": "", "commit": "1"}, follow=True)
    assert "还有 1 行需要改，没有写入任何数据" in answer.content.decode()
    reporter.post(page("register-import-correct", batch), {"c-3-sampled_on": "2025-03-15", "commit": "1"})
    assert set(Sample.objects.values_list("number", flat=True)) == {"A-1", "A-2"}


def test_a_suggestion_is_adopted_by_its_own_button(reporter):
    upload(reporter, workbook(good_row("A-1", 合格率="980%", 结论="不合格")))
    batch = ImportBatch.objects.get()
    typed = {"s-2-item_pass_rate": "98.0%", "c-2-item_pass_rate": "", "adopt": "c-2-item_pass_rate"}
    reporter.post(page("register-import-correct", batch), typed)
    batch.refresh_from_db()
    assert (batch.rejected, batch.corrections) == (0, {"2": {"item_pass_rate": "98.0%"}})


def test_the_good_rows_can_go_first_pressed_twice_they_go_once_and_they_can_be_taken_back(reporter):
    upload(reporter, workbook(good_row("A-1"), good_row("A-2", 抽样日期="2025.13.5")))
    batch = ImportBatch.objects.get()
    for _press in range(2):
        answer = reporter.post(page("register-import-commit", batch), follow=True)
    assert "撤销本次导入" in answer.content.decode()
    assert Sample.objects.count() == TrailEntry.objects.filter(action="import").count() == 1
    answer = reporter.post(page("register-import-undo", batch), follow=True)
    assert "已撤销：删去 1 条，恢复 0 条" in answer.content.decode()
    assert not Sample.objects.exists()


def test_rows_are_chosen_by_number_and_nonsense_is_asked_back(reporter):
    upload(reporter, workbook(*(good_row(f"A-{at}") for at in range(6))))
    batch = ImportBatch.objects.get()
    answer = reporter.post(page("register-import-commit", batch), {"rows": "9-5"}, follow=True)
    assert "行号应写作 5-20、31" in answer.content.decode()
    reporter.post(page("register-import-commit", batch), {"rows": "2-3、6"})
    assert set(Sample.objects.values_list("number", flat=True)) == {"A-0", "A-1", "A-4"}


def test_a_file_that_cannot_be_read_says_why_and_offers_the_template(reporter):
    text = upload(reporter, b"%PDF-1.7", "表.xlsx").content.decode()
    assert "这是 PDF 文件，不是表格" in text
    assert reverse("register-template", args=[SLUG]) in text


def test_no_file_is_asked_back(reporter):
    answer = reporter.post(reverse("register-import", args=[SLUG]))
    assert (answer.status_code, "还没有选文件" in answer.content.decode()) == (422, True)


def test_a_long_file_is_read_by_a_job_while_the_page_shows_progress(reporter, monkeypatch):
    monkeypatch.setattr(imports, "ROWS_READ_AT_ONCE", 3)
    text = upload(reporter, workbook(*(good_row(f"A-{at}") for at in range(6)))).content.decode()
    assert "<progress" in text
    job, batch = Job.objects.get(), ImportBatch.objects.get()
    assert (job.name, job.arguments, batch.status) == ("imports.read_import", {"batch_id": batch.pk}, "reading")
    imports.read_batch(batch.pk)
    assert "6 行都可以导入" in reporter.get(page("register-import-batch", batch)).content.decode()


@pytest.mark.parametrize(
    "name",
    ["batch", "correct", "commit", "undo", "discard", "rewrites", "marked"],
)
def test_somebody_elses_batch_is_not_there(name, reporter, client, city):
    upload(reporter, workbook(good_row("A-1")))
    batch = ImportBatch.objects.get()
    other = city.person("reporter", city.other_unit)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    address = page(f"register-import-{name}", batch)
    answer = client.get(address) if name in {"batch", "rewrites", "marked"} else client.post(address)
    batch.refresh_from_db()
    if name == "discard":
        assert answer.status_code == 302
    else:
        assert answer.status_code == 404
    assert batch.status == "preview"


def test_who_may_not_import_finds_no_page(client, city):
    client.force_login(city.users["auditor"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("register-import", args=[SLUG])).status_code == 404


def test_rewritings_and_the_marked_workbook_can_be_fetched(reporter):
    upload(reporter, workbook(good_row("Ａ－１"), good_row("A-2", 结论="?")))
    batch = ImportBatch.objects.get()
    assert "全角改半角" in reporter.get(page("register-import-rewrites", batch)).content.decode()
    answer = reporter.get(page("register-import-marked", batch))
    assert answer.content.startswith(b"PK")
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")


def test_giving_up_leaves_nothing(reporter):
    upload(reporter, workbook(good_row("A-1")))
    batch = ImportBatch.objects.get()
    reporter.post(page("register-import-discard", batch))
    batch.refresh_from_db()
    assert (batch.status, Sample.objects.count()) == ("discarded", 0)
    reporter.post(page("register-import-commit", batch))
    assert not Sample.objects.exists()
