"""Pages of the goals: the board, an indicator, a clause, the rows behind a figure, and what-if."""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zhiqiang.domains.goals import presentation
from zhiqiang.domains.goals.queries import (
    ACT_ON,
    GOOD,
    Board,
    Line,
    board,
    boards,
    city_unit,
    figures_touched,
    judge_what_if,
    reporting_units,
    rows_behind,
)
from zhiqiang.foundation import clock
from zhiqiang.foundation.access import marks
from zhiqiang.foundation.access.grants import has_role, scope_for
from zhiqiang.foundation.access.roles import STAFF
from zhiqiang.foundation.catalogue import datasets, registers
from zhiqiang.foundation.plans.active import NoPlanError, active_plan
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.foundation.registers.models import Record

READERS = (*STAFF, "leader", "auditor", "administrator")
PER_PAGE = 50


@marks.roles(*READERS)
def board_page(request: HttpRequest) -> HttpResponse:
    """The board: 48 targets as rows of indicators, units as tiles, why the worst one is where it is."""
    unit, on = _unit(request), _day(request)
    try:
        plan, units = active_plan(), reporting_units()
    except NoPlanError:
        return render(request, "goals/no_plan.html", status=404)
    shown, *of_units = boards([unit, *units], on=on)
    rows = presentation.indicator_rows(shown, of_units)
    clause, status = request.GET.get("clause", ""), request.GET.get("status", "")
    only = request.GET.get("only") == "act"
    kept = [
        row for row in rows
        if (not clause or row.clause == clause)
        and (not status or status in {row.current.status, *(line.status for line in row.lines)})
        and (not only or row.current.status in ACT_ON)
    ]  # fmt: skip
    if request.GET.get("format") == "csv":
        return _as_csv(shown, kept)
    focus = presentation.focus(kept or rows, request.GET.get("show", ""))
    return render(
        request,
        "goals/board.html",
        {
            "board": shown,
            "plan": plan,
            "groups": presentation.grouped(plan, kept),
            "strip": presentation.strip_counts(shown),
            "good": sum(shown.counts[code] for code in GOOD),
            "act": sum(shown.counts[code] for code in ACT_ON),
            "unit": unit,
            "units": units,
            "on": on,
            "clause": clause,
            "clauses": presentation.clause_choices(plan),
            "status": status,
            "statuses": presentation.status_choices(),
            "only": only,
            "focus": focus,
            "tiles": presentation.unit_tiles(focus.current.indicator.code, of_units) if focus else [],
            "sections": presentation.clause_index(plan),
        },
    )


