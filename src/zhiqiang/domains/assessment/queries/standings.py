"""How the units stand in a run: results that hold, ranks, missing scores; and a draft scheme tried on a past period."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from zhiqiang.domains.assessment.models import MARKS, Result, Run
from zhiqiang.domains.assessment.queries.facts import gather
from zhiqiang.domains.assessment.rules import Period
from zhiqiang.domains.assessment.workflow import COMPUTED, PUBLISHED, REPLACED
from zhiqiang.domains.goals.facade import reporting_units
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.workflow.verification import RECORDED, RETURNED, VERIFIED
from zhiqiang.kernel.assessment import Facts, Rank, Scheme, Sensitivity, UnitScore, ranks, score, sensitivity


@dataclass(frozen=True)
class Standing:
    """One unit in a run: its score with all items, its rank, whether its grade holds, its stored result if any."""

    unit: Unit
    scored: UnitScore
    sensitivity: Sensitivity
    rank: Rank | None
    result: Result | None = None

    @property
    def band(self) -> str:
        """The code of the grade; empty where there is none."""
        return self.scored.band.code if self.scored.band else ""


@dataclass(frozen=True)
class Missing:
    """What scores of a layer a unit still owes: never given, and given but not checked."""

    unit: Unit
    layer: str
    absent: tuple[str, ...]
    unchecked: int


@dataclass(frozen=True)
class Change:
    """One unit under the scheme in force and under a draft."""

    unit: Unit
    before: Standing
    after: Standing

    @property
    def moves(self) -> bool:
        """Whether the grade changes."""
        return self.before.band != self.after.band


@dataclass(frozen=True)
class Trial:
    """A draft scheme on the facts of a period beside the scheme in force; nothing of it is stored."""

    period: Period
    before: Scheme
    after: Scheme
    changes: tuple[Change, ...]

    @cached_property
    def moved(self) -> list[Change]:
        return [one for one in self.changes if one.moves]


def standing_results(run: Run) -> list[Result]:
    """The results that hold, in administrative order: computed or published, not replaced, not withdrawn."""
    rows = Result.objects.filter(run=run, state__in=(COMPUTED, PUBLISHED))
    return list(rows.select_related("unit", "run__pinned").order_by("unit__position"))


def stand_by_results(results: Sequence[Result]) -> list[Standing]:
    """The standings that results say, ranked among each other."""
    places = ranks({one.unit.code: one.scored for one in results})
    return [
        Standing(one.unit, one.scored, sensitivity(one.scheme, one.scored), places.get(one.unit.code), one)
        for one in results
    ]


def stand_by_facts(scheme: Scheme, facts: dict[str, Facts], units: Sequence[Unit]) -> list[Standing]:
    """The standings of units by facts at hand; nothing is stored."""
    scores = {unit.code: score(scheme, facts[unit.code]) for unit in units}
    places = ranks(scores)
    return [
        Standing(unit, scores[unit.code], sensitivity(scheme, scores[unit.code]), places.get(unit.code))
        for unit in units
    ]


def stand_now(scheme: Scheme, period: Period, run: Run | None = None) -> list[Standing]:
    """The standings of all units as the facts are now."""
    units = reporting_units()
    return stand_by_facts(scheme, gather(scheme, period, units, run=run), units)


def standings(run: Run) -> list[Standing]:
    """The standings of a run: by its results where they are computed, else by what is known so far."""
    results = standing_results(run)
    if results or run.pinned is None:
        return stand_by_results(results)
    return stand_now(run.pinned.scheme, run.span, run)


def missing(run: Run, layer: str) -> list[Missing]:
    """What each unit lacks in a layer; units that lack nothing are left out. Veto items are owed by nobody."""
    if run.pinned is None:
        return []
    wanted = [one.code for one in run.pinned.scheme.marked_items]
    rows = MARKS[layer]._default_manager.filter(run=run)  # noqa: SLF001 (model API)
    given: dict[int, dict[str, str]] = {}
    for owner, item, state in rows.filter(state__in=(RECORDED, RETURNED, VERIFIED)).values_list(
        "unit", "item", "state"
    ):
        given.setdefault(owner, {})[item] = state
    found = []
    for unit in reporting_units():
        held = given.get(unit.pk, {})
        absent = tuple(item for item in wanted if item not in held)
        unchecked = sum(state != VERIFIED for state in held.values())
        if absent or unchecked:
            found.append(Missing(unit, layer, absent, unchecked))
    return found


def trial(before: Scheme, after: Scheme, period: Period, run: Run | None) -> Trial:
    """What a draft would have made of a past period. Scores that people gave are taken where the items' codes agree."""
    units = reporting_units()
    old = stand_by_facts(before, gather(before, period, units, run=run), units)
    new = stand_by_facts(after, gather(after, period, units, run=run), units)
    pairs = tuple(Change(one.unit, one, other) for one, other in zip(old, new, strict=True))
    return Trial(period, before, after, pairs)


def history_of(result: Result) -> list[Result]:
    """The results of the same unit in the same run, the newest first."""
    rows = Result.objects.filter(run=result.run_id, unit=result.unit_id, state__in=(PUBLISHED, REPLACED, COMPUTED))
    return list(rows.select_related("unit", "run__pinned").order_by("-number"))
