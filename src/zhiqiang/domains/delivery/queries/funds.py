"""The money beside a duty: budget lines set aside under its clause, and what was paid for its clause."""

from dataclasses import dataclass

from zhiqiang.domains.delivery.models import Duty
from zhiqiang.domains.incentives.facade import BudgetUse, budget_use, paid_by_clause


@dataclass(frozen=True, slots=True)
class Funds:
    """The money of a clause in a year, in fen. `lines`: budget lines that name the clause or an item of it."""

    year: int
    lines: tuple[BudgetUse, ...]
    payments: int
    paid_fen: int


def funds_of(duty: Duty) -> Funds | None:
    """The money of a duty's clause in the year it is due; None where there is none."""
    year = duty.due_on.year
    lines = tuple(one for one in budget_use(year) if _within(one.clause, duty.clause))
    paid = [one for one in paid_by_clause(year) if _within(one.clause, duty.clause)]
    if not lines and not paid:
        return None
    return Funds(year, lines, sum(one.count for one in paid), sum(one.amount_fen for one in paid))


def _within(item: str, clause: str) -> bool:
    """Whether an item of the plan ("S2.1") is the clause ("S2") or a part of it."""
    return bool(clause) and (item == clause or item.startswith(f"{clause}."))
