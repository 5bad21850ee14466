"""The registers of one-stop services."""

from zhiqiang.domains.one_stop import rules, workflow
from zhiqiang.domains.one_stop.actions import answer_request, reopen_request
from zhiqiang.domains.one_stop.models import Request, Service, Visit, Window
from zhiqiang.foundation.access.roles import STAFF, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _

ACCESS = {"view": STAFF, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": STAFF}
UNIT_WORDS = ("县区", "所属县区", "县(市、区)")
FIRM_WORDS = ("企业名称", "统一社会信用代码")

WINDOWS = Register(
    slug="one_stop.windows",
    title=_("一站式平台和窗口"),
    description=_("质量基础设施一站式服务的平台和窗口，从启用到停用；某一天在用的才计数。"),
    model=Window,
    key=("title",),
    fields=(
        Field("title", column=True, search=True, public=True, headers=("窗口名称", "平台名称")),
        Field("kind", column=True, filter=True, public=True, headers=("平台或窗口",),
              also={"platform": ("平台",), "window": ("窗口",)}, example="服务窗口"),
        Field("organisation", column=True, public=True, headers=("设立单位名称", "运行单位")),
        Field("unit", column=True, filter=True, public=True, headers=UNIT_WORDS),
        Field("address", public=True, headers=("地址", "网址")),
        Field("hours", public=True, headers=("开放时间",)),
        Field("services", search=True, public=True, headers=("服务项目",)),
        Field("valid_from", filter=True, public=True, headers=("启用日期", "设立日期")),
        Field("valid_to", public=True, headers=("停用日期",)),
    ),
    access=ACCESS,
    workflow=workflow.WINDOW,
    dataset=Dataset(
        slug="one_stop_windows",
        title=_("一站式平台和窗口"),
        date_source="valid_from",
        standing=True,
        columns=(Column("title", "title"), Column("kind", "kind")),
    ),
    check=rules.broken_standing,
    order=("title",),
    public=True,
)  # fmt: skip

SERVICES = Register(
    slug="one_stop.services",
    title=_("一站式服务目录"),
    description=_("窗口能办的服务事项：谁提供、什么条件、几个工作日、怎样收费。"),
    model=Service,
    key=("number",),
    fields=(
        Field("number", column=True, search=True, public=True, headers=("编号",), read="code", example="CD-NQI-001"),
        Field("title", column=True, search=True, public=True, headers=("事项名称", "服务事项")),
        Field("kind", column=True, filter=True, public=True, headers=("类别",),
              also={"certification": ("认证", "认可"), "testing": ("检验", "检测"), "brand": ("品牌", "知识产权")},
              example="检验检测"),
        Field("provider", column=True, public=True, headers=("服务机构", "单位名称")),
        Field("unit", column=True, filter=True, public=True, headers=UNIT_WORDS),
        Field("gives", search=True, public=True, headers=("服务内容", "说明")),
        Field("conditions", public=True, headers=("条件",)),
        Field("promised_days", public=True, headers=("办理时限", "承诺时限")),
        Field("charge", public=True, headers=("收费", "收费标准")),
        Field("valid_from", public=True, headers=("启用日期",)),
        Field("valid_to", public=True, headers=("停用日期",)),
    ),
    access=ACCESS,
    workflow=workflow.SERVICE,
    dataset=Dataset(
        slug="one_stop_services",
        title=_("一站式服务目录"),
        date_source="valid_from",
        standing=True,
        columns=(Column("number", "number"), Column("kind", "kind")),
    ),
    check=rules.broken_standing,
    order=("number",),
    public=True,
)  # fmt: skip

REQUESTS = Register(
    slug="one_stop.requests",
    title=_("一站式服务请求"),
    description=_("企业向窗口提出的服务请求；企业可自己提交，也可由窗口代填。答复了才算服务过。"),
    model=Request,
    key=("enterprise", "window", "service", "asked_on"),
    fields=(
        Field("enterprise", column=True, headers=FIRM_WORDS),
        Field("window", column=True, filter=True, headers=("窗口", "窗口名称")),
        Field("service", column=True, headers=("事项", "服务名称", "服务编号")),
        Field("unit", column=True, filter=True, headers=UNIT_WORDS),
        Field("asked_on", column=True, filter=True, headers=("请求日期", "申请日期")),
        Field("needs", search=True, headers=("需求", "请求内容")),
        Field("answer", form=False),
        Field("answered_on", form=False),
    ),
    access={**ACCESS, "view": workflow.READERS, "add": ("city_officer", "enterprise", "reporter"),
            "change": ("city_officer", "enterprise", "reporter")},
    organisation_field="enterprise",
    workflow=workflow.REQUEST,
    effects={"answer": answer_request, "reopen": reopen_request},
    dataset=Dataset(
        slug="one_stop_requests",
        title=_("一站式服务请求"),
        date_source="asked_on",
        columns=(
            Column("enterprise", "enterprise_id", ColumnType.INTEGER),
            Column("service", "service__kind"),
            Column("answered_on", "answered_on", ColumnType.DATE),
        ),
        states=(workflow.ANSWERED, workflow.CLOSED),
    ),
    check=rules.broken_request,
    order=("-asked_on", "-pk"),
)  # fmt: skip

VISITS = Register(
    slug="one_stop.visits",
    title=_("服务企业行走访"),
    description=_("走访企业的需求和答复，一次走访一条；一家企业一年计一次，有需求且有答复的才计。"),
    model=Visit,
    key=("enterprise", "visited_on"),
    fields=(
        Field("enterprise", column=True, headers=FIRM_WORDS),
        Field("unit", column=True, filter=True, headers=UNIT_WORDS),
        Field("visited_on", column=True, filter=True, headers=("走访时间",)),
        Field("visitors", search=True, headers=("走访部门", "走访人员")),
        Field("needs", search=True, headers=("需求", "问题")),
        Field("answer", search=True, headers=("答复意见", "解决措施")),
        Field("answered_on", headers=("答复时间",)),
        Field("outcome", column=True, filter=True, headers=("办理结果", "是否解决"),
              also={"solved": ("解决",), "answered": ("答复",), "no_need": ("没有需求",)}, example="已解决"),
    ),
    access={**ACCESS, "view": workflow.READERS},
    organisation_field="enterprise",
    workflow=workflow.VISIT,
    dataset=Dataset(
        slug="firm_visits",
        title=_("服务企业行走访"),
        date_source="visited_on",
        columns=(Column("enterprise", "enterprise_id", ColumnType.INTEGER), Column("outcome", "outcome")),
    ),
    check=rules.broken_visit,
    order=("-visited_on", "-pk"),
)  # fmt: skip

REGISTERS = (WINDOWS, SERVICES, REQUESTS, VISITS)
