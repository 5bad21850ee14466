"""Figures as people read them, formatted from Decimal without ever passing through a float."""

from decimal import Decimal, InvalidOperation

ABSENT = "—"
GLUED = ("%", "‰")


def figure_text(value: object, unit: str = "", places: int | None = None) -> str:
    """A figure with thousands separators and its unit: "2,143 张", "98.3%"; "—" where there is none.

    Raises TypeError for a float (figures are Decimal) and for what is no number.
    """
    if value is None or value == "":
        return ABSENT
    if isinstance(value, float | bool):
        raise TypeError(f"figures are Decimal, not {type(value).__name__}")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise TypeError(f"not a figure: {value!r}") from None
    if not number.is_finite():
        return ABSENT
    if places is not None:
        number = round(number, places)
    elif number == number.to_integral_value():
        number = number.to_integral_value()
    text = f"{number:,f}"
    if not unit:
        return text
    return f"{text}{unit}" if unit in GLUED or unit.startswith("%") else f"{text} {unit}"
