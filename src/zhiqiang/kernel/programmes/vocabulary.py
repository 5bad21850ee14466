"""The names outside a programme that it may speak of; the kernel knows none of them and is told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from zhiqiang.kernel.plan.records import Problem
from zhiqiang.kernel.programmes.model import FactType


@dataclass(frozen=True)
class Vocabulary:
    """Known names; None leaves that kind of name unchecked.

    `parameters`: id → unit, clocks apart; `clocks`: ids of time limits; `items`: content items of the plan; `roles`:
    role codes; `facts`: what the system can tell about an applicant, code → type.
    """

    parameters: Mapping[str, str] | None = None
    clocks: Collection[str] | None = None
    items: Collection[str] | None = None
    roles: Collection[str] | None = None
    facts: Mapping[str, FactType] | None = None


class ProgrammeErrors(Exception):  # noqa: N818 - it carries all the errors, not one
    """Every problem of the programme definitions that were refused."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(f"{p.file} {p.key}: {p.message}" for p in self.problems))
