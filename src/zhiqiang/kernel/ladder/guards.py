"""Why an order may not be given: a rung skipped, a second one at once, a repeated check, no cause."""

from collections.abc import Sequence
from datetime import date

from zhiqiang.kernel.ladder.due import called_for
from zhiqiang.kernel.ladder.history import last_lapsed, of_matter, of_subject, repeated, running
from zhiqiang.kernel.ladder.model import Fact, Ladder, Past, Wanted


def refusals(
    wanted: Wanted, facts: Sequence[Fact], pasts: Sequence[Past], ladder: Ladder, on: date, *, window: int
) -> tuple[str, ...]:
    """Every reason against giving an order, in Chinese; empty where it may be given.

    `facts`: those of its subject, which for a major matter may be none (a person answers for the reason).
    Raises KeyError for a rung that the ladder has not.
    """
    rung, chain = ladder.rung(wanted.rung), of_subject(pasts, wanted.unit, wanted.subject)
    found: list[str] = []
    if (now := running(chain)) is not None:
        found.append(f"同一事项的“{now.title or now.rung}”（{now.reference or now.began_on}）还在办，不能再发一级。")
    former = last_lapsed(chain, {one.code: one.position for one in ladder.rungs})
    following = ladder.after(former.rung if former else "")
    if wanted.major:
        if not wanted.reason.strip():
            found.append("重大事项越级督办，须写明重大的理由。")
        if not rung.major:
            found.append(f"“{rung.title}”不能作为重大事项直接发出；可以越级的有：{_major(ladder)}。")
        if rung.position < following.position:
            found.append(f"应发“{following.title}”，不能退回到“{rung.title}”。")
    else:
        if called_for(facts, ladder) is None:
            found.append("目前没有逾期、滞后的事实，不能督办；事项重大的请写明理由。")
        if rung.position > following.position:
            found.append(f"不能越级：应先发“{following.title}”，其逾期未复或未达要求后才能发“{rung.title}”。")
        elif rung.position < following.position:
            found.append(f"上一级已逾期，应发“{following.title}”，不能再发“{rung.title}”。")
    if former is None and (
        repeat := repeated(of_matter(pasts, wanted.unit, wanted.matter), wanted.subject, on, window)
    ):
        found.append(repeat)
    return tuple(found)


def _major(ladder: Ladder) -> str:
    return "、".join(one.title for one in ladder.ordered if one.major) or "无"
