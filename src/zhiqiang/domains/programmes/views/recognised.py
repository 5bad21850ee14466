"""What is done with a recognition beside the generic steps: ended on a ground, its yearly report recorded."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiqiang.domains.programmes import rules
from zhiqiang.domains.programmes.actions.recognitions import grounds_of, record_report, withdraw_recognition
from zhiqiang.domains.programmes.models import Recognition
from zhiqiang.domains.programmes.presentation.forms import ReportForm, WithdrawalForm
from zhiqiang.domains.programmes.queries.reminders import missing_report, programme_for
from zhiqiang.domains.programmes.registers import RECOGNITIONS
from zhiqiang.domains.programmes.views.entry import answered, on
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import scope_for
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record
from zhiqiang.foundation.registers.opened import person_of, visible_record
from zhiqiang.foundation.registers.repeats import new_key


@on(RECOGNITIONS, "withdraw")
@require_http_methods(["GET", "POST"])
def recognition_withdraw(request: HttpRequest, key: int) -> HttpResponseBase:
    """End a recognition on one of the grounds that its programme names."""
    row = _visible(request, key, "withdraw")
    sent = request.POST if request.method == "POST" else None
    form = WithdrawalForm(sent, grounds=grounds_of(row), initial={"on": clock.today()})

    def write() -> str:
        withdraw_recognition(recognition_id=key, actor=person_of(request), **form.cleaned_data)
        return reverse("register-detail", args=[RECOGNITIONS.slug, key])

    return _form(request, form, write, {"title": _("撤销认定：%(row)s") % {"row": row}, "button": _("撤销")})


@on(RECOGNITIONS, "report")
@require_http_methods(["GET", "POST"])
def recognition_report(request: HttpRequest, key: int) -> HttpResponseBase:
    """That the report of a year has come."""
    row = _visible(request, key, "report")
    initial = {"received_on": clock.today(), "year": clock.today().year - 1}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=initial)

    def write() -> str:
        record_report(recognition_id=key, actor=person_of(request), **form.cleaned_data)
        return reverse("register-detail", args=[RECOGNITIONS.slug, key])

    return _form(request, form, write, {"title": _("登记年度报告：%(row)s") % {"row": row}, "button": _("登记")})


def recognition_part(request: HttpRequest, register: Register, row: Record) -> dict[str, Any] | None:
    """The part of a recognition's page about its history, reports and end (settings.RECORD_EXTRAS)."""
    if register is not RECOGNITIONS or not isinstance(row, Recognition):
        return None
    person, programme = person_of(request), programme_for(row)
    owes = programme is not None and rules.owes_reports(programme)
    return {
        "template": "programmes/recognition_part.html",
        "row": row,
        "earlier": row.follows,
        "later": Recognition.objects.filter(follows=row).first(),
        "ground": grounds_of(row).get(row.ground, ""),
        "owes": owes,
        "reports": list(row.reports.all()) if owes else [],
        "missing": missing_report(row, clock.today()) if owes else None,
        "may_report": owes and scope_for(person, register, "report").allows(row),
        "may_withdraw": row.state in ("verified", "suspended") and scope_for(person, register, "withdraw").allows(row),
    }


def _form(request: HttpRequest, form: Any, write: Any, context: dict[str, Any]) -> HttpResponseBase:
    def page(refusal: str) -> HttpResponse:
        shown = {"form": form, "refusal": refusal, "request_key": new_key()} | context
        status = 409 if refusal else 422 if form.errors else 200
        return render(request, "programmes/form.html", shown, status=status)

    if request.method != "POST" or not form.is_valid():
        return page("")
    return answered(request, write, _("已保存。"), form, page)


def _visible(request: HttpRequest, key: int, action: str) -> Recognition:
    row = visible_record(request, RECOGNITIONS, key, action)
    assert isinstance(row, Recognition)
    return row
