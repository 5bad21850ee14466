"""Workbooks that go out: the empty template of a register, and a batch's rows with the wrong cells marked."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from zhiqiang.foundation.imports import files
from zhiqiang.foundation.imports.headers import is_required
from zhiqiang.foundation.imports.workbook_guard import column_letters
from zhiqiang.foundation.reference.models import Organisation, ProductClass, Unit
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.registers.models import ImportBatch

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

DATA, GUIDE, CODES, ERRORS = "填报", "填写说明", "代码", "错误清单"
PREPARED_ROWS = 5_000
MOST_LISTED = 500
ORIGINAL_ROW = "原文件行"
LONGEST_PROMPT = 250
MOST_ERRORS = 20_000


@dataclass(frozen=True)
class TemplateColumn:
    """A column of the template: its field, header with the required mark, words of its drop-down, kind of format."""

    one: Field
    label: str
    required: bool
    words: tuple[str, ...]
    kind: str
    help: str

    @property
    def header(self) -> str:
        return f"{self.label}*" if self.required else self.label


def template(register: Register) -> bytes:
    """The empty workbook: headers, drop-downs from a very hidden sheet, formats, a sheet that explains each column."""
    out = io.BytesIO()
    with _book(out) as book:
        sheet = book.add_worksheet(DATA)
        guide = book.add_worksheet(GUIDE)
        columns = template_columns(register)
        _prepare(book, sheet, columns)
        _explain(book, guide, register, columns)
    return out.getvalue()


def marked(register: Register, batch: ImportBatch) -> bytes:
    """The batch's rows in the template's columns, wrong cells red with what is wrong, and a sheet of all errors.

    Corrected there and handed in again, its good rows meet themselves and change nothing.
    """
    out = io.BytesIO()
    problems: dict[int, list[Mapping[str, Any]]] = {}
    for one in _lines(batch, files.ERRORS, MOST_ERRORS):
        problems.setdefault(one["row"], []).append(one)
    with _book(out, constant_memory=True) as book:
        sheet = book.add_worksheet(DATA)
        columns = template_columns(register)
        _prepare(book, sheet, columns)
        sheet.write_string(0, len(columns), ORIGINAL_ROW)
        _write_rows(book, sheet, columns, files.lines(batch.pk, files.ROWS), problems)
        _list_errors(book, book.add_worksheet(ERRORS), problems)
    return out.getvalue()


def template_columns(register: Register) -> list[TemplateColumn]:
    """The columns of a register's template, in the order of its fields."""
    found = []
    for one in register.fields:
        model_field = register.model_field(one.name)
        if isinstance(model_field, models.BooleanField):
            words: tuple[str, ...] = (_("是"), _("否"))
        elif model_field.choices:
            words = tuple(str(label) for _key, label in model_field.flatchoices)
        else:
            words = tuple(_related_words(model_field.related_model)) if model_field.is_relation else ()
        kind = _kind(one, model_field)
        required = is_required(register, one.name)
        help_text = str(model_field.help_text or "")
        found.append(TemplateColumn(one, register.label(one.name), required, words, kind, help_text))
    return found


def _related_words(model: Any) -> Iterable[str]:
    """The words of a relation that is small enough for a drop-down."""
    if model is Unit:
        return list(Unit.objects.values_list("short", flat=True))
    if model is ProductClass:
        found = list(ProductClass.objects.all())
        often = Counter(one.title for one in found)
        return [one.title if often[one.title] == 1 else f"{one.get_domain_display()}/{one.title}" for one in found]
    if model is Organisation:
        titles = Organisation.objects.filter(kind=Organisation.Kind.LABORATORY).values_list("title", flat=True)
        return list(titles[: MOST_LISTED + 1]) if len(titles) <= MOST_LISTED else []
    return []


def _kind(one: Field, model_field: "models.Field[Any, Any]") -> str:
    if isinstance(model_field, models.DateField):
        return "date"
    if one.read == "percent":
        return "percent"
    if isinstance(model_field, models.DecimalField | models.IntegerField) and not model_field.choices:
        return "number"
    return "text"


class _book:  # noqa: N801 (used as a function: with _book(out) as book)
    """An xlsxwriter workbook that never turns a text into a formula, a link or a number; closed at the end."""

    def __init__(self, out: io.BytesIO, *, constant_memory: bool = False) -> None:
        import xlsxwriter  # lazy: heavy, and most commands need none of it

        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book: Workbook = xlsxwriter.Workbook(out, {**options, "constant_memory": constant_memory})
        title = _("演示数据") if settings.DEMO else _("质强")
        self.book.set_properties({"title": title, "comments": title})

    def __enter__(self) -> "Workbook":
        return self.book

    def __exit__(self, *error: object) -> None:
        self.book.close()


