"""The registers of applications, objections and recognitions."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zhiqiang.domains.programmes import rules
from zhiqiang.domains.programmes.actions.certificates import RECOGNITION_EFFECTS
from zhiqiang.domains.programmes.actions.effects import APPLICATION_EFFECTS
from zhiqiang.domains.programmes.actions.objections import OBJECTION_EFFECTS
from zhiqiang.domains.programmes.imports import LAYOUTS
from zhiqiang.domains.programmes.models import Application, Objection, Recognition
from zhiqiang.domains.programmes.models.catalogue import catalogue
from zhiqiang.domains.programmes.queries.programmes import application_workflow
from zhiqiang.domains.programmes.workflow import APPLICATION, OBJECTION, RECOGNITION
from zhiqiang.foundation.access.roles import STAFF, VERIFIERS, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.findings import Finding

APPLICANTS = ("enterprise", "reporter")
#: Whoever decided on an application is the recorder of its recognition; another verifies it.
RECORDERS = ("city_officer", "city_verifier", "verifier", "reporter")


def _broken_recognition(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    programme = catalogue().find(str(values.get("programme") or ""))
    return rules.broken_recognition(values, today, programme)


#: "fill": the applicant's own writing; "judge": the office's work on a file. Steps are governed by each programme.
APPLICATIONS = Register(
    slug="programmes.applications",
    title=_("项目申报"),
    description=_("各类项目的申报：从草稿到认定，每一件按其批次发起时的项目定义办理。"),
    model=Application,
    key=("programme", "applicant", "subject"),
    fields=(
        Field("subject", column=True, search=True, form=False),
        Field("programme", column=True, filter=True, form=False),
        Field("round", column=True, filter=True, form=False),
        Field("applicant", column=True, form=False),
        Field("unit", column=True, filter=True, form=False),
        Field("submitted_on", column=True, filter=True, form=False),
        Field("notice_until", form=False),
    ),
    access={"view": (*STAFF, "enterprise"), "add": APPLICANTS, "fill": APPLICANTS, "judge": STAFF, "export": STAFF},
    workflow=APPLICATION,
    workflow_of=application_workflow,
    organisation_field="applicant",
    effects=APPLICATION_EFFECTS,
    pages={"new": "programmes", "detail": "application"},
    links=(
        ("rounds", _("申报批次"), (*STAFF, "auditor")),
        ("programmes", _("可以申报什么"), APPLICANTS),
        ("my-programmes", _("我的申报与认定"), ("enterprise",)),
    ),
)

OBJECTIONS = Register(
    slug="programmes.objections",
    title=_("公示异议"),
    description=_("对公示或认定提出的异议：处理完之前不认定、不拨付，结果连同理由公开。"),
    model=Objection,
    key=("application", "received_on", "content"),
    fields=(
        Field("application", column=True, form=False),
        Field("received_on", column=True, filter=True, form=False),
        Field("objector_kind", column=True, filter=True, form=False),
        Field("objector", form=False),
        Field("content", column=True, search=True, form=False),
        Field("unit", column=True, filter=True, form=False),
    ),
    access={"view": STAFF, "add": STAFF},
    workflow=OBJECTION,
    effects=OBJECTION_EFFECTS,
    pages={"new": "rounds"},
)

RECOGNITIONS = Register(
    slug="programmes.recognitions",
    title=_("认定名录"),
    description=_("经认定的单位、项目、产品、标准；有效期、复核、撤销都有记录，任何一天在册的都能查。"),
    model=Recognition,
    key=("programme", "organisation", "subject", "level", "valid_from"),
    fields=(
        Field("subject", column=True, search=True, public=True, headers=("名称", "项目名称", "产品名称")),
        Field("programme", column=True, filter=True, public=True, headers=("类别", "认定项目")),
        Field("level", column=True, filter=True, public=True, headers=("等级",)),
        Field("organisation", column=True, public=True, headers=("企业名称", "单位名称", "承担单位")),
        Field("unit", column=True, filter=True, public=True, headers=("县区", "所属县区")),
        Field("basis", search=True, public=True, headers=("文号", "认定文件")),
        Field("valid_from", column=True, filter=True, public=True, headers=("认定日期", "认定时间")),
        Field("valid_to", column=True, public=True, headers=("有效期至", "有效期")),
        Field("review_on", headers=("复核时间",)),
        Field("started_on", filter=True, headers=("开工时间",)),
        Field("finished_on", filter=True, headers=("竣工日期", "完工时间")),
    ),
    access={
        "view": (*STAFF, "enterprise"), "add": RECORDERS, "change": RECORDERS, "import": WRITERS, "export": STAFF,
        "report": WRITERS, "withdraw": VERIFIERS,
    },
    workflow=RECOGNITION,
    organisation_field="organisation",
    dataset=Dataset(
        slug="recognitions",
        title=_("认定名录"),
        date_source="valid_from",
        standing=True,
        columns=(
            Column("programme", "programme"),
            Column("level", "level"),
            Column("organisation", "organisation_id", ColumnType.INTEGER),
            Column("subject", "subject"),
            Column("recognised_on", "valid_from", ColumnType.DATE),
            Column("started_on", "started_on", ColumnType.DATE),
            Column("finished_on", "finished_on", ColumnType.DATE),
        ),
    ),
    layouts=LAYOUTS,
    check=_broken_recognition,
    order=("-valid_from", "-pk"),
    public=True,
    effects=RECOGNITION_EFFECTS,
)  # fmt: skip

REGISTERS = (APPLICATIONS, RECOGNITIONS, OBJECTIONS)
