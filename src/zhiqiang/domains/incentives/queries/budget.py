"""Budget lines and their use, what was paid for what: whole fen, read from the records themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from zhiqiang.domains.incentives.models import BudgetLine, Payment, Recovery
from zhiqiang.domains.incentives.rules import codes_in, to_fen
from zhiqiang.domains.incentives.workflow import PAID, RECEIVED
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES


@dataclass(frozen=True, slots=True)
class Use:
    """How far a budget line is used, in fen: set aside ≥ promised ≥ paid."""

    line: BudgetLine
    committed_fen: int
    paid_fen: int

    @property
    def cap_fen(self) -> int:
        return self.line.cap_fen

    @property
    def waiting_fen(self) -> int:
        """Promised and not paid yet."""
        return self.committed_fen - self.paid_fen

    @property
    def left_fen(self) -> int:
        return self.cap_fen - self.committed_fen


def lines_in_force() -> "QuerySet[BudgetLine]":
    """The lines that somebody else has verified."""
    return BudgetLine.objects.filter(state__in=EVIDENCE_STATES)


def lines_for(programme: str, on: date) -> list[BudgetLine]:
    """The lines from which a programme may be promised money on a day, oldest year first."""
    open_lines = lines_in_force().filter(issued_on__lte=on, closes_on__gte=on).order_by("year", "code")
    return [one for one in open_lines if programme in one.pays]


def use_of(lines: Iterable[BudgetLine]) -> list[Use]:
    """The use of these lines."""
    found = list(lines)
    paid = dict(
        BudgetLine.objects.filter(pk__in=[one.pk for one in found])
        .annotate(paid=Coalesce(Sum("commitments__paid_fen"), 0))
        .values_list("pk", "paid")
    )
    return [Use(one, one.committed_fen, int(paid[one.pk])) for one in found]


def programmes_paid(lines: Iterable[BudgetLine]) -> tuple[str, ...]:
    """The codes of the programmes that these lines pay, in order, each once."""
    return tuple(dict.fromkeys(code for line in lines for code in codes_in(line.programmes)))


def paid_payments() -> "QuerySet[Payment]":
    """What was paid, newest first."""
    return (
        Payment.objects.filter(state=PAID)
        .select_related("organisation", "organisation__unit")
        .order_by("-paid_on", "-pk")
    )


@dataclass(frozen=True, slots=True)
class ClausePaid:
    """What was paid for a clause in a year."""

    clause: str
    year: int
    count: int
    amount_fen: int


def paid_by_clause(year: int | None = None) -> list[ClausePaid]:
    """Payments by clause and calendar year of the payment."""
    rows = paid_payments().order_by("clause", "paid_on").values_list("clause", "paid_on", "amount")
    totals: dict[tuple[str, int], list[int]] = {}
    for clause, day, amount in rows:
        if year is None or day.year == year:
            totals.setdefault((clause, day.year), []).append(to_fen(amount))
    return [ClausePaid(clause, of, len(fen), sum(fen)) for (clause, of), fen in totals.items()]


def came_back(payments: Iterable[Payment]) -> dict[int, int]:
    """What has come back of these payments, in fen; those of which nothing did are absent."""
    totals: dict[int, int] = {}
    rows = Recovery.objects.filter(state=RECEIVED, payment__in=[one.pk for one in payments])
    for payment, amount in rows.values_list("payment", "amount"):
        totals[payment] = totals.get(payment, 0) + to_fen(amount)
    return totals
