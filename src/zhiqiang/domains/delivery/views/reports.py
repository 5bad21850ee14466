"""Who has not reported; one report with its figures, its words and the cells that were sent back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.domains.delivery import rules, workflow
from zhiqiang.domains.delivery.actions import reports as acts
from zhiqiang.domains.delivery.actions.reminders import remind_all
from zhiqiang.domains.delivery.models import Report
from zhiqiang.domains.delivery.presentation import owing, report_chip
from zhiqiang.domains.delivery.registers import REPORTS
from zhiqiang.domains.delivery.views.acting import done, sent_file
from zhiqiang.domains.delivery.views.ledger import SEES
from zhiqiang.domains.delivery.workflow import OFFICER
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.grants import may, scope_for
from zhiqiang.foundation.access.marks import roles
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.registers.detail_views import record_context
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError
from zhiqiang.foundation.registers.opened import person_of, visible_record
from zhiqiang.foundation.registers.repeats import new_key
from zhiqiang.foundation.registers.stepping import step_on_seen

PERIODS_SHOWN = 8
#: Steps whose form stands on the report's page.
WITH_FORM = (
    workflow.FILL, workflow.MEND, workflow.SUBMIT, workflow.RESUBMIT, workflow.SEND_BACK, workflow.ASK,
    workflow.HAND_OVER, workflow.HAND_OVER_SENT_BACK,
)  # fmt: skip


@roles(*SEES)
@require_safe
def owed(request: HttpRequest) -> HttpResponse:
    """Who has not reported: units and lead departments with their reports of a period."""
    person = person_of(request)
    seen = scope_for(person, REPORTS, "view").restrict(Report.objects.exclude(state=workflow.WITHDRAWN))
    known = list(seen.order_by("-due_at").values_list("period", flat=True).distinct()[:200])
    periods = list(dict.fromkeys(known))[:PERIODS_SHOWN]
    asked = request.GET.get("period", "")
    period = asked if asked in periods else next(iter(periods), "")
    rows = seen.filter(period=period).select_related("unit", "duty__lead")
    groups = owing(rows.order_by("unit__position", "duty__lead__title", "duty__due_on", "pk"))
    reports = [one for group in groups for one in group.reports]
    context = {
        "period": period,
        "periods": periods,
        "groups": [(one, [(report, report_chip(report, clock.now())) for report in one.reports]) for one in groups],
        "waiting": sum(bool(one.owed) for one in groups),
        "owed": sum(one.state in workflow.OWED for one in reports),
        "total": len(reports),
        "may_remind": any(scope_for(person, REPORTS, workflow.SEND_BACK).allows(one) for one in reports),
        "may_open": may(person, REPORTS, "add"),
        "ended": [rules.last_ended(rhythm, clock.today()) for rhythm in rules.MONTHS],
        "request_key": new_key(),
    }
    return render(request, "delivery/owed.html", context)


@roles(*OFFICER)
@require_POST
def open_all(request: HttpRequest) -> HttpResponse:
    """Open the reports of a period, as the daily sweep does."""

    def write() -> str:
        period = request.POST.get("period", "")
        number = len(acts.open_reports(period=period, actor=person_of(request)))
        words = ngettext("已开启 %(count)d 份报告。", "已开启 %(count)d 份报告。", number) % {"count": number}
        messages.success(request, words if number else _("这一期的报告都已开启，没有新的。"))
        return f"{reverse('reports-owed')}?period={period}"

    return done(request, write, back=reverse("reports-owed"))


@roles(*workflow.OFFICER, *workflow.VERIFIER, "verifier")
@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind all who have not reported, once a day."""

    def write() -> str:
        period = request.POST.get("period", "")
        told = remind_all(period=period, actor=person_of(request))
        words = ngettext("已提醒 %(count)d 人。", "已提醒 %(count)d 人。", told) % {"count": told}
        messages.success(request, words if told else _("该提醒的人今天都已提醒过。"))
        return f"{reverse('reports-owed')}?period={period}"

    return done(request, write, back=reverse("reports-owed"))


@roles(*SEES)
@require_safe
def report(request: HttpRequest, record: int) -> HttpResponse:
    """A report: figures that nobody types, the unit's words, and the mark at a cell that was sent back."""
    row = visible_record(request, REPORTS, record)
    assert isinstance(row, Report)
    return render(request, "delivery/report.html", report_context(request, row))


