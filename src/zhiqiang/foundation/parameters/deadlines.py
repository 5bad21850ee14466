"""A due date asked for in text, and the answer as plain values: for the command line and the API, without Django."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from zhiqiang.kernel.parameters import ParameterSet
from zhiqiang.kernel.workdays import SHANGHAI, Calendar, Deadline, DeadlineError, Suspension, compute_deadline, explain


def find_deadline(
    rule: str,
    start: str,
    suspend: Sequence[Sequence[str]],
    *,
    parameters: ParameterSet,
    calendar: Calendar,
) -> Deadline:
    """The deadline by the version of `rule` in force at `start`.

    `start` and the ends of the spans are ISO dates or times; a time without offset is Shanghai time.
    Raises LookupError for an unknown rule or a day without a version, ValueError for anything unreadable.
    """
    begun = _moment(start)
    parameter = parameters.get(rule)
    if not parameter.is_clock:
        raise DeadlineError(f"{rule} 不是期限规则，期限规则见 zhiqiang deadline --list")
    suspensions = [Suspension(_moment(first), _moment(last)) for first, last in suspend]
    return compute_deadline(parameter.limit(begun), begun, calendar, suspensions)


def answer(deadline: Deadline) -> dict[str, Any]:
    """The deadline as plain JSON values; days as ISO dates, hours as ISO times with offset."""
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
        "start": deadline.start.isoformat(),
        "first_counted": deadline.first_counted.isoformat(),
        "last_day": deadline.last_day.isoformat(),
        "suspensions": [[span.start.isoformat(), span.end.isoformat()] for span in deadline.suspensions],
        "suspended": [day.isoformat() for day in deadline.suspended],
        "rolled": [passed.day.isoformat() for passed in deadline.rolled],
        "reasons": {passed.day.isoformat(): passed.reason for passed in (*deadline.skipped, *deadline.rolled)},
        "confidence": limit.confidence,
        "proof": explain(deadline),
    }


def read_span(text: str) -> tuple[str, str]:
    """The two ends of a suspension written 2026-05-01..2026-05-10. Raises ValueError."""
    first, dots, last = text.partition("..")
    if not dots:
        raise ValueError(f"中止期间应写作 2026-05-01..2026-05-10，不是 {text}")
    return first, last


def _moment(text: str) -> date | datetime:
    text = text.strip()
    try:
        if len(text) <= len("2026-01-01"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"日期或时间无法识别：{text}，应写作 2026-02-12 或 2026-02-12T09:30") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
