"""The three county workbooks of the demo, handed in as their reporters would: one corrected and verified, one committed
with its good rows, one waiting with its errors."""

from pathlib import Path

from django.db import transaction

from zhiqiang.domains.sampling.demo_workbooks import COUNTIES, write_workbooks
from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.imports import files as import_files
from zhiqiang.foundation.imports.batches import correct_batch, read_batch, start_import
from zhiqiang.foundation.imports.commit import commit_batch
from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.foundation.registers.write import take_step
from zhiqiang.foundation.testing.cast import Cast

WAITING, COMMITTED, VERIFIED = (county.file for county in COUNTIES)
UNITS = {WAITING: "130825", COMMITTED: "130828", VERIFIED: "130802"}
#: What the reporter types on the preview page for each faulty cell of the workbook that ends up verified.
RIGHT = {"unit": "双桥区", "conclusion": "合格", "sampled_on": "2025-08-20"}


def hand_in_workbooks(cast: Cast, folder: Path) -> int:
    """Write the workbooks into a folder and hand them in; the number of records they brought."""
    files = {path.name: path for path in write_workbooks(folder)}
    _handed_in(files[WAITING], cast)
    good = _handed_in(files[COMMITTED], cast)
    made = commit_batch(batch_id=good.pk, actor=good.actor).created
    batch = _handed_in(files[VERIFIED], cast)
    faulty = import_files.lines(batch.pk, import_files.ERRORS)
    corrections = {str(one["row"]): {one["field"]: RIGHT[one["field"]]} for one in faulty}
    correct_batch(batch_id=batch.pk, corrections=corrections, actor=batch.actor)
    read_batch(batch.pk)
    made += commit_batch(batch_id=batch.pk, actor=batch.actor).created
    _verify(batch, cast.verifiers[UNITS[VERIFIED]])
    return made


def _handed_in(path: Path, cast: Cast) -> ImportBatch:
    actor = cast.reporters[UNITS[path.name]]
    batch = start_import(register=SAMPLES, name=path.name, content=path.read_bytes(), actor=actor)
    return read_batch(batch.pk)


def _verify(batch: ImportBatch, verifier: User) -> None:
    with transaction.atomic():
        for pk in SAMPLES.model._default_manager.filter(batch=batch).order_by("pk").values_list("pk", flat=True):  # noqa: SLF001 (Django's documented model API)
            take_step(register=SAMPLES, record_id=pk, step="verify", actor=verifier)
