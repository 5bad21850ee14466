"""From the TOML table of a scheme to a Scheme, or to every problem it has: file, item, rule, what to do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from zhiqiang.kernel.assessment.checks import check
from zhiqiang.kernel.assessment.model import Area, Band, Group, Item, Scheme, Veto
from zhiqiang.kernel.plan.records import Place, Problem, nearest, read_record

R = TypeVar("R")
LISTS: Mapping[str, tuple[str, type[Any]]] = {
    "band": ("bands", Band),
    "area": ("areas", Area),
    "group": ("groups", Group),
    "item": ("items", Item),
    "veto": ("vetoes", Veto),
}


@dataclass(frozen=True)
class Vocabulary:
    """Known names outside a scheme; None leaves them unchecked. `targets`: ids of the plan; `rungs`: of orders."""

    targets: Collection[str] | None = None
    rungs: Collection[str] | None = None


class SchemeErrors(Exception):  # noqa: N818 - it carries all the errors, not one
    """Every problem of a scheme that was refused."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(f"{p.file} {p.key}: {p.message}" for p in self.problems))


NO_VOCABULARY = Vocabulary()


def parse_scheme(table: Mapping[str, Any], file: str, vocabulary: Vocabulary = NO_VOCABULARY) -> Scheme:
    """The scheme in `table`, read from `file`. Raises SchemeErrors with all problems."""
    problems: list[Problem] = []
    scheme = _read(table, Place(file, ""), problems)
    if scheme is not None:
        check(scheme, file, vocabulary.targets, vocabulary.rungs, problems)
    if scheme is None or problems:
        raise SchemeErrors(problems)
    return scheme


def _read(table: Mapping[str, Any], place: Place, problems: list[Problem]) -> Scheme | None:
    head = {key: value for key, value in table.items() if key not in LISTS}
    slips = {key for key in head if nearest(str(key), LISTS) and key not in Scheme.__dataclass_fields__}
    problems.extend(
        place.at(key).problem(f"不认识的键“{key}”{nearest(str(key), LISTS)}；请更正或删除") for key in slips
    )
    head = {key: value for key, value in head.items() if key not in slips}
    parts = {name: _each(cls, table.get(key, []), key, place, problems) for key, (name, cls) in LISTS.items()}
    scheme = read_record(Scheme, head, place, problems, given=parts)
    return None if problems else scheme


def _each(cls: type[R], rows: object, key: str, place: Place, problems: list[Problem]) -> tuple[R, ...]:
    """A record for each table of an array; a row is named by its code where it has one."""
    if not isinstance(rows, list):
        problems.append(place.at(key).problem(f"应写成若干个 [[{key}]]"))
        return ()
    found = [read_record(cls, row, place.at(f"{key}[{_name(row) or n}]"), problems) for n, row in enumerate(rows, 1)]
    return tuple(one for one in found if one is not None)


def _name(row: object) -> str:
    code = row.get("code") if isinstance(row, Mapping) else None
    return code.strip() if isinstance(code, str) else ""
