"""What the pages of the goals show: titles that are findings, rows, tiles, plots; from the board alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhiqiang.domains.goals.queries import (
    ACT_ON,
    CITY_ONLY_SHAPES,
    Board,
    Line,
    exclusions_of,
    weakest,
)
from zhiqiang.domains.goals.rules import WINDOW_MONTHS, last_day, observations, shift, total
from zhiqiang.foundation.catalogue import datasets
from zhiqiang.foundation.evidence.declaration import Shape
from zhiqiang.foundation.evidence.figures import cut_off, revisions
from zhiqiang.foundation.pages.numbers import figure_text
from zhiqiang.foundation.pages.plots import Point, SeriesPlot, Step, UnitRow, UnitsPlot, series_plot, units_plot
from zhiqiang.foundation.pages.statuses import TARGETS, chip_of
from zhiqiang.foundation.pages.templatetags.look import Tile
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.kernel.plan import Clause, ContentItem, Plan, PlanTarget, Section
from zhiqiang.kernel.proportions import judge, samples_to_prove
from zhiqiang.kernel.proportions.verdict import SMALLEST_SHOWN
from zhiqiang.kernel.targets import Observation

ORDER = ("on_track", "met", "watch", "nearly_met", "behind", "missed", "worsening")
YEARS = (2023, 2025, 2027)
HITS_AND_MISSES = frozenset({Shape.RATIO, Shape.COVERAGE})


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator on the board: the line that matters now, its milestones, its weakest unit."""

    current: Line
    lines: tuple[Line, ...]
    weakest: Line | None
    anchors: frozenset[str] = frozenset()  # targets whose cell is where the page speaks of their content item

    @property
    def clause(self) -> str:
        return self.current.clause

    @property
    def cells(self) -> list[tuple[Line | None, str]]:
        """One cell a year of the plan: the line that falls due in it and the words of its goal."""
        by_year = {line.target.due.year: line for line in self.lines if line.target.yearly_from is None}
        yearly = next((line for line in self.lines if line.target.yearly_from is not None), None)
        chosen = [by_year.get(year) or yearly for year in YEARS]
        return [(line, goal_text(line.target, line.indicator.unit) if line else "") for line in chosen]


def indicator_rows(shown: Board, of_units: Sequence[Board]) -> list[IndicatorRow]:
    """A row for each indicator of the plan, in the plan's order."""
    first_of_item = {line.target.item: line.target.id for line in reversed(shown.lines)}
    anchors = frozenset(first_of_item.values())
    return [
        IndicatorRow(shown.current(code), lines, weakest(of_units, code) if shown.unit.is_city else None, anchors)
        for code, lines in shown.by_indicator.items()
    ]


def grouped(plan: Plan, rows: Iterable[IndicatorRow]) -> list[tuple[Clause | Section, list[IndicatorRow]]]:
    """Rows under the clause (or section of goals) they stand in."""
    groups: dict[str, list[IndicatorRow]] = {}
    for row in rows:
        groups.setdefault(row.clause, []).append(row)
    return [(found, rows) for clause, rows in groups.items() if (found := clause_or_section(plan, clause))]


def clause_or_section(plan: Plan, wanted: str) -> Clause | Section | None:
    """A clause, or the section that stands without clauses (the goals)."""
    found: Iterable[Clause | Section] = (*plan.clauses, *plan.sections)
    return next((one for one in found if one.id == wanted), None)


def clause_index(plan: Plan) -> list[tuple[Section, list[Clause]]]:
    """Every section with its clauses: the way from the goals page to each clause page."""
    return [(section, [one for one in plan.clauses if one.section == section.id]) for section in plan.sections]


def clause_choices(plan: Plan) -> list[tuple[str, str]]:
    used = dict.fromkeys(plan.clause_of(target) for target in plan.targets)
    return [(clause, title(found)) for clause in used if (found := clause_or_section(plan, clause))]


