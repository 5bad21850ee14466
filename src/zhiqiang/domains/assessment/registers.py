"""The registers of assessment. Scores stand in three, one for each layer, so that each says who may give them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiqiang.domains.assessment import rules, workflow
from zhiqiang.domains.assessment.actions import appeals, runs
from zhiqiang.domains.assessment.models import Appeal, DepartmentMark, FieldMark, Mark, Result, Run, SelfMark
from zhiqiang.domains.assessment.queries.schemes import schemes
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.workflow import Workflow

READERS = workflow.READERS
LINKS = (
    ("assessment-what-if", _("试算方案草案"), workflow.OFFICER),
    ("assessment-quality", _("数据质量记分卡"), READERS),
)


def broken_run(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """The rules of a run, with the schemes of this installation."""
    yield from rules.broken_run(values, today, schemes())


RUNS = Register(
    slug="assessment.runs",
    title=_("考评轮次"),
    description=_("一期一轮：自评、部门评分、实地核查、综合、公布。方案在开始自评时固定，之后改方案不影响这一轮。"),
    model=Run,
    key=("scheme", "period"),
    fields=(
        Field("title", column=True, search=True, headers=("考评名称",)),
        Field("scheme", column=True, filter=True, headers=("考评方案",), read="code", example="county-quality-2026"),
        Field("period", column=True, filter=True, headers=("期间", "考核期"), read="code", example="2026Q3"),
        Field("unit", column=True, headers=("组织单位",)),
        Field("pinned", form=False),
        Field("published_on", column=True, form=False),
    ),
    access={"view": READERS, "add": workflow.OFFICER, "change": workflow.OFFICER, "export": READERS},
    unit_field=None,
    workflow=workflow.RUN,
    check=broken_run,
    order=("-period", "-pk"),
    effects={
        "open": runs.pin_scheme,
        "to_department": runs.tell_departments,
        workflow.COMBINE: runs.combine,
        "send_back": runs.withdraw_results,
        "cancel": runs.withdraw_results,
        workflow.PUBLISH: runs.publish,
    },
    pages={"detail": "assessment-run"},
    links=LINKS,
)


def _scores(title: Text, description: Text, *, model: type[Mark], life: Workflow, makers: tuple[str, ...]) -> Register:
    """The register of one layer's scores."""
    layer = model.layer
    extra = ("department",) if layer == "department" else ()
    by_department = (Field("department", column=True, headers=("评分单位",)),) if layer == "department" else ()
    return Register(
        slug=f"assessment.{layer}_scores",
        title=title,
        description=description,
        model=model,
        key=("run", "unit", "item"),
        fields=(
            Field("run", column=True, filter=True, headers=("轮次",)),
            Field("unit", column=True, filter=True, headers=("县区", "被考评单位")),
            Field("item", column=True, search=True, headers=("指标",), read="code", example="arrangement"),
            Field("value", column=True, headers=("分数", "评分")),
            Field("reason", search=True, headers=("依据", "说明")),
            *by_department,
        ),
        access={"view": (*READERS, *extra), "add": makers, "change": makers, "export": READERS},
        organisation_field="department" if by_department else None,
        workflow=life,
        order=("run", "unit__position", "item"),
    )


SELF_SCORES = _scores(
    _("自评分"), _("单位给自己的评分，由本单位核实人审核。"),
    model=SelfMark, life=workflow.SELF_MARK, makers=("reporter",),
)  # fmt: skip
DEPARTMENT_SCORES = _scores(
    _("部门评分"), _("部门给各单位的评分，由市级核实人审核。"),
    model=DepartmentMark, life=workflow.DEPARTMENT_MARK, makers=("department", "city_officer"),
)  # fmt: skip
FIELD_SCORES = _scores(
    _("核查分"), _("实地核查后的评分，由市质强办审核。"),
    model=FieldMark, life=workflow.FIELD_MARK, makers=workflow.CITY_VERIFIER,
)  # fmt: skip

RESULTS = Register(
    slug="assessment.results",
    title=_("考评结果"),
    description=_("每个单位的得分、等次和计分依据，由系统计算，不能填写；申诉成立的以新结果替代，原结果保留。"),
    model=Result,
    key=("run", "unit", "number"),
    fields=(
        Field("run", column=True, filter=True, form=False),
        Field("unit", column=True, filter=True, form=False),
        Field("number", column=True, form=False),
        Field("score", column=True, form=False),
        Field("band", column=True, filter=True, form=False),
        Field("stable", column=True, form=False),
        Field("known_at", form=False),
        Field("appeal_until", column=True, form=False),
        Field("replaces", form=False),
        Field("note", search=True, form=False),
    ),
    access={"view": READERS, "add": (*workflow.OFFICER, *workflow.DECIDERS), "export": READERS},
    workflow=workflow.RESULT,
    order=("run", "unit__position", "-number"),
    effects={workflow.PUBLISH: runs.start_appeal_period},
    pages={"new": "register-index", "detail": "assessment-result"},
)

APPEALS = Register(
    slug="assessment.appeals",
    title=_("考评申诉"),
    description=_("单位对已公布结果的申诉，由没有参与评分的人决定；成立的，结果以改定的替代。"),
    model=Appeal,
    key=("result", "item"),
    fields=(
        Field("result", column=True, headers=("考评结果",)),
        Field("unit", column=True, filter=True, headers=("县区", "申诉单位")),
        Field("item", column=True, search=True, headers=("指标",), read="code", example="arrangement"),
        Field("grounds", search=True, headers=("理由",)),
        Field("value", form=False),
    ),
    access={"view": READERS, "add": ("reporter",), "change": ("reporter",), "export": READERS},
    workflow=workflow.APPEAL,
    check=rules.broken_appeal,
    effects={workflow.UPHOLD: appeals.uphold, "dismiss": appeals.refuse_appeal},
    pages={"detail": "assessment-appeal"},
)

REGISTERS = (RUNS, SELF_SCORES, DEPARTMENT_SCORES, FIELD_SCORES, RESULTS, APPEALS)
