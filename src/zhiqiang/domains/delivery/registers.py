"""The registers of the ledger: duties, helpers, milestones, reports, confidence."""

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from zhiqiang.domains.delivery import rules, workflow
from zhiqiang.domains.delivery.actions import duties, milestones, reports
from zhiqiang.domains.delivery.models import Confidence, Duty, Helper, Milestone, Report
from zhiqiang.foundation.access.roles import STAFF
from zhiqiang.foundation.plans.active import NoPlanError, active_plan
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.findings import Finding

READERS = (*STAFF, "department", "leader")
CITY_READERS = ("city_officer", "city_verifier", "leader", "auditor")
LINKS = (
    ("ledger", _("任务台账"), READERS),
    ("reports-owed", _("谁还没报"), READERS),
    ("duty-gaps", _("分工缺口"), CITY_READERS),
)


def broken_duty_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """The rules of a duty, and whether the plan in force knows its clause and its target."""
    yield from rules.broken_duty_rules(values, today)
    try:
        plan = active_plan()
    except NoPlanError:
        return
    known = {"clause": [one.id for one in plan.clauses], "target": [one.id for one in plan.targets]}
    words = {"clause": "条目", "target": "目标"}
    for name, codes in known.items():
        code = values.get(name) or ""
        if code and code not in codes:
            near = get_close_matches(code, codes, n=1) or codes[:3]
            yield Finding(name, f"方案里没有编号为“{code}”的{words[name]}。", f"可填的编号如：{'、'.join(near)}。")


def _duty_of(text: str) -> Duty | None:
    return Duty.objects.filter(number=text.partition(" ")[0]).first()


def _duty_workflow(row: Any) -> Any:
    return workflow.CLASSED.get(row.difficulty, workflow.DUTY)


def _report_workflow(row: Any) -> Any:
    return workflow.REPORTS[rules.rhythm_of(row.period)]


DUTIES = Register(
    slug="delivery.duties",
    title=_("任务"),
    description=_("方案条目、目标、督办单和会议决定落到责任单位与牵头部门的任务；分工由市里的分工表导入。"),
    model=Duty,
    key=("number",),
    fields=(
        Field("number", column=True, search=True, headers=("编号", "任务序号"), read="code", example="2026-0001"),
        Field("title", column=True, search=True, headers=("任务名称", "任务内容", "重点任务", "工作任务")),
        Field("clause", column=True, filter=True, headers=("条目", "条款", "方案条款"), read="code", example="T7.1"),
        Field("target", filter=True, headers=("目标", "对应目标"), read="code", example="G2027.2"),
        Field("source_kind", filter=True, headers=("任务来源",),
              also={"plan": ("方案", "行动方案"), "target": ("指标",), "order": ("督办",), "decision": ("会议",),
                    "workbook": ("分工方案", "分工")}),
        Field("source_ref", search=True, headers=("文号", "来源文号")),
        Field("unit", column=True, filter=True, headers=("责任单位", "县区", "责任县区"), example="隆化县"),
        Field("lead", column=True, filter=True, headers=("牵头单位", "牵头部门", "市直牵头单位"),
              example="市市场监管局（须先登记为组织）"),
        Field("starts_on", headers=("起始日期", "开始时间")),
        Field("due_on", column=True, filter=True, headers=("完成时限", "完成时间", "办结时限")),
        Field("rhythm", filter=True, headers=("周期", "报送周期"),
              also={"none": ("无", "一次性"), "monthly": ("月报", "每月"), "quarterly": ("季报", "每季度"),
                    "yearly": ("年报", "每年")}),
        Field("difficulty", filter=True, headers=("缓急", "办件类别"), also={"ordinary": ("非急件", "平件")}),
    ),
    access={"view": READERS, "add": workflow.OFFICER, "change": workflow.OFFICER, "import": workflow.OFFICER,
            "export": READERS},
    workflow=workflow.DUTY,
    workflow_of=_duty_workflow,
    organisation_field="lead",
    check=broken_duty_rules,
    effects={
        workflow.ASSIGN: duties.assign,
        workflow.FEED_BACK: duties.feed_back,
        workflow.CLOSE: duties.end,
        workflow.CANCEL: duties.end,
        workflow.POSTPONE: duties.postpone,
        workflow.TRANSFER: duties.transfer,
    },
    pages={"detail": "duty"},
    links=LINKS,
    order=("due_on", "pk"),
)  # fmt: skip

