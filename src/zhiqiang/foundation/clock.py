"""The only source of time: Asia/Shanghai, and settable, so that a page or a command can be run "as of" a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("zhiqiang_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in Asia/Shanghai; inside `as_of` the moment given there."""
    return _frozen.get() or datetime.now(ZONE)  # noqa: TID251 (this is the clock)


def today() -> date:
    """The calendar day of `now()` in Asia/Shanghai."""
    return now().date()


@contextmanager
def as_of(moment: date | datetime) -> Iterator[datetime]:
    """Run the block as if it were `moment`; a date means the end of that day, when all it brought is known."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(23, 59, 59))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZONE)
    token = _frozen.set(moment.astimezone(ZONE))
    try:
        yield now()
    finally:
        _frozen.reset(token)


def month_of(day: date) -> str:
    """The month of a day as evidence partitions name it: "2026-11"."""
    return f"{day.year:04d}-{day.month:02d}"


def month_end(month: str) -> date:
    """The last day of a month "2026-11"."""
    year, number = int(month[:4]), int(month[5:7])
    first_of_next = date(year + number // 12, number % 12 + 1, 1)
    return first_of_next - timedelta(days=1)
