"""The register of sampled batches, its evidence and the workbooks it understands."""

from zhiqiang.domains.sampling import rules
from zhiqiang.domains.sampling.imports import LAYOUTS
from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.sampling.workflow import SAMPLE
from zhiqiang.foundation.access.roles import STAFF, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, Dataset
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _

SAMPLES = Register(
    slug="sampling.samples",
    title=_("抽检批次"),
    description=_("食品、农产品、药品抽检的批次，一条一批。合格率由已核实的代表性批次算出。"),
    model=Sample,
    key=("number",),
    fields=(
        Field("number", column=True, search=True, public=True, headers=("抽样单编号", "样品号", "抽样编号"),
              read="code", example="CD-F-2026-0001"),
        Field("unit", column=True, filter=True, public=True, headers=("县区", "所属县区", "县(市、区)", "行政区划"),
              example="隆化县"),
        Field("level", filter=True, public=True, headers=("级别", "抽检级别", "任务来源"),
              also={"national": ("国抽", "国家"), "province": ("省抽", "省"), "city": ("市抽", "市本级"),
                    "county": ("县抽", "区抽", "县区级", "区级")}, example="县级"),
        Field("design", filter=True, public=True, headers=("抽样类型", "抽检类型", "任务类型"),
              also={"representative": ("评价性", "评价性抽检", "随机", "常规"),
                    "targeted": ("监督抽检", "专项", "问题导向性"), "risk": ("风险",),
                    "follow_up": ("跟踪", "复抽", "跟踪抽检")}, example="代表性"),
        Field("product_class", column=True, filter=True, public=True, headers=("食品大类", "类别", "产品分类"),
              example="肉制品"),
        Field("product", column=True, search=True, public=True, headers=("食品名称", "产品名称", "品名", "样品"),
              example="酱牛肉"),
        Field("producer", search=True, public=True, headers=("生产企业", "生产单位", "标称生产企业", "生产企业名称")),
        Field("producer_uscc", search=True, headers=("信用代码", "社会信用代码", "生产企业信用代码"), read="uscc"),
        Field("place", search=True, public=True, headers=("被抽样单位", "抽样场所", "采样地点", "受检单位"),
              example="隆化县某超市"),
        Field("sampled_on", column=True, filter=True, public=True, headers=("采样日期", "抽样时间", "采样时间"),
              example="2026-10-22"),
        Field("reported_on", headers=("报告时间", "签发日期", "检验完成日期")),
        Field("laboratory", filter=True, public=True, headers=("承检机构", "检测机构", "检验单位"),
              example="承德市食品药品检验中心（演示）"),
        Field("method", headers=("检测方法",), also={"laboratory": ("实验室", "定量"), "rapid": ("快检", "速测")}),
        Field("item_pass_rate", headers=("合格率", "项目合格率%", "检验项目合格率"), read="percent"),
        Field("conclusion", column=True, filter=True, public=True, headers=("结论", "检验结果", "结果判定", "是否合格"),
              also={"pass": ("符合", "通过", "√", "是", "未检出不合格"), "fail": ("不符合", "未通过", "×", "否")},
              example="合格"),
        Field("failed_items", public=True, headers=("不合格项", "不合格指标", "问题项目")),
    ),
    access={
        "view": (*STAFF, "laboratory"),
        "add": WRITERS,
        "change": WRITERS,
        "import": WRITERS,
        "export": STAFF,
    },
    organisation_field="laboratory",
    workflow=SAMPLE,
    dataset=Dataset(
        slug="samples",
        title=_("抽检批次"),
        date_source="sampled_on",
        columns=(
            Column("domain", "product_class__domain"),
            Column("product_class", "product_class__code"),
            Column("level", "level"),
            Column("design", "design"),
            Column("method", "method"),
            Column("conclusion", "conclusion"),
        ),
    ),
    layouts=LAYOUTS,
    check=rules.broken_rules,
    order=("-sampled_on", "-pk"),
    public=True,
)  # fmt: skip

REGISTERS = (SAMPLES,)
