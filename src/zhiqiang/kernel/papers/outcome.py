"""What comes out when one printed figure is computed again."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

#: Signs around a number as printed that say nothing of its value.
AROUND = ("%", "％", ",", " ", "\u3000")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`equal`: None where it cannot be computed again (`why` says so); `found`: what came out, in words.

    `values`: the values that the printed text may show, rounded as it is; empty where the method has checked the text.
    """

    equal: bool | None
    found: str
    why: str = ""
    values: tuple[Decimal, ...] = ()


def shows(text: str, value: Decimal) -> bool:
    """Whether a printed number ("98.3%", "2,143") is this value, rounded half to even to the places printed."""
    digits = number_in(text)
    if digits is None:
        return False
    exponent = digits.as_tuple().exponent
    return isinstance(exponent, int) and round(value, max(-exponent, 0)) == digits


def number_in(text: str) -> Decimal | None:
    """The number at the beginning of a printed text; None where it begins with none. What follows is its unit."""
    plain = text.strip()
    for sign in AROUND:
        plain = plain.replace(sign, "")
    end = len(plain)
    while end and not plain[end - 1].isdecimal():
        end -= 1
    try:
        return Decimal(plain[:end]) if end else None
    except InvalidOperation:
        return None