def _prepare(book: "Workbook", sheet: "Worksheet", columns: list[TemplateColumn]) -> None:
    header = book.add_format({"bold": True, "bg_color": "#EAF2FC", "border": 1, "text_wrap": True, "valign": "vcenter"})
    must = book.add_format({"bold": True, "bg_color": "#FFF4DB", "border": 1, "text_wrap": True, "valign": "vcenter"})
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "number": book.add_format({"num_format": "General"}),
        "percent": book.add_format({"num_format": "@"}),
    }
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, max(12, min(28, len(column.label) * 2 + 6)), formats[column.kind])
        sheet.write_string(0, at, column.header, must if column.required else header)
    _add_codes(book, sheet, columns)


def _add_codes(book: "Workbook", sheet: "Worksheet", columns: list[TemplateColumn]) -> None:
    """The words of the drop-downs on a very hidden sheet: a list inside the rule is cut at 255 signs."""
    codes = book.add_worksheet(CODES)
    listed = [(at, column) for at, column in enumerate(columns) if column.words]
    longest = max((len(column.words) for _at, column in listed), default=0)
    for row in range(longest):
        for place, (_at, column) in enumerate(listed):
            if row < len(column.words):
                codes.write_string(row, place, column.words[row])
    codes.very_hidden()
    for place, (at, column) in enumerate(listed):
        letter = column_letters(place + 1)
        sheet.data_validation(1, at, PREPARED_ROWS, at, {
            "validate": "list", "source": f"={CODES}!${letter}$1:${letter}${len(column.words)}",
            "error_type": "warning", "error_title": _("不在列表中"), "error_message": _("请从下拉列表中选择。"),
        })  # fmt: skip
    for at, column in enumerate(columns):
        if column.kind == "date":
            sheet.data_validation(1, at, PREPARED_ROWS, at, {
                "validate": "any", "input_title": column.label[:30], "input_message": _("写作 2026-10-22。")
            })  # fmt: skip


def _explain(book: "Workbook", sheet: "Worksheet", register: Register, columns: list[TemplateColumn]) -> None:
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 16)
    sheet.set_column(2, 3, 48)
    title = _("%(title)s：填写说明") % {"title": register.title}
    sheet.write_string(0, 0, f"{_('演示数据')} · {title}" if settings.DEMO else title, bold)
    sheet.write_string(1, 0, _("在“%s”表中从第 2 行起填写，一行一条；带 * 的必填；不要改动表头。") % DATA)
    for at, text in enumerate((_("名称"), _("要求"), _("怎样填"), _("示例"))):
        sheet.write_string(3, at, text, bold)
    for row, column in enumerate(columns, start=4):
        words = _("从列表中选择：%s") % "、".join(column.words[:20]) + ("……" if len(column.words) > 20 else "")
        kinds = {
            "date": _("日期，如 2026-10-22"),
            "percent": _("百分数，如 98.5%；或写“合格数/抽检数”"),
            "number": _("数"),
        }
        how = words if column.words else kinds.get(column.kind, _("文字"))
        for at, text in enumerate((
            column.label, _("必填") if column.required else _("选填"),
            f"{how}。{column.help}" if column.help else how, column.one.example,
        )):  # fmt: skip
            sheet.write_string(row, at, text, wrap)


def _write_rows(
    book: "Workbook",
    sheet: "Worksheet",
    columns: list[TemplateColumn],
    rows: Iterable[Mapping[str, Any]],
    problems: Mapping[int, list[Mapping[str, Any]]],
) -> None:
    red = book.add_format({"bg_color": "#FDECEA", "font_color": "#B42318", "num_format": "@"})
    plain = book.add_format({"num_format": "@"})
    for at, line in enumerate(rows, start=1):
        wrong = {one["field"]: one for one in problems.get(line["row"], ())}
        for place, column in enumerate(columns):
            name = column.one.name
            _write_cell(sheet, at, place, line["texts"].get(name, ""), red if name in wrong else plain)
            if name in wrong:
                message = f"{wrong[name]['message']} {wrong[name]['suggestion']}".strip()
                sheet.write_comment(at, place, message[:LONGEST_PROMPT], {"author": _("质强")})
        sheet.write_number(at, len(columns), line["row"])


def _write_cell(sheet: "Worksheet", row: int, column: int, text: str, style: "Format") -> None:
    if text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def _list_errors(book: "Workbook", sheet: "Worksheet", problems: Mapping[int, list[Mapping[str, Any]]]) -> None:
    bold = book.add_format({"bold": True})
    sheet.set_column(1, 4, 28)
    for at, text in enumerate((ORIGINAL_ROW, _("列"), _("您填的"), _("问题"), _("建议"))):
        sheet.write_string(0, at, text, bold)
    ordered = (one for row in sorted(problems) for one in problems[row])
    for at, one in enumerate(ordered, start=1):
        sheet.write_number(at, 0, one["row"])
        for place, key in enumerate(("column", "value", "message", "suggestion"), start=1):
            sheet.write_string(at, place, str(one[key]))


def _lines(batch: ImportBatch, kind: str, count: int) -> Iterator[Mapping[str, Any]]:
    return files.lines(batch.pk, kind, count=count)