def status_choices() -> list[tuple[str, str]]:
    return [(code, str(chip.word)) for code, chip in TARGETS.items() if code != "open"]


def csv_header() -> list[str]:
    """The headers of the board's table."""
    first = [_("目标"), _("指标"), _("单位"), _("到期"), _("要求"), _("值")]
    return [*first, _("分子"), _("分母"), _("判定"), _("状态"), _("应达"), _("预测")]


def csv_row(line: Line) -> list[object]:
    """One target as a row of text and plain numbers (nothing in it was typed by a user)."""
    assessed, window = line.assessment, line.window
    numbers = (
        line.value,
        window.numerator if window else None,
        window.denominator if window else None,
    )
    ahead = (assessed.expected if assessed else None, assessed.forecast if assessed else None)
    return [
        line.target.id,
        title(line.indicator),
        line.unit.short,
        line.target.due.isoformat(),
        goal_text(line.target, line.indicator.unit).lstrip("="),
        *(_plain(number) for number in numbers),
        str(chip_of(line.verdict).word),
        str(chip_of(line.status).word),
        *(_plain(number) for number in ahead),
    ]


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{round(number, 4).normalize():f}"


def strip_counts(shown: Board) -> list[tuple[str, int]]:
    """Counts in the order of the strip: coloured first, grey last."""
    rest = [code for code in shown.counts if code not in ORDER]
    return [(code, shown.counts[code]) for code in (*ORDER, *rest) if shown.counts[code]]


def title(thing: object) -> str:
    """A title of the plan in the language of the page."""
    english = getattr(thing, "title_en", "")
    return str(english if get_language() == "en" and english else getattr(thing, "title", ""))


def goal_text(target: PlanTarget, unit: str) -> str:
    """A goal in a few signs: ≥98%, ≈19.5%, 高于全省, 显著提升."""
    if target.kind == "qualitative":
        return _("显著提升")
    if target.kind == "benchmark":
        return _("高于全省") if target.operator == "above" else _("达到全省平均")
    number = figure_text(target.value, unit).replace(" ", "")
    sign = "≈" if target.modal == "about" else "=" if target.operator == "equals" else "≥"
    return f"{sign}{number}"


def focus(rows: Sequence[IndicatorRow], wanted: str) -> IndicatorRow | None:
    """The indicator whose units stand beside the board: the one asked for, else the first sampled one to act on."""
    found = next((row for row in rows if row.current.indicator.code == wanted), None)
    sampled = [row for row in rows if row.current.is_survey]
    return found or next((row for row in sampled if row.current.status in ACT_ON), sampled[0] if sampled else None)


def unit_tiles(indicator: str, of_units: Sequence[Board]) -> list[Tile]:
    """One tile a unit: its value and status."""
    tiles = []
    for one in of_units:
        line = one.current(indicator)
        text = figure_text(line.value, places=line.indicator.decimals)
        tiles.append(
            Tile(one.unit, text, line.status, f"{reverse('indicator', args=[indicator])}?unit={one.unit.code}")
        )
    return tiles


def value_text(line: Line) -> str:
    return figure_text(line.value, line.indicator.unit, line.indicator.decimals)


def finding(line: Line) -> str:
    """The title of an indicator's page: the finding, not the name."""
    name = title(line.indicator)
    if line.value is None or line.assessment is None:
        return f"{name}：{chip_of(line.status).word}"
    start = f"{name} {value_text(line)}"
    expected, better = line.assessment.expected, line.indicator.better == "up"
    if expected is None or not line.is_coloured:
        return f"{start}，{chip_of(line.status).word}"
    gap = line.value - expected if better else expected - line.value
    size = figure_text(
        abs(gap), _("个百分点") if line.indicator.unit == "%" else line.indicator.unit, max(line.indicator.decimals, 1)
    )
    if abs(gap) < line.indicator.resolution:
        return _("%(start)s，与应达水平持平") % {"start": start}
    if gap > 0:
        return _("%(start)s，比应达水平好 %(size)s") % {"start": start, "size": size}
    return _("%(start)s，比应达水平差 %(size)s") % {"start": start, "size": size}


