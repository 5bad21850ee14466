"""What other domains and the site may ask of assessment: published results, and numbers computed again."""

from dataclasses import dataclass
from decimal import Decimal

from zhiqiang.domains.assessment.models import Result, Run
from zhiqiang.domains.assessment.queries.references import Named, reproduce
from zhiqiang.domains.assessment.queries.schemes import read_draft, schemes
from zhiqiang.domains.assessment.queries.standings import Standing, stand_by_results, stand_now
from zhiqiang.domains.assessment.rules import period_of
from zhiqiang.domains.assessment.workflow import CANCELLED, PUBLISHED
from zhiqiang.kernel.assessment import SchemeErrors

__all__ = [
    "ResultLine", "SchemeErrors", "Standing", "reproduce", "result_lines", "run_of", "schemes", "stand_for",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A published result that holds. `reference` names the score for papers; `tied`: units of the same rank."""

    id: int
    run: int
    scheme: str
    period: str
    unit: str
    unit_title: str
    score: Decimal | None
    band: str
    stable: bool | None
    rank: int | None
    tied: tuple[str, ...]
    reference: str


def result_lines(*, period: str | None = None, unit: str | None = None) -> list[ResultLine]:
    """The published results that hold, of a period or of all, in administrative order."""
    found = []
    runs = Run.objects.filter(state=PUBLISHED).select_related("pinned")
    for run in runs if period is None else runs.filter(period=period):
        rows = Result.objects.filter(run=run, state=PUBLISHED).select_related("unit", "run__pinned")
        found += [_line(run, one) for one in stand_by_results(list(rows.order_by("unit__position")))]
    return [one for one in found if unit is None or one.unit == unit]


def _line(run: Run, one: Standing) -> ResultLine:
    result = one.result
    assert result is not None
    named = Named(run.pk, one.unit.code, result.number)
    return ResultLine(
        id=result.pk, run=run.pk, scheme=run.scheme, period=run.period, unit=one.unit.code, unit_title=one.unit.title,
        score=result.score, band=result.band, stable=result.stable, rank=one.rank.rank if one.rank else None,
        tied=one.rank.shared_with if one.rank else (), reference=named.reference("score"),
    )  # fmt: skip


def run_of(scheme: str, period: str) -> int | None:
    """The run of a scheme over a period that was not cancelled, if there is one."""
    return (
        Run.objects.filter(scheme=scheme, period=period).exclude(state=CANCELLED).values_list("pk", flat=True).first()
    )


def stand_for(scheme: str, period: str, draft: bytes | None = None, file: str = "") -> list[Standing]:
    """How the units stand now by a scheme, or by a draft of it; scores of people come from the run of that period.

    Raises KeyError for an unknown scheme, ValueError for a period that is none, SchemeErrors.
    """
    held = schemes()[scheme] if draft is None else read_draft(draft, file)
    found = run_of(scheme, period)
    run = Run.objects.get(pk=found) if found is not None else None
    return stand_now(held, period_of(period), run)
