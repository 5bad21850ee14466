"""A previewed batch becomes records: all its good rows or those chosen, in one transaction, once."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.catalogue import registers
from zhiqiang.foundation.evidence.dirty import mark_dirty
from zhiqiang.foundation.imports import files
from zhiqiang.foundation.imports.batches import import_scope, own_batch
from zhiqiang.foundation.imports.existing import CHANGED, ERROR, NEW, SAME, records_by_key
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import ImportBatch, ImportChange, Record
from zhiqiang.foundation.registers.values import from_json, texts
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.foundation.workflow.clocks import make_clock
from zhiqiang.foundation.workflow.models import ClockRun
from zhiqiang.foundation.workflow.verification import EDITABLE_STATES

Line = Mapping[str, Any]
CHUNK = 500


@dataclass
class Committed:
    """What a commit did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    months: set[str] = field(default_factory=set)
    digest: str = ""


def commit_batch(*, batch_id: int, actor: User, rows: Collection[int] | None = None) -> Committed:
    """Write the batch's good rows (or those of `rows`, by row number) and remember what undo needs.

    One transaction with one trail entry. A second commit of the same batch writes nothing and raises RefusedError, as
    does a register that changed since the preview.
    """
    batch = own_batch(batch_id, actor)
    register = registers()[batch.register]
    try:
        with transaction.atomic():
            return _commit(batch, register, actor, rows)
    except IntegrityError as error:
        raise RefusedError(_("有记录与已有记录冲突，这一批没有写入。请重新检查后再导入。")) from error


def _commit(batch: ImportBatch, register: Register, actor: User, rows: Collection[int] | None) -> Committed:
    waiting = ImportBatch.objects.filter(pk=batch.pk, status=ImportBatch.Status.PREVIEW)
    if not waiting.update(status=ImportBatch.Status.COMMITTED, committed_at=clock.now()):
        raise RefusedError(_("这一批已经导入或放弃，没有重复写入。"))
    writer = _Writer(register, batch, actor)
    for chunk in _good_lines(batch.pk, rows):
        writer.write(chunk)
    done = writer.finish()
    if not done.created + done.updated + done.unchanged:
        raise RefusedError(_("没有可以导入的行。"))
    facts = {
        "file": batch.file_name,
        "sha256": batch.document.sha256,
        "created": done.created,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "digest": done.digest,
    }
    trail(action="import", actor=actor, register=register.slug, record_id=f"batch:{batch.pk}", facts=facts)
    return done


def _good_lines(batch_id: int, rows: Collection[int] | None) -> Iterator[list[Line]]:
    wanted = None if rows is None else frozenset(rows)
    held: list[Line] = []
    for line in files.lines(batch_id, files.ROWS):
        if line["status"] == ERROR or (wanted is not None and line["row"] not in wanted):
            continue
        held.append(line)
        if len(held) == CHUNK:
            yield held
            held = []
    if held:
        yield held


class _Writer:
    """Writes chunks of rows inside the commit's transaction."""

    def __init__(self, register: Register, batch: ImportBatch, actor: User) -> None:
        self.register, self.batch, self.actor, self.now = register, batch, actor, clock.now()
        self.scope = import_scope(actor, register, "import")
        self.change = import_scope(actor, register, "change")
        self.units = Unit.objects.in_bulk()
        self.clocks: dict[str, ClockRun] = {}
        self.done, self.hash = Committed(), hashlib.sha256()

    def write(self, lines: list[Line]) -> None:
        for line in lines:
            self.hash.update(json.dumps([line["row"], line["values"]], ensure_ascii=False, sort_keys=True).encode())
        self._create([line for line in lines if line["status"] == NEW])
        self._update([line for line in lines if line["status"] == CHANGED])
        self.done.unchanged += sum(line["status"] == SAME for line in lines)

    def finish(self) -> Committed:
        if self.register.dataset is not None:
            mark_dirty(self.register.dataset.slug, self.done.months)
        self.done.digest = self.hash.hexdigest()
        return self.done

    def _create(self, lines: list[Line]) -> None:
        made = [self._fill(self.register.model(state=self.register.workflow.initial), line) for line in lines]
        for record in made:
            record.recorded_at = self.now
        keys = [tuple(getattr(record, name) for name in self._key_names()) for record in made]
        if records_by_key(self.register, keys):
            raise RefusedError(_("预览之后，有人登记了同样编号的记录。请重新检查这一批。"))
        stored = self.register.model._default_manager.bulk_create(made)  # noqa: SLF001 (Django's documented model API)
        changes = [ImportChange(batch=self.batch, record=one.pk, before=None, version=one.version) for one in stored]
        ImportChange.objects.bulk_create(changes)
        for code in self.register.workflow.starts:
            ClockRun.objects.bulk_create([self._clock(code, one) for one in stored])
        self.done.created += len(stored)
        self._dirty(stored)

    def _update(self, lines: list[Line]) -> None:
        if not lines:
            return
        versions = {line["record"]: line["version"] for line in lines}
        found = self.register.model._default_manager.select_related("unit").select_for_update(of=("self",))  # noqa: SLF001
        stored = {one.pk: one for one in found.filter(pk__in=versions)}
        if any(pk not in stored or stored[pk].version != version for pk, version in versions.items()):
            raise RefusedError(_("预览之后，有记录被改过。请重新检查这一批。"))
        changes, changed, names = [], [], {"version", "changed_at", "recorded_by", "batch"}
        for line in lines:
            record = stored[line["record"]]
            if record.state not in EDITABLE_STATES or not self.change.allows(record):
                raise RefusedError(_("预览之后，有记录已被核实。请重新检查这一批。"))
            before = texts(self.register, record)
            self._dirty([record])
            changed.append(self._fill(record, line))
            record.version += 1
            names |= {name for name in line["values"] if name not in {"pk", "id"}}
            changes.append(ImportChange(batch=self.batch, record=record.pk, before=before, version=record.version))
        self.register.model._default_manager.bulk_update(changed, sorted(names), batch_size=100)  # noqa: SLF001
        ImportChange.objects.bulk_create(changes)
        self.done.updated += len(changed)
        self._dirty(changed)

    def _fill(self, record: Record, line: Line) -> Record:
        for name, value in line["values"].items():
            model_field = self.register.model_field(name)
            setattr(record, model_field.attname, from_json(model_field, value))
        record.unit = self.units[record.unit_id]
        if not self.scope.allows(record):
            raise RefusedError(_("“%s”不在您的管辖范围内。") % record.unit)
        record.recorded_by, record.changed_at, record.batch = self.actor, self.now, self.batch
        return record

    def _clock(self, code: str, record: Record) -> ClockRun:
        """All clocks of a batch start at the same moment by the same rule: the deadline is computed once."""
        if code not in self.clocks:
            self.clocks[code] = make_clock(
                workflow=self.register.workflow, code=code, register=self.register.slug, record_id=record.pk,
                unit_path=record.unit.path, state=record.state,
            )  # fmt: skip
        model = self.clocks[code]
        names = [one.attname for one in ClockRun._meta.fields if not one.primary_key]  # noqa: SLF001
        run = ClockRun(**{name: getattr(model, name) for name in names})
        run.record, run.unit_path = record.pk, record.unit.path
        return run

    def _key_names(self) -> list[str]:
        return [self.register.model_field(name).attname for name in self.register.key]

    def _dirty(self, records: Collection[Record]) -> None:
        self.done.months |= {month for one in records if (month := self.register.month_of(one))}
