"""Taking a batch back within a day: what nobody has touched since goes, the rest stays and is listed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import has_role
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.catalogue import registers
from zhiqiang.foundation.documents.models import Attachment
from zhiqiang.foundation.evidence.dirty import mark_dirty
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.registers.models import ImportBatch, ImportChange, Record
from zhiqiang.foundation.registers.values import from_json
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.foundation.workflow.models import ClockRun, StepTaken
from zhiqiang.foundation.workflow.verification import EDITABLE_STATES

WITHIN = timedelta(hours=24)
CHUNK = 500


@dataclass
class Undone:
    """What an undo did; `kept` are the records that somebody has touched or verified since."""

    removed: int = 0
    restored: int = 0
    kept: list[int] = field(default_factory=list)
    months: set[str] = field(default_factory=set)


def may_undo(batch: ImportBatch, person: User) -> bool:
    """Whether this person may take this batch back now: its importer or a city officer, within a day."""
    if batch.status != ImportBatch.Status.COMMITTED or batch.committed_at is None:
        return False
    in_time = clock.now() - batch.committed_at <= WITHIN
    return in_time and (batch.actor_id == person.pk or has_role(person, ("city_officer",)))


@transaction.atomic
def undo_batch(*, batch_id: int, actor: User) -> Undone:
    """Remove the batch's new records, give changed ones their old values. Raises RefusedError, changing nothing."""
    batch = ImportBatch.objects.filter(pk=batch_id).select_related("document").first()
    if batch is None or not may_undo(batch, actor):
        raise RefusedError(_("只有导入人或市质强办经办能在 24 小时内撤销一次已完成的导入。"))
    committed = ImportBatch.objects.filter(pk=batch_id, status=ImportBatch.Status.COMMITTED)
    if not committed.update(status=ImportBatch.Status.UNDONE):
        raise RefusedError(_("这一批已经撤销过了。"))
    register, done = registers()[batch.register], Undone()
    changes: list[ImportChange] = []
    for change in batch.changes.order_by("pk").iterator(chunk_size=CHUNK):
        changes.append(change)
        if len(changes) == CHUNK:
            _undo(register, actor, changes, done)
            changes = []
    _undo(register, actor, changes, done)
    if not done.removed + done.restored and done.kept:
        raise RefusedError(_("这一批的记录都已被核实或改动过，无法撤销；请对有误的记录“提出更正”。"))
    if register.dataset is not None:
        mark_dirty(register.dataset.slug, done.months)
    facts = {"removed": done.removed, "restored": done.restored, "kept": done.kept[:1000], "file": batch.file_name}
    trail(action="undo_import", actor=actor, register=register.slug, record_id=f"batch:{batch.pk}", facts=facts)
    return done


def _undo(register: Register, actor: User, changes: list[ImportChange], done: Undone) -> None:
    ids = [one.record for one in changes]
    manager = register.model._default_manager  # noqa: SLF001 (Django's documented model API)
    stored = {one.pk: one for one in manager.select_for_update().filter(pk__in=ids)}
    touched = _touched(register, ids, changes)
    removed, restored = [], []
    for change in changes:
        record = stored.get(change.record)
        if record is None:
            continue
        if record.version != change.version or record.state not in EDITABLE_STATES or record.pk in touched:
            done.kept.append(record.pk)
            continue
        done.months |= {month for month in [register.month_of(record)] if month}
        if change.before is None:
            removed.append(record.pk)
        else:
            restored.append(_restore(register, record, change, actor))
    ClockRun.objects.filter(register=register.slug, record__in=removed).delete()
    manager.filter(pk__in=removed).delete()
    for record in restored:
        record.save()
        done.months |= {month for month in [register.month_of(record)] if month}
    done.removed += len(removed)
    done.restored += len(restored)


def _touched(register: Register, ids: list[int], changes: Iterable[ImportChange]) -> set[int]:
    """New records on which a step was taken or to which a file was attached."""
    new = {one.record for one in changes if one.before is None}
    steps = StepTaken.objects.filter(register=register.slug, record__in=ids).values_list("record", flat=True)
    files = Attachment.objects.filter(register=register.slug, record__in=ids).values_list("record", flat=True)
    return new & {*steps, *files}


def _restore(register: Register, record: Record, change: ImportChange, actor: User) -> Record:
    for name, value in (change.before or {}).items():
        model_field = register.model_field(name)
        setattr(record, model_field.attname, from_json(model_field, value))
    record.version, record.changed_at, record.recorded_by = record.version + 1, clock.now(), actor
    return record
