"""Reports: opened by the system when their period has ended, filled, submitted, sent back at a cell, verified."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhiqiang.domains.delivery.actions.duties import register
from zhiqiang.domains.delivery.actions.figures import figure_of, figures_for, keep, month_of, refreshed, refuse
from zhiqiang.domains.delivery.models import Duty, Mark, Report, ReportedFigure
from zhiqiang.domains.delivery.rules import MONTHS, PeriodError, last_ended, rhythm_of, span_of
from zhiqiang.domains.delivery.workflow import ASK, AT_WORK, OWED, SENT_BACK
from zhiqiang.domains.goals.facade import Board, boards
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.documents.store import UnfitFileError, attach
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.effect import Given
from zhiqiang.foundation.registers.errors import NotThereError, RefusedError
from zhiqiang.foundation.registers.write import create_record, locked, take_step
from zhiqiang.foundation.trail.record import record as trail
from zhiqiang.foundation.workflow.clocks import deadline_of, end_of

#: The cells that a unit fills; `figures` may be sent back too: its records are then put right, never the figure.
TEXTS = ("done", "stuck", "needs")
CELLS = (*TEXTS, "figures", "files")
LONGEST = 4000


def open_due_reports() -> int:
    """Open the reports of every rhythm's newest ended period; how many. For a daily sweep: again changes nothing."""
    return sum(len(open_reports(period=last_ended(rhythm, clock.today()))) for rhythm in MONTHS)


def open_reports(*, period: str, actor: User | None = None) -> list[int]:
    """Open the report of every duty that reports on this period; the ids of the new ones. Again opens nothing.

    Without an actor each is opened in the name of who recorded its duty, or of another city officer.
    Raises RefusedError for what is no period or has not ended.
    """
    try:
        first, last = span_of(period)
    except PeriodError as error:
        raise RefusedError(str(error)) from None
    if last >= clock.today():
        raise RefusedError(_("%(period)s 还没有结束，%(day)s 之后才能开启。") % {"period": period, "day": last})
    duties = Duty.objects.filter(rhythm=rhythm_of(period), state__in=AT_WORK, starts_on__lte=last, due_on__gte=first)
    missing = list(duties.exclude(reports__period=period).select_related("unit", "recorded_by").order_by("pk"))
    units = list({duty.unit_id: duty.unit for duty in missing}.values())
    of_unit = {board.unit.pk: board for board in boards(units, on=last)} if units else {}
    opened = [_open(duty, of_unit[duty.unit_id], period, actor or _opener(duty)) for duty in missing]
    return [pk for pk in opened if pk is not None]


def _opener(duty: Duty) -> User:
    """In whose name the system opens: who recorded the duty, while still a city officer; else any city officer."""
    if "city_officer" in duty.recorded_by.roles and duty.recorded_by.is_active:
        return duty.recorded_by
    today = clock.today()
    officers = User.objects.filter(
        is_active=True, memberships__role="city_officer", memberships__valid_from__lte=today
    ).exclude(memberships__role="city_officer", memberships__valid_to__lt=today)
    found = officers.order_by("pk").first()
    if found is None:
        raise RefusedError(_("没有在任的市质强办经办，报告无人开启。请先在系统管理里任命。"))
    return found


@transaction.atomic
def _open(duty: Duty, board: Board, period: str, actor: User) -> int | None:
    Duty.objects.select_for_update().get(pk=duty.pk)
    if Report.objects.filter(duty=duty, period=period).exists():
        return None  # a second sweep was quicker
    due = deadline_of(f"delivery.report_{duty.rhythm}", clock.now()).due
    figures, twice = figures_for(duty, board, period)
    values = {"duty": duty, "unit": duty.unit, "period": period, "due_at": end_of(due), "figures": figures}
    made = create_record(register=register("reports"), values=values, actor=actor)
    assert isinstance(made, Report)
    keep(made, twice)
    return made.pk


def ask_figure(*, report_id: int, target: str, actor: User) -> Report:
    """Ask an open report for one more figure. Raises RefusedError, and remembers it, where it was reported already."""
    report = Report.objects.filter(pk=report_id).select_related("unit", "duty").first()
    if report is None:
        raise NotThereError
    (board,) = boards([report.unit], on=span_of(report.period)[1])
    line = next((one for one in board.lines if one.target.id == target), None)
    if line is None:
        raise RefusedError(_("方案里没有编号为“%(target)s”的目标。") % {"target": target})
    month = month_of(report.period)
    with transaction.atomic():
        locked(register("reports"), report_id, actor, ASK)
        known = {"unit": report.unit, "indicator": line.indicator.code, "month": month}
        held, new = ReportedFigure.objects.select_related("report__duty").get_or_create(
            **known, defaults={"report": report}
        )
        if new:
            made = take_step(
                register=register("reports"), record_id=report_id, step=ASK, actor=actor,
                values={"figure": figure_of(line)},
            )  # fmt: skip
            assert isinstance(made, Report)
            return made
        refuse(report, held)
    raise RefusedError(asked_twice(line.indicator.title, month, held.report))


