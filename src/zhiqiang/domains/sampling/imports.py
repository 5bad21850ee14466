"""The workbooks that counties really hand in, where headers alone do not tell."""

from collections.abc import Mapping
from typing import Any

from zhiqiang.foundation.registers.declaration import Layout
from zhiqiang.foundation.text import lazy as _

PASSED, FAILED = "检验结果/判定/合格", "检验结果/判定/不合格"


def _from_split_result(cells: Mapping[str, Any]) -> Mapping[str, Any]:
    """Two columns under “判定”, one of them ticked: the ticked one is the conclusion; both or none is asked back."""
    passed, failed = (str(cells.get(header) or "").strip() for header in (PASSED, FAILED))
    if passed and failed:
        return {"conclusion": "合格/不合格"}
    return {"conclusion": "合格" if passed else "不合格" if failed else ""}


def _from_pharmacopoeia_words(cells: Mapping[str, Any]) -> Mapping[str, Any]:
    """Drug reports say “符合规定” where the register says 合格 (中国药典, general notices); other words stay."""
    words = {"符合规定": "合格", "不符合规定": "不合格"}
    found = words.get(str(cells.get("结论") or "").strip())
    return {"conclusion": found} if found else {}


LAYOUTS = (
    Layout("county_three_rows", _("县级月报（三层表头）"), ("抽样信息/抽样单编号", PASSED, FAILED),
           columns={"抽样信息/抽样单编号": "number", "抽样信息/抽样日期": "sampled_on",
                    "抽样信息/被抽样单位/名称": "place", "抽样信息/被抽样单位/所在县区": "unit",
                    "产品信息/食品大类": "product_class",
                    "产品信息/食品名称": "product", "产品信息/标称生产者/名称": "producer",
                    "产品信息/标称生产者/统一社会信用代码": "producer_uscc", "检验结果/承检机构": "laboratory",
                    "检验结果/项目合格率": "item_pass_rate", "检验结果/不合格项目": "failed_items"},
           constants={"level": "县级", "design": "代表性"}, derive=_from_split_result),
    Layout("agri_monitoring", _("农产品例行监测汇总"), ("样品编号", "农产品种类", "采样时间", "项目合格率"),
           columns={"农产品种类": "product_class", "品种": "product", "基地或市场": "place", "生产主体": "producer"},
           constants={"level": "县级", "design": "代表性"}),
    Layout("drug_list", _("药品抽检清单"), ("检品名称", "批号", "检验依据", "结论"),
           columns={"检品名称": "product", "抽样编号": "number", "被抽样单位": "place", "生产单位": "producer",
                    "剂型": "product_class"},
           constants={"level": "市级", "design": "代表性"}, derive=_from_pharmacopoeia_words),
)  # fmt: skip
