"""Working days and legal time limits that print their own proof."""

from zhiqiang.kernel.workdays.calendar import Calendar, SpecialDay
from zhiqiang.kernel.workdays.deadline import (
    Deadline,
    DeadlineError,
    Limit,
    PassedDay,
    Unit,
    add_months,
    compute_deadline,
    due_date,
)
from zhiqiang.kernel.workdays.proof import UNIT_NAMES, explain
from zhiqiang.kernel.workdays.suspension import SHANGHAI, Suspension, local_day
from zhiqiang.kernel.workdays.table import CalendarError, calendar_from_table

__all__ = [
    "SHANGHAI",
    "UNIT_NAMES",
    "Calendar",
    "CalendarError",
    "Deadline",
    "DeadlineError",
    "Limit",
    "PassedDay",
    "SpecialDay",
    "Suspension",
    "Unit",
    "add_months",
    "calendar_from_table",
    "compute_deadline",
    "due_date",
    "explain",
    "local_day",
]
