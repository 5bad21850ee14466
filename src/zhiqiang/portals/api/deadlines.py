"""A due date with its proof, as JSON values."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.kernel.workdays import SHANGHAI, Calendar, Deadline, DeadlineError, Suspension, compute_deadline, explain


def deadline_of(rule: str, start: str, spans: Sequence[str], calendar: Calendar) -> dict[str, Any]:
    """The deadline by the rule's version in force at `start`; `spans` are written 2026-05-01..2026-05-10.

    Raises LookupError for an unknown rule or a day without a version, ValueError for anything unreadable.
    """
    begun, parameter = _moment(start), load_parameters().get(rule)
    if not parameter.is_clock:
        raise DeadlineError(f"{rule} 不是期限规则。")
    return as_table(compute_deadline(parameter.limit(begun), begun, calendar, [_span(one) for one in spans]))


def as_table(deadline: Deadline) -> dict[str, Any]:
    """The answer as the fixed interface names it; days as ISO dates, hours as ISO times."""
    limit = deadline.limit
    return {
        "due": deadline.due.isoformat(),
        "provisional": deadline.provisional,
        "rule": limit.rule,
        "version": limit.version,
        "article": limit.article,
        "unit": str(limit.unit),
        "amount": limit.amount,
        "skipped": [passed.day.isoformat() for passed in deadline.skipped],
        "worked_weekends": [day.isoformat() for day in deadline.worked_weekends],
        "confidence": str(limit.confidence),
        "proof": list(explain(deadline)),
    }


def _span(text: str) -> Suspension:
    first, dots, last = text.partition("..")
    if not dots:
        raise ValueError(f"中止期间应写作 2026-05-01..2026-05-10，不是 {text}")
    return Suspension(_moment(first), _moment(last))


def _moment(text: str) -> date | datetime:
    text = text.strip()
    try:
        if len(text) <= len("2026-01-01"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"日期或时间无法识别：{text}，应写作 2026-02-12 或 2026-02-12T09:30") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
