"""Reading the cells that people really type: read where the meaning is certain, asked back where it is not."""

from zhiqiang.kernel.cells.answers import Answer, Ask, Bad, Cell, Read
from zhiqiang.kernel.cells.choices import read_boolean, read_choice
from zhiqiang.kernel.cells.dates import read_date, read_month
from zhiqiang.kernel.cells.numbers import read_decimal, read_integer
from zhiqiang.kernel.cells.people import mask_identity, mask_phone, read_identity, read_phone
from zhiqiang.kernel.cells.percentages import Ratio, read_percentage, read_ratio
from zhiqiang.kernel.cells.texts import read_code, read_text

__all__ = [
    "Answer",
    "Ask",
    "Bad",
    "Cell",
    "Ratio",
    "Read",
    "mask_identity",
    "mask_phone",
    "read_boolean",
    "read_choice",
    "read_code",
    "read_date",
    "read_decimal",
    "read_identity",
    "read_integer",
    "read_month",
    "read_percentage",
    "read_phone",
    "read_ratio",
    "read_text",
]
