"""Workbooks handed in: from a file to a preview that says, for every row, what it would do or what is wrong with it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TextIO

from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import Grant, Scope, scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.access.roles import BY_CODE
from zhiqiang.foundation.catalogue import registers
from zhiqiang.foundation.documents.store import store_document
from zhiqiang.foundation.imports import files
from zhiqiang.foundation.imports.child import heads, rows_of, run_child
from zhiqiang.foundation.imports.existing import CHANGED, ERROR, NEW, SAME, Meeting
from zhiqiang.foundation.imports.headers import Header, find_header
from zhiqiang.foundation.imports.relations import UnitFinder
from zhiqiang.foundation.imports.rows import RowRead, RowReader, chunks, records_of
from zhiqiang.foundation.imports.workbook_guard import RefusalError
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import ImportBatch

Status = ImportBatch.Status
Progress = Callable[[int, int], None]
SYSTEM_USERNAME = "command-line"
ROWS_READ_AT_ONCE = 5_000


def system_user() -> User:
    """Who acts on the command line of a home without people: cannot sign in, may import everywhere."""
    found = User.objects.filter(username=SYSTEM_USERNAME).first()
    if found is None:
        found = User(username=SYSTEM_USERNAME, name=str(_("命令行")), is_active=False)
        found.set_unusable_password()
        found.save()
    return found


def import_scope(actor: User, register: Register, action: str) -> Scope:
    """The person's scope; the system user's is the whole register."""
    if actor.username == SYSTEM_USERNAME and not actor.is_active:
        grant = Grant("command_line", register.slug, action, None, None)
        return Scope((grant,), register.unit_field, register.organisation_field)
    return scope_for(actor, register, action)


def start_import(*, register: Register, name: str, content: bytes, actor: User) -> ImportBatch:
    """Store the file and open it in the child: the batch then waits for `read_batch`, or is refused with its message.

    Raises RefusedError where this person may not import here at all.
    """
    if not import_scope(actor, register, "import"):
        raise RefusedError(_("您的角色不能导入“%(title)s”。") % {"title": register.title})
    document = store_document(name=name, content=content, actor=actor)
    batch = ImportBatch.objects.create(
        register=register.slug, file_name=document.name, document=document, actor=actor, created_at=clock.now()
    )
    raw = files.file_of(batch.pk, files.RAW)
    try:
        run_child(document.path, raw)
        batch.total = sum(sheet.count for sheet in heads(raw))
    except RefusalError as refusal:
        return _refuse(batch, str(refusal))
    batch.save(update_fields=("total",))
    return batch


def is_long(batch: ImportBatch) -> bool:
    """Whether a page should not wait for this batch but hand it to a job."""
    return batch.total > ROWS_READ_AT_ONCE


def read_batch(batch_id: int, progress: Progress | None = None) -> ImportBatch:
    """Evaluate every row of a batch that is being read or previewed; errors, rewritings and counts are kept with it.

    Reading again gives the same answer for the same register: a job killed half-way is simply run once more.
    """
    batch = ImportBatch.objects.select_related("actor").get(pk=batch_id)
    if batch.status not in {Status.READING, Status.PREVIEW}:
        return batch
    register = registers()[batch.register]
    try:
        header = find_header(register, heads(files.file_of(batch.pk, files.RAW)))
    except RefusalError as refusal:
        return _refuse(batch, str(refusal))
    unit, notice = standing_unit(register, batch, header)
    if notice:
        header.notices.append(notice)
    with files.written(batch.pk) as out:
        counts = _read_rows(batch, header, unit=unit, out=out, progress=progress)
    return _keep(batch, header, counts)


def correct_batch(*, batch_id: int, corrections: Mapping[str, Mapping[str, str]], actor: User) -> ImportBatch:
    """Add what was typed on the preview page ({row: {field: text}}); the caller then reads the batch again."""
    batch = own_batch(batch_id, actor)
    if batch.status != Status.PREVIEW:
        raise RefusedError(_("这一批已经%(status)s，不能再改。") % {"status": batch.get_status_display()})
    known = registers()[batch.register].by_name.keys() | {"unit"}
    merged = {row: dict(cells) for row, cells in batch.corrections.items()}
    for row, cells in corrections.items():
        merged.setdefault(row, {}).update(
            {name: text for name, text in cells.items() if name in known and text.strip()}
        )
    batch.corrections = {row: cells for row, cells in merged.items() if cells}
    batch.save(update_fields=("corrections",))
    return batch


def reopen_batch(*, batch_id: int, actor: User) -> ImportBatch:
    """Put a previewed batch back to be read again. Raises RefusedError where it is no longer a preview."""
    batch = own_batch(batch_id, actor)
    if not ImportBatch.objects.filter(pk=batch.pk, status=Status.PREVIEW).update(status=Status.READING, done=0):
        raise RefusedError(_("这一批已经%(status)s，不能再改。") % {"status": batch.get_status_display()})
    batch.status = Status.READING
    return batch


def own_batch(batch_id: int, actor: User) -> ImportBatch:
    """A batch of this person. Raises RefusedError for anybody else's."""
    batch = ImportBatch.objects.select_related("actor", "document").filter(pk=batch_id, actor=actor).first()
    if batch is None:
        raise RefusedError(_("没有这一批导入，或不是您上传的。"))
    return batch


