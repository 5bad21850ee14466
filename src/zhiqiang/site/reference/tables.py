"""Markdown tables for generated pages."""

from collections.abc import Iterable, Sequence
from typing import Any


def table(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table; bars and line breaks inside cells are made harmless."""
    lines = [list(headers), ["---"] * len(headers), *([_cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def code(texts: Iterable[Any]) -> str:
    """Names set as code, separated by commas."""
    return ", ".join(f"`{text}`" for text in texts)


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return text.replace("|", "\\|").replace("\n", " ")
