"""Comparing an official list with the register, and making the register follow it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from zhiqiang.domains.conformity.queries import Stored, register_of, stored_certificates
from zhiqiang.domains.conformity.rules import listed as rules
from zhiqiang.domains.conformity.rules.listed import Change, Contradiction, Listed, Waits
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import may
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.imports.commit import Committed, commit_batch
from zhiqiang.foundation.registers.errors import RefusedError, StaleError
from zhiqiang.foundation.registers.write import take_step


class Problem(NamedTuple):
    """What is wrong with a cell of a list: column as the file calls it, what stands there, why, what to do."""

    column: str
    value: str
    message: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list as read: its certificate and the status it gives; `places` are the columns of that status."""

    row: int
    number: str
    listed: Listed | None
    problems: tuple[Problem, ...] = ()
    unit: int | None = None
    scheme: str = ""
    valid_to: date | None = None
    places: Mapping[str, str] = field(default_factory=dict)


class Planned(NamedTuple):
    """A step that a row asks for on a record."""

    row: int
    number: str
    record: int
    before: str
    change: Change


class Waiting(NamedTuple):
    """A row whose status can be followed only later."""

    row: int
    number: str
    reason: str


class Wrong(NamedTuple):
    """A fault or a contradiction of a row."""

    row: int
    number: str
    problem: Problem


@dataclass(slots=True)
class Difference:
    """What a list says that the register does not, row by row; `missing` are certificates that the list leaves out."""

    new: list[tuple[int, str]] = field(default_factory=list)
    unchanged: int = 0
    changes: list[Planned] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    missing: list[Stored] = field(default_factory=list)
    good: list[int] = field(default_factory=list)

    @property
    def wrong_rows(self) -> int:
        return len({one.row for one in self.wrong})

    @property
    def digest(self) -> str:
        """Of what would be done: a confirmation holds only for what the person has seen."""
        said = [self.new, [(one.record, *one.change) for one in self.changes], self.good]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


class Applied(NamedTuple):
    """What a confirmed comparison did."""

    imported: Committed
    steps: int


def reconcile_list(rows: Sequence[ListRow], actor: User) -> Difference:
    """Compare the rows of a list with the certificates that this person may see; writes nothing."""
    stored = stored_certificates(actor)
    found, today = Difference(), clock.today()
    for row in rows:
        if row.problems:
            found.wrong += [Wrong(row.row, row.number, problem) for problem in row.problems]
            continue
        assert row.listed is not None
        _sort_in(found, row, row.listed, stored.get(row.number), today)
    found.missing = list(_missing(rows, stored, today))
    return found


def _sort_in(found: Difference, row: ListRow, listed: Listed, known: Stored | None, today: date) -> None:
    verdict = rules.judge(known.known, listed, today) if known else rules.judge_new(listed, row.valid_to, today)
    if isinstance(verdict, Contradiction):
        place = row.places.get(verdict.column, "")
        value = rules.TITLES[listed.status] if verdict.column == rules.STATUS else str(listed.on or "")
        found.wrong.append(Wrong(row.row, row.number, Problem(place, value, verdict.message, verdict.suggestion)))
        return
    found.good.append(row.row)
    if known is None:
        found.new.append((row.row, row.number))
    if isinstance(verdict, Waits):
        found.waiting.append(Waiting(row.row, row.number, verdict.reason))
    elif isinstance(verdict, Change) and known is not None:
        found.changes.append(Planned(row.row, row.number, known.record, known.known.state, verdict))
    elif known is not None:
        found.unchanged += 1


def _missing(rows: Iterable[ListRow], stored: Mapping[str, Stored], today: date) -> Iterator[Stored]:
    """Certificates in force that the list should hold, judged by the units and schemes that it names, but does not."""
    rows = list(rows)
    numbers = {row.number for row in rows}
    units, schemes = {row.unit for row in rows}, {row.scheme for row in rows}
    for one in stored.values():
        is_due = one.unit in units and one.scheme in schemes and one.number not in numbers
        if is_due and one.is_in_force(today):
            yield one


def apply_list(*, batch_id: int, rows: Sequence[ListRow], seen: str, actor: User) -> Applied:
    """Register the list's new certificates and take the steps it asks for, all or nothing.

    `seen` is the digest of the difference that the person confirmed. New certificates wait for verification like any
    other; wrong rows and missing certificates are left alone. Raises RefusedError (also StaleError) and writes nothing
    where something changed in between, where the batch was applied before, or where the steps are not this person's.
    """
    with transaction.atomic():
        found = reconcile_list(rows, actor)
        if found.digest != seen:
            raise StaleError(_("核对之后，台账有变化。请看过新的结果再确认。"))
        register = register_of()
        if found.changes and not may(actor, register, "suspend"):
            raise RefusedError(_("状态变更须由核实人办理：请核实人上传这份名单，或您只导入新证书。"))
        imported = commit_batch(batch_id=batch_id, actor=actor, rows=found.good)
        for one in found.changes:
            take_step(
                register=register, record_id=one.record, step=one.change.step, actor=actor,
                reason=_cause(one.change), values={"on": one.change.on},
            )  # fmt: skip
        return Applied(imported, len(found.changes))


def _cause(change: Change) -> str:
    words: Any = rules.TITLES[change.status]
    return _("名单核对：状态为%(status)s，%(on)s起") % {"status": words, "on": change.on}
