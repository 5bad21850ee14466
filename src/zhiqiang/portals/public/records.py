"""What of a record anybody may see: public columns of verified rows of public registers, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.shown import is_number, shown
from zhiqiang.foundation.standing.models import StandingRecord
from zhiqiang.foundation.standing.shown import state_words


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A record as the public sees it: (label, words, is a number) for each public column."""

    id: int
    cells: tuple[tuple[str, str, bool], ...]


def public_registers() -> list[Register]:
    return [one for one in catalogue.registers().values() if one.public and one.dataset and one.public_fields]


def public_register(slug: str) -> Register | None:
    return next((one for one in public_registers() if one.slug == slug), None)


def verified(register: Register) -> "QuerySet[Record]":
    """The records that count as evidence: verified by a second person."""
    assert register.dataset is not None
    return register.model._default_manager.filter(state__in=register.dataset.states)  # noqa: SLF001 (model API)


def searched(register: Register, text: str) -> "QuerySet[Record]":
    """Verified records in whose public, searchable columns the text stands: hidden columns are not searched either."""
    rows = verified(register)
    names = [one.name for one in register.public_fields if one.search]
    if not text or not names:
        return rows
    anywhere = Q()
    for name in names:
        anywhere |= Q(**{f"{name}__icontains": text})
    return rows.filter(anywhere)


def public_rows(register: Register, rows: Iterable[Record], *, columns_only: bool = False) -> list[PublicRow]:
    """Rows as the public sees them; `columns_only`: the columns of the list, not all public fields."""
    fields = [one for one in register.public_fields if one.column or not columns_only]
    described = [(one.name, register.label(one.name), is_number(register, one.name)) for one in fields]
    found, today = [], clock.today()
    for row in rows:
        cells = [(label, shown(register, row, name), number) for name, label, number in described]
        if ends(register):
            cells.append((_("状态"), state_words(register, row, today), False))
        found.append(PublicRow(row.pk, tuple(cells)))
    return found


def ends(register: Register) -> bool:
    """Whether the register's records end: then the public is told whether each still stands."""
    return issubclass(register.model, StandingRecord)


def headings(register: Register) -> list[tuple[str, bool]]:
    """The labels of the public columns of the list, and whether each is a number."""
    own = [(register.label(one.name), is_number(register, one.name)) for one in register.public_fields if one.column]
    return [*own, (_("状态"), False)] if ends(register) else own
