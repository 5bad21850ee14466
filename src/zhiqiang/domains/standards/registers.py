"""The register of parts in standards."""

from zhiqiang.domains.standards import rules
from zhiqiang.domains.standards.models import StandardRole
from zhiqiang.domains.standards.workflow import STANDARD_ROLE
from zhiqiang.foundation.access.roles import STAFF, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, Dataset
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _

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
    ),
    access={"view": STAFF, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": STAFF},
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

REGISTERS = (STANDARDS,)
