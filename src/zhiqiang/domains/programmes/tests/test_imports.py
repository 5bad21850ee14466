"""An outside list of research units: recognised by its headers, each bad row told, counted when verified."""

import pytest

from zhiqiang.domains.programmes.models import Recognition
from zhiqiang.domains.programmes.registers import RECOGNITIONS
from zhiqiang.foundation.evidence.figures import load_cells
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.imports.batches import read_batch, start_import
from zhiqiang.foundation.imports.commit import commit_batch
from zhiqiang.foundation.reference.models import Organisation
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.register_files_spec import write_workbook

HEADER = ["序号", "企业名称", "研发机构名称", "机构等级", "所属县区", "认定时间", "认定文件"]


@pytest.fixture
def firms(city):
    return [Organisation.objects.create(title=f"隆化企业{number}", unit=city.unit) for number in range(5)]


def rows(firms):
    return [
        [str(place), firm.title, f"{firm.title}研发中心", "C级", "隆化县", "2026-05-06", "冀工信科字〔2026〕1号"]
        for place, firm in enumerate(firms, start=1)
    ]


def test_a_list_of_research_units_comes_in_and_counts_once_somebody_else_has_verified_it(city, firms, as_of):
    as_of(2026, 11, 23)
    batch = start_import(
        register=RECOGNITIONS, name="研发机构名单.xlsx", content=write_workbook([HEADER, *rows(firms)]),
        actor=city.users["city_officer"],
    )  # fmt: skip
    batch = read_batch(batch.pk)
    assert (batch.layout, batch.accepted, batch.rejected) == ("research_units", 5, 0)
    commit_batch(batch_id=batch.pk, actor=city.users["city_officer"])
    refresh()
    assert load_cells(["programmes.research_units"]).series("programmes.research_units", "130800") == []
    for row in Recognition.objects.all():
        assert (row.programme, row.level, row.state) == ("industrial-research-unit", "c", "recorded")
        take_step(register=RECOGNITIONS, record_id=row.pk, step="verify", actor=city.users["city_verifier"])
    refresh()
    cells = load_cells(["programmes.research_units"]).series("programmes.research_units", "130800")
    assert [(cell.month, cell.numerator) for cell in cells] == [("2026-05", 5)]


def test_each_bad_row_of_a_list_is_told(city, firms, as_of):
    as_of(2026, 11, 23)
    bad = rows(firms)
    bad[1][1] = "没有登记的企业"
    bad[2][3] = "特级"
    bad[3][5] = "2099-01-01"
    batch = start_import(
        register=RECOGNITIONS, name="名单.xlsx", content=write_workbook([HEADER, *bad]),
        actor=city.users["city_officer"],
    )  # fmt: skip
    batch = read_batch(batch.pk)
    assert (batch.accepted, batch.rejected) == (2, 3)
