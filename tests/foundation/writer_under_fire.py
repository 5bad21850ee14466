"""Driver of the kill test: a child writes through the real write path and is killed, twenty times; then all is counted.

Run with ZHIQIANG_HOME set to an empty folder and a seed; prints one line of JSON.
"""

import json
import os
import random
import select
import signal
import sys
import time
from datetime import date
from typing import Any

import django

ROUNDS, ROWS = 20, 40


def main(seed: int) -> None:
    from django.core.management import call_command

    from zhiqiang.foundation.testing.city import make_city

    call_command("migrate", verbosity=0)
    make_city()
    chance = random.Random(seed)
    told: list[list[Any]] = []
    for number in range(ROUNDS):
        told += _round(number, chance.uniform(0.0, 1.0))
    print(json.dumps(_findings(told)))


def _round(number: int, seconds: float) -> list[list[Any]]:
    """Let a child write, kill it some time after its first acknowledged write; all it acknowledged."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _write_for_ever(number, writing)
        finally:
            os._exit(1)
    os.close(writing)
    received = os.read(reading, 65536)
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            received += os.read(reading, 65536)
    os.kill(child, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, "the child ended by itself"
    while block := os.read(reading, 65536):
        received += block
    os.close(reading)
    lines = received.decode().split("\n")[:-1]
    return [json.loads(line) for line in lines]


def _write_for_ever(number: int, pipe: int) -> None:
    from zhiqiang.foundation import catalogue
    from zhiqiang.foundation.access.models import User
    from zhiqiang.foundation.evidence.refresh import refresh
    from zhiqiang.foundation.imports.batches import read_batch, start_import
    from zhiqiang.foundation.imports.commit import commit_batch
    from zhiqiang.foundation.jobs.queue import enqueue
    from zhiqiang.foundation.reference.models import Organisation, Unit
    from zhiqiang.foundation.registers.write import create_record, take_step

    def acknowledge(*what: object) -> None:
        os.write(pipe, (json.dumps(what) + "\n").encode())

    events = catalogue.registers()["metrology.standard_events"]
    reporter, verifier = (User.objects.get(username=name) for name in ("reporter", "verifier"))
    laboratory, unit = Organisation.objects.get(kind="laboratory"), Unit.objects.get(code="130825")
    facts = {"title": "装置", "kind": "new", "institution": laboratory, "unit": unit, "proof": "证书",
             "happened_on": date(2026, 3, 5)}  # fmt: skip
    for turn in range(10_000):
        row = create_record(register=events, values=facts | {"certificate": f"R{number}-{turn}"}, actor=reporter)
        acknowledge("record", row.pk)
        take_step(register=events, record_id=row.pk, step="verify", actor=verifier)
        acknowledge("verified", row.pk)
        if turn % 4 == number % 4:
            acknowledge("job", enqueue("imports.read_import", batch_id=0).pk)
            content = _workbook(f"I{number}-{turn}", laboratory.title)
            batch = start_import(register=events, name="事项.csv", content=content, actor=reporter)
            batch = read_batch(batch.pk)
            commit_batch(batch_id=batch.pk, actor=reporter)
            acknowledge("batch", batch.pk)
            refresh()


def _workbook(prefix: str, laboratory: str) -> bytes:
    lines = ["考核证书号,计量标准名称,事项,建标单位,县区,批准日期,佐证"]
    lines += [f"{prefix}-{row},装置,新建,{laboratory},隆化县,2026-03-05,证书" for row in range(ROWS)]
    return "\n".join(lines).encode()


def _findings(told: list[list[Any]]) -> dict[str, Any]:
    from django.db import connection

    from zhiqiang.domains.metrology.models import StandardEvent
    from zhiqiang.foundation.evidence.check import check_figures
    from zhiqiang.foundation.evidence.models import Figure
    from zhiqiang.foundation.evidence.refresh import refresh
    from zhiqiang.foundation.jobs.models import Job
    from zhiqiang.foundation.registers.models import ImportBatch
    from zhiqiang.foundation.trail.record import verify_trail

    acknowledged: dict[str, set[int]] = {"record": set(), "verified": set(), "batch": set(), "job": set()}
    for kind, key in told:
        acknowledged[kind].add(key)
    there = {
        "record": set(StandardEvent.objects.values_list("pk", flat=True)),
        "verified": set(StandardEvent.objects.filter(state="verified").values_list("pk", flat=True)),
        "batch": set(ImportBatch.objects.filter(status="committed").values_list("pk", flat=True)),
        "job": set(Job.objects.values_list("pk", flat=True)),
    }
    sizes = {
        batch.pk: (batch.status, StandardEvent.objects.filter(batch=batch).count(), batch.changes.count())
        for batch in ImportBatch.objects.all()
    }
    refresh()
    figure = Figure.objects.get(unit="130800", superseded_at=None)
    with connection.cursor() as cursor:
        sound = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    return {
        "acknowledged": {kind: len(keys) for kind, keys in acknowledged.items()},
        "lost": {kind: sorted(keys - there[kind]) for kind, keys in acknowledged.items()},
        "half_done": {
            pk: found
            for pk, found in sizes.items()
            if found[1:] != ((ROWS, ROWS) if found[0] == "committed" else (0, 0))
        },
        "interrupted_imports": sum(status != "committed" for status, _records, _changes in sizes.values()),
        "trail": str(verify_trail()[1]),
        "database": sound,
        "figure_is_records": int(figure.numerator) == len(there["verified"]),
        "figures": str(check_figures()[1]),
        "full_changes": refresh(full=True).changed,
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhiqiang.site.settings"
    django.setup()
    main(int(sys.argv[1]))
