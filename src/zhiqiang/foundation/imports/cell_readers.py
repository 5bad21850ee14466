"""A cell of text to the value of a model field, by the field's type: certain, asked back or wrong, never guessed."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.kernel import cells
from zhiqiang.kernel.cells import Answer, Bad, Cell, Read
from zhiqiang.kernel.cells.texts import as_text
from zhiqiang.kernel.identifiers import uscc

CellReader = Callable[[Cell], Answer[Any]]
REMEMBERED = 5_000


def reader_for(register: Register, one: Field) -> CellReader | None:
    """How a cell of this field is read; None for a relation, which needs the database (relations.py)."""
    model_field = register.model_field(one.name)
    if model_field.is_relation:
        return None
    return remembering(_plain_reader(one, model_field))


def choice_words(one: Field, model_field: "models.Field[Any, Any]") -> Mapping[str, tuple[str, ...]]:
    """Key → words of a choice: its label first, then the register's other words, then the stored code."""
    found: dict[str, tuple[str, ...]] = {}
    for key, label in model_field.flatchoices:
        found[str(key)] = tuple(dict.fromkeys((str(label), *one.also.get(str(key), ()), str(key))))
    return found


def _plain_reader(one: Field, model_field: "models.Field[Any, Any]") -> CellReader:
    if model_field.choices:
        words = choice_words(one, model_field)
        return lambda cell: cells.read_choice(cell, words)
    if one.read == "percent":
        return _percent(model_field)
    if one.read:
        return BY_WORD[one.read]
    return next(read for kind, read in BY_TYPE if isinstance(model_field, kind))


def _read_long_text(cell: Cell) -> Answer[str]:
    return cells.read_text(cell, multiline=True)


def _read_uscc(cell: Cell) -> Answer[str]:
    """A 统一社会信用代码; a fault names its position and a code one slip away is offered, never put in silently."""
    answer = cells.read_code(cell, uppercase=True, keep_spaces=False)
    if not isinstance(answer, Read) or answer.value is None:
        return answer
    examination = uscc.examine(answer.value)
    if examination.is_valid:
        rewritten = answer.rewritten or (_("统一写法") if examination.code != as_text(cell) else None)
        return Read(examination.code, rewritten)
    message = "；".join(finding.message for finding in examination.findings)
    return Bad(message, examination.suggestions[0] if examination.suggestions else None)


#: Readings that a Field names in `read`, beside "percent".
BY_WORD: Mapping[str, CellReader] = {"uscc": _read_uscc, "code": cells.read_code, "month": cells.read_month}
#: Readings by the model field's type, the first that fits.
BY_TYPE: tuple[tuple[type[Any], CellReader], ...] = (
    (models.BooleanField, cells.read_boolean),
    (models.DateField, cells.read_date),
    (models.IntegerField, cells.read_integer),
    (models.DecimalField, cells.read_decimal),
    (models.TextField, _read_long_text),
    (models.Field, cells.read_text),
)


def _percent(model_field: "models.Field[Any, Any]") -> CellReader:
    """A rate, rounded to the places that are kept; the rounding is told."""
    places = getattr(model_field, "decimal_places", 2)
    step = Decimal(1).scaleb(-places)

    def read(cell: Cell) -> Answer[Decimal]:
        answer = cells.read_percentage(cell)
        if not isinstance(answer, Read) or answer.value is None:
            return answer
        kept = answer.value.quantize(step, ROUND_HALF_UP)
        if kept == answer.value:
            return answer
        note = _("四舍五入到 %(n)s 位小数") % {"n": places}
        return Read(kept, f"{answer.rewritten}、{note}" if answer.rewritten else note)

    return read


def remembering(read: CellReader) -> CellReader:
    """The same cell read once: workbooks repeat dates, names and choices. True and 1 are kept apart by type."""
    known: dict[tuple[type, Cell], Answer[Any]] = {}

    def remembered(cell: Cell) -> Answer[Any]:
        key = (type(cell), cell)
        if key not in known:
            if len(known) >= REMEMBERED:
                known.clear()
            known[key] = read(cell)
        return known[key]

    return remembered
