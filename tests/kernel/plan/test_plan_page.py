"""The page on the package names every key the reader takes, so that nobody has to read the code."""

from dataclasses import fields
from pathlib import Path

import pytest

from zhiqiang.kernel.plan import Benchmark, Checkpoint, Clause, ContentItem, Indicator, PlanTarget, ReportingUnit
from zhiqiang.kernel.plan.model import City, Operationalisation, Section, Settings, Source

PAGE = Path(__file__).parents[3] / "docs/algorithms/plan-package.md"
FROM_WHERE_IT_STANDS = {(Clause, "section"), (ContentItem, "clause")}
RECORDS = (Source, City, Settings, ReportingUnit, Section, Clause, ContentItem, Indicator, PlanTarget, Benchmark)


@pytest.mark.parametrize("record", [*RECORDS, Checkpoint, Operationalisation], ids=lambda record: record.__name__)
def test_every_key_is_on_the_page(record: type) -> None:
    words = set(PAGE.read_text(encoding="utf-8").replace(".", " ").replace("`", " ").replace(",", " ").split())
    keys = [field.name for field in fields(record) if (record, field.name) not in FROM_WHERE_IT_STANDS]
    assert [key for key in keys if not {key, f"{key}*"} & words] == []
