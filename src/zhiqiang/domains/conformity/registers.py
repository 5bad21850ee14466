"""The registers of certification and testing."""

from collections.abc import Iterable
from datetime import date

from zhiqiang.domains.conformity import workflow
from zhiqiang.domains.conformity.models import (
    Certificate,
    Laboratory,
    ProficiencyResult,
    SmallFirmVisit,
    TestingCentre,
)
from zhiqiang.domains.conformity.rules import records as rules
from zhiqiang.foundation.access.roles import STAFF, VERIFIERS, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset
from zhiqiang.foundation.parameters import load_parameters
from zhiqiang.foundation.registers.declaration import Field, Register, Values
from zhiqiang.foundation.text import lazy as _
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.workflow import Workflow

ACCESS = {"view": STAFF, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": STAFF}
#: Who sees what falls due, each within their own reach.
RENEWERS = (*STAFF, "enterprise", "laboratory", "auditor")
UNIT_WORDS = ("县区", "所属县区", "县(市、区)", "所在地")


def _certificate(values: Values, today: date) -> Iterable[Finding]:
    return rules.broken_certificate(values, today, load_parameters())


def _laboratory(values: Values, today: date) -> Iterable[Finding]:
    return rules.broken_laboratory(values, today, load_parameters())


def _life_of(row: ProficiencyResult) -> Workflow:
    """An unsatisfactory result owes a correction once it is verified; others are done with."""
    unsatisfactory = row.outcome == ProficiencyResult.Outcome.UNSATISFACTORY
    return workflow.RESULT_WITH_REMEDY if unsatisfactory else workflow.RESULT


CERTIFICATES = Register(
    slug="conformity.certificates",
    title=_("认证证书"),
    description=_("管理体系、产品和服务认证证书；暂停、恢复、撤销按生效日办理，任何一天的有效张数都能算出。"),
    model=Certificate,
    key=("number",),
    fields=(
        Field("number", column=True, search=True, public=True, headers=("证书号", "认证证书编号"), read="code",
              example="00126Q30001R0M/1300"),
        Field("scheme", column=True, filter=True, public=True, headers=("认证项目", "认证项目/产品类别", "证书类别"),
              also={"quality": ("质量管理体系认证", "质量管理体系认证（ISO9001）", "QMS"),
                    "environment": ("环境管理体系认证", "EMS"),
                    "safety": ("职业健康安全管理体系认证", "中国职业健康安全管理体系认证", "OHSMS"),
                    "food_safety": ("食品安全管理体系认证", "FSMS"),
                    "haccp": ("危害分析与关键控制点认证", "HACCP"),
                    "energy": ("能源管理体系认证", "EnMS"),
                    "organic": ("有机产品认证", "有机产品（OGA）", "有机"),
                    "gap": ("良好农业规范认证", "良好农业规范（GAP）"),
                    "green_food": ("绿色食品", "绿色食品认证"),
                    "low_carbon": ("低碳产品认证", "低碳"), "service": ("服务",),
                    "ccc": ("CCC", "强制性产品", "中国国家强制性产品认证"),
                    "green_building": ("绿色建材", "绿色建材产品认证"),
                    "product": ("自愿性产品认证", "一般自愿性工业产品", "自愿性工业产品认证")},
              example="质量管理体系"),
        Field("holder", column=True, public=True,
              headers=("统一社会信用代码", "获证组织名称", "组织名称", "持证人", "企业名称")),
        Field("unit", column=True, filter=True, public=True, headers=UNIT_WORDS),
        Field("place_basis", headers=("属地",), also={"production": ("生产地址", "经营地址")}),
        Field("body", search=True, public=True, headers=("发证机构", "认证机构名称"), example="某认证有限公司"),
        Field("standard", search=True, public=True, headers=("认证标准", "认证依据标准"), example="GB/T 19001-2016"),
        Field("scope", headers=("认证覆盖范围", "覆盖范围", "产品名称")),
        Field("valid_from", column=True, filter=True, public=True, headers=("颁证日期", "发证日期", "有效期起")),
        Field("valid_to", column=True, filter=True, public=True,
              headers=("证书到期日期", "到期日期", "有效期止", "有效期至")),
        Field("main", search=True, headers=("主证书号",), read="code"),
        Field("validity_note"),
    ),
    # A list is compared by a checker, who takes the steps it asks for; what a checker imports another one verifies.
    access={**ACCESS, "view": (*STAFF, "enterprise"), "import": (*VERIFIERS, *WRITERS)},
    organisation_field="holder",
    workflow=workflow.CERTIFICATE,
    dataset=Dataset(
        slug="certificates",
        title=_("认证证书"),
        date_source="valid_from",
        standing=True,
        columns=(Column("number", "counted_as"), Column("scheme", "scheme")),
        counted_by="number",
    ),
    check=_certificate,
    order=("-valid_from", "-pk"),
    public=True,
    links=(
        ("conformity-reconcile", _("核对名单"), (*VERIFIERS, *WRITERS)),
        ("conformity-renewals", _("换证提醒"), RENEWERS),
    ),
)  # fmt: skip

LABORATORIES = Register(
    slug="conformity.laboratories",
    title=_("检验检测机构资质"),
    description=_("检验检测机构的资质认定证书、领域和能力范围；有效期和续展期按参数表。"),
    model=Laboratory,
    key=("number",),
    fields=(
        Field("number", column=True, search=True, public=True, headers=("证书编号", "CMA编号", "资质认定证书编号"),
              read="code", example="260300340001"),
        Field("organisation", column=True, public=True, headers=("机构名称", "单位名称", "统一社会信用代码")),
        Field("unit", column=True, filter=True, public=True, headers=UNIT_WORDS),
        Field("authority", public=True, headers=("发证单位",), example="河北省市场监督管理局"),
        Field("areas", column=True, search=True, public=True, headers=("领域", "专业领域")),
        Field("scope", search=True, public=True, headers=("检验检测能力", "能力参数")),
        Field("valid_from", filter=True, public=True, headers=("发证日期", "有效期起")),
        Field("valid_to", column=True, filter=True, public=True, headers=("有效期至", "有效期止", "到期日期")),
        Field("validity_note"),
    ),
    access={**ACCESS, "view": (*STAFF, "laboratory")},
    organisation_field="organisation",
    workflow=workflow.LABORATORY,
    dataset=Dataset(
        slug="qualified_laboratories",
        title=_("检验检测机构资质"),
        date_source="valid_from",
        standing=True,
        columns=(Column("number", "number"),),
    ),
    check=_laboratory,
    order=("-valid_from", "-pk"),
    public=True,
    links=(("conformity-renewals", _("换证提醒"), RENEWERS),),
)  # fmt: skip

SMALL_FIRMS = Register(
    slug="conformity.small_firms",
    title=_("小微企业帮扶"),
    description=_("小微企业质量管理体系认证提升的帮扶台账，一次走访一条；一家企业一年计一次。"),
    model=SmallFirmVisit,
    key=("enterprise", "visited_on"),
    fields=(
        Field("enterprise", column=True, public=True, headers=("企业名称", "统一社会信用代码")),
        Field("unit", column=True, filter=True, public=True, headers=UNIT_WORDS),
        Field("size", column=True, filter=True, headers=("规模",), also={"small": ("小",), "micro": ("微",)},
              example="小型"),
        Field("visited_on", column=True, filter=True, public=True, headers=("帮扶日期", "走访时间")),
        Field("cluster", filter=True, search=True, headers=("集群", "所属产业集群")),
        Field("helper", column=True, search=True, headers=("帮扶机构", "帮扶专家")),
        Field("needs", search=True, headers=("需求", "问题", "存在问题")),
        Field("done", headers=("措施", "帮扶内容")),
        Field("before", headers=("帮扶前情况",)),
        Field("after", headers=("帮扶后情况", "帮扶成效")),
    ),
    access={**ACCESS, "view": (*STAFF, "enterprise")},
    organisation_field="enterprise",
    workflow=workflow.SMALL_FIRM,
    dataset=Dataset(
        slug="small_firm_visits",
        title=_("小微企业帮扶"),
        date_source="visited_on",
        columns=(Column("enterprise", "enterprise_id", ColumnType.INTEGER), Column("size", "size")),
    ),
    check=rules.broken_small_firm,
    order=("-visited_on", "-pk"),
    public=True,
)  # fmt: skip

CENTRES = Register(
    slug="conformity.centres",
    title=_("检测中心"),
    description=_("方案要建的检测中心，一个中心一条；进展以更正提出，由他人核实。"),
    model=TestingCentre,
    key=("title",),
    fields=(
        Field("title", column=True, search=True, public=True, headers=("名称", "项目名称")),
        Field("institution", column=True, public=True, headers=("建设单位名称", "承建单位")),
        Field("unit", column=True, filter=True, public=True, headers=UNIT_WORDS),
        Field("stage", column=True, filter=True, public=True, headers=("进展", "当前阶段")),
        Field("planned_on", public=True, headers=("立项时间",)),
        Field("approved_on", public=True, headers=("批复时间",)),
        Field("started_on", public=True, headers=("开工时间",)),
        Field("completed_on", public=True, headers=("建成时间", "竣工日期")),
        Field("qualified_on", public=True, headers=("取得资质时间",)),
        Field("remark"),
    ),
    access=ACCESS,
    workflow=workflow.CENTRE,
    dataset=Dataset(
        slug="testing_centres",
        title=_("检测中心"),
        date_source="planned_on",
        columns=(Column("title", "title"), Column("stage", "stage")),
    ),
    check=rules.broken_centre,
    order=("title",),
    public=True,
)  # fmt: skip

PROFICIENCY_TESTS = Register(
    slug="conformity.proficiency_tests",
    title=_("能力验证结果"),
    description=_("检验检测机构参加能力验证的结果，一个项目一条；不满意的核实后须整改，整改由他人核查。"),
    model=ProficiencyResult,
    key=("round", "laboratory", "item"),
    fields=(
        Field("round", column=True, filter=True, search=True, headers=("能力验证计划编号", "计划号"), read="code"),
        Field("organiser", search=True, headers=("组织方", "组织机构")),
        Field("laboratory", column=True, headers=("机构名称", "实验室", "统一社会信用代码")),
        Field("unit", column=True, filter=True, headers=UNIT_WORDS),
        Field("item", column=True, search=True, headers=("项目", "检测参数")),
        Field("measured_in", headers=("结果单位",), example="mg/kg"),
        Field("reported_on", filter=True, headers=("报告日期",)),
        Field("statistic", headers=("统计方法",), also={"z": ("z", "z比分数"), "en": ("En",), "other": ("其他",)},
              example="z 值"),
        Field("result", headers=("结果", "实验室结果")),
        Field("assigned", headers=("参考值",)),
        Field("sigma", headers=("标准差", "能力评定标准差σ")),
        Field("uncertainty", headers=("扩展不确定度", "实验室不确定度")),
        Field("reference_uncertainty", headers=("参考不确定度", "指定值扩展不确定度")),
        Field("outcome", column=True, filter=True, headers=("评定", "评价结果"),
              also={"questionable": ("可疑", "有疑问"), "unsatisfactory": ("不合格",), "satisfactory": ("合格",)}),
        Field("remark", headers=("备注",)),
    ),
    access={**ACCESS, "view": (*STAFF, "laboratory")},
    organisation_field="laboratory",
    workflow=workflow.RESULT_WITH_REMEDY,
    workflow_of=_life_of,
    dataset=Dataset(
        slug="proficiency_results",
        title=_("能力验证结果"),
        date_source="reported_on",
        columns=(Column("round", "round"), Column("item", "item"), Column("outcome", "outcome")),
        states=("verified", "correcting", workflow.REMEDY_DUE, workflow.REMEDY_REPORTED),
    ),
    check=rules.broken_result,
    order=("-reported_on", "-pk"),
)  # fmt: skip

REGISTERS = (CERTIFICATES, LABORATORIES, SMALL_FIRMS, CENTRES, PROFICIENCY_TESTS)
