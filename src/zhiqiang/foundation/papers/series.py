"""The series of numbers and the organ of each kind of paper: data of the plan package, a home's own before it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from zhiqiang.foundation.plans.package import PAPERS, package_folder


class SeriesError(ValueError):
    """A paper of a kind that has no series, or a `papers.toml` that cannot be used; the message says which."""


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of paper: its own numbers, the name beneath its text, the mark on top, who prints it.

    `brief`: a head without the standard's empty room above the mark and no record of copies, so that a page is enough.
    """

    kind: str
    title: str
    prefix: str
    issuer: str
    mark: str
    printed: str
    brief: bool = False

    def number(self, year: int, serial: int) -> str:
        """The issuing number, such as 承质强〔2026〕1号: full year, square-tortoise brackets, no leading noughts."""
        return f"{self.prefix}〔{year}〕{serial}号"


def series_of(kind: str) -> Series:
    """The series of a kind of paper. Raises SeriesError."""
    found = all_series().get(kind)
    if found is None:
        raise SeriesError(_("papers.toml 没有文种“%(kind)s”，不能编号。") % {"kind": kind})
    return found


def issuer_of(kind: str) -> str:
    """The name beneath the text of this kind of paper. Raises SeriesError."""
    return series_of(kind).issuer


def all_series() -> Mapping[str, Series]:
    """Every kind that can be issued in this home. Raises SeriesError."""
    own = Path(settings.HOME) / PAPERS
    return load_series(own if own.is_file() else None)


@lru_cache(maxsize=4)
def load_series(own: Path | None = None) -> Mapping[str, Series]:
    """The series that ship, with those of the file `own` in their place. Raises SeriesError."""
    tables = [_table(package_folder().joinpath(PAPERS).read_bytes(), PAPERS)]
    if own is not None:
        tables.append(_table(own.read_bytes(), str(own)))
    default: dict[str, Any] = {}
    kinds: dict[str, dict[str, Any]] = {}
    for table in tables:
        default |= table.get("default", {})
        for kind, values in table.get("kind", {}).items():
            kinds[kind] = kinds.get(kind, {}) | values
    found = {kind: _series(kind, default | values) for kind, values in kinds.items()}
    prefixes = [one.prefix for one in found.values()]
    if double := next((one for one in prefixes if prefixes.count(one) > 1), None):
        raise SeriesError(_("papers.toml：代字“%(prefix)s”用了两次，两种公文会有同一文号。") % {"prefix": double})
    return found


def _series(kind: str, values: Mapping[str, Any]) -> Series:
    missing = [name for name in ("title", "prefix", "issuer", "mark") if not values.get(name)]
    if missing:
        raise SeriesError(_("papers.toml：文种“%(kind)s”缺 %(names)s。") % {"kind": kind, "names": "、".join(missing)})
    return Series(
        kind, values["title"], values["prefix"], values["issuer"], values["mark"],
        values.get("printed") or values["issuer"], bool(values.get("brief")),
    )  # fmt: skip


def _table(content: bytes, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SeriesError(_("%(name)s 不是有效的 TOML 文件（%(error)s）") % {"name": name, "error": error}) from error
