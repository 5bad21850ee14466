"""Lists as the province and its bureaus hand them out, where headers alone do not tell which programme they are of."""

from zhiqiang.foundation.registers.declaration import Layout
from zhiqiang.foundation.text import lazy as _

COMMON = {
    "企业名称": "organisation",
    "所属县区": "unit",
    "县（市、区）": "unit",
    "认定时间": "valid_from",
    "认定文件": "basis",
}

LAYOUTS = (
    Layout(
        "research_units",
        _("工业企业研发机构认定名单"),
        ("企业名称", "研发机构名称"),
        columns={**COMMON, "研发机构名称": "subject", "机构等级": "level", "级别": "level"},
        constants={"programme": "工业企业研发机构认定"},
    ),
    Layout(
        "renovation_projects",
        _("工业技改项目清单"),
        ("企业名称", "项目名称", "开工时间"),
        columns={
            **COMMON,
            "项目名称": "subject",
            "开工时间": "started_on",
            "竣工时间": "finished_on",
            "入库时间": "valid_from",
        },
        constants={"programme": "工业技改项目"},
    ),
)
