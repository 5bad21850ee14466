"""Many made-up records of the past at once: the rows that `create_record` and one closing step would leave, in bulk.

The rules are asked as there: scope of both people, the record's own rules, who may take the step. For demo homes only.
"""

from collections import defaultdict
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import Scope, scope_for
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.evidence.dirty import mark_dirty
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.errors import RefusedError, WrongValuesError
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.values import findings, texts
from zhiqiang.foundation.testing.rehearsal import PlannedRecord
from zhiqiang.foundation.trail.many import Happening
from zhiqiang.foundation.workflow.clocks import end_of, make_clock
from zhiqiang.foundation.workflow.models import ClockRun, StepTaken
from zhiqiang.kernel.workflow import RECORDING

ROWS_AT_ONCE = 500


class PastWriter:
    """Writes planned records of any registers; keeps scopes and deadlines from one call to the next."""

    def __init__(self) -> None:
        if not settings.DEMO:
            raise RefusedError(_("只有演示环境能成批写入编造的历史记录。"))
        self._scopes: dict[tuple[int, str, str, str], Scope] = {}
        self._roles: dict[tuple[int, str], tuple[str, ...]] = {}
        self._due: dict[tuple[str, str, date], ClockRun] = {}

    def __call__(self, records: list[PlannedRecord]) -> list[Happening]:
        """Write them in the caller's transaction; what the trail shall say, two happenings a record."""
        by_register: dict[str, list[PlannedRecord]] = defaultdict(list)
        for one in records:
            by_register[one.register.slug].append(one)
        return [happening for some in by_register.values() for happening in self._write(some)]

    def _write(self, records: list[PlannedRecord]) -> list[Happening]:
        register = records[0].register
        rows = [self._row(one) for one in records]
        rows = register.model._default_manager.bulk_create(rows, batch_size=ROWS_AT_ONCE)  # noqa: SLF001 (Django's documented model API)
        pairs = list(zip(records, rows, strict=True))
        steps = [self._step(one, row) for one, row in pairs]
        StepTaken.objects.bulk_create(steps, batch_size=ROWS_AT_ONCE)
        runs = [self._clock(one, row, code) for one, row in pairs for code in register.workflow.starts]
        ClockRun.objects.bulk_create(runs, batch_size=ROWS_AT_ONCE)
        if register.dataset is not None:
            mark_dirty(register.dataset.slug, [month for row in rows if (month := register.month_of(row))])
        return [happening for one, row in pairs for happening in self._told(one, row)]

    def _row(self, one: PlannedRecord) -> Record:
        """The record as it stands after its step, once every rule has been asked as of its moments."""
        register, step = one.register, one.steps[0]
        assert not callable(one.values)
        row = register.model(**one.values)
        row.recorded_by, row.recorded_at, row.changed_at = one.actor, one.at, one.at
        row.state = register.workflow.initial
        with clock.as_of(one.at):
            self._require_inside(register, "add", one.actor, one.at, row)
            if found := findings(register, row, lookups=False):
                raise WrongValuesError(found)
        with clock.as_of(step.at):
            self._require_inside(register, step.step, step.actor, step.at, row)
            allowed = register.workflow.allowed(
                step.step, state=row.state, roles=self._roles_of(step.actor, step.at), actor=step.actor.pk,
                previous_actors={RECORDING: frozenset({one.actor.pk})},
            )  # fmt: skip
        if not allowed:
            raise RefusedError(allowed.reason)  # type: ignore[union-attr]  # a falsy answer is Denied
        row.state = register.workflow.step(step.step).target
        row.version, row.changed_at = 2, step.at
        return row

    def _require_inside(self, register: Register, action: str, actor: User, at: datetime, row: Record) -> None:
        key = (actor.pk, register.slug, action, clock.month_of(at.date()))
        if key not in self._scopes:
            self._scopes[key] = scope_for(actor, register, action)
        if not self._scopes[key].allows(row):
            raise RefusedError(_("“%(unit)s”不在您的管辖范围内，请选择本单位。") % {"unit": row.unit})

    def _roles_of(self, actor: User, at: datetime) -> tuple[str, ...]:
        """What a person is in a month, asked once."""
        key = (actor.pk, clock.month_of(at.date()))
        if key not in self._roles:
            self._roles[key] = actor.roles
        return self._roles[key]

    def _step(self, one: PlannedRecord, row: Record) -> StepTaken:
        step = one.steps[0]
        return StepTaken(
            register=one.register.slug, record=row.pk, step=step.step, source=one.register.workflow.initial,
            target=row.state, actor=step.actor, at=step.at, reason=step.reason,
        )  # fmt: skip

    def _clock(self, one: PlannedRecord, row: Record, code: str) -> ClockRun:
        """The clock that ran from the record's making to its step; deadlines in days are computed once a day."""
        key = (one.register.slug, code, one.at.date())
        run = self._due.get(key)
        if run is None:
            with clock.as_of(one.at):
                run = make_clock(
                    workflow=one.register.workflow, code=code, register=one.register.slug, record_id=row.pk,
                    unit_path=row.unit.path, state=one.register.workflow.initial,
                )  # fmt: skip
            if run.due == end_of(run.due.astimezone(clock.ZONE).date()):
                self._due[key] = run
        return ClockRun(
            register=run.register, record=row.pk, clock=code, rule=run.rule, rule_version=run.rule_version,
            unit_path=row.unit.path, roles=run.roles, started_at=one.at, due=run.due, provisional=run.provisional,
            stopped_at=one.steps[0].at,
        )  # fmt: skip

    def _told(self, one: PlannedRecord, row: Record) -> tuple[Happening, Happening]:
        slug, key, step = one.register.slug, str(row.pk), one.steps[0]
        facts = {"from": one.register.workflow.initial, "to": row.state}
        if step.reason:
            facts["reason"] = step.reason
        return (
            Happening(one.at, one.actor, "record", slug, key, {"after": texts(one.register, row)}),
            Happening(step.at, step.actor, step.step, slug, key, facts),
        )
