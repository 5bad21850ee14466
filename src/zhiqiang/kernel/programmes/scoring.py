"""Scores from marks: weighted criteria, what does not apply left out, disagreement flagged, every layer kept.

Method: docs/algorithms/programme-scoring.md. A mark is a percentage of a criterion's points, or None where the
criterion does not apply to this applicant (n/a). A criterion without a mark is not marked yet, which is another thing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.programmes.model import Band, Criterion, ReviewRules

#: criterion code → percentage, None for n/a
Marks = Mapping[str, Decimal | None]

CENT = Decimal("0.01")
FULL = Decimal(100)


@dataclass(frozen=True)
class Score:
    """Points of `of`, to the hundredth; None with the reason where the marks give no score.

    `coverage`: the points of the criteria that were marked, as a share of all points.
    """

    points: Decimal | None
    of: Decimal
    coverage: Decimal
    reason: str = ""


class Disagreement(NamedTuple):
    """A criterion on which reviewers differ too far, or do not agree that it applies."""

    criterion: str
    low: Decimal
    high: Decimal
    applies_to_all: bool


class Change(NamedTuple):
    """A mark that a later layer sets, and why."""

    mark: Decimal | None
    reason: str


@dataclass(frozen=True)
class Layers:
    """A review from the single reviewers to the end; nothing of an earlier layer is lost in a later one."""

    individual: Mapping[str, Marks]
    scores: Mapping[str, Score]
    disagreements: tuple[Disagreement, ...]
    proposed: Marks
    consensus: Marks
    final: Marks
    score: Score
    problems: tuple[Finding, ...]


def score(criteria: Sequence[Criterion], marks: Marks, minimum_coverage: Decimal) -> Score:
    """The weighted score: sum(points × percentage) over sum(points) of the criteria that apply, times all points.

    GB/T 19580-2012 asks for 1000 points; at 50 % on every process item and 45 % on every result item that is 480.
    """
    of = sum((criterion.points for criterion in criteria), Decimal(0))
    absent = [criterion.code for criterion in criteria if criterion.code not in marks]
    applying = [(criterion.points, mark) for criterion in criteria if (mark := marks.get(criterion.code)) is not None]
    marked = sum((points for points, _ in applying), Decimal(0))
    coverage = marked / of if of else Decimal(0)
    if absent:
        return Score(None, of, coverage, f"尚未打分：{'、'.join(absent)}")
    if not marked or marked < minimum_coverage * of:
        return Score(None, of, coverage, f"适用分值只占{_percent(coverage)}，不足{_percent(minimum_coverage)}，不计分")
    reached = sum((points * mark for points, mark in applying), Decimal(0))
    return Score((reached * of / marked / FULL).quantize(CENT, ROUND_HALF_UP), of, coverage)


def broken_marks(criteria: Sequence[Criterion], marks: Marks, rules: ReviewRules) -> Iterator[Finding]:
    """Every mark that is not one: of no criterion, out of range, off the steps of the bands."""
    known = {criterion.code: criterion for criterion in criteria}
    for code, mark in marks.items():
        if code not in known:
            yield Finding(code, f"没有评审条目“{code}”。", "请按本项目的评审标准打分。")
        elif mark is not None and not (mark.is_finite() and 0 <= mark <= FULL):
            yield Finding(code, f"“{known[code].title}”的得分率 {mark} 不在 0 至 100 之间。", "请填百分数。")
        elif mark is not None and mark % rules.band_step:
            step = rules.band_step
            yield Finding(
                code, f"“{known[code].title}”的得分率 {mark} 不是 {step} 的倍数。", f"请按 {step}% 一档打分。"
            )


def band_of(bands: Sequence[Band], criterion: Criterion, mark: Decimal) -> Band | None:
    """The band that a mark falls into, for criteria that have bands."""
    return next((band for band in bands if band.kind == criterion.bands and band.low <= mark <= band.high), None)


def disagreements(
    criteria: Sequence[Criterion], individual: Mapping[str, Marks], spread: int
) -> tuple[Disagreement, ...]:
    """The criteria whose marks lie more than `spread` points of per cent apart, or that not all found applicable."""
    found = []
    for criterion in criteria:
        given = [marks[criterion.code] for marks in individual.values() if criterion.code in marks]
        marked = [mark for mark in given if mark is not None]
        agreed = not marked or len(marked) == len(given)
        low, high = (min(marked), max(marked)) if marked else (Decimal(0), Decimal(0))
        if high - low > spread or not agreed:
            found.append(Disagreement(criterion.code, low, high, applies_to_all=agreed))
    return tuple(found)


def proposed_marks(
    criteria: Sequence[Criterion], individual: Mapping[str, Marks], step: int
) -> dict[str, Decimal | None]:
    """What the panel starts from: the mean of the marks, to the nearest step; n/a where most found it so."""
    proposed: dict[str, Decimal | None] = {}
    for criterion in criteria:
        given = [marks[criterion.code] for marks in individual.values() if criterion.code in marks]
        marked = [mark for mark in given if mark is not None]
        if given and len(marked) * 2 < len(given):
            proposed[criterion.code] = None
        elif marked:
            proposed[criterion.code] = _to_step(sum(marked, Decimal(0)) / len(marked), step)
    return proposed


def layers_of(
    criteria: Sequence[Criterion],
    rules: ReviewRules,
    individual: Mapping[str, Marks],
    consensus: Mapping[str, Change] | None = None,
    after_visit: Mapping[str, Change] | None = None,
) -> Layers:
    """The whole review: reviewers' marks by reviewer, what the panel agreed, what the visit changed.

    Where reviewers disagree the panel must say its mark and why; every other change needs its reason too.
    """
    flagged = disagreements(criteria, individual, rules.spread)
    proposed = proposed_marks(criteria, individual, rules.band_step)
    agreed = proposed | {code: change.mark for code, change in (consensus or {}).items()}
    final = agreed | {code: change.mark for code, change in (after_visit or {}).items()}
    problems = [finding for marks in (*individual.values(), final) for finding in broken_marks(criteria, marks, rules)]
    titles = {criterion.code: criterion.title for criterion in criteria}
    problems += [
        Finding(each.criterion, f"“{titles[each.criterion]}”评分不一致，尚无合议结果。", "请合议后写明得分率与理由。")
        for each in flagged
        if each.criterion not in (consensus or {})
    ]
    problems += [
        Finding(code, f"改动“{titles.get(code, code)}”的得分率须写明理由。", "请补写理由。")
        for changes in (consensus, after_visit)
        for code, change in (changes or {}).items()
        if not change.reason.strip()
    ]
    if len(individual) < rules.reviewers:
        problems.append(Finding("", f"应有 {rules.reviewers} 人评审，现有 {len(individual)} 人。", "请补派评审人。"))
    scores = {who: score(criteria, marks, rules.minimum_coverage) for who, marks in individual.items()}
    whole = score(criteria, final, rules.minimum_coverage)
    return Layers(dict(individual), scores, flagged, proposed, agreed, final, whole, tuple(dict.fromkeys(problems)))


def _to_step(mark: Decimal, step: int) -> Decimal:
    return (mark / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _percent(share: Decimal) -> str:
    return f"{(share * FULL).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
