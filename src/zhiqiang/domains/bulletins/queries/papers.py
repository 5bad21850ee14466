"""The three papers of a period, built from its situation and from what an officer wrote."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhiqiang.domains.bulletins.queries import parts, runs
from zhiqiang.domains.bulletins.queries.analysis import distribution, revisions, trends
from zhiqiang.domains.bulletins.queries.situation import Reported, Situation, reported
from zhiqiang.foundation.papers.series import issuer_of
from zhiqiang.kernel.papers import Annex, Block, Fact, Heading, Paper, Paragraph, Run, Text

ADDRESSEE = ("各县（市、区）人民政府，高新区、御道口牧场管理区管委会，市质量强市工作领导小组各成员单位",)
COPIES = ("市委办公室，市人大常委会办公室，市政协办公室",)
MOST_ON_A_PAGE = 3


@dataclass(frozen=True, slots=True)
class Written:
    """What a person wrote of a paper and the version of the record it stands in; the number that it corrects."""

    source: str = ""
    title: str = ""
    findings: str = ""
    next_steps: str = ""
    corrected: str = ""


def build(kind: str, found: Situation, written: Written | None = None) -> Paper:
    """The paper of a kind (bulletin, analysis, leader_page). Raises SeriesError for another."""
    builder = {"bulletin": bulletin, "analysis": analysis}.get(kind, leader_page)
    return builder(found, written or Written())


def bulletin(found: Situation, written: Written) -> Paper:
    """The bulletin of a period: situation, targets behind, units, reports, problems, next steps; annexes of units."""
    reports = reported(found.period.code)
    blocks: list[Block] = [Paragraph(_opening(found)), *_correction(written)]
    blocks += [Heading(("总体情况",)), parts.counted(found)]
    behind = list(parts.behind(found))
    blocks += [Heading(("落后于进度的目标",)), *(behind or [Paragraph(("没有落后于进度的目标。",))])]
    units = parts.named_units(found)
    blocks += [Heading(("各县（市、区）抽检情况",)), *units] if units else []
    blocks += [Heading(("台账报送情况",)), parts.reports_paragraph(reports, found)] if reports else []
    blocks += _written("存在的主要问题", written.findings, written) + _written(
        "下一步工作", written.next_steps, written
    )
    title = _title(written, "关于", found, "质量强市建设行动方案进展情况的通报")
    return _paper("bulletin", title, blocks, _annexes(found, reports), addressee=ADDRESSEE, copies=COPIES)


def analysis(found: Situation, written: Written) -> Paper:
    """The quarterly analysis: how the units are spread, where the city stands on its path, what was revised since."""
    blocks: list[Block] = [Paragraph(_opening(found)), *_correction(written)]
    blocks += [Heading(("目标完成情况",)), parts.counted(found)]
    blocks += [Heading(("与里程碑相比的走势",)), *trends(found)]
    spread = distribution(found)
    blocks += [Heading(("各县（市、区）分布",)), *spread] if spread else []
    blocks += [Heading(("以往公布数字的修订",)), *revisions(found)]
    blocks += _written("问题与原因", written.findings, written) + _written("建议", written.next_steps, written)
    title = _title(written, "", found, "全市质量状况分析")
    return _paper("analysis", title, blocks, _annexes(found, None), addressee=ADDRESSEE)


def leader_page(found: Situation, written: Written) -> Paper:
    """The leader's one page: where the plan stands, the few targets to act on, what is proposed."""
    blocks: list[Block] = [*_correction(written), Heading(("总体",)), parts.counted(found)]
    behind = list(parts.behind(found, MOST_ON_A_PAGE))
    blocks += [Heading(("要盯的事",)), *(behind or [Paragraph(("没有落后于进度的目标。",))])]
    blocks += _written("建议", written.next_steps or written.findings, written)
    title = _title(written, "", found, "质量强市进展一页纸")
    return _paper("leader_page", title, blocks, ())


def _opening(found: Situation) -> Text:
    plan = Fact(f"《{found.city.plan.title}》", found.plan_source)
    told = "进展情况通报如下。数字由系统依据已核实的记录计算，数据截至"
    known = runs.day_run(found.known_at.date())
    return ("按照", plan, "关于定期通报的要求，现将", runs.period_run(found), told, known, "。")


def _correction(written: Written) -> list[Block]:
    if not written.corrected:
        return []
    number = Fact(written.corrected, f"paper:{written.corrected}")
    return [Paragraph(("本件更正", number, "，以本件为准。"))]


def _written(heading: str, text: str, written: Written) -> list[Block]:
    """A part that a person wrote; none where nothing is written."""
    told: list[Block] = [Paragraph(one) for one in runs.words_of_record(text, written.source)]
    return [Heading((heading,)), *told] if told else []


def _title(written: Written, before: str, found: Situation, after: str) -> Text:
    if written.title:
        return (Fact(written.title, written.source),)
    told: list[Run] = [before] if before else []
    return (*told, runs.period_run(found), after)


def _annexes(found: Situation, reports: Sequence[Reported] | None) -> tuple[Annex, ...]:
    units = parts.units_annex(found)
    return (units, parts.reports_annex(reports, found)) if reports else (units,)


def _paper(
    kind: str,
    title: Text,
    blocks: Sequence[Block],
    annexes: tuple[Annex, ...],
    *,
    addressee: Text = (),
    copies: Text = (),
) -> Paper:
    return Paper(kind, title, addressee, tuple(blocks), issuer_of(kind), annexes, copies)
