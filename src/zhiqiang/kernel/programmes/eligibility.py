"""Whether an organisation may apply, as far as the facts tell: what is met, what fails and what to do, what is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from zhiqiang.kernel.programmes.conditions import fact_value, holds, in_question
from zhiqiang.kernel.programmes.model import APPLICANT_KIND, Level, Programme

Verdict = Literal["eligible", "not_eligible", "unknown"]


class Reason(NamedTuple):
    """A condition that stands against, by its fact, and what to do (Chinese)."""

    fact: str
    message: str


@dataclass(frozen=True)
class Eligibility:
    """The answer of all conditions; `unknown` are facts that nobody has told yet."""

    met: tuple[str, ...]
    missing: tuple[Reason, ...]
    unknown: tuple[Reason, ...]

    @property
    def verdict(self) -> Verdict:
        """Not eligible as soon as one condition fails, eligible only when every one is known to hold."""
        if self.missing:
            return "not_eligible"
        return "unknown" if self.unknown else "eligible"


def eligible(programme: Programme, facts: Mapping[str, object], on: date | None = None) -> Eligibility:
    """Whether whoever has these facts may apply, on a day where one is given."""
    met: list[str] = []
    missing: list[Reason] = []
    unknown: list[Reason] = []
    if on is not None and not programme.in_force(on):
        missing.append(Reason("on", f"{on} 不在{programme.title}的有效期内"))
    kind = fact_value(facts, APPLICANT_KIND)
    if kind is None:
        unknown.append(Reason(APPLICANT_KIND, "申报单位类别不详"))
    elif reason := programme.refused_kind(str(kind)):
        missing.append(Reason(APPLICANT_KIND, reason))
    else:
        met.append(APPLICANT_KIND)
    for condition in in_question(programme.applicant.conditions, programme, facts):
        answer = holds(condition, facts)
        if answer:
            met.append(condition.fact)
        else:
            (unknown if answer is None else missing).append(Reason(condition.fact, condition.otherwise))
    return Eligibility(tuple(met), tuple(missing), tuple(unknown))


def level_refusals(programme: Programme, level: Level, facts: Mapping[str, object]) -> tuple[Reason, ...]:
    """Why a level cannot be given: its conditions that fail or are not known to hold."""
    return tuple(
        Reason(condition.fact, condition.otherwise)
        for condition in in_question(level.conditions, programme, facts)
        if not holds(condition, facts)
    )


def levels_open(programme: Programme, facts: Mapping[str, object]) -> tuple[Level, ...]:
    """The levels of recognition that these facts allow, in the order of the definition."""
    levels = programme.recognition.levels if programme.recognition else ()
    return tuple(level for level in levels if not level_refusals(programme, level, facts))
