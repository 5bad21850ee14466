"""The working calendar: the announced years, and a further year from typed rows or a CSV file."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import has_role
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.reference.actions import announce_year
from zhiqiang.foundation.reference.announcement import AnnouncedDay, doubts_of, faults_of
from zhiqiang.foundation.reference.models import CalendarYear, Holiday
from zhiqiang.foundation.registers.errors import WrongValuesError
from zhiqiang.foundation.workflow.models import ClockRun
from zhiqiang.portals.console.system.calendar_rows import LARGEST_FILE, read_rows, rows_text, text_of
from zhiqiang.portals.console.system.forms import SystemForm


class YearForm(SystemForm):
    """A year, the notice, and its days typed or in a file."""

    year = forms.IntegerField(label=lazy("年份"), min_value=1990, max_value=2199)
    notice = forms.CharField(label=lazy("通知文号"), max_length=120)
    rows = forms.CharField(
        label=lazy("放假与调休"),
        required=False,
        max_length=LARGEST_FILE,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=lazy("一行一段：日期,名称,放假或上班。连续几天可写作 2027-02-05至2027-02-13,春节,放假"),
    )
    file = forms.FileField(
        label=lazy("或上传 CSV"),
        required=False,
        help_text=lazy("三列：日期,名称,上班；上班列填“是”或“上班”为调休上班日"),
    )


@roles("administrator", "auditor")
@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """The announced years; the days of one of them."""
    days = list(Holiday.objects.all())
    years = list(CalendarYear.objects.order_by("-year"))
    asked = request.GET.get("year", "")
    shown = next((one for one in years if str(one.year) == asked), years[0] if years else None)
    counted = [
        {
            "year": one,
            "off": sum(1 for day in days if day.day.year == one.year and not day.working),
            "worked": sum(1 for day in days if day.day.year == one.year and day.working),
        }
        for one in years
    ]
    context = {
        "years": counted,
        "shown": shown,
        "days": [day for day in days if shown is not None and day.day.year == shown.year],
        "last": years[0].year if years else None,
        "provisional": ClockRun.objects.filter(stopped_at=None, provisional=True).count(),
        "may_write": has_role(request.user, ("administrator",)),
    }
    return render(request, "console/system_calendar.html", context)


@roles("administrator")
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_new(request: HttpRequest) -> HttpResponseBase:
    """Type or upload → see what was understood → save all of it in one transaction."""
    if request.method != "POST":
        return _show(request, YearForm(initial={"year": _next_year()}))
    form = YearForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form)
    year, notice, days = form.cleaned_data["year"], form.cleaned_data["notice"], _read(form)
    for fault in faults_of(year, notice, days) if days else ():
        form.add_error("rows", fault)
    if form.errors or "save" not in request.POST:
        return _show(request, form, days)
    assert isinstance(request.user, User)
    try:
        changed = announce_year(year=year, notice=notice, days=days, actor=request.user)
    except WrongValuesError as error:
        for one in error.findings:
            form.add_error("rows", one.message)
        return _show(request, form, days)
    moved = sum(one.moved for one in changed)
    saved = _("%(year)d 年放假安排已保存。") % {"year": year}
    words = ngettext("重算了 %(count)d 个暂定时限，", "重算了 %(count)d 个暂定时限，", len(changed)) % {
        "count": len(changed)
    }
    messages.success(request, saved + words + _("其中 %(moved)d 个的日期有变，前后日期都已留痕。") % {"moved": moved})
    return redirect("system-calendar")


def _read(form: YearForm) -> list[AnnouncedDay]:
    """The days that were typed or uploaded; what cannot be read stands as errors in the form."""
    text = form.cleaned_data["rows"]
    if file := form.cleaned_data["file"]:
        if text.strip():
            form.add_error("file", _("表里和文件里都有内容，请只用一种。"))
            return []
        try:
            text = text_of(file.read(LARGEST_FILE + 1))
        except ValueError as error:
            form.add_error("file", str(error))
            return []
        # What came from a file stands in the box as it came, to be mended there.
        form.data = {**{name: form.data.get(name, "") for name in form.fields}, "rows": text}
    days, faults = read_rows(text)
    if not days and not faults:
        faults = [_("请录入放假安排，或上传 CSV。")]
    for fault in faults:
        form.add_error("rows", fault)
    return days


def _show(request: HttpRequest, form: YearForm, days: list[AnnouncedDay] | None = None) -> HttpResponseBase:
    preview = sorted(days or ())
    context = {
        "form": form,
        "days": preview,
        "doubts": doubts_of(preview) if preview else [],
        "rows": rows_text(preview),
        "sound": form.is_bound and not form.errors,
        "off": sum(1 for one in preview if not one.working),
        "worked": sum(1 for one in preview if one.working),
        "example": _example(),
    }
    return render(request, "console/system_calendar_new.html", context, status=422 if form.errors else 200)


def _next_year() -> int:
    last = CalendarYear.objects.order_by("-year").values_list("year", flat=True).first()
    return last + 1 if last else clock.today().year


def _example() -> str:
    year = _next_year()
    return f"{date(year, 1, 1)}至{date(year, 1, 3)},{_('元旦')},{_('放假')}"
