"""Reading what was ordered before: the chain of lapsed rungs of one subject, and what stands in the way."""

from collections.abc import Iterable, Sequence
from datetime import date

from zhiqiang.kernel.ladder.model import Past, Standing


def of_subject(pasts: Iterable[Past], unit: str, subject: str) -> list[Past]:
    """The orders of one unit about one subject, the oldest first."""
    return sorted((one for one in pasts if (one.unit, one.subject) == (unit, subject)), key=lambda one: one.began_on)


def running(chain: Sequence[Past]) -> Past | None:
    """The order of a subject that still runs."""
    return next((one for one in chain if one.standing is Standing.RUNNING), None)


def last_lapsed(chain: Sequence[Past], position: dict[str, int]) -> Past | None:
    """The highest lapsed rung since the subject was last met: the one that the next rung rests on."""
    since: list[Past] = []
    for one in chain:
        if one.standing is Standing.MET:
            since = []
        elif one.standing is Standing.LAPSED and one.rung in position:
            since.append(one)
    return max(since, key=lambda one: (position[one.rung], one.began_on), default=None)


def of_matter(pasts: Iterable[Past], unit: str, matter: str) -> list[Past]:
    """The orders of one unit about one matter, whatever their subjects."""
    return [one for one in pasts if (one.unit, one.matter) == (unit, matter)]


def repeated(pasts_of_matter: Iterable[Past], subject: str, on: date, window: int) -> str:
    """Why a new course of supervision over a matter would be a repeated or second-headed check (条例 art. 15).

    `window` in days after a former one was met. Empty where nothing stands in the way.
    """
    for one in pasts_of_matter:
        name = one.reference or one.title or one.subject
        if one.standing is Standing.RUNNING and one.subject != subject:
            return f"同一事项已有督办在办（{name}），不重复、不多头督查（条例第十五条）。"
        if one.standing is Standing.MET and one.ended_on is not None and (on - one.ended_on).days < window:
            return f"同一事项 {one.ended_on} 刚核查办结（{name}），{window} 日内不重复督查（条例第十五条）。"
    return ""
