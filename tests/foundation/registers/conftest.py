"""The way of a workbook through the import."""

from collections.abc import Callable
from typing import Any

import pytest

from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation.imports.batches import read_batch, start_import
from zhiqiang.foundation.registers.models import ImportBatch


@pytest.fixture
def previewed(city) -> Callable[..., ImportBatch]:
    """Hand a file in and have it read."""

    def preview(content: bytes, *, name: str = "表.xlsx", actor: Any = None, register: Any = SAMPLES) -> ImportBatch:
        batch = start_import(register=register, name=name, content=content, actor=actor or city.users["reporter"])
        return read_batch(batch.pk)

    return preview
