"""The self-score sheet as the office uses it: out with its own columns and the scores so far, in again cell by cell."""

import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhiqiang.domains.assessment import rules
from zhiqiang.domains.assessment.actions.marks import Given
from zhiqiang.domains.assessment.models import MARKS, Run
from zhiqiang.foundation.imports.child import heads, rows_of, run_child
from zhiqiang.foundation.imports.workbook_guard import RefusalError, column_letters
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.registers.errors import RefusedError
from zhiqiang.foundation.workflow.verification import VOIDED
from zhiqiang.kernel.assessment import Item, Scheme, Veto

#: The office's own columns (南通 2016 and others use the same), word for word.
LEVELS = ("一级指标", "二级指标", "三级指标")
POINTS, METHOD, OWN_SCORE, MATERIALS = "考核要点", "评分方法", "自评分", "需提交材料"
COLUMNS = (*LEVELS, POINTS, METHOD, OWN_SCORE, MATERIALS)
SHEET = "自评表"
VETO_LEVELS = ("一票否决", "一票否决")
COMPUTED = "系统取数"
WIDTHS = (14, 16, 18, 36, 44, 10, 26)
HEAD_ROWS = 20


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell: row and column as the workbook counts them, the rule, what to do."""

    row: int
    column: str
    message: str


@dataclass
class Sheet:
    """A sheet as it was read: points by item code, or what is wrong."""

    marks: dict[str, Given] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)


def lines_of(scheme: Scheme) -> list[tuple[tuple[str, str, str], Item | Veto]]:
    """The rows of the sheet in the scheme's order: three titles, and what stands there; veto items last."""
    items: list[tuple[tuple[str, str, str], Item | Veto]] = [(scheme.levels(one), one) for one in scheme.items]
    return [*items, *(((*VETO_LEVELS, one.title), one) for one in scheme.vetoes)]


def write_sheet(run: Run, unit: Unit) -> bytes:
    """The unit's workbook: the office's columns, the scores given so far; what the system computes says so."""
    import xlsxwriter  # heavy

    assert run.pinned is not None
    rows = MARKS["self"]._default_manager.filter(run=run, unit=unit).exclude(state=VOIDED)  # noqa: SLF001 (model API)
    given = dict(rows.values_list("item", "value"))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(SHEET)
        head = book.add_format({"bold": True, "bg_color": "#EEF0F3", "border": 1, "text_wrap": True})
        cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        grey = book.add_format({"valign": "top", "border": 1, "font_color": "#5F6B7A"})
        number = book.add_format({"valign": "top", "border": 1, "num_format": "0.##", "bg_color": "#FFF4DB"})
        for column, (title, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        sheet.freeze_panes(1, 3)
        for row, (titles, one) in enumerate(lines_of(run.pinned.scheme), start=1):
            method = one.method if isinstance(one, Item) else _("发生填 1，未发生填 0")
            texts = (*titles, one.points_to_show, method)
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, cell)
            sheet.write_string(row, len(COLUMNS) - 1, one.materials, cell)
            place = COLUMNS.index(OWN_SCORE)
            if not _takes_marks(one):
                sheet.write_string(row, place, COMPUTED, grey)
            elif one.code in given:
                sheet.write_number(row, place, float(given[one.code]), number)
            else:
                sheet.write_blank(row, place, None, number)
    return out.getvalue()


def read_sheet(content: bytes, scheme: Scheme) -> Sheet:
    """The scores in a workbook, read in a child with limits. Raises RefusedError for a file that is no such sheet."""
    with tempfile.TemporaryDirectory(prefix="zhiqiang-sheet-") as folder:
        source, target = Path(folder) / "sheet", Path(folder) / "sheet.jsonl"
        source.write_bytes(content)
        try:
            run_child(source, target)
        except RefusalError as refusal:
            raise RefusedError(str(refusal)) from None
        for found in heads(target):
            places = _places(found.rows)
            if places is not None:
                header, columns = places
                return _read_rows(list(rows_of(target, found, header)), columns, scheme)
    wanted = "、".join(COLUMNS)
    raise RefusedError(_("没有找到自评表的表头。表头应含：%(columns)s；请用本页导出的表填写。") % {"columns": wanted})


def _places(rows: Sequence[tuple[int, list[Any]]]) -> tuple[int, dict[str, int]] | None:
    """The header row (from 1) and where each needed column stands; sheets may carry a title above."""
    for number, cells in rows[:HEAD_ROWS]:
        texts = [_text(one) for one in cells]
        if all(name in texts for name in (*LEVELS, OWN_SCORE)):
            return number, {name: texts.index(name) for name in COLUMNS if name in texts}
    return None


def _read_rows(rows: Sequence[tuple[int, list[Any]]], columns: Mapping[str, int], scheme: Scheme) -> Sheet:
    known, sheet, carried = dict(lines_of(scheme)), Sheet(), ["", ""]
    for number, cells in rows:
        titles = [_text(_at(cells, columns[name])) for name in LEVELS]
        if not titles[2]:
            continue
        # Offices merge the cells of the first two levels: an empty one says the same as the row above.
        carried = [title or above for title, above in zip(titles, carried, strict=False)]
        one = known.get((carried[0], carried[1], titles[2]))
        raw = _at(cells, columns[OWN_SCORE])
        if one is None:
            column = column_letters(columns[LEVELS[2]] + 1)
            words = _("方案里没有“%(name)s”这一项，请不要改动前三列。") % {"name": " / ".join((*carried, titles[2]))}
            sheet.errors.append(CellError(number, f"{column}列 {LEVELS[2]}", words))
        elif _text(raw) not in ("", COMPUTED):
            _read_score(number, columns[OWN_SCORE], raw, one, scheme=scheme, sheet=sheet)
    return sheet


def _read_score(row: int, place: int, raw: Any, one: Item | Veto, *, scheme: Scheme, sheet: Sheet) -> None:
    column = f"{column_letters(place + 1)}列 {OWN_SCORE}"
    value = _number(raw)
    if value is None:
        words = _("“%(text)s”不是数字，请只填得分，如 4.5。") % {"text": _text(raw)[:20]}
        sheet.errors.append(CellError(row, column, words))
        return
    reason = "" if isinstance(one, Item) else str(MATERIALS)
    found = list(rules.broken_mark(scheme, one.code, value, reason, "self"))
    if one.code in sheet.marks:
        found_twice = _("“%(title)s”在表中出现两次，请只留一行。") % {"title": one.title}
        sheet.errors.append(CellError(row, column, found_twice))
    elif found:
        sheet.errors += [CellError(row, column, f"{each.message}{each.suggestion}") for each in found]
    else:
        sheet.marks[one.code] = Given(value)


def _takes_marks(one: Item | Veto) -> bool:
    return isinstance(one, Veto) or one.kind == "marked"


def _number(raw: Any) -> Decimal | None:
    if isinstance(raw, bool):
        return None
    try:
        value = Decimal(_text(raw))
    except ArithmeticError:
        return None
    return round(value, 2) if value.is_finite() and abs(value) < 10**4 else None


def _at(cells: Sequence[Any], place: int) -> Any:
    return cells[place] if place < len(cells) else None


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
