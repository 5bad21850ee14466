"""Passages that several papers share: the situation in one paragraph, targets behind, units named, the annexes."""

from collections.abc import Iterator, Sequence

from zhiqiang.domains.bulletins.queries import runs
from zhiqiang.domains.bulletins.queries.situation import (
    BEHIND,
    STATUS_WORDS,
    UNCOLOURED_WORDS,
    Reported,
    Situation,
)
from zhiqiang.domains.goals.facade import Line
from zhiqiang.kernel.papers import Annex, Fact, Paragraph, Run, Table, Text

COLUMNS = 6  # of figures beside the unit's name: more do not fit a page at a size that can be read


def counted(found: Situation) -> Paragraph:
    """How many targets stand where, for the whole city."""
    board = found.city
    told: list[Run] = [
        "截至",
        runs.day_run(found.on),
        "，方案",
        Fact(str(len(board.lines)), found.plan_source),
        "项目标中，",
    ]
    coloured = [code for code, _words in STATUS_WORDS]
    for code, words in STATUS_WORDS:
        if board.counts.get(code):
            told += [f"{words}", runs.status_run(board, found, (code,)), "项，"]
    rest = sorted(code for code in board.counts if code not in coloured)
    told += [f"{UNCOLOURED_WORDS}", runs.status_run(board, found, rest), "项。"] if rest else []
    return Paragraph((*told,) if rest else (*told[:-1], "项。"))


def about(line: Line, found: Situation) -> Paragraph:
    """One target: its figure, what it asks, and whether the sample can tell the two apart."""
    told: list[Run] = [
        runs.words_of_plan(line.indicator.title, found), "：", *runs.goal_runs(line.target, line, found),
        "，到期时为" if line.target.due < found.on else "，目前为", *runs.value_runs(line), *runs.interval_runs(line),
    ]  # fmt: skip
    if runs.is_undistinguished(line):
        told.append(f"，与目标{runs.UNDISTINGUISHED}")
    return Paragraph((*told, "。"))


def named_units(found: Situation) -> list[Paragraph]:
    """The units whose samples prove a rate below the goal, with interval and size; others are never called behind."""
    told = []
    for line in found.current:
        if not line.is_survey:
            continue
        lines = found.of_units(line.indicator.code)
        below = [one for one in lines if runs.is_below(one)]
        same = [one.unit.short for one in lines if runs.is_undistinguished(one) and not runs.is_small(one)]
        words: list[Run] = [runs.words_of_plan(line.indicator.title, found), "："]
        for one in below:
            words += [one.unit.short, *runs.value_runs(one), *runs.interval_runs(one), "，低于目标；"]
        if same:
            words.append(f"{'、'.join(same)}与目标{runs.UNDISTINGUISHED}；")
        if below or same:
            told.append(Paragraph(ended(words)))
    return told


def ended(words: Sequence[Run]) -> Text:
    """Runs whose last one ends with a full stop in place of a semicolon."""
    last = words[-1]
    assert isinstance(last, str)
    return (*words[:-1], last.rstrip("；，") + "。")


def units_annex(found: Situation) -> Annex:
    """The figures of the units in administrative order: rates first, then counts; a table for each few columns."""
    told = [line for line in found.current if _has_units(line, found)]
    told.sort(key=lambda line: not line.is_survey)
    tables = tuple(_table(found, told[start : start + COLUMNS]) for start in range(0, len(told), COLUMNS))
    note = Paragraph(("带“＊”的，目标在抽检合格率的置信区间之内，", runs.UNDISTINGUISHED, "，不作高低比较。"))
    return Annex(("各县（市、区）主要指标情况",), (*tables, note) if tables else (Paragraph((f"{runs.NO_DATA}。",)),))


def reports_annex(reports: Sequence[Reported], found: Situation) -> Annex:
    """How the units reported, in administrative order."""
    names = {board.unit.code: board.unit.short for board in found.units}
    source = f"ledger:delivery.reports/{found.period.code}@{found.known_at.isoformat()}"
    rows = tuple(
        ((names[one.unit],), *((Fact(str(n), source),) for n in (one.due, one.on_time, one.late, one.sent_back)))
        for one in reports
    )
    head: tuple[Text, ...] = (("单位",), ("应报",), ("按时",), ("逾期或未报",), ("退回过",))
    return Annex(("台账报送情况",), (Table((), head, rows, (1, 2, 3, 4)),))


def reports_paragraph(reports: Sequence[Reported], found: Situation) -> Paragraph:
    """Who reported late or had to do it again, by name."""
    names = {board.unit.code: board.unit.short for board in found.units}
    late = [names[one.unit] for one in reports if one.late]
    again = [names[one.unit] for one in reports if one.sent_back]
    told = "各单位均按时报送台账，" if not late else f"{'、'.join(late)}有逾期或未报的台账，"
    told += "没有退回的。" if not again else f"{'、'.join(again)}有退回重报的。"
    return Paragraph((told,))


def behind(found: Situation, most: int | None = None) -> Iterator[Paragraph]:
    """A paragraph for each target behind, those that missed their date first."""
    lines = sorted(found.behind, key=lambda line: BEHIND.index(line.status), reverse=True)
    yield from (about(line, found) for line in lines[:most])


def _has_units(line: Line, found: Situation) -> bool:
    return any(one.value is not None for one in found.of_units(line.indicator.code))


def _table(found: Situation, columns: Sequence[Line]) -> Table:
    by_indicator = {line.indicator.code: found.of_units(line.indicator.code) for line in columns}
    rows = tuple(
        ((board.unit.short,), *(runs.unit_run(lines[place]) for lines in by_indicator.values()))
        for place, board in enumerate(found.units)
    )
    head = (("单位",), *((runs.words_of_plan(_column_title(line), found),) for line in columns))
    return Table(("截至", runs.day_run(found.on)), head, rows, tuple(range(1, len(columns) + 1)))


def _column_title(line: Line) -> str:
    unit = line.indicator.unit
    return line.indicator.title if unit == "%" else f"{line.indicator.title}（{unit}）"