@marks.roles(*READERS)
def indicator_page(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: its finding, its path, its units, its evidence, its revisions."""
    plan, unit, on = active_plan(), _unit(request), _day(request)
    if code not in {indicator.code for indicator in plan.indicators}:
        raise Http404
    units = reporting_units()
    shown, *of_units = boards([unit, *units], on=on)
    line = shown.current(code)
    context = {
        "plan": plan,
        "indicator": plan.indicator(code),
        "line": line,
        "clause": presentation.clause_or_section(plan, line.clause),
        "lines": shown.by_indicator[code],
        "unit": unit,
        "units": units,
        "on": on,
        "finding": presentation.finding(line),
        "series": presentation.series(shown, code),
        "compare": presentation.compare(of_units, code),
        "evidence": presentation.evidence_facts(line),
        "needed": presentation.what_is_needed(line),
        "revisions": presentation.revision_list(line),
    }
    return render(request, "goals/indicator.html", context)


@marks.roles(*READERS)
def clause_page(request: HttpRequest, clause: str) -> HttpResponse:
    """What a clause asks, item by item, with its targets, the registers that serve it and their live evidence."""
    plan = active_plan()
    found = presentation.clause_or_section(plan, clause)
    if found is None:
        raise Http404
    shown = board(on=_day(request))
    items = plan.items_of(clause)
    return render(
        request,
        "goals/clause.html",
        {
            "plan": plan,
            "clause": found,
            "items": presentation.item_rows(shown, items, registers()),
            "lines": [line for line in shown.lines if line.clause == clause],
            "board": shown,
        },
    )


@marks.roles(*READERS)
def evidence_page(request: HttpRequest, code: str) -> HttpResponse:
    """The very rows that a figure counts, fifty a page, each leading to its record."""
    plan, unit = active_plan(), _unit(request)
    if code not in {indicator.code for indicator in plan.indicators}:
        raise Http404
    on = _day(request)
    line = _line_asked(board(unit=unit, on=on), code, request.GET.get("target", ""))
    if line.measure is None or line.window is None:
        return render(request, "goals/no_evidence.html", {"line": line, "indicator": line.indicator, "unit": unit})
    part = request.GET.get("part", "denominator")
    page = max(int(request.GET.get("page", "1")) if request.GET.get("page", "1").isdigit() else 1, 1)
    found = rows_behind(line, part, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
    if found is None:
        raise Http404
    _dataset, register = datasets()[line.measure.dataset]
    visible = scope_for(request.user, register, "view").restrict(register.model._default_manager.all())  # type: ignore[arg-type]  # noqa: SLF001
    records = {row.pk: row for row in visible.filter(pk__in=found.ids).select_related(*register.related)}
    context = {
        "indicator": line.indicator,
        "line": line,
        "unit": unit,
        "on": on,
        "found": found,
        "part": part,
        "parts": presentation.parts(line),
        "register": register,
        "rows": [(pk, records.get(pk)) for pk in found.ids],
        "page": page,
        "pages": -(-found.total // PER_PAGE) or 1,
    }
    return render(request, "goals/evidence.html", context)


@marks.roles(*READERS)
def what_if_page(request: HttpRequest, code: str) -> HttpResponse:
    """Try another value, goal or tolerance for a target; nothing is saved."""
    plan, unit, on = active_plan(), _unit(request), _day(request)
    if code not in {indicator.code for indicator in plan.indicators}:
        raise Http404
    shown = board(unit=unit, on=on)
    line = shown.current(code)
    errors: dict[str, str] = {}
    tried = {name: _number(request, name, errors) for name in ("value", "goal", "tolerance")}
    asked = any(value is not None for value in tried.values()) and not errors
    result = judge_what_if(shown.evidence, line, **tried) if asked and line.measure else None
    return render(
        request,
        "goals/what_if.html",
        {
            "indicator": line.indicator,
            "line": line,
            "unit": unit,
            "errors": errors,
            "tried": request.GET,
            "result": result,
        },
    )


def figures_of_a_record(request: HttpRequest, register: Register, row: Record) -> dict[str, object] | None:
    """The part of a record's page that names the figures it bears on (settings.RECORD_EXTRAS)."""
    if not has_role(request.user, READERS):  # type: ignore[arg-type]
        return None
    try:
        touched = figures_touched(register, row)
    except NoPlanError:
        return None
    counts = register.dataset is not None and row.state in register.dataset.states
    return {"template": "goals/record_figures.html", "touched": touched, "counts": counts} if touched else None


def _as_csv(shown: Board, rows: Sequence[presentation.IndicatorRow]) -> HttpResponse:
    """What is on the board as CSV: one line a target, figures as plain numbers."""
    mark = "演示数据-" if settings.DEMO else ""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{mark}目标-{shown.unit.short}-{shown.on}.csv")
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([*presentation.csv_header(), *([_("说明")] if settings.DEMO else [])])
    for row in rows:
        for line in row.lines:
            writer.writerow([*presentation.csv_row(line), *([_("演示数据")] if settings.DEMO else [])])
    return response


def _unit(request: HttpRequest) -> Unit:
    code = request.GET.get("unit", "")
    if not code:
        return city_unit()
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _day(request: HttpRequest) -> date:
    """The day asked for ("as of"), today where none or no day was given."""
    try:
        return min(date.fromisoformat(request.GET.get("on", "")), clock.today())
    except ValueError:
        return clock.today()


def _line_asked(shown: Board, code: str, target: str) -> Line:
    lines = {line.target.id: line for line in shown.by_indicator[code]}
    return lines.get(target) or shown.current(code)


def _number(request: HttpRequest, name: str, errors: dict[str, str]) -> Decimal | None:
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > Decimal(10) ** 12:
        errors[name] = _("“%(text)s”不是一个数，请填如 98.5。") % {"text": text}
        return None
    return number
