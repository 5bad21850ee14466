"""What other domains may ask of the ledger: ids in, plain lines out. The signatures are fixed."""

from zhiqiang.domains.delivery.actions.duties import open_duty
from zhiqiang.domains.delivery.actions.reports import open_due_reports
from zhiqiang.domains.delivery.queries.burden import of_a_year as burden_of_units
from zhiqiang.domains.delivery.queries.lines import (
    DutyLine,
    ReportLine,
    duty_lines,
    overdue_duties,
    overdue_reports,
    report_lines,
)

__all__ = [
    "DutyLine", "ReportLine", "burden_of_units", "duty_lines", "open_due_reports", "open_duty", "overdue_duties",
    "overdue_reports", "report_lines",
]  # fmt: skip
