"""The Chengde package and the fictional one, read from their files once."""

import copy
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zhiqiang.kernel.plan import Plan, parse_plan

ROOT = Path(__file__).resolve().parents[3]
CHENGDE = ROOT / "src/zhiqiang/data/plans/chengde-2023-2027"
FICTIONAL = ROOT / "tests/foundation/plans/yunling-2030"

Files = dict[str, dict[str, Any]]


def read_package(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        for path in sorted(folder.rglob("*.toml"))
        if not {"programmes", "assessments"} & set(path.parts) and path.name not in {"papers.toml", "ladder.toml"}
    }


@pytest.fixture(scope="session")
def chengde_files() -> Files:
    return read_package(CHENGDE)


@pytest.fixture(scope="session")
def chengde(chengde_files: Files) -> Plan:
    return parse_plan(chengde_files)


@pytest.fixture(scope="session")
def fictional_files() -> Files:
    return read_package(FICTIONAL)


@pytest.fixture
def altered(fictional_files: Files) -> Callable[[Callable[[Files], object]], Files]:
    """A copy of the fictional package after an alteration."""

    def alter(change: Callable[[Files], object]) -> Files:
        files = copy.deepcopy(fictional_files)
        change(files)
        return files

    return alter
