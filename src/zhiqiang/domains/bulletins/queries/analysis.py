"""What the quarterly analysis adds: the spread of the units, the path to the milestones, figures revised since."""

from zhiqiang.domains.bulletins.queries import runs
from zhiqiang.domains.bulletins.queries.situation import Situation
from zhiqiang.domains.goals.facade import Line, boards, city_unit
from zhiqiang.foundation.papers.models import IssuedPaper
from zhiqiang.foundation.papers.queries import papers
from zhiqiang.foundation.papers.revisions import Revised, revised_since
from zhiqiang.kernel.papers import Block, Fact, Figure, Paragraph, Run

PAPERS_LOOKED_AT = 4  # the last year of quarterly bulletins


def trends(found: Situation) -> list[Block]:
    """Each target with a number: now, at the end of the period before, and what is expected of it by now."""
    before = boards([city_unit()], on=found.period.before.last, known_at=found.known_at)[0]
    told: list[Block] = []
    for line in found.current:
        if line.value is None or line.assessment is None or not line.is_coloured:
            continue
        earlier = before.current(line.indicator.code)
        words: list[Run] = [runs.words_of_plan(line.indicator.title, found), "：", *runs.value_runs(line)]
        if earlier.value is not None:
            words += ["，上期末", *runs.value_runs(earlier)]
        words += ["，目标", *runs.goal_runs(line.target, line, found), f"，{_direction(line, earlier)}。"]
        told.append(Paragraph(tuple(words)))
    return told or [Paragraph((f"{runs.NO_DATA}。",))]


def distribution(found: Situation) -> list[Block]:
    """For each sampled rate the lowest, middle and highest unit: each its own figure, no ranking between them."""
    told: list[Block] = []
    for line in found.current:
        if not line.is_survey:
            continue
        lines = [one for one in found.of_units(line.indicator.code) if one.value is not None and not runs.is_small(one)]
        if len(lines) < 3:
            continue
        ordered = sorted(lines, key=lambda one: one.value or 0)
        low, middle, high = ordered[0], ordered[len(ordered) // 2], ordered[-1]
        words: list[Run] = [runs.words_of_plan(line.indicator.title, found), "：最低"]
        for place, one in (("", low), ("，居中", middle), ("，最高", high)):
            words += [f"{place}{one.unit.short}", *runs.value_runs(one), *runs.interval_runs(one)]
        told.append(Paragraph((*words, "。")))
    return told


def revisions(found: Situation) -> list[Block]:
    """Figures of the last bulletins that newer evidence gives otherwise; the bulletins stay as they were issued."""
    told: list[Block] = []
    for paper in papers("bulletin").filter(issued_on__lte=found.known_at.date())[:PAPERS_LOOKED_AT]:
        told += [_revised(paper, one) for one in revised_since(paper.paper)]
    return told[:20] or [Paragraph(("以往通报中的数字没有修订。",))]


def _revised(paper: IssuedPaper, one: Revised) -> Paragraph:
    source = f"paper:{paper.number}"
    now: Run = Figure(one.now, one.reference) if one.reference else one.now
    return Paragraph(
        (Fact(paper.number, source), f"中{one.unit}的{one.measure}原为", Fact(one.text, source), "，现为", now, "。")
    )


def _direction(now: Line, before: Line) -> str:
    if before.value is None or now.value is None or before.value == now.value:
        return "与上期持平" if before.value is not None else "上期无数据"
    better = (now.value > before.value) == (now.indicator.better == "up")
    return "比上期向好" if better else "比上期变差"
