"""Minutes of a dispatch meeting as a paper: every digit in them names the record or the day that it comes from.

A paper is issued in Chinese, whatever language its signer reads the pages in.
"""

from collections.abc import Iterable, Sequence

from zhiqiang.domains.steering.models import AgendaItem, Decision, Meeting
from zhiqiang.foundation.registers.models import Record
from zhiqiang.kernel.papers import Block, Fact, Heading, Paper, Paragraph, Run, Table, Text

KIND = "meeting_minutes"


def minutes_paper(
    meeting: Meeting, *, agenda: Iterable[AgendaItem], decisions: Sequence[Decision], city: str, issuer: str
) -> Paper:
    """The minutes: when, where and who; what stood on the agenda; what was said; what was decided, as a table."""
    blocks: list[Block] = [Paragraph(_opening(meeting)), Heading(("调度事项",))]
    points = list(agenda)
    blocks += [Paragraph(_point(item)) for item in points] or [Paragraph(("没有列入调度的事项。",))]
    blocks.append(Heading(("会议情况",)))
    lines = [line.strip() for line in meeting.minutes.splitlines() if line.strip()]
    blocks += [Paragraph((_said(meeting, line),)) for line in lines]
    blocks.append(Heading(("议定事项",)))
    if decisions:
        blocks.append(_decisions(decisions))
        blocks.append(Paragraph(("以上事项自本纪要签发之日起列入任务台账，由责任单位按期报送进展。",)))
    else:
        blocks.append(Paragraph(("本次会议没有议定事项。",)))
    title: Text = (f"{city}质量强市现场调度会议纪要", "（", _said(meeting, meeting.number), "）")
    return Paper(
        kind=KIND, title=title, addressee=("各填报单位、有关部门",), blocks=tuple(blocks), issuer=issuer
    )  # fmt: skip


def _opening(meeting: Meeting) -> Text:
    day = Fact(f"{meeting.held_on.year}年{meeting.held_on.month}月{meeting.held_on.day}日", f"day:{meeting.held_on}")
    chair, place, title = (_said(meeting, words) for words in (meeting.chair, meeting.place, meeting.title))
    head: Text = (day, "，", chair, "在", place, "主持召开现场调度会议，议题为“", title, "”。")
    if not meeting.attendees:
        return head
    return (*head, "参加单位：", _said(meeting, meeting.attendees), "。")


def _point(item: AgendaItem) -> Text:
    found: list[Run] = [_said(item, f"{item.unit.title}：{item.title}")]
    if item.ground:
        found += ["。", _said(item, item.ground)]
    return (*found, "。")


def _decisions(decisions: Sequence[Decision]) -> Table:
    head: tuple[Text, ...] = (("编号",), ("议定事项",), ("责任单位",), ("完成期限",))
    return Table(("议定事项一览",), head, tuple(_row(one) for one in decisions))


def _row(decision: Decision) -> tuple[Text, ...]:
    who = decision.unit.title if decision.lead is None else f"{decision.unit.title}（{decision.lead.title}）"
    due = Fact(f"{decision.due_on}", f"day:{decision.due_on}")
    return ((_said(decision, decision.number),), (_said(decision, decision.what),), (_said(decision, who),), (due,))


def _said(row: Record, words: str) -> Fact:
    """Words of a record's version."""
    slug = {Meeting: "meetings", AgendaItem: "agenda", Decision: "decisions"}[type(row)]
    return Fact(words, f"record:steering.{slug}/{row.pk}@{row.version}")
