"""Whether the running totals are the sums of their records: what tests, a drill and an auditor ask."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from zhiqiang.domains.incentives.models import BudgetLine, Commitment, Payment, Recovery
from zhiqiang.domains.incentives.workflow import LIVE_PAYMENTS, LIVE_RECOVERIES, PAID, RECEIVED


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A running total that differs from what its records sum up to, in fen."""

    what: str
    kept_fen: int
    counted_fen: int


def imbalances() -> list[Imbalance]:
    """Every total that is wrong; empty when the books are right. Reads all records."""
    return [*_lines(), *_commitments(), *_payments()]


def _lines() -> Iterable[Imbalance]:
    promised: Counter[int] = Counter()
    for one in Commitment.objects.all():
        promised[one.line_id] += one.amount_fen - one.released_fen
    for line in BudgetLine.objects.all():
        yield from _compared(f"{line} committed_fen", line.committed_fen, promised[line.pk])


def _commitments() -> Iterable[Imbalance]:
    claimed: Counter[int] = Counter()
    paid: Counter[int] = Counter()
    for one in Payment.objects.filter(state__in=LIVE_PAYMENTS):
        claimed[one.commitment_id] += one.amount_fen
        paid[one.commitment_id] += one.amount_fen if one.state == PAID else 0
    recovered: Counter[int] = Counter()
    for back in Recovery.objects.filter(state=RECEIVED).select_related("payment"):
        recovered[back.payment.commitment_id] += back.amount_fen
    for one in Commitment.objects.all():
        yield from _compared(f"{one} claimed_fen", one.claimed_fen, claimed[one.pk])
        yield from _compared(f"{one} paid_fen", one.paid_fen, paid[one.pk])
        yield from _compared(f"{one} recovered_fen", one.recovered_fen, recovered[one.pk])


def _payments() -> Iterable[Imbalance]:
    recovering: Counter[int] = Counter()
    for one in Recovery.objects.filter(state__in=LIVE_RECOVERIES):
        recovering[one.payment_id] += one.amount_fen
    for payment in Payment.objects.all():
        yield from _compared(f"{payment} recovering_fen", payment.recovering_fen, recovering[payment.pk])


def _compared(what: str, kept: int, counted: int) -> Iterable[Imbalance]:
    if kept != counted:
        yield Imbalance(what, kept, counted)