@dataclass(frozen=True)
class Series:
    """The drawn series and the table behind it."""

    plot: SeriesPlot
    points: tuple[Point, ...]


def series(shown: Board, code: str) -> Series | None:
    """The indicator's whole series (for a rate month by month over twelve months) against the steps of its goals."""
    line = shown.current(code)
    if line.measure is None:
        return None
    cells = shown.evidence.known(code, shown.unit.code, shown.on)
    if line.measure.shape is Shape.RATIO:
        points = _rate_points(line, cells)
    else:
        whole = 100 if line.indicator.unit == "%" else 1
        points = [
            Point(seen.on, value)
            for seen in observations(line.measure.shape, line.target, cells, shown.on)
            if (value := _value_of(seen, whole)) is not None
        ]
    steps = _steps(shown, code)
    return Series(
        series_plot(points, steps, unit=line.indicator.unit if line.indicator.unit == "%" else ""), tuple(points)
    )


def _value_of(seen: Observation, whole: int) -> Decimal | None:
    if seen.numerator is not None and seen.denominator:
        return seen.numerator / seen.denominator * whole
    return seen.value


def _rate_points(line: Line, cells: Sequence[object]) -> list[Point]:
    points = []
    for cell in cells:
        window = total(cells, shift(cell.month, 1 - WINDOW_MONTHS), cell.month)  # type: ignore[arg-type,attr-defined]
        if window.percent is None or window.numerator is None or window.denominator is None:
            continue
        interval = Line.interval_of(window) if line.is_survey else None
        low, high = interval or (None, None)
        points.append(Point(last_day(cell.month), window.percent, low, high))  # type: ignore[attr-defined]
    return points


def _steps(shown: Board, code: str) -> list[Step]:
    steps = []
    before = None
    for line in shown.by_indicator[code]:
        target = line.target
        first = before or shown.plan.period_start
        if target.value is not None and target.kind not in {"growth", "average_growth"}:
            words = f"{target.due.year} {_('目标')} {goal_text(target, line.indicator.unit)}"
            steps.append(Step(first, target.due, target.value, words))
        before = target.due
    return steps


def compare(of_units: Sequence[Board], code: str) -> UnitsPlot | None:
    """The units beside each other in administrative order, with intervals; no ranking inside the error."""
    lines = [one.current(code) for one in of_units]
    if not lines or lines[0].measure is None or lines[0].measure.shape in CITY_ONLY_SHAPES:
        return None
    rows = [_unit_row(line) for line in lines]
    assessed = next(
        (line.assessment for line in lines if line.assessment and line.assessment.expected is not None), None
    )
    goal = assessed.expected if assessed else None
    label = _("应达 %(goal)s") % {"goal": figure_text(goal, "", 1)} if goal is not None else ""
    return units_plot(rows, goal, label)


def _unit_row(line: Line) -> UnitRow:
    window, interval = line.window, line.interval
    if line.value is None:
        return UnitRow(line.unit.short, None, note=_("没有数据"))
    text = figure_text(line.value, "", line.indicator.decimals)
    if line.is_survey and window is not None and (window.denominator or 0) < SMALLEST_SHOWN:
        return UnitRow(
            line.unit.short, None, note=_("样本 %(n)s 批，不足以比较") % {"n": figure_text(window.denominator)}
        )
    low, high = interval or (None, None)
    goal = line.assessment.expected if line.assessment else None
    below = goal is not None and high is not None and high < goal
    return UnitRow(line.unit.short, line.value, low, high, "bad" if below else "blue", text=text)