def report_context(request: HttpRequest, row: Report) -> dict[str, Any]:
    """What the page of a report shows."""
    context = record_context(request, REPORTS, row)
    codes = {step.code for step in context["offer"].steps}
    marks = {one.field: one for one in acts.marks_of(row)}
    sent_back = row.state == workflow.SENT_BACK
    may_write = bool(codes & {workflow.FILL, workflow.MEND})
    cells = [
        {
            "name": name,
            "title": acts.cell_title(name),
            "text": getattr(row, name),
            "mark": marks.get(name),
            "open": may_write and (not sent_back or name in marks),
        }
        for name in acts.TEXTS
    ]
    first = row.refused.select_related("first__duty")
    titles = {one.code: one.title for one in active_plan().indicators}
    return context | {
        "report": row,
        "chip": report_chip(row, clock.now()),
        "cells": cells,
        "marks": marks,
        "may_write": may_write,
        "save": workflow.MEND if sent_back else workflow.FILL,
        "send": workflow.RESUBMIT if sent_back else workflow.SUBMIT,
        "may_send_back": workflow.SEND_BACK in codes,
        "may_ask": workflow.ASK in codes,
        "all_cells": [(name, acts.cell_title(name)) for name in acts.CELLS],
        "buttons": [step for step in context["offer"].steps if step.code not in WITH_FORM],
        "spared": [acts.asked_twice(titles.get(one.indicator, one.indicator), one.month, one.first) for one in first],
        "may_attach": False,
        "longest": acts.LONGEST,
    }


@roles(*workflow.HOLDERS)
@require_POST
def write(request: HttpRequest, record: int) -> HttpResponse:
    """Save the words as a draft, or hand the report in."""
    here = reverse("duty-report", args=[record])
    step = request.POST.get("step", "")

    def act() -> str:
        if step not in (workflow.FILL, workflow.MEND, workflow.SUBMIT, workflow.RESUBMIT):
            raise RefusedError(_("请用页面上的按钮保存或报出。"))
        values = {name: request.POST[name] for name in acts.TEXTS if name in request.POST}
        step_on_seen(
            register=REPORTS, record_id=record, version=request.POST.get("version", ""), step=step,
            actor=person_of(request), values=values,
        )  # fmt: skip
        saved = step in (workflow.FILL, workflow.MEND)
        messages.success(request, _("草稿已保存。") if saved else _("已报出，等核实。"))
        return here

    return done(request, act, back=here)


@roles(*workflow.OFFICER, *workflow.VERIFIER, "verifier")
@require_POST
def send_back(request: HttpRequest, record: int) -> HttpResponse:
    """Send a report back at the cells that were ticked."""
    here = reverse("duty-report", args=[record])

    def act() -> str:
        step_on_seen(
            register=REPORTS, record_id=record, version=request.POST.get("version", ""), step=workflow.SEND_BACK,
            actor=person_of(request), reason=request.POST.get("reason", "").strip()[:400],
            values={"cells": request.POST.getlist("cell")},
        )  # fmt: skip
        messages.success(request, _("已退回所选栏目，其余保持原样。"))
        return here

    return done(request, act, back=here)


@roles(*workflow.OFFICER)
@require_POST
def ask(request: HttpRequest, record: int) -> HttpResponse:
    """Ask an open report for one more figure."""
    here = reverse("duty-report", args=[record])

    def act() -> str:
        target = request.POST.get("target", "").strip()[:20]
        acts.ask_figure(report_id=record, target=target, actor=person_of(request))
        messages.success(request, _("已加上这个数，由系统从证据取得。"))
        return here

    # Not through `done`, which would undo what a refusal leaves behind: that the figure was asked for twice.
    try:
        return redirect(act())
    except NotThereError:
        raise Http404 from None
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect(here)


@roles(*workflow.HOLDERS)
@require_POST
def file(request: HttpRequest, record: int) -> HttpResponse:
    """Attach a file to a report that is still owed."""
    here = reverse("duty-report", args=[record])

    def act() -> str:
        name, content = sent_file(request)
        acts.attach_to_report(report_id=record, name=name, content=content, actor=person_of(request))
        messages.success(request, _("已添加附件“%(name)s”。") % {"name": name})
        return here

    return done(request, act, back=here)
