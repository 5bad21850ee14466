"""Finds every translatable text of the source, in Python by its syntax tree and in templates by Django's own lexer."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

#: Functions whose first texts are messages: name → (message, plural, context) as places among the arguments.
MARKS = {
    "gettext": (0, None, None),
    "gettext_lazy": (0, None, None),
    "gettext_noop": (0, None, None),
    "lazy": (0, None, None),
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
}
MARKED_IN = ("django.utils.translation", "zhiqiang.foundation.text")
#: The kernel knows no Django; the command line, the demo city and tests speak Chinese only.
NOT_TRANSLATED = ("kernel", "site/cli", "site/demo", "site/messages", "site/reference", "foundation/testing")


class Key(NamedTuple):
    """What names a message in a catalogue."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A message, and where it stands: file from the package's folder, line."""

    key: Key
    file: str
    line: int


def extract(package: Path) -> list[Found]:
    """Every message of the package's Python files and templates, in order of file and line."""
    found: list[Found] = []
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package).as_posix()
        if not is_translated(name):
            continue
        if path.suffix == ".py":
            found += python_messages(path.read_text(encoding="utf-8"), name)
        elif path.suffix in {".html", ".txt"} and "/templates/" in name:
            found += template_messages(path.read_text(encoding="utf-8"), name)
    return found


def is_translated(name: str) -> bool:
    """Whether a file of the package speaks to people in their own language."""
    return "/tests/" not in name and "/migrations/" not in name and not name.startswith(NOT_TRANSLATED)


def python_messages(source: str, name: str) -> Iterator[Found]:
    """The messages of Python source: literal arguments of the marking functions, under whatever name they came in."""
    tree = ast.parse(source)
    names = marks_in(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (mark := called(node, names)) is not None:
            key = _key(node, MARKS[mark])
            if key is not None:
                yield Found(key, name, node.lineno)


def marks_in(tree: ast.AST) -> dict[str, str]:
    """The marking functions imported by a module: local name → their own name."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in MARKED_IN
        for alias in node.names
        if alias.name in MARKS
    }


def called(node: ast.Call, names: dict[str, str]) -> str | None:
    """The marking function that a call calls, by its own name."""
    function = node.func
    if isinstance(function, ast.Name):
        return names.get(function.id)
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr if function.value.id == "translation" and function.attr in MARKS else None
    return None


def _key(node: ast.Call, places: tuple[int, int | None, int | None]) -> Key | None:
    texts = [_literal(node.args, place) for place in places]
    return Key(texts[0], texts[1] or "", texts[2] or "") if texts[0] else None


def _literal(arguments: list[ast.expr], place: int | None) -> str | None:
    if place is None or place >= len(arguments):
        return None
    value = arguments[place]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def template_messages(source: str, name: str) -> Iterator[Found]:
    """The messages of a template: Django turns it into text that looks like Python, which is then read as such."""
    for number, line in enumerate(templatize(source).split("\n"), start=1):
        for call in _calls_in(line):
            if (found := _key(call, MARKS[_own_name(call)])) is not None:
                yield Found(found, name, number)


def _own_name(call: ast.Call) -> str:
    assert isinstance(call.func, ast.Name)
    return {"_": "gettext"}.get(call.func.id, call.func.id)


def _calls_in(line: str) -> Iterable[ast.Call]:
    """The calls of marking functions in a line of templatized text, between the filler that stands for the rest."""
    at = 0
    while (start := _next_call(line, at)) >= 0:
        end = _end_of_call(line, start)
        if end < 0:
            return
        call = ast.parse(line[start:end].strip(), mode="eval").body
        if isinstance(call, ast.Call):
            yield call
        at = end


def _next_call(line: str, at: int) -> int:
    places = [line.find(f"{name}(", at) for name in ("ngettext", "pgettext", "gettext", "_")]
    return min((place for place in places if place >= 0), default=-1)


def _end_of_call(line: str, start: int) -> int:
    """Where the call that starts here ends: the first bracket at which it reads as Python."""
    end = start
    while (end := line.find(")", end) + 1) > 0:
        try:
            ast.parse(line[start:end].strip(), mode="eval")
        except SyntaxError:
            continue
        return end
    return -1
