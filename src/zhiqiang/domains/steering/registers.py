"""The registers of steering."""

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from zhiqiang.domains.steering import rules, workflow
from zhiqiang.domains.steering.actions import meetings, shares
from zhiqiang.domains.steering.models import (
    AgendaItem,
    Alignment,
    CountyShare,
    Decision,
    Meeting,
    OutlineTask,
    Practice,
    Share,
)
from zhiqiang.foundation.access.roles import CITY, STAFF, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset
from zhiqiang.foundation.plans.active import active_plan
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.findings import Finding

READERS = (*STAFF, "leader")
#: Who reads what is of the whole city: its records lie above every county.
CITY_READERS = (*CITY, "leader")
OFFICER = workflow.OFFICER
LINKS = (
    ("steering", _("调度"), READERS),
    ("steering-cascade", _("目标分解"), READERS),
    ("steering-board", _("台账热力表"), READERS),
    ("steering-alignment", _("对标省纲要"), READERS),
)

PORTION_FIELDS = (
    Field("target", column=True, filter=True, search=True, headers=("目标编号",), read="code", example="G2027.7a"),
    Field("unit", column=True, filter=True, headers=("县区", "单位")),
    Field("value", column=True, headers=("目标值", "任务数"), example="3"),
    Field("decided_on", column=True, headers=("文件日期", "下达日期")),
    Field("basis", column=True, search=True, headers=("文号", "分解文件")),
    Field("note", headers=("备注",)),
)


def broken_portion_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """The rules of a share, and whether the plan has the target and a number to share."""
    yield from rules.broken_portion_rules(values, today)
    named = values.get("target")
    if not named:
        return
    targets = {target.id: target for target in active_plan().targets}
    if named not in targets:
        near = get_close_matches(named, targets, n=2) or sorted(targets)[:2]
        yield Finding("target", f"方案没有编号为“{named}”的目标。", f"可填的编号如：{'、'.join(near)}。")
    elif rules.way_of(targets[named]) is rules.Way.NONE:
        yield Finding("target", f"目标“{named}”在方案里没有数值，不能分解。", "请选择有数值的目标。")


def broken_alignment_rules(values: Mapping[str, Any], _today: date) -> Iterable[Finding]:
    """Whether the plan has the clause."""
    yield from _wrong_clause(values, _today)


def broken_practice_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """The rules of a practice, and whether the plan has its clause and its indicator."""
    yield from rules.broken_practice_rules(values, today)
    yield from _wrong_clause(values, today)
    if named := values.get("indicator"):
        known = {one.code for one in active_plan().indicators}
        if named not in known:
            near = get_close_matches(named, known, n=2) or sorted(known)[:2]
            yield Finding("indicator", f"方案没有代码为“{named}”的指标。", f"可填的代码如：{'、'.join(near)}。")


def broken_decision_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """The rules of a decision, and whether the plan has its clause and its target."""
    yield from rules.broken_decision_rules(values, today)
    yield from _wrong_clause(values, today)
    if (named := values.get("target")) and named not in {one.id for one in active_plan().targets}:
        yield Finding("target", f"方案没有编号为“{named}”的目标。", "请从目标页抄编号，或留空。")


def _wrong_clause(values: Mapping[str, Any], _today: date) -> Iterable[Finding]:
    named = values.get("clause")
    if named and not rules.clause_of(active_plan(), named):
        yield Finding("clause", f"方案没有编号为“{named}”的条款。", "条款编号如 T3.1、S2，见目标页的“按条款看”。")


SHARES = Register(
    slug="steering.shares",
    title=_("目标分解"),
    description=_("全市目标分解到各单位的值，出自有日期的文件；部分合不成整体的，核实时要写明理由。"),
    model=Share,
    key=("target", "unit", "decided_on"),
    fields=PORTION_FIELDS,
    access={"view": READERS, "add": OFFICER, "change": OFFICER, "import": OFFICER, "export": READERS},
    workflow=workflow.SHARE,
    effects={"verify": shares.require_whole},
    links=LINKS,
    dataset=Dataset(
        slug="target_shares",
        title=_("目标分解"),
        date_source="decided_on",
        columns=(Column("target", "target"), Column("value", "value", ColumnType.DECIMAL)),
    ),
    check=broken_portion_rules,
    order=("target", "unit__position", "-decided_on"),
)  # fmt: skip

