"""`zhiqiang verify`: a typed-in figure, a changed trail, a changed file are each found and named."""

import argparse
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from zhiqiang.domains.goals.models import OutsideValue
from zhiqiang.domains.metrology.models import Instrument, Verification
from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.standards.models import StandardRole
from zhiqiang.foundation import clock
from zhiqiang.foundation.documents.models import Document
from zhiqiang.foundation.evidence.check import check_documents, check_figures
from zhiqiang.foundation.evidence.models import DatasetVersion, Figure
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.site.cli import verify

FOOD = "sampling.food_pass_rate"


@pytest.fixture
def told(town: Any) -> Any:
    """Figures of every shape, from several data versions."""
    for day in (date(2026, 1, 5), date(2026, 2, 5)):
        town.put(Sample, sampled_on=day)
        town.put(Sample, sampled_on=day, conclusion="fail")
        town.put(StandardRole, published_on=day)
        town.put(OutsideValue, unit=town.city, vintage=day)
        refresh()
    return town


def test_figures_as_they_were_computed_hold(told: Any) -> None:
    assert check_figures() == (Figure.objects.filter(superseded_at=None).count(), None)
    assert len(set(Figure.objects.filter(measure=FOOD).values_list("data_version", flat=True))) == 2


def test_a_coverage_holds_before_and_after_the_second_dataset_has_rows(town: Any) -> None:
    instrument = town.put(Instrument)
    refresh()
    assert check_figures() == (2, None)
    town.put(Verification, instrument=instrument)
    refresh()
    assert check_figures() == (Figure.objects.filter(superseded_at=None).count(), None)


@pytest.mark.parametrize(
    ("measure", "change"),
    [
        (FOOD, {"numerator": 2}),
        (FOOD, {"denominator": 3}),
        ("standards.led_or_joined", {"numerator": 9}),
        ("goals.hightech_share", {"numerator": Decimal("33.3")}),
        ("goals.hightech_share", {"benchmark": Decimal(1)}),
    ],
)
def test_a_typed_in_figure_is_found_and_named(told: Any, measure: str, change: dict[str, Any]) -> None:
    typed = Figure.objects.filter(measure=measure, superseded_at=None, unit="130800").first()
    assert typed is not None
    Figure.objects.filter(pk=typed.pk).update(**change)
    _held, fault = check_figures()
    assert fault is not None
    assert fault.what == f"{measure} 130800 {typed.month}"
    assert "由数据算得" in fault.reason


def test_an_invented_figure_is_found(told: Any) -> None:
    version = DatasetVersion.objects.filter(dataset="samples").first()
    assert version is not None
    Figure.objects.create(
        measure=FOOD, measure_version=1, unit="130804", month="2026-02", numerator=5, denominator=5,
        data_version=version.version, computed_at=clock.now(),
    )  # fmt: skip
    _held, fault = check_figures()
    assert fault is not None
    assert (fault.what, fault.reason) == (f"{FOOD} 130804 2026-02", "存有 5/5，而数据中没有可计的行")


def test_a_figure_that_names_a_data_version_nobody_wrote_is_found(told: Any) -> None:
    Figure.objects.filter(measure=FOOD, month="2026-02").update(data_version=99)
    _held, fault = check_figures()
    assert fault is not None
    assert "数据版本 99 不存在" in fault.reason


def _document(told: Any, content: bytes) -> Document:
    from hashlib import sha256

    document = Document.objects.create(
        sha256=sha256(content).hexdigest(), name="公报.pdf", type="application/pdf", size=len(content),
        uploaded_by=told.user, uploaded_at=clock.now(),
    )  # fmt: skip
    document.path.parent.mkdir(parents=True, exist_ok=True)
    document.path.write_bytes(content)
    return document


@pytest.mark.parametrize(
    ("harm", "reason"),
    [(lambda path: path.write_bytes(b"other"), "内容与哈希不符，已被改动"), (Path.unlink, "文件不在")],
)
def test_a_changed_or_missing_file_is_found(told: Any, harm: Callable[[Path], object], reason: str) -> None:
    _document(told, b"first")
    document = _document(told, b"second")
    assert check_documents() == (2, None)
    harm(document.path)
    held, fault = check_documents()
    assert (held, fault and fault.what, fault and fault.reason) == (1, f"公报.pdf #{document.pk}", reason)


def _verify(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, dict[str, Any]]:
    monkeypatch.setattr("zhiqiang.site.cli.open_home", lambda: None)
    code = verify.run(argparse.Namespace(json=True))
    return code, json.loads(capsys.readouterr().out)


def test_the_command_says_that_all_holds(told: Any, capsys: Any, monkeypatch: Any) -> None:
    code, report = _verify(capsys, monkeypatch)
    assert code == 0
    assert report["ok"] is True
    assert all(report[part]["ok"] and report[part]["first_bad"] is None for part in ("trail", "figures", "documents"))


def test_the_command_names_the_first_bad_row_of_the_trail(told: Any, capsys: Any, monkeypatch: Any) -> None:
    with connection.cursor() as cursor:  # whoever owns the database can take the guard away; the chain still tells
        if connection.vendor == "sqlite":
            names = cursor.execute(
                "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='trail_trailentry'"
            )
            for (name,) in names.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("ALTER TABLE trail_trailentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE trail_trailentry SET action = 'forged' WHERE number = 1")
    code, report = _verify(capsys, monkeypatch)
    assert code == 1
    assert (report["ok"], report["trail"]["ok"]) == (False, False)
    assert report["trail"]["first_bad"]["number"] == 1
    assert report["figures"]["ok"] is True
