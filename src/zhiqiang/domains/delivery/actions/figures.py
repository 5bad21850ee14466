"""The figures of a report: taken from evidence when it is opened, taken anew when it goes out, never typed."""

from collections.abc import Iterable
from typing import Any

from zhiqiang.domains.delivery.models import Duty, RefusedRequest, Report, ReportedFigure
from zhiqiang.domains.delivery.rules import span_of
from zhiqiang.domains.goals.facade import Board, Line, boards
from zhiqiang.foundation import clock
from zhiqiang.foundation.evidence.proof import reference_of_window
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.pages.statuses import chip_of


def month_of(period: str) -> str:
    """The month whose figures a report of a period brings: its last."""
    return clock.month_of(span_of(period)[1])


def lines_of(duty: Duty, board: Board) -> list[Line]:
    """The lines of a board that a duty answers for: its target's, or those of its clause that matter now."""
    if duty.target:
        return [line for line in board.lines if line.target.id == duty.target]
    codes = dict.fromkeys(line.indicator.code for line in board.lines if line.clause == duty.clause)
    return [board.current(code) for code in codes] if duty.clause else []


def figures_for(duty: Duty, board: Board, period: str) -> tuple[list[dict[str, Any]], list[ReportedFigure]]:
    """The figures of a new report, and those that another report brought for the same month: not asked for twice."""
    lines = lines_of(duty, board)
    held = ReportedFigure.objects.filter(unit=duty.unit, month=month_of(period)).select_related("report__duty")
    before = {one.indicator: one for one in held}
    fresh = [figure_of(line) for line in lines if line.indicator.code not in before]
    return fresh, [before[line.indicator.code] for line in lines if line.indicator.code in before]


def keep(report: Report, twice: Iterable[ReportedFigure]) -> None:
    """Remember which figures this report brings, and which it was refused."""
    month = month_of(report.period)
    ReportedFigure.objects.bulk_create(
        ReportedFigure(unit=report.unit, indicator=one["indicator"], month=month, report=report)
        for one in report.figures
    )
    for one in twice:
        refuse(report, one)


def refuse(report: Report, held: ReportedFigure) -> None:
    """Remember that a figure was asked for again and not taken."""
    RefusedRequest.objects.create(
        unit=held.unit, indicator=held.indicator, month=held.month, first=held.report, asked_for=report, at=clock.now()
    )


def refreshed(report: Report) -> list[dict[str, Any]]:
    """The same figures as evidence has them now, with their data versions."""
    if not report.figures:
        return []
    (board,) = boards([report.unit], on=span_of(report.period)[1])
    by_target = {line.target.id: line for line in board.lines}
    known = [by_target[one["target"]] for one in report.figures if one["target"] in by_target]  # of the plan in force
    return [figure_of(line) | {"reference": _reference(line)} for line in known]


def _reference(line: Line) -> str:
    """By which the figure is computed again; empty where nothing was computed."""
    window = line.window
    if line.measure is None or window is None:
        return ""
    return reference_of_window(
        line.measure, line.unit.code, window.first, window.last, line.data_version, line.other_version,
        window.numerator, window.denominator,
    )  # fmt: skip


def figure_of(line: Line) -> dict[str, Any]:
    """A line as a report keeps it: the value, what it rests on (measure, window, data versions) and its status."""
    window, measure = line.window, line.measure
    value = figure_text(line.value, line.indicator.unit, line.indicator.decimals) if line.value is not None else ""
    return {
        "target": line.target.id,
        "indicator": line.indicator.code,
        "title": line.indicator.title,
        "title_en": line.indicator.title_en,
        "value": value,
        "status": line.status,
        "word": str(chip_of(line.status).word),
        "measure": f"{measure.code}@{measure.version}" if measure is not None else "",
        "first": window.first if window is not None else "",
        "last": window.last if window is not None else "",
        "data": line.data_reference or "",
        "judged_on": line.judged_on.isoformat() if line.judged_on else "",
    }
