"""The generated reference: fresh, the same on any day, and whole."""

import ast
import re
from pathlib import Path

import pytest
from django.test import override_settings

from zhiqiang.foundation import catalogue
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.site.reference.pages import render_all, stale
from zhiqiang.site.reference.running import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = re.compile(r"ZHIQIANG_[A-Z_]+")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return render_all()


def test_the_pages_are_fresh() -> None:
    assert stale(ROOT / "docs" / "reference") == [], "run `zhiqiang reference`"


def test_a_changed_page_is_named(pages: dict[str, str], tmp_path: Path) -> None:
    for name, text in pages.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert stale(tmp_path) == []
    (tmp_path / "registers.md").write_text("typed by hand", encoding="utf-8")
    (tmp_path / "plan.md").unlink()
    assert sorted(stale(tmp_path)) == ["plan.md", "registers.md"]


def test_every_declared_thing_has_its_place(pages: dict[str, str]) -> None:
    for slug, register in catalogue.registers().items():
        assert f"`{slug}`" in pages["registers.md"]
        assert all(f"`{one.name}`" in pages["registers.md"] for one in register.fields)
        assert f"`{register.workflow.code}`" in pages["workflows.md"]
        assert f"`{slug}`" in pages["permissions.md"]
    assert all(f"`{code}`" in pages["measures.md"] for code in catalogue.measures())
    assert all(f"`{one.id}`" in pages["parameters.md"] for one in load_parameters())


def test_every_variable_that_the_source_reads_is_documented() -> None:
    read = {
        node.value
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and VARIABLE.fullmatch(node.value)
    }
    assert {name for name, _meaning, _default in SETTINGS} == read


def test_the_pages_do_not_depend_on_the_home_or_the_language(pages: dict[str, str]) -> None:
    with override_settings(DEMO=True, HOME=Path("/nowhere"), LANGUAGE_CODE="en"):
        assert render_all() == pages
