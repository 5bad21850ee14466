"""What the yearly notice of the State Council's General Office says of a year, and what cannot be right about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhiqiang.foundation.reference.models import CalendarYear, Holiday

ONE_DAY = timedelta(days=1)
#: The New Year holiday may begin in the year before: that of 2019 had 29 December worked and the 30th and 31st off.
DAYS_BEFORE = 3
#: The longest so far had ten days (Spring Festival 2020, extended); a longer one is a slip of the pen.
LONGEST_SPAN = 15
#: 全国年节及纪念日放假办法 art. 2: a notice that leaves one out is probably not typed to its end.
EXPECTED = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")


@dataclass(frozen=True, slots=True, order=True)
class AnnouncedDay:
    """One day of a notice: off with the holiday's name, or a weekend day worked to make up for it."""

    day: date
    title: str
    working: bool


def faults_of(year: int, notice: str, days: Sequence[AnnouncedDay]) -> list[str]:
    """Every reason why this year cannot be entered so, in words that name the day."""
    faults = _wrong_year(year)
    if not 0 < len(notice.strip()) <= 120:
        faults.append(_("请填写通知文号（不超过 120 字），如“国办发明电〔2026〕×号”。"))
    if not any(not one.working for one in days):
        faults.append(_("没有一天放假，请录入放假安排。"))
    faults += _wrong_days(year, days)
    faults += _wrong_spans(days)
    return faults


def doubts_of(days: Iterable[AnnouncedDay]) -> list[str]:
    """What a careful reader would ask; no reason to refuse."""
    titles = " ".join(one.title for one in days if not one.working)
    return [_("没有看到“%(name)s”的放假日，请核对。") % {"name": name} for name in EXPECTED if name not in titles]


def _wrong_year(year: int) -> list[str]:
    years = set(CalendarYear.objects.values_list("year", flat=True))
    if year in years:
        return [_("%(year)d 年的放假安排已经录入。") % {"year": year}]
    if years and year not in (min(years) - 1, max(years) + 1):
        words = _("录入的年份须连续：下一个应是 %(next)d 年，不是 %(year)d 年。")
        return [words % {"next": max(years) + 1, "year": year}]
    return []


def _wrong_days(year: int, days: Sequence[AnnouncedDay]) -> list[str]:
    earliest, latest = date(year, 1, 1) - timedelta(days=DAYS_BEFORE), date(year, 12, 31)
    known = {one.day: one for one in Holiday.objects.filter(day__range=(earliest, latest))}
    seen: dict[date, AnnouncedDay] = {}
    faults = []
    for one in days:
        if not earliest <= one.day <= latest:
            words = _("%(day)s 不在 %(year)d 年内，也不是上一年 12 月最后三天。")
            faults.append(words % {"day": one.day, "year": year})
        if one.working and one.day.weekday() < 5:
            words = _("%(day)s 本来就是星期一至星期五，不是调休上班日，请核对。")
            faults.append(words % {"day": one.day})
        if one.day in seen:
            faults.append(_("%(day)s 写了两次，请留一行。") % {"day": one.day})
        if one.day in known and known[one.day].working != one.working:
            words = _("%(day)s 在已录入的安排里是“%(title)s”，与这里放假、上班相反，请核对。")
            faults.append(words % {"day": one.day, "title": known[one.day].title})
        if not 0 < len(one.title) <= 40:
            faults.append(_("%(day)s 缺少节日名称，或超过 40 字。") % {"day": one.day})
        seen[one.day] = one
    return faults


def _wrong_spans(days: Sequence[AnnouncedDay]) -> list[str]:
    """Faults of the days off of each holiday: too many in a row, or a hole on a day that would be worked."""
    off: dict[str, set[date]] = {}
    for one in days:
        if not one.working:
            off.setdefault(one.title, set()).add(one.day)
    all_off, worked = set().union(*off.values()), {one.day for one in days if one.working}
    faults = []
    for title, own in off.items():
        first, last = min(own), max(own)
        length = (last - first).days + 1
        if length > LONGEST_SPAN:
            words = _("“%(title)s”从 %(first)s 到 %(last)s 共 %(days)d 天，超过 %(most)d 天，请核对日期。")
            span = {"title": title, "first": first, "last": last, "days": length, "most": LONGEST_SPAN}
            faults.append(words % span)
            continue
        holes = [first + timedelta(days=number) for number in range(length)]
        missing = [day for day in holes if day not in all_off and (day.weekday() < 5 or day in worked)]
        faults += [_("“%(title)s”的放假日中间缺 %(day)s。") % {"title": title, "day": day} for day in missing]
    return faults