def standing_unit(register: Register, batch: ImportBatch, header: Header) -> tuple[Unit | None, str]:
    """The unit of rows where no column names one: the person's only unit, else the one named by title or file name."""
    if "unit" in header.provided:
        return None, ""
    roles = register.access.get("import", ())
    own = {one.unit for one in batch.actor.memberships_on() if one.role in roles and BY_CODE[one.role].region}
    if len(own) == 1 and not (unit := next(iter(own))).is_city:
        return unit, _("表里没有单位一列，都按您所在的“%s”填报。") % unit
    for source, text in (
        (_("表头上方的标题"), header.title),
        (_("表名"), header.sheet.name),
        (_("文件名"), batch.file_name),
    ):
        named = UnitFinder().mentioned(text)
        if len(named) == 1:
            return named[0], _("表里没有单位一列，按%(source)s取“%(unit)s”。") % {"source": source, "unit": named[0]}
    return None, ""


def _read_rows(
    batch: ImportBatch,
    header: Header,
    *,
    unit: Unit | None,
    out: Mapping[str, TextIO],
    progress: Progress | None,
) -> Counter[str]:
    counts: Counter[str] = Counter()
    register = registers()[batch.register]
    scopes = {action: import_scope(batch.actor, register, action) for action in ("view", "change", "import")}
    reader = RowReader(register, header, scope=scopes["import"], default_unit=unit, corrections=batch.corrections)
    place = {name: header.place(name, register.label(name)) for name in register.key}
    meeting = Meeting(register, view=scopes["view"], change=scopes["change"], place=place)

    def skip(row: int, reason: str) -> None:
        counts["skipped"] += 1
        files.put(out[files.SKIPPED], [row, reason])

    raw = files.file_of(batch.pk, files.RAW)
    for chunk in chunks(records_of(rows_of(raw, header.sheet, header.last_row), header, skip)):
        rows = reader.read(chunk)
        meeting.judge(rows)
        for row in rows:
            _write(row, out, counts)
        ImportBatch.objects.filter(pk=batch.pk).update(done=counts["rows"])
        if progress is not None:
            progress(counts["rows"], batch.total)
    return counts


def _write(row: RowRead, out: Mapping[str, TextIO], counts: Counter[str]) -> None:
    counts["rows"] += 1
    counts[row.status] += 1
    line: dict[str, Any] = {"row": row.row, "status": row.status, "texts": row.texts}
    if row.status != ERROR:
        line |= {"values": row.values(), "record": row.existing, "version": row.version}
    files.put(out[files.ROWS], line)
    for problem in row.problems:
        counts["errors"] += 1
        files.put(out[files.ERRORS], asdict(problem))
    for column, text, note in row.rewritten:
        counts["rewrites"] += 1
        files.put(out[files.REWRITES], [row.row, column, text, note])


def _keep(batch: ImportBatch, header: Header, counts: Counter[str]) -> ImportBatch:
    if not counts["rows"]:
        return _refuse(batch, _("表头下面没有数据行。请核对后重新上传。"))
    names = ("new", "unchanged", "changed", "errors", "rewrites", "skipped")
    batch.summary = {
        "sheet": header.sheet.name,
        "header_row": header.last_row,
        "columns": {one.letter: [one.header, one.field] for one in header.columns},
        "notices": header.notices,
        **{name: counts[name] for name in names},
    }
    batch.layout = header.layout.code if header.layout else ""
    batch.done = batch.total = counts["rows"]
    batch.accepted = counts[NEW] + counts[SAME] + counts[CHANGED]
    batch.rejected, batch.unchanged = counts[ERROR], counts[SAME]
    batch.status, batch.message = Status.PREVIEW, ""
    return _save_unless_decided(batch)


def _refuse(batch: ImportBatch, message: str) -> ImportBatch:
    batch.status, batch.message = Status.REFUSED, message[:400]
    return _save_unless_decided(batch)


def _save_unless_decided(batch: ImportBatch) -> ImportBatch:
    """Keep what was read, unless the batch was committed or given up meanwhile (asked in the same UPDATE)."""
    names = ("status", "message", "summary", "layout", "done", "total", "accepted", "rejected", "unchanged")
    waiting = ImportBatch.objects.filter(pk=batch.pk, status__in=(Status.READING, Status.PREVIEW))
    if not waiting.update(**{name: getattr(batch, name) for name in names}):
        batch.refresh_from_db()
    return batch
