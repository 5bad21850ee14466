"""The workbooks that counties really hand in, where headers alone do not tell."""

from collections.abc import Mapping
from typing import Any

from zhiqiang.foundation.registers.declaration import Layout
from zhiqiang.foundation.text import lazy as _


def _from_split_result(cells: Mapping[str, Any]) -> Mapping[str, Any]:
    """Two columns under “检验结果”, one of them ticked: the ticked one is the conclusion; both or none is asked back."""
    passed, failed = (str(cells.get(f"检验结果/{word}") or "").strip() for word in ("合格", "不合格"))
    if passed and failed:
        return {"conclusion": f"{passed}/{failed}"}
    return {"conclusion": "合格" if passed else "不合格" if failed else ""}


LAYOUTS = (
    Layout("county_three_rows", _("县级月报（三层表头）"), ("抽样信息/抽样单编号", "检验结果/合格", "检验结果/不合格"),
           columns={"抽样信息/抽样单编号": "number", "抽样信息/抽样日期": "sampled_on", "抽样信息/被抽样单位": "place",
                    "产品信息/食品大类": "product_class", "产品信息/食品名称": "product",
                    "产品信息/生产企业": "producer", "检验结果/承检机构": "laboratory",
                    "检验结果/不合格项目": "failed_items", "抽样信息/县区": "unit"},
           constants={"level": "县级", "design": "代表性"}, derive=_from_split_result),
    Layout("agri_monitoring", _("农产品例行监测汇总"), ("样品编号", "蔬菜水果种类", "采样时间", "项目合格率"),
           columns={"蔬菜水果种类": "product_class", "基地或市场": "place"},
           constants={"design": "代表性"}),
    Layout("drug_list", _("药品抽检清单"), ("检品名称", "批号", "检验依据", "结论"),
           columns={"检品名称": "product", "抽样编号": "number", "被抽样单位": "place", "生产单位": "producer",
                    "剂型": "product_class"},
           constants={"level": "市级", "design": "代表性"}),
)  # fmt: skip