def asked_twice(title: str, month: str, first: Report) -> str:
    """Why a figure is not asked for again."""
    known = {"title": title, "month": int(month[5:]), "report": first}
    return _("“%(title)s”%(month)d 月已报过（见报告“%(report)s”），不再重复索要。") % known


def ask(_register: Register, report: Report, given: Given) -> dict[str, Any]:
    """The step's effect: one more figure, from evidence."""
    figure = (given.values or {}).get("figure")
    if not isinstance(figure, dict):
        raise RefusedError(_("请在报告页面填写目标编号来加问。"))
    report.figures = [*(one for one in report.figures if one["target"] != figure["target"]), figure]
    return {"target": figure["target"]}


def fill(_register: Register, report: Report, given: Given) -> dict[str, Any]:
    """The step's effect: the unit's words. Of a report that was sent back only the marked cells change."""
    return {"changed": sorted(_write(report, given.values or {}))}


def submit(_register: Register, report: Report, given: Given) -> dict[str, Any]:
    """The step's effect: the words, the figures as evidence has them now, and whether it was in time."""
    changed = _write(report, given.values or {})
    if not report.done.strip():
        raise RefusedError(_("“做了什么”还没有填写。没有进展的，请如实写“本期无进展”并说明原因。"))
    if report.state == SENT_BACK:
        _require_mended(report)
    report.figures = refreshed(report)
    if report.submitted_at is None:
        report.submitted_at, report.late = clock.now(), clock.now() > report.due_at
    data = sorted({one["data"] for one in report.figures if one["data"]})
    return {"late": report.late, "figures": len(report.figures), "data": data, "changed": sorted(changed)}


def marks_of(report: Report) -> "QuerySet[Mark]":
    """The cells that were sent back last."""
    return Mark.objects.filter(report=report, turn=report.sent_back_times).select_related("by")


def _require_mended(report: Report) -> None:
    """Every text that was sent back has been changed; figures and files are put right elsewhere."""
    marks = marks_of(report).filter(mended_at=None)
    if left := [one.field for one in marks if one.field in TEXTS]:
        words = "、".join(cell_title(one) for one in left)
        raise RefusedError(_("退回的栏目还没有改：%(cells)s。") % {"cells": words})
    marks.update(mended_at=clock.now())


def _write(report: Report, values: Mapping[str, Any]) -> set[str]:
    """Take the words that may change; the names of those that did. Raises RefusedError for one that may not."""
    sent_back = report.state == SENT_BACK
    open_cells = set(marks_of(report).values_list("field", flat=True)) if sent_back else set(TEXTS)
    texts = {name: str(values[name]).replace("\r\n", "\n").strip() for name in TEXTS if name in values}
    changed = {name for name, text in texts.items() if text != getattr(report, name)}
    for name in changed:
        if name not in open_cells:
            raise RefusedError(_("“%(cell)s”没有退回，保持原样。") % {"cell": cell_title(name)})
        if len(texts[name]) > LONGEST:
            known = {"cell": cell_title(name), "most": LONGEST, "has": len(texts[name])}
            raise RefusedError(_("“%(cell)s”最多 %(most)d 字，现有 %(has)d 字，请精简。") % known)
        setattr(report, name, texts[name])
    if sent_back and changed:
        marks_of(report).filter(field__in=changed, mended_at=None).update(mended_at=clock.now())
    return changed


def send_back(_register: Register, report: Report, given: Given) -> dict[str, Any]:
    """The step's effect: mark the very cells; without a choice it is what was done."""
    cells = [one for one in (given.values or {}).get("cells", ("done",)) if one in CELLS]
    if not cells:
        raise RefusedError(_("请勾选要退回的栏目。"))
    report.sent_back_times += 1
    now = clock.now()
    Mark.objects.bulk_create(
        Mark(report=report, turn=report.sent_back_times, field=cell, reason=given.reason[:400], by=given.actor, at=now)
        for cell in cells
    )
    return {"cells": cells}


def let_off(_register: Register, report: Report, _given: Given) -> dict[str, Any]:
    """The step's effect: its figures may be asked for by another report."""
    gone, _by_model = ReportedFigure.objects.filter(report=report).delete()
    return {"figures_freed": gone}


def cell_title(name: str) -> str:
    """The words of a cell of a report."""
    if name == "files":
        return _("附件")
    return str(Report._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001 (model API)


@transaction.atomic
def attach_to_report(*, report_id: int, name: str, content: bytes, actor: User) -> None:
    """Attach a file to a report that is still owed. Raises RefusedError, NotThereError."""
    row = locked(register("reports"), report_id, actor, "fill")
    if row.state not in OWED:
        raise RefusedError(_("报告已经报出，附件不能再加。"))
    try:
        made = attach(name=name, content=content, register="delivery.reports", record=row.pk, actor=actor)
    except UnfitFileError as error:
        raise RefusedError(str(error)) from None
    facts = {"file": made.document.name, "sha256": made.document.sha256}
    trail(action="attach", actor=actor, register="delivery.reports", record_id=row.pk, facts=facts)
