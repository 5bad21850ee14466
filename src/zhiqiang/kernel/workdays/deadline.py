"""Legal time limits with their complete arithmetic.

Sources: 民法典 arts. 200-204 (counting), 行政处罚法 art. 85, 市场监督管理行政处罚程序规定 art. 80.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from zhiqiang.kernel.workdays.calendar import ONE_DAY, Calendar
from zhiqiang.kernel.workdays.suspension import Suspension, local_day, merged, moment, whole_days


class Unit(StrEnum):
    """What a time limit counts."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"


class DeadlineError(ValueError):
    """A deadline that cannot be computed, with the reason in Chinese."""


@dataclass(frozen=True)
class Limit:
    """One version of a time limit: `amount` units, by which rule, version and article.

    `rolls`: a last day that is a rest day moves to the next working day (hours never roll).
    Raises DeadlineError unless `amount` is 1 or more.
    """

    rule: str
    version: str
    article: str
    unit: Unit
    amount: int
    rolls: bool = True
    confidence: str = ""

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise DeadlineError(f"时限 {self.rule} 的数量应为正整数，不是 {self.amount}")


class PassedDay(NamedTuple):
    """A day that the count passed over, and why."""

    day: date
    reason: str


@dataclass(frozen=True)
class Deadline:
    """A due date with its proof.

    For day and working-day limits the lists are disjoint and add up:
    `due - start == amount + len(skipped) + len(suspended) + len(rolled)` days.
    `skipped` are rest days inside a working-day count, `suspended` days that would have counted but for a
    suspension, `rolled` days between `last_day` and `due`, `worked_weekends` make-up days that counted or on which
    the limit ends. `provisional`: the result rests on a day of a year whose holidays are not announced.
    """

    limit: Limit
    start: date | datetime
    first_counted: date | datetime
    last_day: date | datetime
    due: date | datetime
    skipped: tuple[PassedDay, ...] = ()
    worked_weekends: tuple[date, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    suspended: tuple[date, ...] = ()
    rolled: tuple[PassedDay, ...] = ()
    provisional: bool = False


def compute_deadline(
    limit: Limit, start: date | datetime, calendar: Calendar, suspensions: Sequence[Suspension] = ()
) -> Deadline:
    """The deadline of `limit` started by an event at `start`, with its proof.

    The day of the event is not counted (民法典 201). A day wholly within a suspension is not counted, and no limit
    ends on one. Hours run from the minute of the event through nights and holidays; their suspensions stop the clock
    to the minute. Raises DeadlineError on a naive datetime, on a date where hours are counted, or past year 9999.
    """
    try:
        if limit.unit is Unit.HOUR:
            return _hours(limit, start, suspensions)
        return _days(limit, start, calendar, suspensions)
    except OverflowError as error:
        raise DeadlineError("到期日超出可表示的年份（9999 年），请检查起算日和中止期间") from error
    except ValueError as error:
        raise error if isinstance(error, DeadlineError) else DeadlineError(str(error)) from error


def due_date(
    limit: Limit, start: date | datetime, calendar: Calendar, suspensions: Sequence[Suspension] = ()
) -> date | datetime:
    """The due date alone, equal to `compute_deadline(...).due`, by looking up counted working days."""
    if limit.unit is not Unit.HOUR:
        try:
            return _indexed_due(limit, local_day(start), whole_days(suspensions) if suspensions else (), calendar)
        except (IndexError, ValueError, OverflowError):
            pass  # outside the index, or a fault that the full count explains
    return compute_deadline(limit, start, calendar, suspensions).due


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the month's last day where it has no such day (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError("year out of range")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _indexed_due(limit: Limit, origin: date, spans: Sequence[tuple[date, date]], calendar: Calendar) -> date:
    base, rank, days = calendar.index
    at = origin.toordinal() - base
    if at < 0:
        raise IndexError
    if limit.unit is Unit.WORKING_DAY:
        due = days[rank[at] + limit.amount - 1]
        for first, last in _after(spans, origin):
            if first > due:
                break
            closed = rank[last.toordinal() - base] - rank[first.toordinal() - base - 1]
            due = days[rank[due.toordinal() - base] + closed - 1]
        return due
    due = _calendar_end(limit, origin)
    for first, last in _after(spans, origin):
        if first > due:
            break
        due += last - first + ONE_DAY
    while limit.rolls:
        working = days[rank[due.toordinal() - base - 1]]
        resume = next((last + ONE_DAY for first, last in spans if first <= working <= last), None)
        if resume is None:
            return working
        due = resume
    return due


def _after(spans: Sequence[tuple[date, date]], origin: date) -> list[tuple[date, date]]:
    return [(max(first, origin + ONE_DAY), last) for first, last in spans if last > origin]


def _calendar_end(limit: Limit, origin: date) -> date:
    return add_months(origin, limit.amount) if limit.unit is Unit.MONTH else origin + timedelta(days=limit.amount)


def _hours(limit: Limit, start: date | datetime, suspensions: Sequence[Suspension]) -> Deadline:
    if not isinstance(start, datetime):
        raise DeadlineError(f"{limit.rule} 按小时计算，起算需要写到时刻，如 {start}T09:30")
    begun = moment(start)
    due = begun + timedelta(hours=limit.amount)
    for first, last in merged(suspensions):
        if first >= due:
            break
        due += max(last - max(first, begun), timedelta(0))
    return Deadline(limit, begun, begun, due, due, suspensions=tuple(suspensions))


def _days(limit: Limit, start: date | datetime, calendar: Calendar, suspensions: Sequence[Suspension]) -> Deadline:
    origin = local_day(start)
    spans = whole_days(suspensions)
    by_working_day = limit.unit is Unit.WORKING_DAY
    left = limit.amount if by_working_day else (_calendar_end(limit, origin) - origin).days
    skipped: list[PassedDay] = []
    suspended: list[date] = []
    rolled: list[PassedDay] = []
    worked: list[date] = []
    day = origin
    while left:
        day += ONE_DAY
        if by_working_day and not calendar.is_working(day):
            skipped.append(PassedDay(day, calendar.rest_reason(day)))
        elif _within(day, spans):
            suspended.append(day)
        else:
            left -= 1
            if by_working_day and calendar.is_worked_weekend(day):
                worked.append(day)
    last_day = day
    if limit.rolls and not by_working_day:
        while (reason := calendar.rest_reason(day)) or _within(day, spans):
            rolled.append(PassedDay(day, reason or "中止期间"))
            day += ONE_DAY
        if calendar.is_worked_weekend(day):
            worked.append(day)
    earliest = origin + ONE_DAY if by_working_day else last_day
    asks_calendar = by_working_day or limit.rolls
    return Deadline(
        limit=limit,
        start=start,
        first_counted=origin + ONE_DAY,
        last_day=last_day,
        due=day,
        skipped=tuple(skipped),
        worked_weekends=tuple(worked),
        suspensions=tuple(suspensions),
        suspended=tuple(suspended),
        rolled=tuple(rolled),
        provisional=asks_calendar and not (calendar.is_announced(earliest) and calendar.is_announced(day)),
    )


def _within(day: date, spans: Sequence[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in spans)
