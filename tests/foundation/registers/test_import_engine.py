"""From a workbook to records: what is read, what is asked, what is written, what is taken back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.foundation.registers.workbooks import HEADERS, good_row, problems, workbook

from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.models import DirtyPartition
from zhiqiang.foundation.imports import commit as commit_module
from zhiqiang.foundation.imports import files as import_files
from zhiqiang.foundation.imports.batches import correct_batch, read_batch, start_import
from zhiqiang.foundation.imports.commit import commit_batch
from zhiqiang.foundation.imports.undo import undo_batch
from zhiqiang.foundation.reference.models import Unit, UnitAlias
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import ImportBatch, ImportChange
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.trail.models import TrailEntry
from zhiqiang.foundation.workflow.models import ClockRun

Status = ImportBatch.Status


def test_a_good_row_becomes_a_record_with_clock_trail_and_a_stale_month(city, previewed):
    batch = previewed(workbook(good_row("A-1")))
    assert (batch.accepted, batch.rejected, problems(batch)) == (1, 0, [])
    done = commit_batch(batch_id=batch.pk, actor=city.users["reporter"])
    record = Sample.objects.get()
    assert (record.number, record.unit, record.sampled_on) == ("A-1", city.unit, date(2025, 10, 22))
    assert (record.item_pass_rate, record.state, record.version) == (Decimal(100), "recorded", 1)
    assert (record.recorded_by, record.batch, record.method) == (city.users["reporter"], batch, "laboratory")
    run = ClockRun.objects.get()
    assert (run.record, run.clock, run.unit_path) == (record.pk, "verify_by", city.unit.path)
    entry = TrailEntry.objects.get(action="import")
    assert entry.facts == {
        "file": "表.xlsx", "sha256": batch.document.sha256, "created": 1, "updated": 0, "unchanged": 0,
        "digest": done.digest,
    }  # fmt: skip
    assert DirtyPartition.objects.filter(dataset="samples", month="2025-10").exists()


def test_every_error_of_every_row_is_told_at_once_with_row_column_value_reason_and_suggestion(previewed):
    wrong = good_row("A-2", 抽样日期="2025.13.5", 合格率="980%", 食品大类="肉制", 级别="县")
    batch = previewed(workbook(good_row("A-1"), wrong, good_row("A-1"), good_row("", 结论="大概合格")))
    found = [(one["row"], one["column"], one["value"], one["message"], one["suggestion"]) for one in problems(batch)]
    assert found == [
        (3, "C 级别", "县", "没有“县”这一项，可填：国家级、省级、市级、县级", "县级"),
        (3, "E 食品大类", "肉制", "没有“肉制”这个产品类别", "肉制品"),
        (3, "H 抽样日期", "2025.13.5", "没有 13 月", "2025-05-13"),
        (3, "J 合格率", "980%", "应为 0–100 之间的数，或“合格批次/抽检批次”", "98.0%"),
        (4, "A 样品编号", "A-1", "与第 2 行重复", "请保留其一，或改正编号"),
        (5, "A 样品编号", "", "“样品编号”不能为空", ""),
        (5, "K 结论", "大概合格", "没有“大概合格”这一项，可填：合格、不合格", "合格"),
    ]
    assert (batch.accepted, batch.rejected) == (1, 3)


def test_rules_over_a_whole_record_are_asked_at_import(previewed):
    batch = previewed(workbook(good_row("A-1", 合格率="96.5%"), good_row("A-2", 抽样日期="2999-01-01")))
    assert [(one["row"], one["field"]) for one in problems(batch)] == [(2, "conclusion"), (3, "sampled_on")]


def test_every_rewriting_is_listed(previewed):
    batch = previewed(workbook(good_row("Ａ－１", 抽样日期="2025年3月5日", 合格率="９８．５％", 结论="不合格")))
    rewrites = list(import_files.lines(batch.pk, import_files.REWRITES))
    assert rewrites == [
        [2, "A 样品编号", "Ａ－１", "全角改半角"],
        [2, "H 抽样日期", "2025年3月5日", "统一日期写法"],
        [2, "J 合格率", "９８．５％", "全角改半角"],
    ]


def test_importing_the_same_file_again_changes_nothing(city, previewed):
    content = workbook(*(good_row(f"A-{at}") for at in range(20)))
    commit_batch(batch_id=previewed(content).pk, actor=city.users["reporter"])
    before = list(Sample.objects.order_by("pk").values())
    again = previewed(content)
    assert (again.accepted, again.unchanged, again.summary["new"], again.summary["changed"]) == (20, 20, 0, 0)
    done = commit_batch(batch_id=again.pk, actor=city.users["reporter"])
    assert (done.created, done.updated, done.unchanged) == (0, 0, 20)
    assert list(Sample.objects.order_by("pk").values()) == before


def test_a_changed_row_updates_a_record_that_is_not_verified_and_keeps_columns_not_in_the_file(city, previewed):
    commit_batch(batch_id=previewed(workbook(good_row("A-1"))).pk, actor=city.users["reporter"])
    Sample.objects.update(producer="某厂")
    batch = previewed(workbook(good_row("A-1", 食品名称="卤牛肉", 抽样日期="2025-09-02")))
    assert batch.summary["changed"] == 1
    commit_batch(batch_id=batch.pk, actor=city.users["reporter"])
    record = Sample.objects.get()
    assert (record.product, record.producer, record.version) == ("卤牛肉", "某厂", 2)
    assert set(DirtyPartition.objects.values_list("month", flat=True)) == {"2025-09", "2025-10"}


def test_a_verified_record_is_never_changed_by_a_workbook(city, previewed):
    commit_batch(batch_id=previewed(workbook(good_row("A-1"))).pk, actor=city.users["reporter"])
    take_step(register=SAMPLES, record_id=Sample.objects.get().pk, step="verify", actor=city.users["verifier"])
    assert previewed(workbook(good_row("A-1"))).unchanged == 1
    batch = previewed(workbook(good_row("A-1", 食品名称="卤牛肉")))
    assert [(one["message"], one["suggestion"]) for one in problems(batch)] == [
        ("该记录已核实，与表中不同：样品名称", "请打开记录“提出更正”")
    ]


def test_rows_of_another_unit_are_refused_one_by_one_and_its_records_stay_hidden(city, previewed):
    other = city.person("reporter", city.other_unit)
    commit_batch(batch_id=previewed(workbook(good_row("A-9", 县区="双桥区")), actor=other).pk, actor=other)
    batch = previewed(workbook(good_row("A-1", 县区="双桥区"), good_row("A-9"), good_row("A-2")))
    assert [(one["row"], one["message"]) for one in problems(batch)] == [
        (2, "“双桥区”不在您的管辖范围内"),
        (3, "已有其他单位的记录使用这一编号"),
    ]


def test_without_a_unit_column_rows_belong_to_the_importers_unit_or_the_one_in_the_title(city, previewed):
    headers = [one for one in HEADERS if one != "县区"]
    row = [one for at, one in enumerate(good_row("A-1")) if at != HEADERS.index("县区")]
    content = workbook(row, headers=headers)
    mine = previewed(content)
    assert (mine.rejected, mine.summary["notices"]) == (0, [f"表里没有单位一列，都按您所在的“{city.unit}”填报。"])
    named = previewed(content, name="滦平县10月.xlsx", actor=city.users["city_officer"])
    assert (
        next(import_files.lines(named.pk, import_files.ROWS))["values"]["unit"] == Unit.objects.get(short="滦平县").pk
    )
    unnamed = previewed(content, name="10月.xlsx", actor=city.users["city_officer"])
    assert [one["message"] for one in problems(unnamed)] == ["表里没有单位一列，也看不出是哪个单位"]


def test_an_old_name_of_a_unit_counts_as_long_as_it_was_in_use(city, previewed):
    alias = {"unit": city.unit, "name": "老隆化", "valid_to": date(2025, 6, 30)}
    UnitAlias.objects.create(**alias)
    rows = [
        good_row("A-1", 县区="老隆化", 抽样日期="2025-06-30"),
        good_row("A-2", 县区="老隆化", 抽样日期="2025-07-01"),
    ]
    batch = previewed(workbook(*rows))
    assert [(one["row"], one["suggestion"]) for one in problems(batch)] == [(3, str(city.unit))]


def test_a_missing_required_column_is_one_clear_error_for_the_file(previewed):
    headers = [one for one in HEADERS if one != "抽样日期"]
    batch = previewed(workbook(good_row("A-1")[:-1], headers=headers))
    assert batch.status == Status.REFUSED
    assert batch.message == (
        "表头（第 1 行）缺少必填的列：抽样日期（也可写作采样日期）。请补上这些列后重新上传；已认出 10 列。"
    )


def test_a_workbook_of_something_else_is_refused_by_name(previewed):
    batch = previewed(workbook(["张三", 1], headers=["姓名", "工资"]))
    assert batch.status == Status.REFUSED
    assert batch.message.startswith("没有找到“抽检批次”的表头")


def test_corrections_typed_on_the_page_are_judged_like_cells(city, previewed):
    batch = previewed(workbook(good_row("A-1", 抽样日期="2025.13.5"), good_row("A-2", 合格率="980%")))
    actor = city.users["reporter"]
    correct_batch(
        batch_id=batch.pk, corrections={"2": {"sampled_on": "2025.3.5"}, "3": {"item_pass_rate": "98"}}, actor=actor
    )
    batch = read_batch(batch.pk)
    assert [(one["row"], one["field"]) for one in problems(batch)] == [(3, "conclusion")]
    correct_batch(batch_id=batch.pk, corrections={"3": {"item_pass_rate": "100%"}}, actor=actor)
    assert read_batch(batch.pk).rejected == 0


def test_somebody_elses_batch_is_neither_corrected_nor_committed(city, previewed):
    batch = previewed(workbook(good_row("A-1")))
    other = city.person("reporter", city.unit)
    for act in (commit_batch, lambda **known: correct_batch(corrections={}, **known)):
        with pytest.raises(RefusedError):
            act(batch_id=batch.pk, actor=other)
    assert not Sample.objects.exists()


def test_chosen_rows_are_committed_and_the_others_are_not(city, previewed):
    batch = previewed(workbook(*(good_row(f"A-{at}") for at in range(5)), good_row("B", 结论="?")))
    commit_batch(batch_id=batch.pk, actor=city.users["reporter"], rows={2, 4, 7})
    assert set(Sample.objects.values_list("number", flat=True)) == {"A-0", "A-2"}


def test_a_second_commit_writes_nothing(city, previewed):
    batch = previewed(workbook(good_row("A-1")))
    commit_batch(batch_id=batch.pk, actor=city.users["reporter"])
    with pytest.raises(RefusedError, match="没有重复写入"):
        commit_batch(batch_id=batch.pk, actor=city.users["reporter"])
    assert Sample.objects.count() == ImportChange.objects.count() == 1


def test_a_commit_that_fails_half_way_leaves_nothing(city, previewed, monkeypatch):
    batch = previewed(workbook(*(good_row(f"A-{at}") for at in range(1200))))

    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(commit_module, "mark_dirty", fail)
    with pytest.raises(OSError, match="disk full"):
        commit_batch(batch_id=batch.pk, actor=city.users["reporter"])
    assert [model.objects.count() for model in (Sample, ImportChange, ClockRun)] == [0, 0, 0]
    assert not TrailEntry.objects.filter(action="import").exists()
    assert ImportBatch.objects.get().status == Status.PREVIEW


def test_a_register_that_changed_since_the_preview_refuses_the_whole_batch(city, previewed):
    first, second = previewed(workbook(good_row("A-1"))), previewed(workbook(good_row("A-0"), good_row("A-1")))
    commit_batch(batch_id=first.pk, actor=city.users["reporter"])
    with pytest.raises(RefusedError, match="重新检查"):
        commit_batch(batch_id=second.pk, actor=city.users["reporter"])
    assert list(Sample.objects.values_list("number", flat=True)) == ["A-1"]
    second.refresh_from_db()
    assert second.status == Status.PREVIEW


def test_undo_takes_new_records_away_and_gives_changed_ones_their_old_values(city, previewed):
    actor = city.users["reporter"]
    commit_batch(batch_id=previewed(workbook(good_row("A-1"))).pk, actor=actor)
    batch = previewed(workbook(good_row("A-1", 食品名称="卤牛肉"), good_row("A-2")))
    commit_batch(batch_id=batch.pk, actor=actor)
    done = undo_batch(batch_id=batch.pk, actor=actor)
    assert (done.removed, done.restored, done.kept) == (1, 1, [])
    record = Sample.objects.get()
    assert (record.number, record.product, record.version) == ("A-1", "酱牛肉", 3)
    assert not ClockRun.objects.exclude(record=record.pk).exists()
    with pytest.raises(RefusedError):
        undo_batch(batch_id=batch.pk, actor=actor)


def test_undo_leaves_and_names_what_somebody_verified_since(city, previewed):
    batch = previewed(workbook(good_row("A-1"), good_row("A-2")))
    commit_batch(batch_id=batch.pk, actor=city.users["reporter"])
    verified = Sample.objects.get(number="A-1").pk
    take_step(register=SAMPLES, record_id=verified, step="verify", actor=city.users["verifier"])
    done = undo_batch(batch_id=batch.pk, actor=city.users["city_officer"])
    assert (done.removed, done.kept) == (1, [verified])
    assert list(Sample.objects.values_list("number", flat=True)) == ["A-1"]


def test_undo_ends_after_a_day_and_belongs_to_the_importer_and_city_officers(city, previewed):
    batch = previewed(workbook(good_row("A-1")))
    commit_batch(batch_id=batch.pk, actor=city.users["reporter"])
    with pytest.raises(RefusedError):
        undo_batch(batch_id=batch.pk, actor=city.person("reporter", city.unit))
    with clock.as_of(clock.now() + timedelta(hours=24, seconds=1)), pytest.raises(RefusedError):
        undo_batch(batch_id=batch.pk, actor=city.users["reporter"])
    assert Sample.objects.exists()


def test_somebody_without_the_right_to_import_cannot_even_hand_in(city):
    with pytest.raises(RefusedError):
        start_import(register=SAMPLES, name="a.xlsx", content=workbook(good_row("A")), actor=city.users["auditor"])
    assert not ImportBatch.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_rows(previewed, django_assert_max_num_queries):
    content = workbook(*(good_row(f"A-{at}") for at in range(400)))
    with django_assert_max_num_queries(45):
        assert previewed(content).accepted == 400