COUNTY_SHARES = Register(
    slug="steering.county_shares",
    title=_("县级自定目标"),
    description=_("县级方案自己定的目标值，与市里分解的并列；不低于市里分解的才作为判定标准。"),
    model=CountyShare,
    key=("target", "unit", "decided_on"),
    fields=PORTION_FIELDS,
    access={"view": READERS, "add": ("reporter",), "change": ("reporter",), "import": ("reporter",),
            "export": READERS},
    workflow=workflow.COUNTY_SHARE,
    links=LINKS,
    dataset=Dataset(
        slug="county_shares",
        title=_("县级自定目标"),
        date_source="decided_on",
        columns=(Column("target", "target"), Column("value", "value", ColumnType.DECIMAL)),
    ),
    check=broken_portion_rules,
    order=("target", "unit__position", "-decided_on"),
)  # fmt: skip

OUTLINE_TASKS = Register(
    slug="steering.outline_tasks",
    title=_("省纲要任务"),
    description=_("省级纲要对市里的要求，用自己的话逐条登记，用来对照方案条款。"),
    model=OutlineTask,
    key=("document", "number"),
    fields=(
        Field("number", column=True, search=True, headers=("编号", "条目"), read="code", example="3.2"),
        Field("title", column=True, search=True, headers=("任务名称",)),
        Field("asks", search=True, headers=("任务要求", "主要内容")),
        Field("document", column=True, filter=True, headers=("文件", "依据")),
        Field("issued_on", column=True, headers=("发布日期",)),
        Field("unit", headers=("单位",)),
    ),
    access={"view": CITY_READERS, "add": OFFICER, "change": OFFICER, "import": OFFICER, "export": CITY_READERS},
    workflow=workflow.OUTLINE_TASK,
    links=LINKS,
    check=rules.broken_outline_rules,
    order=("document", "number"),
)

ALIGNMENTS = Register(
    slug="steering.alignments",
    title=_("纲要对标"),
    description=_("省纲要的每项任务由方案哪一条承接、承接到什么程度。"),
    model=Alignment,
    key=("task", "clause"),
    fields=(
        Field("task", column=True, headers=("纲要条目", "任务"), search=False),
        Field("clause", column=True, filter=True, search=True, headers=("条款",), read="code", example="T3.1"),
        Field("fit", column=True, filter=True, headers=("承接",),
              also={"full": ("完全", "全部"), "partial": ("部分",)}),
        Field("note", column=True, search=True, headers=("备注",)),
        Field("unit", headers=("单位",)),
    ),
    access={"view": CITY_READERS, "add": OFFICER, "change": OFFICER, "import": OFFICER, "export": CITY_READERS},
    workflow=workflow.ALIGNMENT,
    links=LINKS,
    check=broken_alignment_rules,
    order=("task__number", "clause"),
)  # fmt: skip

MEETINGS = Register(
    slug="steering.meetings",
    title=_("现场调度"),
    description=_("调度会议：议程由红黄灯和逾期事项拟出，纪要签发时议定事项立为任务，下次会议先看上次的落实。"),
    model=Meeting,
    key=("number",),
    fields=(
        Field("number", column=True, search=True, headers=("编号",), read="code", example="2026-03"),
        Field("title", column=True, search=True, headers=("会议议题", "会议名称")),
        Field("held_on", column=True, filter=True, headers=("时间", "会议日期")),
        Field("place", column=True, search=True),
        Field("chair", column=True, headers=("主持",)),
        Field("attendees", form=False),
        Field("minutes", form=False),
        Field("unit", headers=("单位",)),
    ),
    access={"view": CITY_READERS, "add": OFFICER, "change": OFFICER, "import": OFFICER, "export": CITY_READERS},
    workflow=workflow.MEETING,
    effects={
        workflow.HOLD: meetings.hold,
        workflow.WRITE: meetings.write_minutes,
        workflow.SIGN: meetings.sign,
        workflow.CLOSE: meetings.close,
        workflow.CALL_OFF: meetings.call_off,
    },
    pages={"detail": "steering-meeting"},
    links=LINKS,
    check=rules.broken_meeting_rules,
    order=("-held_on", "-pk"),
)

