"""Every import contract of .importlinter keeps the real tree and breaks on the very import it forbids."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "zhiqiang"

FLOORS = "Floors: imports go down only"
PURE_KERNEL = "The kernel is pure Python"
PURE_DECLARATIONS = "Rules and workflows import neither Django nor Ibis"
PURE_RULES = "Rules rest on the kernel alone"
ROOMS = "Rooms of a domain: from pages down to rules"
NEIGHBOURS = "Domains meet only at a facade"
NO_CIRCLES = "Domains form no circle"

ROOM_FILES = (
    *("urls", "demo", "views", "facade", "registers", "measures"),
    *("imports", "actions", "queries", "models", "workflow", "rules"),
)

# What is added to which module, and the contracts that must then break.
FORBIDDEN_IMPORTS = (
    ("kernel/probe.py", "import zhiqiang.foundation", {FLOORS}),
    ("foundation/probe.py", "import zhiqiang.domains.probe_a.facade", {FLOORS}),
    ("domains/probe_a/views.py", "import zhiqiang.portals", {FLOORS}),
    ("portals/probe.py", "import zhiqiang.site", {FLOORS}),
    ("kernel/probe.py", "from django.utils.timezone import now", {PURE_KERNEL}),
    ("kernel/probe.py", "def late():\n    import ibis", {PURE_KERNEL}),
    ("kernel/probe.py", "import duckdb", {PURE_KERNEL}),
    ("kernel/probe.py", "import deltalake", {PURE_KERNEL}),
    ("kernel/probe.py", "import ninja", {PURE_KERNEL}),
    ("domains/probe_a/rules.py", "from django.db.models import Q", {PURE_DECLARATIONS}),
    ("domains/probe_a/workflow.py", "from django.utils.translation import gettext_lazy", {PURE_DECLARATIONS}),
    ("domains/probe_a/workflow.py", "import ibis", {PURE_DECLARATIONS}),
    ("domains/probe_a/rules.py", "import zhiqiang.foundation.probe", {PURE_RULES}),
    ("domains/probe_a/rules.py", "import zhiqiang.domains.probe_a.models", {ROOMS}),
    ("domains/probe_a/actions.py", "import zhiqiang.domains.probe_a.registers", {ROOMS}),
    ("domains/probe_a/registers.py", "import zhiqiang.domains.probe_a.measures", {ROOMS}),
    ("domains/probe_a/facade.py", "import zhiqiang.domains.probe_a.views", {ROOMS}),
    ("domains/probe_a/actions.py", "import zhiqiang.domains.probe_b.models", {NEIGHBOURS}),
    ("domains/probe_b/actions.py", "import zhiqiang.domains.probe_a.facade", {NO_CIRCLES}),
)

ALLOWED_IMPORTS = (
    ("kernel/probe.py", "import fractions"),
    ("domains/probe_a/workflow.py", "from zhiqiang.foundation.text import lazy"),
    ("domains/probe_a/rules.py", "from zhiqiang.foundation.text import lazy"),
    ("domains/probe_a/actions.py", "import zhiqiang.domains.probe_a.queries"),
    ("kernel/probe.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import django"),
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the package with two probe domains, of which the first already calls the second's facade."""
    package = tmp_path / "zhiqiang"
    shutil.copytree(PACKAGE, package, ignore=lambda _, names: [n for n in names if not _is_source(n)])
    for floor in ("kernel", "foundation", "portals"):
        (package / floor / "probe.py").write_text("")
    text = package / "foundation" / "text.py"
    text.touch()
    for domain in ("probe_a", "probe_b"):
        folder = package / "domains" / domain
        folder.mkdir()
        for name in ("__init__", *ROOM_FILES):
            (folder / f"{name}.py").write_text("")
    (package / "domains" / "probe_a" / "actions.py").write_text("import zhiqiang.domains.probe_b.facade\n")
    return tmp_path


def _is_source(name: str) -> bool:
    return name.endswith(".py") or ("." not in name and name != "__pycache__")


def _lint(folder: Path) -> dict[str, str]:
    """Run the contracts over the package in ``folder``: contract name -> KEPT or BROKEN."""
    program = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    run = subprocess.run(
        [sys.executable, "-c", program, "--config", str(ROOT / ".importlinter"), "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", run.stdout, re.MULTILINE))
    assert len(verdicts) == 7, run.stdout + run.stderr
    return verdicts


def _broken(folder: Path) -> set[str]:
    return {name for name, verdict in _lint(folder).items() if verdict == "BROKEN"}


def _add_import(tree: Path, module: str, statement: str) -> None:
    path = tree / "zhiqiang" / module
    path.write_text(f"{path.read_text()}{statement}\n")


def test_the_real_tree_keeps_every_contract() -> None:
    assert _broken(PACKAGE.parent) == set()


def test_the_probe_tree_keeps_every_contract_before_anything_is_injected(tree: Path) -> None:
    assert _broken(tree) == set()


@pytest.mark.parametrize(("module", "statement", "contracts"), FORBIDDEN_IMPORTS)
def test_a_forbidden_import_breaks_its_own_contract(
    tree: Path, module: str, statement: str, contracts: set[str]
) -> None:
    _add_import(tree, module, statement)
    assert _broken(tree) == contracts


@pytest.mark.parametrize(("module", "statement"), ALLOWED_IMPORTS)
def test_an_allowed_import_breaks_nothing(tree: Path, module: str, statement: str) -> None:
    _add_import(tree, module, statement)
    assert _broken(tree) == set()


def test_a_folder_beside_the_floors_breaks_the_floors(tree: Path) -> None:
    (tree / "zhiqiang" / "helpers.py").write_text("")
    assert _broken(tree) == {FLOORS}


def test_every_contract_of_the_configuration_is_tried_here() -> None:
    declared = set(re.findall(r"^name = (.+)$", (ROOT / ".importlinter").read_text(encoding="utf-8"), re.MULTILINE))
    tried = set().union(*(contracts for _, _, contracts in FORBIDDEN_IMPORTS))
    assert tried == declared
