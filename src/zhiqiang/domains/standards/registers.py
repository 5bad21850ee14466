"""The registers about standards."""

from zhiqiang.domains.standards import actions, rules
from zhiqiang.domains.standards.models import Declaration, LocalStandard, Review, StandardRole, SystemNode
from zhiqiang.domains.standards.workflow import DECLARATION, LOCAL_STANDARD, REVIEW, STANDARD_ROLE, SYSTEM_NODE
from zhiqiang.foundation.access.roles import STAFF, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _

#: Who opens the pages beside the lists.
READERS = (*STAFF, "auditor", "administrator")
CITY_WRITES = {
    "view": STAFF, "add": ("city_officer",), "change": ("city_officer",), "import": ("city_officer",), "export": STAFF,
}  # fmt: skip
ALL_WRITE = {"view": STAFF, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": STAFF}

STANDARDS = Register(
    slug="standards.standards",
    title=_("标准制修订"),
    description=_("企事业单位、社会团体主导或参与制定并已发布的标准；一项标准多家参与，只计一项。"),
    model=StandardRole,
    key=("number", "organisation"),
    fields=(
        Field("number", column=True, search=True, public=True, headers=("标准号", "编号"), read="code",
              example="GB/T 99999-2026"),
        Field("title", column=True, search=True, public=True, headers=("名称", "标准题名")),
        Field("level", column=True, filter=True, public=True, headers=("层级", "标准类别", "标准级别"),
              also={"national": ("国标",), "industry": ("行标",), "international": ("国际",),
                    "province": ("省标", "省地标"), "city": ("市标", "市地标", "地方标准（市）"), "group": ("团标",)},
              example="国家标准"),
        Field("role", column=True, filter=True, public=True, headers=("参与方式", "角色"),
              also={"led": ("牵头", "主持", "第一起草"), "joined": ("参加", "参编")}, example="参与"),
        Field("organisation", column=True, search=False, public=True, headers=("单位名称", "企业名称", "起草单位")),
        Field("unit", column=True, filter=True, public=True, headers=("县区", "所属县区")),
        Field("published_on", column=True, filter=True, public=True, headers=("发布时间", "批准发布日期")),
        Field("proof", headers=("证明材料", "佐证材料")),
        Field("proof_file"),
    ),
    access=ALL_WRITE,
    workflow=STANDARD_ROLE,
    dataset=Dataset(
        slug="standards",
        title=_("标准制修订"),
        date_source="published_on",
        columns=(Column("number", "number"), Column("level", "level"), Column("role", "role")),
    ),
    check=rules.broken_rules,
    order=("-published_on", "-pk"),
    public=True,
)  # fmt: skip

DECLARATIONS = Register(
    slug="standards.declarations",
    title=_("企业标准自我声明"),
    description=_("企业公开声明执行的企业标准与产品；废止的自废止日起不再在册。"),
    model=Declaration,
    key=("number", "enterprise"),
    fields=(
        Field("number", column=True, search=True, public=True, headers=("标准编号", "标准号"), read="code",
              example="Q/CDL 001S-2026"),
        Field("title", column=True, search=True, public=True, headers=("名称",)),
        Field("enterprise", column=True, public=True, headers=("企业名称", "单位名称")),
        Field("products", column=True, search=True, public=True, headers=("产品", "产品名称")),
        Field("unit", column=True, filter=True, public=True, headers=("县区", "所属县区")),
        Field("valid_from", column=True, filter=True, public=True, headers=("公开日期", "声明日期")),
        Field("valid_to", public=True, headers=("废止日期",)),
        Field("address", public=True, headers=("网址", "公开地址"), example="https://example.cn/standard/1"),
    ),
    access={**ALL_WRITE, "view": (*STAFF, "enterprise")},
    organisation_field="enterprise",
    workflow=DECLARATION,
    dataset=Dataset(
        slug="standard_declarations",
        title=_("企业标准自我声明"),
        date_source="valid_from",
        standing=True,
        columns=(Column("number", "number"), Column("organisation", "enterprise", ColumnType.INTEGER)),
    ),
    check=rules.broken_declaration,
    order=("-valid_from", "-pk"),
    public=True,
)  # fmt: skip

LOCAL_STANDARDS = Register(
    slug="standards.local_standards",
    title=_("市地方标准"),
    description=_("市地方标准的实施与废止；发布或上次复审后满一个周期应复审，到期前提醒。"),
    model=LocalStandard,
    key=("number",),
    fields=(
        Field("number", column=True, search=True, public=True, headers=("标准号", "编号"), read="code",
              example="DB1308/T 001-2026"),
        Field("title", column=True, search=True, public=True, headers=("名称", "标准题名")),
        Field("keeper", column=True, search=True, public=True, headers=("归口单位", "主管部门")),
        Field("unit", filter=True, public=True, headers=("县区",)),
        Field("published_on", column=True, filter=True, public=True, headers=("发布时间",)),
        Field("valid_from", column=True, filter=True, public=True, headers=("实施日期",)),
        Field("valid_to", public=True, headers=("废止日期",)),
        Field("replaces", public=True, headers=("代替",)),
        Field("text"),
    ),
    access=CITY_WRITES,
    workflow=LOCAL_STANDARD,
    dataset=Dataset(
        slug="local_standards",
        title=_("市地方标准"),
        date_source="valid_from",
        standing=True,
        columns=(Column("number", "number"), Column("keeper", "keeper")),
    ),
    check=rules.broken_local_standard,
    links=(("standard-reviews", _("复审到期情况"), READERS),),
    order=("-published_on", "-pk"),
    public=True,
)  # fmt: skip

REVIEWS = Register(
    slug="standards.reviews",
    title=_("地方标准复审"),
    description=_("市地方标准的复审与结论；核实“废止”的结论，标准随之自废止日起撤销。"),
    model=Review,
    key=("standard", "reviewed_on"),
    fields=(
        Field("standard", column=True, public=True, headers=("标准编号", "标准号")),
        Field("reviewed_on", column=True, filter=True, public=True, headers=("复审时间",)),
        Field("outcome", column=True, filter=True, public=True, headers=("结论",),
              also={"confirmed": ("有效",), "revise": ("需修订",)}, example="继续有效"),
        Field("reasons", column=True, search=True, public=True, headers=("意见",)),
        Field("abolished_on", public=True),
        Field("unit", filter=True, headers=("县区",)),
        Field("report"),
    ),
    access=CITY_WRITES,
    workflow=REVIEW,
    dataset=Dataset(
        slug="standard_reviews",
        title=_("地方标准复审"),
        date_source="reviewed_on",
        columns=(Column("number", "standard__number"), Column("outcome", "outcome")),
    ),
    check=rules.broken_review,
    effects={"verify": actions.conclude_review, "propose_correction": actions.keep_conclusion},
    links=(("standard-reviews", _("复审到期情况"), READERS),),
    order=("-reviewed_on", "-pk"),
    public=True,
)  # fmt: skip

SYSTEM_NODES = Register(
    slug="standards.system_nodes",
    title=_("标准体系"),
    description=_("标准体系表的每个位置：需要什么标准，已有哪项，哪里是缺口。"),
    model=SystemNode,
    key=("system", "code"),
    fields=(
        Field("system", column=True, search=True, public=True, headers=("体系", "体系名称")),
        Field("code", column=True, search=True, public=True, headers=("编号", "序号"), read="code", example="101.1"),
        Field("title", column=True, search=True, public=True, headers=("标准名称", "位置")),
        Field("parent_code", column=True, public=True, headers=("上级",), read="code"),
        Field("needed", column=True, filter=True, public=True, headers=("是否需要",)),
        Field("standard_number", column=True, search=True, public=True, headers=("标准编号", "标准号")),
        Field("unit", filter=True, headers=("县区", "所属县区")),
        Field("listed_on", headers=("日期",)),
    ),
    access=ALL_WRITE,
    workflow=SYSTEM_NODE,
    dataset=Dataset(
        slug="standard_system_nodes",
        title=_("标准体系"),
        date_source="listed_on",
        columns=(
            Column("system", "system"),
            Column("code", "code"),
            Column("needed", "needed", ColumnType.BOOLEAN),
            Column("number", "standard_number"),
        ),
    ),
    check=rules.broken_node,
    effects={"verify": actions.place_node},
    links=(("standard-systems", _("看体系树与缺口"), READERS),),
    order=("system", "code"),
    public=True,
)  # fmt: skip

REGISTERS = (STANDARDS, DECLARATIONS, LOCAL_STANDARDS, REVIEWS, SYSTEM_NODES)
