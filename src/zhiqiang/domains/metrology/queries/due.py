"""Which instruments are due for verification, which are overdue, and over which spans a verification held."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet

from zhiqiang.domains.metrology.models import Instrument, Verification
from zhiqiang.domains.metrology.queries.slugs import INSTRUMENTS, VERIFICATIONS, register_of
from zhiqiang.domains.metrology.rules.instruments import due_on
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.standing.queries import standing_on
from zhiqiang.foundation.standing.spans import interruptions
from zhiqiang.foundation.standing.workflow import STANDING_STATES
from zhiqiang.kernel.spans import Span, subtract

DAY = timedelta(days=1)
CHUNK = 500  # ids in one statement: below SQLite's variable limit


class Due(StrEnum):
    """Where an instrument in use stands, the most pressing first."""

    OVERDUE = "overdue"
    FAILED = "failed"
    REPAIRED = "repaired"
    NEVER = "never"
    SOON = "soon"
    FINE = "fine"
    UNLIMITED = "unlimited"


#: States in which an instrument may not be used until somebody acts.
INVALID = frozenset({Due.OVERDUE, Due.FAILED, Due.REPAIRED, Due.NEVER})


@dataclass(frozen=True, slots=True)
class DueLine:
    """One instrument in use: its last verification, the last day on which that holds, and what follows."""

    instrument: Instrument
    last: Verification | None
    due: date | None
    status: Due


def remind_days(day: date) -> int:
    """How many days ahead an instrument is called due soon: the city's setting."""
    return int(load_parameters().value("metrology.due.remind", day))


def instruments_in_use(day: date, rows: "QuerySet[Any] | None" = None) -> "QuerySet[Any]":
    """Verified instruments in use on a day: neither sealed nor scrapped, for which the clock stands still."""
    return standing_on(register_of(INSTRUMENTS), day, Instrument.objects.all() if rows is None else rows)


def due_lines(instruments: Sequence[Instrument], day: date) -> list[DueLine]:
    """Where each of these instruments stands on a day, the most pressing first."""
    history = verifications_of([one.pk for one in instruments], until=day)
    last = {pk: rows[-1] for pk, rows in history.items()}
    repaired = interruptions(VERIFICATIONS, [one.pk for one in last.values()])
    soon = day + timedelta(days=remind_days(day))
    lines = [_line(one, last.get(one.pk), repaired, day, soon) for one in instruments]
    order = list(Due)
    return sorted(lines, key=lambda one: (order.index(one.status), one.due or date.max, one.instrument.pk))


def needing_action(lines: Iterable[DueLine]) -> list[DueLine]:
    """Those that somebody must see to now or soon."""
    return [one for one in lines if one.status in INVALID or one.status is Due.SOON]


def verification_spans(rows: Sequence[Verification]) -> dict[int, list[Span]]:
    """Record id → the spans over which a verification held: until due, repaired, or verified anew with any result."""
    instruments = {row.instrument_id for row in rows}
    kinds = Instrument.objects.in_bulk(instruments) if len(instruments) <= CHUNK else _in_chunks(instruments)
    history = verifications_of(instruments)
    following = {earlier.pk: later.valid_from for known in history.values() for earlier, later in pairs(known)}
    parameters = load_parameters()
    broken = interruptions(VERIFICATIONS, [row.pk for row in rows])
    found = {}
    for row in rows:
        due = due_on(kinds[row.instrument_id].kind, row.valid_from, row.valid_to, parameters)
        span = [Span(row.valid_from, _earlier(due, following.get(row.pk)))]
        found[row.pk] = subtract(span, broken.get(row.pk, ())) if row.result == Verification.Result.PASS else []
    return found


def same_instrument(row: Verification) -> "QuerySet[Verification]":
    """The other verifications of the instrument: a new one ends the one before."""
    return Verification.objects.filter(instrument=row.instrument_id).exclude(pk=row.pk)


def verifications_of(instruments: Iterable[int], until: date | None = None) -> Mapping[int, list[Verification]]:
    """Instrument id → its verified verifications in order of their days."""
    found: dict[int, list[Verification]] = defaultdict(list)
    wanted = sorted(set(instruments))
    for start in range(0, len(wanted), CHUNK):
        rows = Verification.objects.filter(
            instrument__in=wanted[start : start + CHUNK], state__in=STANDING_STATES
        ).order_by("valid_from", "pk")
        for row in rows if until is None else rows.filter(valid_from__lte=until):
            found[row.instrument_id].append(row)
    return found


def pairs(rows: Sequence[Verification]) -> Iterable[tuple[Verification, Verification]]:
    """Each verification with the next of the same instrument."""
    return pairwise(rows)


def _line(
    one: Instrument, last: Verification | None, repaired: Mapping[int, Sequence[Span]], day: date, soon: date
) -> DueLine:
    if last is None:
        return DueLine(one, None, None, Due.NEVER)
    if last.result == Verification.Result.FAIL:
        return DueLine(one, last, None, Due.FAILED)
    due = due_on(one.kind, last.valid_from, last.valid_to, load_parameters())
    if any(span.start <= day for span in repaired.get(last.pk, ())):
        return DueLine(one, last, due, Due.REPAIRED)
    if due is None:
        return DueLine(one, last, None, Due.UNLIMITED)
    status = Due.OVERDUE if due < day else Due.SOON if due <= soon else Due.FINE
    return DueLine(one, last, due, status)


def _earlier(due: date | None, following: date | None) -> date | None:
    """The last day of a verification: its own, or the day before the next one."""
    if following is None:
        return due
    return following - DAY if due is None else min(due, following - DAY)


def _in_chunks(ids: Iterable[int]) -> dict[int, Instrument]:
    wanted, found = sorted(ids), {}
    for start in range(0, len(wanted), CHUNK):
        found |= Instrument.objects.in_bulk(wanted[start : start + CHUNK])
    return found
