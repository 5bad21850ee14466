"""Quiet hours: from the evening to the morning and on days of rest nobody is told anything."""

from datetime import datetime, time, timedelta

from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.reference.calendar import working_calendar

ONE_DAY = timedelta(days=1)
WHOLE_HOURS = 24


def next_decent_moment(moment: datetime) -> datetime:
    """The moment itself in office hours, else the next opening of one; hours and rest are dated parameters."""
    found, calendar = load_parameters(), working_calendar()
    day = moment.date()
    opens, closes = (
        _hour(int(found.value(f"notices.{name}", day))) for name in ("opens", "closes")
    )  # fmt: skip
    rests = bool(found.value("notices.rest_on_holidays", day))
    if moment.time() >= closes:
        day += ONE_DAY
    while rests and calendar.rest_reason(day):
        day += ONE_DAY
    if day == moment.date() and moment.time() >= opens:
        return moment
    return datetime.combine(day, opens, tzinfo=moment.tzinfo)


def _hour(number: int) -> time:
    return time.max if number >= WHOLE_HOURS else time(number)
