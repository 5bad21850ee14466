"""Spans in which a clock stands still (检验、检测、鉴定等期间不计入), merged and cut to whole days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from zhiqiang.kernel.workdays.calendar import ONE_DAY

# Fixed offset: mainland China has had no summer time since 1991, and the kernel reads no time zone files.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
MIDNIGHT = time(0, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Suspension:
    """The clock stands still from `start` to `end`.

    Dates are whole days, both included. Datetimes must be aware and `end` is not included.
    Raises ValueError if the span is reversed, empty or has a naive datetime.
    """

    start: date | datetime
    end: date | datetime
    reason: str = ""

    def __post_init__(self) -> None:
        first, last = self.interval()
        if first >= last:
            raise ValueError(f"中止期间起止颠倒：{self.start} 至 {self.end}")

    def interval(self) -> tuple[datetime, datetime]:
        """The span as aware datetimes, end not included."""
        if isinstance(self.end, datetime):
            return moment(self.start), moment(self.end)
        if self.end == date.max:
            raise ValueError("中止期间没有截止日期，无法计算到期日")
        return moment(self.start), moment(self.end + ONE_DAY)


def moment(value: date | datetime) -> datetime:
    """`value` as an aware datetime in Shanghai; a date means its first moment. Raises ValueError on naive datetimes."""
    if not isinstance(value, datetime):
        return datetime.combine(value, MIDNIGHT)
    if value.tzinfo is None:
        raise ValueError(f"时间 {value} 缺少时区，应写作 {value.isoformat()}+08:00")
    return value.astimezone(SHANGHAI)


def local_day(value: date | datetime) -> date:
    """The day of `value` in Shanghai."""
    return moment(value).date() if isinstance(value, datetime) else value


def merged(suspensions: Iterable[Suspension]) -> list[tuple[datetime, datetime]]:
    """The spans in order, overlapping and touching ones joined."""
    spans: list[tuple[datetime, datetime]] = []
    for first, last in sorted(suspension.interval() for suspension in suspensions):
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return spans


def whole_days(suspensions: Iterable[Suspension]) -> list[tuple[date, date]]:
    """The days that lie wholly within the merged spans, as (first, last), both included."""
    spans: list[tuple[date, date]] = []
    for first, last in merged(suspensions):
        start = first.date() if first.timetz() == MIDNIGHT else first.date() + ONE_DAY
        end = last.date() - ONE_DAY
        if start <= end:
            spans.append((start, end))
    return spans
