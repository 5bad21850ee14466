"""Rates of verification over a set of instruments: how many were done on time, how many in use are validly verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from zhiqiang.domains.metrology.models import Instrument, Verification
from zhiqiang.domains.metrology.queries.due import INVALID, due_lines, verifications_of
from zhiqiang.domains.metrology.queries.slugs import INSTRUMENTS, VERIFICATIONS
from zhiqiang.domains.metrology.rules.instruments import REPLACE, due_on
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.standing.spans import interruptions, own_spans
from zhiqiang.kernel.spans import Span, covers


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many; no rate of nothing."""

    numerator: int
    denominator: int

    @property
    def value(self) -> Fraction | None:
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def percent(self) -> str:
        """In per cent with one decimal, "" without a denominator."""
        return "" if self.value is None else f"{float(self.value * 100):.1f}"


def verified_share(instruments: Sequence[Instrument], day: date) -> Rate:
    """受检率: of these instruments in use those with a valid verification on a day."""
    lines = due_lines(instruments, day)
    return Rate(sum(one.status not in INVALID for one in lines), len(lines))


def on_time(instruments: Sequence[Instrument], first: date, last: date) -> Rate:
    """按期检定率: verifications whose last day lies between two days, and of these the ones followed up by that day.

    Followed up is: verified again, or, where an instrument is replaced at the end of its limit, taken out of use. A
    last day on which the instrument was sealed, stopped or scrapped asks nothing of anybody and is left out, as is a
    verification that a repair had ended before.
    """
    history = verifications_of([one.pk for one in instruments])
    in_use = own_spans(INSTRUMENTS, list(instruments))
    ended = interruptions(VERIFICATIONS, [row.pk for rows in history.values() for row in rows])
    done = asked = 0
    for one in instruments:
        rows = history.get(one.pk, [])
        for place, row in enumerate(rows):
            due = _due(one, row, ended.get(row.pk, ()))
            if due is None or not first <= due <= last:
                continue
            followed = any(later.valid_from <= due for later in rows[place + 1 :])
            if one.kind.mode == REPLACE:
                followed = not covers(in_use[one.pk], due + timedelta(days=1))
            elif not followed and not covers(in_use[one.pk], due):
                continue
            asked, done = asked + 1, done + followed
    return Rate(done, asked)


def _due(one: Instrument, row: Verification, ended: Sequence[Span]) -> date | None:
    """The last day of a verification that passed and that nothing ended before."""
    due = due_on(one.kind, row.valid_from, row.valid_to, load_parameters())
    if row.result == Verification.Result.FAIL or due is None or any(span.start <= due for span in ended):
        return None
    return due