HELPERS = Register(
    slug="delivery.helpers",
    title=_("协助单位"),
    description=_("协助一项任务的单位或部门，从哪天到哪天。"),
    model=Helper,
    key=("duty", "helping_unit", "helping_department", "valid_from"),
    fields=(
        Field("duty", column=True, headers=("任务编号",), find=_duty_of),
        Field("helping_unit", column=True, filter=True, headers=("配合单位",)),
        Field("helping_department", column=True, filter=True, headers=("配合部门", "市直配合单位")),
        Field("part", column=True, search=True, headers=("配合事项",)),
        Field("valid_from", column=True, headers=("起始日期",)),
        Field("valid_to", column=True, headers=("终止日期",)),
        Field("unit", filter=True, headers=("责任单位",)),
    ),
    access={"view": READERS, "add": workflow.OFFICER, "change": workflow.OFFICER, "import": workflow.OFFICER,
            "export": READERS},
    workflow=workflow.HELPER,
    organisation_field="duty__lead",
    check=rules.broken_helper_rules,
    effects={workflow.END: duties.end_help},
    order=("duty", "valid_from", "pk"),
)  # fmt: skip

MILESTONES = Register(
    slug="delivery.milestones",
    title=_("节点"),
    description=_("任务的节点：完成就是完成，没有百分比；完成须附佐证，由另一人核查。"),
    model=Milestone,
    key=("duty", "title"),
    fields=(
        Field("duty", column=True, headers=("任务编号",), find=_duty_of),
        Field("title", column=True, search=True, headers=("节点名称",)),
        Field("weight", column=True, headers=("分值",), example="1"),
        Field("due_on", column=True, filter=True, headers=("节点时限",)),
        Field("evidence", column=True, filter=True, headers=("佐证", "需提交材料"),
              also={"paper": ("文件材料",), "table": ("表格", "名单"), "photo": ("图片",)}),
        Field("unit", column=True, filter=True, headers=("责任单位",)),
    ),
    access={"view": READERS, "add": workflow.OFFICER, "change": workflow.OFFICER, "import": workflow.OFFICER,
            "export": READERS},
    workflow=workflow.MILESTONE,
    organisation_field="duty__lead",
    check=rules.broken_milestone_rules,
    effects={workflow.CLAIM: milestones.claim, workflow.HAND_OVER: duties.hand_over},
    links=LINKS,
    order=("due_on", "pk"),
)  # fmt: skip

REPORTS = Register(
    slug="delivery.reports",
    title=_("任务报告"),
    description=_("每项定期任务每期一份，由系统开启；数据来自证据，不能填写。"),
    model=Report,
    key=("duty", "period"),
    fields=(
        Field("period", column=True, filter=True, form=False),
        Field("duty", column=True, form=False),
        Field("unit", column=True, filter=True, form=False),
        Field("due_at", column=True, form=False),
        Field("submitted_at", column=True, form=False),
        Field("late", column=True, filter=True, form=False),
        Field("sent_back_times", form=False),
        Field("done", search=True, form=False),
        Field("stuck", search=True, form=False),
        Field("needs", search=True, form=False),
    ),
    access={"view": READERS, "add": workflow.OFFICER, "export": READERS},
    workflow=workflow.REPORTS["quarterly"],
    workflow_of=_report_workflow,
    organisation_field="duty__lead",
    effects={
        workflow.FILL: reports.fill,
        workflow.MEND: reports.fill,
        workflow.SUBMIT: reports.submit,
        workflow.RESUBMIT: reports.submit,
        workflow.SEND_BACK: reports.send_back,
        workflow.ASK: reports.ask,
        workflow.LET_OFF: reports.let_off,
        workflow.HAND_OVER: duties.hand_over,
        workflow.HAND_OVER_SENT_BACK: duties.hand_over,
    },
    pages={"new": "reports-owed", "detail": "duty-report"},
    links=LINKS,
    order=("-due_at", "unit", "pk"),
)

CONFIDENCE = Register(
    slug="delivery.confidence",
    title=_("交付信心"),
    description=_("具名的判断，与计算的状态并列，不替代它。"),
    model=Confidence,
    key=("duty", "person", "stated_on"),
    fields=(
        Field("duty", column=True, form=False),
        Field("level", column=True, filter=True, form=False),
        Field("person", column=True, search=True, form=False),
        Field("reason", column=True, search=True, form=False),
        Field("stated_on", column=True, filter=True, form=False),
        Field("unit", column=True, filter=True, form=False),
    ),
    access={"view": READERS, "add": (*workflow.HOLDERS, "verifier", *workflow.OFFICER, *workflow.VERIFIER, "leader"),
            "export": READERS},
    workflow=workflow.CONFIDENCE,
    organisation_field="duty__lead",
    pages={"new": "ledger"},
    links=LINKS,
    order=("-stated_on", "-pk"),
)  # fmt: skip

REGISTERS = (DUTIES, HELPERS, MILESTONES, REPORTS, CONFIDENCE)
