"""Which rung is due for whom: computed from today's facts and the former orders, never typed.

A subject climbs one rung at a time: the next rung is due when the former has lapsed without a reply or unmet, the facts
still call for something, and one of the rung's own grounds is met. While an order runs nothing is due. What was met
begins from the lowest rung again.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from zhiqiang.kernel.ladder.history import last_lapsed, of_matter, of_subject, repeated, running
from zhiqiang.kernel.ladder.model import COUNTED_IN, Fact, Ground, GroundKind, Ladder, Past, Proposal, Rung


def due_rungs(facts: Iterable[Fact], pasts: Sequence[Past], ladder: Ladder, on: date, *, window: int) -> list[Proposal]:
    """What is due on a day, the highest rung first. `window`: days in which a met matter is not checked again.

    Blocked proposals are told too, each with its reason, after those that may be ordered.
    """
    grouped: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        grouped[fact.unit, fact.subject].append(fact)
    found = [one for group in grouped.values() if (one := _due(group, pasts, ladder, on, window)) is not None]
    found.sort(key=lambda one: (-one.rung.position, -one.called_for.position, -_most(one), one.unit, one.subject))
    return sorted(_one_a_matter(found), key=lambda one: bool(one.blocked))


def called_for(facts: Sequence[Fact], ladder: Ladder) -> Rung | None:
    """The highest rung whose own grounds these facts meet; None where they call for nothing."""
    met = [rung for rung in ladder.ordered if any(_meets(fact, ground) for fact in facts for ground in rung.grounds)]
    return met[-1] if met else None


def _due(facts: list[Fact], pasts: Sequence[Past], ladder: Ladder, on: date, window: int) -> Proposal | None:
    unit, subject, matter = facts[0].unit, facts[0].subject, facts[0].matter
    highest = called_for(facts, ladder)
    chain = of_subject(pasts, unit, subject)
    if highest is None or running(chain) is not None:
        return None
    former = last_lapsed(chain, {one.code: one.position for one in ladder.rungs})
    rung = ladder.after(former.rung if former else "")
    grounds = _grounds(rung, facts, former)
    if not grounds:
        return None
    blocked = "" if former else repeated(of_matter(pasts, unit, matter), subject, on, window)
    return Proposal(unit, subject, matter, facts[0].title, rung, highest, grounds, tuple(facts), former, blocked)


def _grounds(rung: Rung, facts: Sequence[Fact], former: Past | None) -> tuple[str, ...]:
    """Why the rung is due, in words; empty where none of its grounds is met."""
    said: list[str] = []
    for ground in rung.grounds:
        if ground.kind is GroundKind.FORMER_LAPSED and former is not None:
            said.append(f"上一级“{former.title or former.rung}”{_of(former)}逾期未复或核查未达要求")
        met = [fact for fact in facts if _meets(fact, ground)]
        said += [f"{fact.words}（满 {ground.least} {COUNTED_IN[ground.kind]}）" for fact in met]
    # A rung called for by its former alone still says what is late today.
    shown = {word.partition("（满")[0] for word in said}
    return (*said, *(fact.words for fact in facts if fact.words not in shown)) if said else ()


def _of(former: Past) -> str:
    return f"（{former.reference}）" if former.reference else ""


def _meets(fact: Fact, ground: Ground) -> bool:
    return fact.kind is ground.kind and fact.amount >= ground.least


def _most(proposal: Proposal) -> int:
    return max(fact.amount for fact in proposal.facts)


def _one_a_matter(found: Iterable[Proposal]) -> list[Proposal]:
    """Of several courses about to begin over one matter, the first goes on and the others wait."""
    begun: dict[tuple[str, str], Proposal] = {}
    answer = []
    for one in found:
        first = None if one.former or one.blocked else begun.setdefault((one.unit, one.matter), one)
        if first is not None and first is not one:
            words = f"同一事项先办“{first.title}”，不多头督查（条例第十五条）。"
            answer.append(replace(one, blocked=words))
        else:
            answer.append(one)
    return answer