def parts(line: Line) -> list[tuple[str, str, str]]:
    """The parts of a figure that can be opened: (part, words, count)."""
    assert line.measure is not None
    assert line.window is not None
    window, word = line.window, str(line.measure.row_word)
    found = [
        (
            "denominator",
            _("计入的%(word)s") % {"word": word},
            figure_text(window.denominator if line.measure.shape in HITS_AND_MISSES else None),
        )
    ]
    if line.measure.shape in HITS_AND_MISSES:
        failed = (
            None if window.denominator is None or window.numerator is None else window.denominator - window.numerator
        )
        hit, missed = (
            (_("其中已覆盖"), _("尚未覆盖")) if line.measure.shape is Shape.COVERAGE else (_("其中合格"), _("不合格"))
        )
        found += [("numerator", hit, figure_text(window.numerator)), ("missed", missed, figure_text(failed))]
    elif line.measure.shape is not Shape.SERIES:
        found = [("denominator", _("计入的%(word)s") % {"word": word}, figure_text(window.numerator))]
    left_out = exclusions_of(line)
    return found + [
        (f"excluded:{why}", _("未计入：%(why)s") % {"why": why}, figure_text(n)) for why, n in left_out.items() if n
    ]


def evidence_facts(line: Line) -> dict[str, object] | None:
    """How the figure came to be: parts with counts, what waits, versions."""
    if line.measure is None or line.window is None:
        return None
    cut = cut_off(line.measure.dataset)
    _dataset, register = datasets()[line.measure.dataset]
    return {
        "parts": parts(line),
        "waiting": cut.waiting,
        "register": register,
        "measure": f"{line.measure.code}@{line.measure.version}",
        "data": line.data_reference or "—",
        "note": line.measure.note,
        "window": line.window,
    }


def what_is_needed(line: Line) -> dict[str, object] | None:
    """For a sampled rate: what the sample says of the goal, and how many batches would prove it."""
    window, assessed = line.window, line.assessment
    if not line.is_survey or window is None or assessed is None or assessed.goal is None:
        return None
    if window.numerator is None or not window.denominator or not 0 < assessed.goal < 100:
        return None
    share = assessed.goal / 100
    said = judge(int(window.numerator), int(window.denominator), share)
    return {
        "verdict": said.verdict.words,
        "goal": figure_text(assessed.goal, "%"),
        "none": samples_to_prove(share, 0),
        "ten": samples_to_prove(share, 10),
        "needed": said.needed,
        "failures": int(window.denominator - window.numerator),
    }


@dataclass(frozen=True)
class Revision:
    """A figure that was replaced: when, what it was, what it became."""

    month: str
    at: object
    old: str
    new: str


def revision_list(line: Line, most: int = 8) -> list[Revision]:
    """The newest revisions of a line's monthly figures."""
    if line.measure is None:
        return []
    found: list[Revision] = []
    history: dict[str, list[object]] = {}
    for cell in revisions(line.measure.code, line.unit.code):
        before = history.setdefault(cell.month, [])
        if before:
            found.append(Revision(cell.month, cell.computed_at, _cell_text(before[-1]), _cell_text(cell)))
        before.append(cell)
    return sorted(found, key=lambda one: str(one.at), reverse=True)[:most]


def _cell_text(cell: object) -> str:
    numerator, denominator = getattr(cell, "numerator", None), getattr(cell, "denominator", None)
    return f"{figure_text(numerator.normalize() if numerator is not None else None)}" + (
        f" / {figure_text(denominator.normalize())}" if denominator is not None else ""
    )


def item_rows(shown: Board, items: Sequence[ContentItem], registers: Mapping[str, Register]) -> list[dict[str, object]]:
    """The content items of a clause with their targets, the registers that serve them and the domains they wait for."""
    return [
        {
            "item": item,
            "lines": [line for line in shown.lines if line.target.item == item.id],
            "registers": [registers[slug] for slug in item.registers if slug in registers],
            "domains": item.domains,
        }
        for item in items
    ]
