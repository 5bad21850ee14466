"""What a step locks: its record alone, so that people who work on other records of the unit are not kept waiting."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiqiang.domains.metrology.registers import STANDARD_EVENTS
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.city import City


def test_a_step_locks_its_record_without_its_key_and_nothing_else(city: City) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite locks the whole database")
    values = {
        "certificate": "C-1", "title": "装置", "kind": "new", "institution": city.laboratory, "unit": city.unit,
        "happened_on": date(2026, 3, 5), "proof": "证书",
    }  # fmt: skip
    row = create_record(register=STANDARD_EVENTS, values=values, actor=city.users["reporter"])
    with CaptureQueriesContext(connection) as asked:
        take_step(register=STANDARD_EVENTS, record_id=row.pk, step="verify", actor=city.users["verifier"])
    locks = [one["sql"] for one in asked if " FOR " in one["sql"] and "metrology" in one["sql"]]
    assert [sql.partition(" FOR ")[2] for sql in locks] == ['NO KEY UPDATE OF "metrology_standardevent"']
