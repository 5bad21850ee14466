"""Pass rates of sampling: representative batches tested in a laboratory, batch by batch (批次)."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhiqiang.foundation.evidence.declaration import Measure, Row, Shape
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

COUNTED_METHOD, PASSED = "laboratory", "pass"
DESIGNS = {"representative": "代表性", "targeted": "问题导向", "risk": "风险监测", "follow_up": "跟踪复抽"}


def _pass_rate(code: str, title: Text, domain: str, designs: tuple[str, ...], note: Text) -> Measure:
    """The pass rate of one supervision domain over batches of these designs; rapid tests never enter a rate."""

    def in_domain(table: "Table") -> "BooleanValue":
        return table.domain == domain

    def counts(table: "Table") -> "BooleanValue":
        return in_domain(table) & table.design.isin(designs) & (table.method == COUNTED_METHOD)

    def hits(table: "Table") -> "BooleanValue":
        return table.conclusion == PASSED

    def oracle(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
        counted = [
            row for row in rows
            if row["domain"] == domain and row["design"] in designs and row["method"] == COUNTED_METHOD
        ]  # fmt: skip
        passed = sum(row["conclusion"] == PASSED for row in counted)
        return Decimal(passed), Decimal(len(counted))

    return Measure(
        code=code,
        title=title,
        version=1,
        since=date(2023, 1, 1),
        dataset="samples",
        shape=Shape.RATIO,
        counts=counts,
        hits=hits,
        oracle=oracle,
        excluded={
            **{title: _of_design(domain, code) for code, title in DESIGNS.items() if code not in designs},
            "快速检测": lambda table: in_domain(table) & (table.method != COUNTED_METHOD),
        },
        row_word=_("批次"),
        note=note,
        survey=True,
    )


def _of_design(domain: str, design: str) -> "Callable[[Table], BooleanValue]":
    return lambda table: (table.domain == domain) & (table.design == design)


REPRESENTATIVE = _("代表性抽样、实验室检验的批次中合格批次所占比例；问题导向、风险监测、跟踪复抽和快速检测不计入。")
SUPERVISION = _(
    "监督抽检（含问题导向）、实验室检验的批次中合格批次所占比例；不是随机样本，区间只作描述；跟踪复抽和快速检测不计入。"
)

FOOD = _pass_rate("sampling.food_pass_rate", _("食品安全抽检合格率"), "food", ("representative",), REPRESENTATIVE)
AGRICULTURE = _pass_rate(
    "sampling.agri_pass_rate", _("农产品质量监测合格率"), "agri", ("representative",), REPRESENTATIVE
)
DRUG = _pass_rate(
    "sampling.drug_pass_rate", _("药品监督抽检合格率"), "drug", ("representative", "targeted"), SUPERVISION
)

MEASURES = (FOOD, AGRICULTURE, DRUG)
