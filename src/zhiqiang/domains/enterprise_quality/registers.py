"""The registers of enterprise quality."""

from django.utils.translation import override

from zhiqiang.domains.enterprise_quality import rules
from zhiqiang.domains.enterprise_quality.models import (
    AboveScale,
    Clinic,
    Commitment,
    Diagnosis,
    DiagnosisTemplate,
    Expert,
    ListEdition,
    QualityOfficer,
)
from zhiqiang.domains.enterprise_quality.workflow import (
    ABOVE_SCALE,
    CLINIC,
    COMMITMENT,
    DIAGNOSIS,
    EXPERT,
    LIST_EDITION,
    QUALITY_OFFICER,
    REPORTERS,
    SETTLED,
    TEMPLATE,
)
from zhiqiang.foundation.access.roles import STAFF, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _

BY_STAFF = {"view": STAFF, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": STAFF}
#: An enterprise sees, and where it reports itself also makes, the records about itself.
SEEN_BY_ENTERPRISE = {**BY_STAFF, "view": (*STAFF, "enterprise")}
BY_ENTERPRISE = {**SEEN_BY_ENTERPRISE, "add": REPORTERS, "change": REPORTERS}

SECTIONS = {"B": range(6, 13), "C": range(13, 44), "D": range(44, 47)}


def _division_words() -> dict[str, tuple[str, ...]]:
    """A division is also written without its number, or with the letter of its section before it."""
    with override("zh-hans"):  # the words are those of Chinese workbooks, whoever asks for the register first
        names = {str(code): str(label).split(" ", 1)[1] for code, label in AboveScale.Division.choices}
    letters = {code: next(letter for letter, span in SECTIONS.items() if int(code) in span) for code in names}
    return {code: (name, f"{letters[code]}{code}") for code, name in names.items()}


ORGANISATION = Field(
    "organisation", column=True, public=True, headers=("企业名称", "单位名称", "统一社会信用代码", "信用代码")
)
UNIT = Field("unit", column=True, filter=True, public=True, headers=("县区", "所属县区", "县(市、区)"))

ABOVE_SCALE_LIST = Register(
    slug="enterprise_quality.above_scale",
    title=_("规上工业企业名册"),
    description=_("哪家企业从哪天到哪天在规上工业企业名册里：首席质量官覆盖率的分母。退规的填退规日期，不删除。"),
    model=AboveScale,
    key=("organisation", "valid_from"),
    fields=(
        ORGANISATION,
        UNIT,
        Field("division", column=True, filter=True, headers=("行业", "行业代码", "国民经济行业大类"),
              also=_division_words(), example="13 农副食品加工业"),
        Field("revenue", filter=True, headers=("营业收入", "主营收入"), also={"below_100m": ("1亿元以下",)}),
        Field("valid_from", column=True, filter=True, headers=("入库日期", "入规时间"), example="2024-01-01"),
        Field("valid_to", column=True, filter=True, headers=("退库日期", "退规时间")),
        Field("source", search=True, headers=("来源", "依据"), example="2025 年年报名册"),
    ),
    access=SEEN_BY_ENTERPRISE,
    organisation_field="organisation",
    links=(("quality-officer-coverage", _("覆盖与缺口"), (*STAFF, "auditor", "administrator")),),
    workflow=ABOVE_SCALE,
    dataset=Dataset(
        slug="above_scale",
        title=_("规上工业企业名册"),
        date_source="valid_from",
        standing=True,
        columns=(
            Column("organisation", "organisation", ColumnType.INTEGER),
            Column("division", "division"),
        ),
    ),
    check=rules.above_scale_rules,
    order=("-valid_from", "-pk"),
)  # fmt: skip

LIST_EDITIONS = Register(
    slug="enterprise_quality.list_editions",
    title=_("规上名册版本"),
    description=_("统计部门每一版名册截止到哪天、共多少户：说明分母有多新，登记的户数与它对不对得上。"),
    model=ListEdition,
    key=("unit", "as_of"),
    fields=(
        Field("title", column=True, search=True, public=True, headers=("名册", "版本名称"), example="2025 年名册"),
        UNIT,
        Field("as_of", column=True, filter=True, public=True, headers=("截止日期", "截至日期")),
        Field("official_count", column=True, public=True, headers=("户数", "企业数")),
        Field("source", public=True, headers=("来源", "文件")),
    ),
    access=BY_STAFF,
    workflow=LIST_EDITION,
    dataset=Dataset(
        slug="list_editions",
        title=_("规上名册版本"),
        date_source="as_of",
        columns=(Column("official_count", "official_count", ColumnType.INTEGER),),
    ),
    check=rules.edition_rules,
    order=("-as_of", "-pk"),
    public=True,
)  # fmt: skip

QUALITY_OFFICERS = Register(
    slug="enterprise_quality.quality_officers",
    title=_("首席质量官"),
    description=_("企业任命首席质量官，由企业或县区填报，他人核实；培训与任命分开记。姓名不公开，也不进入数据集。"),
    model=QualityOfficer,
    key=("name", "organisation", "valid_from"),
    fields=(
        Field("name", column=True, search=True, headers=("姓名", "首席质量官"), example="张某（演示）"),
        ORGANISATION,
        UNIT,
        Field("position", headers=("职务名称",)),
        Field("valid_from", column=True, filter=True, public=True, headers=("任命时间", "聘任日期")),
        Field("valid_to", column=True, filter=True, public=True, headers=("任期截止", "任期结束")),
        Field("appointed_by", filter=True, headers=("由谁任命",), also={"legal_representative": ("法人代表", "法人")},
              example="法定代表人"),
        Field("document", headers=("任命书", "任命文号")),
        Field("education", filter=True, headers=("文化程度",),
              also={"bachelor": ("大学", "大学本科"), "college": ("专科",), "master": ("硕士", "博士"),
                    "school": ("高中",)}),
        Field("experience_years", headers=("质量工作经历（年）", "从事质量工作年限")),
        Field("certificate", search=True, headers=("证书编号", "培训证号"), read="code"),
        Field("trained_on", headers=("培训时间", "发证日期")),
    ),
    access=BY_ENTERPRISE,
    organisation_field="organisation",
    links=(("quality-officer-coverage", _("覆盖与缺口"), (*STAFF, "auditor", "administrator")),),
    workflow=QUALITY_OFFICER,
    dataset=Dataset(
        slug="quality_officers",
        title=_("首席质量官"),
        date_source="valid_from",
        standing=True,
        columns=(Column("organisation", "organisation", ColumnType.INTEGER),),
    ),
    check=rules.officer_rules,
    order=("-valid_from", "-pk"),
    public=True,
)  # fmt: skip

COMMITMENTS = Register(
    slug="enterprise_quality.commitments",
    title=_("公开质量承诺"),
    description=_("企业向社会公开的质量、售后、退换货、召回承诺：写了什么、在哪里公布、到哪天为止。"),
    model=Commitment,
    key=("subject", "organisation", "kind", "valid_from"),
    fields=(
        Field("subject", column=True, search=True, public=True, headers=("产品名称", "产品", "服务")),
        ORGANISATION,
        UNIT,
        Field("kind", column=True, filter=True, public=True, headers=("类型", "承诺类型"),
              also={"returns": ("异地退换货", "异店退换货"), "after_sales": ("三包",)}, example="质量承诺"),
        Field("text", public=True, headers=("承诺书", "内容")),
        Field("address", public=True, headers=("公布网址", "网址", "公示地点"), example="厂区大门公示栏"),
        Field("valid_from", column=True, filter=True, public=True, headers=("公示日期", "承诺日期")),
        Field("valid_to", public=True, headers=("承诺截止",)),
    ),
    access=BY_ENTERPRISE,
    organisation_field="organisation",
    workflow=COMMITMENT,
    dataset=Dataset(
        slug="commitments",
        title=_("公开质量承诺"),
        date_source="valid_from",
        standing=True,
        columns=(Column("organisation", "organisation", ColumnType.INTEGER), Column("kind", "kind")),
    ),
    check=rules.commitment_rules,
    order=("-valid_from", "-pk"),
    public=True,
)  # fmt: skip

CLINICS = Register(
    slug="enterprise_quality.clinics",
    title=_("质量诊所"),
    description=_("为企业上门诊断质量问题的诊所：谁办的、看什么、还开不开。"),
    model=Clinic,
    key=("title",),
    fields=(
        Field("title", column=True, search=True, public=True, headers=("名称", "质量诊所")),
        Field("host", column=True, public=True, headers=("依托机构", "主办单位")),
        UNIT,
        Field("field", column=True, search=True, public=True, headers=("领域", "专业领域")),
        Field("address", public=True, headers=("地点",)),
        Field("phone", public=True, headers=("电话", "联系电话"), read="code"),
        Field("valid_from", column=True, filter=True, public=True, headers=("成立日期",)),
        Field("valid_to", public=True, headers=("撤销日期",)),
    ),
    access=BY_STAFF,
    workflow=CLINIC,
    dataset=Dataset(
        slug="clinics",
        title=_("质量诊所"),
        date_source="valid_from",
        standing=True,
        columns=(Column("title", "title"),),
    ),
    check=rules.clinic_rules,
    order=("title",),
    public=True,
)  # fmt: skip

EXPERTS = Register(
    slug="enterprise_quality.experts",
    title=_("诊所专家"),
    description=_("质量诊所聘任的专家：专业、工作单位、聘期。姓名不公开，也不进入数据集。"),
    model=Expert,
    key=("name", "clinic", "valid_from"),
    fields=(
        Field("name", column=True, search=True, headers=("姓名", "专家")),
        Field("clinic", column=True, filter=True, headers=("诊所",)),
        UNIT,
        Field("field", column=True, search=True, headers=("专业领域", "擅长")),
        Field("employer", column=True, headers=("单位", "所在单位")),
        Field("valid_from", column=True, filter=True, headers=("聘任时间",)),
        Field("valid_to", headers=("聘期截止",)),
    ),
    access=BY_STAFF,
    workflow=EXPERT,
    dataset=Dataset(
        slug="clinic_experts",
        title=_("诊所专家"),
        date_source="valid_from",
        standing=True,
        columns=(Column("clinic", "clinic__title"), Column("field", "field")),
    ),
    check=rules.expert_rules,
    order=("name", "-valid_from"),
)  # fmt: skip

DIAGNOSIS_TEMPLATES = Register(
    slug="enterprise_quality.diagnosis_templates",
    title=_("诊断模板"),
    description=_("诊断问什么、各占多少分、怎么分级，由市里按省地方标准原文录入；用过的版次不再改，改动另建新版次。"),
    model=DiagnosisTemplate,
    key=("code", "edition"),
    fields=(
        Field("code", column=True, search=True, public=True, headers=("代码",)),
        Field("edition", column=True, public=True, headers=("版本",)),
        Field("title", column=True, search=True, public=True, headers=("名称",)),
        Field("unit", headers=("制定单位",)),
        Field("standard", public=True, headers=("依据", "标准编号")),
        Field("adopted_on", column=True, filter=True, public=True, headers=("启用时间",)),
        Field("items", public=True, headers=("诊断条目",), example="1.1 | 质量方针 | 20"),
        Field("grades", public=True, headers=("分级",), example="甲 | 90"),
        Field("minimum_coverage", public=True, headers=("最低适用比例",)),
    ),
    access={"view": STAFF, "add": ("city_officer",), "change": ("city_officer",), "import": ("city_officer",),
            "export": STAFF},
    workflow=TEMPLATE,
    dataset=Dataset(
        slug="diagnosis_templates",
        title=_("诊断模板"),
        date_source="adopted_on",
        columns=(Column("code", "code"), Column("edition", "edition", ColumnType.INTEGER)),
    ),
    check=rules.template_rules,
    order=("code", "-edition"),
    public=True,
)  # fmt: skip

DIAGNOSES = Register(
    slug="enterprise_quality.diagnoses",
    title=_("质量诊断"),
    description=_("诊所上门、打分、定级、开处方、回访。等级由模板和打分算出，不能手填；分数不对的，改打分。"),
    model=Diagnosis,
    key=("number",),
    fields=(
        Field("number", column=True, search=True),
        Field("organisation", column=True),
        Field("unit", column=True, filter=True),
        Field("clinic", filter=True),
        Field("expert"),
        Field("template", filter=True),
        Field("requested_on"),
        Field("visited_on", column=True, filter=True),
        Field("points", example="1.1 | 16"),
        Field("score", column=True, form=False),
        Field("grade", column=True, filter=True, form=False),
        Field("problems"),
        Field("prescription"),
        Field("due_on"),
        Field("remark"),
    ),
    # No import: what a workbook brings in passes no model, and the grade is computed there.
    access={"view": (*STAFF, "enterprise"), "add": WRITERS, "change": WRITERS, "export": STAFF},
    organisation_field="organisation",
    workflow=DIAGNOSIS,
    dataset=Dataset(
        slug="diagnoses",
        title=_("质量诊断"),
        date_source="visited_on",
        columns=(
            Column("organisation", "organisation", ColumnType.INTEGER),
            Column("template", "template__code"),
            Column("edition", "template__edition", ColumnType.INTEGER),
            Column("score", "score", ColumnType.DECIMAL),
            Column("grade", "grade"),
        ),
        states=SETTLED,
    ),
    check=rules.diagnosis_rules,
    order=("-visited_on", "-pk"),
)  # fmt: skip

REGISTERS = (
    ABOVE_SCALE_LIST,
    LIST_EDITIONS,
    QUALITY_OFFICERS,
    COMMITMENTS,
    CLINICS,
    EXPERTS,
    DIAGNOSIS_TEMPLATES,
    DIAGNOSES,
)
