"""The register of events of public measurement standards."""

from zhiqiang.domains.metrology import rules
from zhiqiang.domains.metrology.models import StandardEvent
from zhiqiang.domains.metrology.workflow import STANDARD_EVENT
from zhiqiang.foundation.access.roles import STAFF, WRITERS
from zhiqiang.foundation.evidence.declaration import Column, Dataset
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _

STANDARD_EVENTS = Register(
    slug="metrology.standard_events",
    title=_("计量标准事项"),
    description=_("社会公用计量标准的新建、提升、改造；每一事项计一次，是流量，不是存量。"),
    model=StandardEvent,
    key=("certificate", "kind", "happened_on"),
    fields=(
        Field("certificate", column=True, search=True, public=True, headers=("证书编号", "证书号"), read="code"),
        Field("title", column=True, search=True, public=True, headers=("标准名称", "名称")),
        Field("kind", column=True, filter=True, public=True, headers=("类型", "新建或改造"),
              also={"upgraded": ("升级",), "rebuilt": ("更新改造",), "new": ("新增",)}, example="新建"),
        Field("institution", column=True, public=True, headers=("单位名称", "建标机构")),
        Field("unit", column=True, filter=True, public=True, headers=("县区", "所属县区")),
        Field("happened_on", column=True, filter=True, public=True, headers=("发证日期", "考核合格日期")),
        Field("measuring_range", public=True, headers=("量程",)),
        Field("proof", headers=("证明材料", "佐证材料")),
    ),
    access={"view": STAFF, "add": WRITERS, "change": WRITERS, "import": WRITERS, "export": STAFF},
    workflow=STANDARD_EVENT,
    dataset=Dataset(
        slug="standard_events",
        title=_("计量标准事项"),
        date_source="happened_on",
        columns=(Column("certificate", "certificate"), Column("kind", "kind")),
    ),
    check=rules.broken_rules,
    order=("-happened_on", "-pk"),
    public=True,
)  # fmt: skip

REGISTERS = (STANDARD_EVENTS,)
