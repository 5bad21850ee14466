"""The register of sourced outside statistics."""

from zhiqiang.domains.goals import rules
from zhiqiang.domains.goals.models import OutsideValue
from zhiqiang.domains.goals.workflow import OUTSIDE_VALUE
from zhiqiang.foundation.access.roles import STAFF
from zhiqiang.foundation.evidence.declaration import Column, ColumnType, Dataset
from zhiqiang.foundation.registers.declaration import Field, Register
from zhiqiang.foundation.text import lazy as _

OUTSIDE_VALUES = Register(
    slug="goals.outside_values",
    title=_("外部统计值"),
    description=_("统计、科技等部门发布的数：每个值有时期、发布日期和来源文件，由第二人对照文件核实。"),
    model=OutsideValue,
    key=("series", "unit", "period_end", "vintage"),
    fields=(
        Field("series", column=True, filter=True, public=True),
        Field("unit", column=True, filter=True, public=True, headers=("县区",)),
        Field("period_end", column=True, filter=True, public=True, headers=("时期", "年度")),
        Field("value", column=True, public=True),
        Field("benchmark", column=True, public=True, headers=("全省平均", "省均值")),
        Field("vintage", column=True, public=True),
        Field("publisher", column=True, search=True, public=True),
        Field("source_title", search=True, public=True),
        Field("source"),
    ),
    access={"view": STAFF, "add": ("city_officer",), "change": ("city_officer",), "import": ("city_officer",),
            "export": STAFF},
    unit_field="unit",
    workflow=OUTSIDE_VALUE,
    dataset=Dataset(
        slug="outside_values",
        title=_("外部统计值"),
        date_source="period_end",
        columns=(
            Column("series", "series"),
            Column("value", "value", ColumnType.DECIMAL),
            Column("benchmark", "benchmark", ColumnType.DECIMAL),
            Column("vintage", "vintage", ColumnType.DATE),
        ),
    ),
    check=rules.broken_rules,
    order=("series", "-period_end", "-vintage"),
    public=True,
)  # fmt: skip

REGISTERS = (OUTSIDE_VALUES,)