AGENDA = Register(
    slug="steering.agenda",
    title=_("调度议程"),
    description=_("调度会议的议题，一部分由红黄灯和逾期事项拟出，一部分由经办人自拟。"),
    model=AgendaItem,
    key=("meeting", "source", "reference", "unit"),
    fields=(
        Field("meeting", column=True, filter=True, form=False),
        Field("title", column=True, search=True, form=False),
        Field("unit", column=True, filter=True, form=False),
        Field("source", column=True, filter=True, form=False),
        Field("reference", form=False),
        Field("ground", column=True, form=False),
        Field("status", form=False),
    ),
    access={"view": READERS, "add": OFFICER, "change": OFFICER, "export": READERS},
    workflow=workflow.AGENDA,
    check=rules.broken_agenda_rules,
    pages={"new": "steering"},
    order=("-meeting", "pk"),
)

DECISIONS = Register(
    slug="steering.decisions",
    title=_("议定事项"),
    description=_("调度会议议定的事：谁、做什么、什么时候完成；纪要签发后成为任务。"),
    model=Decision,
    key=("number",),
    fields=(
        Field("meeting", column=True, filter=True, headers=("会次",)),
        Field("number", column=True, search=True, headers=("编号",), read="code", example="2026-03-1"),
        Field("what", column=True, search=True, headers=("事项", "议定内容")),
        Field("unit", column=True, filter=True, headers=("责任单位", "县区")),
        Field("lead", column=True, headers=("牵头单位",)),
        Field("due_on", column=True, headers=("期限", "完成时限")),
        Field("clause", headers=("条款",), read="code", example="T7.4"),
        Field("target", headers=("目标编号",)),
    ),
    access={"view": READERS, "add": OFFICER, "change": OFFICER, "import": OFFICER, "export": READERS},
    workflow=workflow.DECISION,
    effects={workflow.OPEN_DUTY: meetings.become_duty},
    check=broken_decision_rules,
    order=("-meeting", "number"),
)

PRACTICES = Register(
    slug="steering.practices",
    title=_("好的做法"),
    description=_("各单位行之有效的做法：做了什么、成效如何、凭什么这么说；由他人审核，市里发布。"),
    model=Practice,
    key=("unit", "title"),
    fields=(
        Field("title", column=True, search=True, public=True, headers=("做法名称", "名称")),
        Field("unit", column=True, filter=True, public=True, headers=("县区", "单位")),
        Field("clause", column=True, filter=True, public=True, headers=("条款",), read="code", example="T7.4"),
        Field("done", public=True, headers=("主要做法",)),
        Field("came_of_it", column=True, public=True, headers=("取得成效",)),
        Field("indicator", public=True, headers=("指标",)),
        Field("proof", public=True, headers=("佐证", "证明材料")),
        Field("evidence"),
        Field("collected_on", column=True, headers=("报送日期",)),
    ),
    access={"view": READERS, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": READERS},
    workflow=workflow.PRACTICE,
    dataset=Dataset(
        slug="good_practices",
        title=_("好的做法"),
        date_source="collected_on",
        columns=(Column("clause", "clause"), Column("indicator", "indicator")),
        states=(workflow.PUBLISHED,),
    ),
    check=broken_practice_rules,
    order=("-collected_on", "-pk"),
    public=True,
)

REGISTERS = (SHARES, COUNTY_SHARES, OUTLINE_TASKS, ALIGNMENTS, MEETINGS, AGENDA, DECISIONS, PRACTICES)
