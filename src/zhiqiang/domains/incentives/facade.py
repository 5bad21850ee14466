"""What other domains and the site may ask of money: ids in, plain values out. All amounts are whole fen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from zhiqiang.domains.incentives.models import Commitment, OutsidePayment
from zhiqiang.domains.incentives.queries import budget
from zhiqiang.domains.incentives.queries.books import imbalances
from zhiqiang.domains.incentives.queries.budget import ClausePaid
from zhiqiang.foundation.workflow.verification import EVIDENCE_STATES

__all__ = ["BudgetUse", "ClausePaid", "budget_use", "facts_of", "imbalances", "paid_by_clause", "paid_for"]


@dataclass(frozen=True, slots=True)
class BudgetUse:
    """How far one verified budget line is used: set aside ≥ committed ≥ paid."""

    code: str
    title: str
    year: int
    funder: str
    clause: str
    programmes: tuple[str, ...]
    cap_fen: int
    committed_fen: int
    paid_fen: int


def paid_by_clause(year: int | None = None) -> list[ClausePaid]:
    """What was paid by clause and calendar year of the payment; all years where none is given."""
    return budget.paid_by_clause(year)


def budget_use(year: int | None = None) -> list[BudgetUse]:
    """The use of the verified budget lines of a year, or of all."""
    lines = budget.lines_in_force().order_by("year", "code")
    if year is not None:
        lines = lines.filter(year=year)
    return [
        BudgetUse(
            code=use.line.code,
            title=use.line.title,
            year=use.line.year,
            funder=use.line.funder,
            clause=use.line.clause,
            programmes=use.line.pays,
            cap_fen=use.cap_fen,
            committed_fen=use.committed_fen,
            paid_fen=use.paid_fen,
        )
        for use in budget.use_of(lines)
    ]


def paid_for(applications: Collection[int]) -> dict[int, int]:
    """What has been paid for these applications; those of which nothing was paid are absent."""
    rows = Commitment.objects.filter(application__in=applications, paid_fen__gt=0)
    return dict(rows.values_list("application").annotate(paid=Sum("paid_fen")).order_by())


def facts_of(organisation_id: int, on: date) -> dict[str, object]:
    """`already_paid`: what the organisation had been paid by a day, by this office and by others, the oldest first.

    Each entry: `funder` (city, county, province, nation), `thing`, `amount_fen`, `paid_on`, `document`.
    """
    own = budget.paid_payments().filter(organisation=organisation_id, paid_on__lte=on)
    others = OutsidePayment.objects.filter(organisation=organisation_id, paid_on__lte=on, state__in=EVIDENCE_STATES)
    found = [
        *(_entry(one.commitment.line.funder, one, one.voucher) for one in own.select_related("commitment__line")),
        *(_entry(one.funder, one, one.document) for one in others),
    ]
    return {"already_paid": sorted(found, key=lambda one: (one["paid_on"], one["thing"]))}


def _entry(funder: str, row: Any, document: str) -> dict[str, Any]:
    return {
        "funder": funder,
        "thing": row.thing,
        "amount_fen": row.amount_fen,
        "paid_on": row.paid_on,
        "document": document,
    }
