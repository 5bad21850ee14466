"""How long is left: a due moment in words and colour, counted in working days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiqiang.foundation.clock import ZONE
from zhiqiang.kernel.workdays import Calendar

NEAR = 2


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a time limit, as a chip."""

    colour: str
    text: str


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start` up to and including `end`; 0 where `end` is not later."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(1 for day in days if calendar.is_working(day))


def time_left(due: datetime, now: datetime, calendar: Calendar) -> Left:
    """Words and colour for a due moment: overdue red, today and the last two working days amber, else green."""
    due, now = due.astimezone(ZONE), now.astimezone(ZONE)
    if due < now:
        days = (now.date() - due.date()).days
        if days == 0:
            return Left("bad", _("今天 %(time)s 已逾期") % {"time": f"{due:%H:%M}"})
        return Left("bad", ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", days) % {"days": days})
    if due.date() == now.date():
        return Left("warn", _("今天 %(time)s") % {"time": f"{due:%H:%M}"})
    left = working_days_between(now.date(), due.date(), calendar)
    words = ngettext("剩 %(days)d 个工作日", "剩 %(days)d 个工作日", left) % {"days": left}
    return Left("warn" if left <= NEAR else "ok", words)
