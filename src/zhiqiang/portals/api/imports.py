"""Workbooks handed in by programs, answered as the command line answers."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema, UploadedFile
from pydantic import Field as Described

from zhiqiang.foundation.access.grants import may
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.imports import files as import_files
from zhiqiang.foundation.imports.batches import read_batch, start_import
from zhiqiang.foundation.imports.commit import commit_batch
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import ImportBatch
from zhiqiang.portals.api.errors import WrongFieldsError

ERROR_KEYS = ("row", "column", "value", "message", "suggestion")
FORM_FIELDS = {"file", "check"}


class CellError(Schema):
    """What is wrong with one cell; row 0 is the file as a whole."""

    row: int
    column: str
    value: str
    message: str
    suggestion: str


class ImportAnswer(Schema):
    """What an import did, or would do."""

    rows: int = Described(description="读到的数据行")
    accepted: int = Described(description="可导入的行")
    errors: list[CellError]
    batch: int = Described(description="批次号")
    status: str = Described(description="reading、preview、refused、committed、undone 或 discarded")
    new: int
    changed: int
    unchanged: int
    layout: str
    notices: list[str]


def import_file(
    request: HttpRequest, register: Register, person: User, file: UploadedFile, *, check: bool
) -> dict[str, Any]:
    """Read the file and, unless only checked, commit its good rows."""
    if unknown := sorted({*request.POST, *request.FILES} - FORM_FIELDS):
        raise WrongFieldsError(**dict.fromkeys(unknown, _("不认识这个字段")))
    if not may(person, register, "import"):
        raise Http404
    batch = start_import(register=register, name=file.name or "", content=file.read(), actor=person)
    batch = read_batch(batch.pk)
    if not check and batch.status == batch.Status.PREVIEW and batch.accepted > batch.unchanged:
        commit_batch(batch_id=batch.pk, actor=person)
        batch.refresh_from_db()
    return as_answer(batch)


def batch_of(register: Register, person: User, number: int) -> dict[str, Any]:
    """One of the caller's own batches. Raises Http404 for anybody else's."""
    batch = ImportBatch.objects.filter(pk=number, register=register.slug, actor=person).first()
    if batch is None:
        raise Http404
    return as_answer(batch)


def as_answer(batch: ImportBatch) -> dict[str, Any]:
    """The batch as the fixed interface names it."""
    if batch.status == batch.Status.REFUSED:
        errors = [{"row": 0, "column": "", "value": batch.file_name, "message": batch.message, "suggestion": ""}]
    else:
        errors = [{key: one[key] for key in ERROR_KEYS} for one in import_files.lines(batch.pk, import_files.ERRORS)]
    return {
        "rows": batch.done,
        "accepted": batch.accepted,
        "errors": errors,
        "batch": batch.pk,
        "status": batch.status,
        "new": batch.summary.get("new", 0),
        "changed": batch.summary.get("changed", 0),
        "unchanged": batch.unchanged,
        "layout": batch.layout,
        "notices": batch.summary.get("notices", []),
    }
