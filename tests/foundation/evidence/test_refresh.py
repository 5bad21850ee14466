"""Refresh: figures follow the records, in part as in full, at any moment of failure."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from zhiqiang.domains.goals.models import OutsideValue
from zhiqiang.domains.metrology.models import StandardEvent
from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.standards.models import StandardRole
from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.evidence import refresh as refreshing
from zhiqiang.foundation.evidence import store
from zhiqiang.foundation.evidence.check import check_figures
from zhiqiang.foundation.evidence.dirty import mark_dirty
from zhiqiang.foundation.evidence.figures import cut_off, load_cells, revisions, series, window_sum
from zhiqiang.foundation.evidence.lock import BusyError, evidence_lock
from zhiqiang.foundation.evidence.models import DatasetVersion, DirtyPartition, Figure
from zhiqiang.foundation.evidence.refresh import recompute, refresh

FOOD, LED, EVENTS, SHARE = (
    "sampling.food_pass_rate", "standards.led_or_joined", "metrology.public_standard_events", "goals.hightech_share",
)  # fmt: skip
LATER = datetime(2026, 11, 24, 4, tzinfo=UTC)


def standing() -> dict[tuple[str, str, str], tuple[Any, ...]]:
    found = Figure.objects.filter(superseded_at=None)
    rows = found.values_list("measure", "unit", "month", "numerator", "denominator", "benchmark")
    return {row[:3]: row[3:] for row in rows}


def test_a_rate_counts_verified_representative_laboratory_batches_of_its_domain(town: Any) -> None:
    town.put(Sample)
    town.put(Sample, conclusion="fail")
    town.put(Sample, unit=town.units[1])
    town.put(Sample, state="recorded", conclusion="fail")
    town.put(Sample, design="targeted", conclusion="fail")
    town.put(Sample, method="rapid", conclusion="fail")
    town.put(Sample, product_class=town.classes["drug"], conclusion="fail")
    refresh()
    assert standing()[FOOD, "130802", "2026-03"][:2] == (1, 2)
    assert standing()[FOOD, "130825", "2026-03"][:2] == (1, 1)
    assert standing()[FOOD, "130800", "2026-03"][:2] == (2, 3)


def test_a_row_of_the_city_itself_is_in_the_city_total_once(town: Any) -> None:
    town.put(StandardEvent, unit=town.city)
    town.put(StandardEvent)
    refresh()
    assert standing()[EVENTS, "130800", "2026-03"][0] == 2
    assert standing()[EVENTS, "130802", "2026-03"][0] == 1


def test_a_standard_joined_by_firms_of_two_counties_is_new_once_in_each_and_once_in_the_city(town: Any) -> None:
    town.put(StandardRole, number="GB/T 1-2026", organisation=town.firms[0])
    town.put(StandardRole, number="GB/T 1-2026", organisation=town.firms[1])
    town.put(StandardRole, number="GB/T 1-2026", organisation=town.firms[2], unit=town.units[1],
             published_on=date(2026, 5, 1))  # fmt: skip
    refresh()
    assert standing() == {
        (LED, "130802", "2026-03"): (1, None, None),
        (LED, "130825", "2026-05"): (1, None, None),
        (LED, "130800", "2026-03"): (1, None, None),
    }


def test_a_standard_first_seen_before_the_measure_began_is_never_new(town: Any) -> None:
    town.put(StandardRole, number="GB/T 1-2022", organisation=town.firms[0], published_on=date(2022, 12, 31))
    town.put(StandardRole, number="GB/T 1-2022", organisation=town.firms[1], published_on=date(2023, 1, 5))
    refresh()
    assert standing() == {}


def test_the_newest_vintage_of_a_period_holds_and_the_older_one_stays_in_the_history(town: Any) -> None:
    town.put(OutsideValue, unit=town.city, value="21.5", benchmark="22.125", vintage=date(2026, 3, 5))
    refresh()
    town.put(OutsideValue, unit=town.city, value="21.7", vintage=date(2026, 9, 1))
    with clock.as_of(LATER):
        refresh()
    assert standing() == {(SHARE, "130800", "2025-12"): (Decimal("21.7"), None, None)}
    assert [(one.numerator, one.benchmark) for one in revisions(SHARE, "130800")] == [
        (Decimal("21.5"), Decimal("22.125")), (Decimal("21.7"), None),
    ]  # fmt: skip


def test_only_changed_figures_are_new_rows_and_the_past_can_be_read_as_it_stood(town: Any) -> None:
    town.put(Sample)
    town.put(Sample, unit=town.units[1])
    refresh()
    town.put(Sample, conclusion="fail")
    with clock.as_of(LATER):
        assert refresh().changed == 2
    assert Figure.objects.filter(measure=FOOD).count() == 5
    assert window_sum(FOOD, "130800", "2026-01", "2026-12").denominator == 3
    assert window_sum(FOOD, "130800", "2026-01", "2026-12", at=clock.now()).denominator == 2


def test_a_table_of_cells_can_be_read_as_it_stood_at_a_moment(town: Any) -> None:
    town.put(Sample)
    before = clock.now()
    refresh()
    town.put(Sample, conclusion="fail")
    with clock.as_of(LATER):
        refresh()
    then, now = load_cells([FOOD], before), load_cells([FOOD])
    assert then.window_sum(FOOD, "130802", "2026-01", "2026-12").denominator == 1
    assert now.window_sum(FOOD, "130802", "2026-01", "2026-12").denominator == 2
    assert [one.month for one in series(FOOD, "130802")] == ["2026-03"]


def test_a_month_whose_rows_all_vanish_has_no_figure_any_more(town: Any) -> None:
    row = town.put(Sample)
    refresh()
    row.delete()
    town.mark(row)
    refresh()
    assert standing() == {}
    assert not DirtyPartition.objects.exists()


def test_a_month_written_to_during_a_refresh_stays_dirty(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    town.put(Sample)
    write = store.write

    def write_while_others_do(*args: Any) -> int:
        town.put(Sample, conclusion="fail")
        monkeypatch.setattr(store, "write", write)
        return write(*args)

    monkeypatch.setattr(store, "write", write_while_others_do)
    refresh()
    assert DirtyPartition.objects.count() == 1
    assert standing()[FOOD, "130800", "2026-03"][:2] == (1, 1)
    refresh()
    assert standing()[FOOD, "130800", "2026-03"][:2] == (1, 2)


@pytest.mark.parametrize("killed_in", ["_compute", "_save", "_clear"])
def test_a_refresh_killed_after_writing_files_is_done_again(
    town: Any, monkeypatch: pytest.MonkeyPatch, killed_in: str
) -> None:
    town.put(Sample)

    def die(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(refreshing, killed_in, die)
        with pytest.raises(KeyboardInterrupt):
            refresh()
    assert standing() == {}
    assert not DatasetVersion.objects.exists()
    assert DirtyPartition.objects.exists()
    refresh()
    assert standing()[FOOD, "130800", "2026-03"][:2] == (1, 1)
    dataset, _register = catalogue.datasets()["samples"]
    assert DatasetVersion.objects.get().version == store.newest_version(dataset)


def test_evidence_that_was_lost_is_built_again_from_the_records(town: Any, settings: Any, tmp_path: Any) -> None:
    town.put(Sample)
    refresh()
    town.put(Sample)
    refresh()
    before = standing()
    settings.EVIDENCE_ROOT = tmp_path / "other"
    assert refresh().changed == 0
    assert standing() == before
    assert {one.data_version for one in Figure.objects.filter(superseded_at=None)} == {cut_off("samples").version}


def test_evidence_with_the_columns_of_an_older_release_is_written_afresh(town: Any, monkeypatch: Any) -> None:
    town.put(Sample)
    dataset, register = catalogue.datasets()["samples"]
    older = replace(dataset, columns=tuple(one for one in dataset.columns if one.name != "level"))
    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "datasets", lambda: {"samples": (older, register)})
        refresh()
    assert not store.has_columns_of(dataset)
    assert recompute() == 0
    assert refresh().changed == 0
    assert store.has_columns_of(dataset)
    assert check_figures() == (2, None)


def test_there_is_never_a_second_refresher(town: Any) -> None:
    town.put(Sample)
    with evidence_lock(), pytest.raises(BusyError):
        refresh(wait=False)
    assert standing() == {}


def test_a_new_version_of_a_measure_is_computed_for_every_month(town: Any) -> None:
    town.put(Sample)
    refresh()
    Figure.objects.filter(measure=FOOD).update(measure_version=0)
    assert recompute(outdated_only=True) == 2
    assert {one.measure_version for one in Figure.objects.filter(superseded_at=None)} == {1}
    assert recompute(outdated_only=True) == 0


def test_full_is_the_same_as_in_part_when_nothing_changed(town: Any) -> None:
    for model in (Sample, StandardRole, StandardEvent, OutsideValue):
        town.put(model)
    refresh()
    before = standing()
    assert refresh(full=True).changed == 0
    assert standing() == before
    assert recompute() == 0


def test_the_cut_off_tells_what_is_not_yet_in_the_figures(town: Any) -> None:
    town.put(Sample)
    town.put(Sample, state="recorded")
    assert cut_off("samples").version is None
    refresh()
    mark_dirty("samples", ["2026-04"])
    told = cut_off("samples")
    assert (told.at, told.rows, told.dirty, told.waiting) == (clock.now(), 1, True, 1)


def test_a_board_reads_all_its_figures_in_one_query_however_many_they_are(
    town: Any, django_assert_num_queries: Any
) -> None:
    for month in range(1, 8):
        town.put(Sample, sampled_on=date(2026, month, 5))
        town.put(StandardRole, published_on=date(2026, month, 5))
    refresh()
    with django_assert_num_queries(1):
        table = load_cells([FOOD, LED, EVENTS, SHARE])
        assert table.window_sum(FOOD, "130800", "2026-02", "2026-04").denominator == 3
        assert table.window_sum(LED, "130802", "2026-01", "2026-12").numerator == 7
        assert table.cell(EVENTS, "130800", "2026-01") is None
        assert table.window_sum(EVENTS, "130800", "2026-01", "2026-12").cells == 0
        assert len(table) == 28
