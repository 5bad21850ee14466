"""The programme definitions in force: files of the plan package, and a city's own beside its database.

A city adds a programme, or replaces one, by a file in the folder `programmes` of its home: no Python, no release. A
file with a mistake is not loaded and is told; what already runs keeps the version it is pinned to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zhiqiang.foundation.programmes import Definition as Source
from zhiqiang.foundation.programmes.loader import CRITERIA, programme_folder, read_folders
from zhiqiang.kernel.plan import Problem
from zhiqiang.kernel.programmes import Programme

FOLDER = "programmes"
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Catalogue:
    """Definitions by code, and the mistakes of files that were left out."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def programmes(self) -> list[Programme]:
        return [source.programme for source in self.sources.values()]

    def find(self, code: str) -> Programme | None:
        source = self.sources.get(code)
        return source.programme if source else None


def catalogue() -> Catalogue:
    """The definitions as their files stand now; read anew when a file of the city's own has changed."""
    own = Path(settings.HOME) / FOLDER
    return _read(own, _stamp(own))


def programme_choices() -> list[tuple[str, str]]:
    """Code and title of every programme, for forms, filters and workbooks."""
    return [(one.code, one.title) for one in catalogue().programmes]


def level_choices() -> list[tuple[str, str]]:
    """Code and title of every level that any programme has."""
    found: dict[str, str] = {}
    for one in catalogue().programmes:
        for level in one.recognition.levels if one.recognition else ():
            found.setdefault(level.code, level.title)
    return list(found.items())


def _stamp(own: Path) -> Stamp:
    files = [*own.glob("*.toml"), *own.glob(f"{CRITERIA}/*.toml")] if own.is_dir() else []
    stats = ((str(file), file.stat()) for file in sorted(files))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@lru_cache(maxsize=8)
def _read(own: Path, stamp: Stamp) -> Catalogue:  # noqa: ARG001 (the stamp makes the cache notice changed files)
    found = read_folders(programme_folder(), own)
    # Where the city's own file has a mistake, the one it was to replace must not quietly run in its stead.
    faulty = {problem.file.removesuffix(".toml") for problem in found.problems}
    sources = {code: source for code, source in sorted(found.definitions.items()) if code not in faulty}
    return Catalogue(sources, tuple(found.problems))
