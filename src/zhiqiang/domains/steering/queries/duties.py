"""What the ledger says of duties: the one place of this domain that asks `delivery.facade`."""

from collections.abc import Iterable, Sequence
from datetime import date

from zhiqiang.domains.delivery.facade import (
    DutyLine,
    ReportLine,
    duty_lines,
    open_duty,
    overdue_duties,
    overdue_reports,
)

__all__ = [
    "DutyLine", "ReportLine", "duties_by_id", "duties_of", "open_duty", "overdue_duties", "overdue_reports",
]  # fmt: skip


def duties_of(units: Iterable[str], on: date) -> dict[str, list[DutyLine]]:
    """Unit code → the duties of these units on a day."""
    wanted = set(units)
    found: dict[str, list[DutyLine]] = {code: [] for code in wanted}
    for line in duty_lines(on=on):
        if line.unit in wanted:
            found[line.unit].append(line)
    return found


def duties_by_id(ids: Sequence[int], on: date) -> dict[int, DutyLine]:
    """The duties of these ids; asked only where there is any."""
    wanted = set(ids)
    return {line.id: line for line in duty_lines(on=on) if line.id in wanted} if wanted else {}
