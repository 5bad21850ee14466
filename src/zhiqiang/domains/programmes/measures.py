"""What was recognised since the plan began: leaders, research units, projects, products, cases of uplift.

Each is a flow: what was recognised and withdrawn later happened all the same, and stays in the count of its month.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhiqiang.foundation.evidence.declaration import Measure, Row, Shape
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

SINCE = date(2023, 1, 1)


def _recognised(
    code: str, title: Text, programme: str, *, key: str, row_word: Text, note: Text, within: str = "", on: str = ""
) -> Measure:
    """A count of the recognitions of one programme, each `key` once (in a year), in the month of `on`."""

    def counts(table: "Table") -> "BooleanValue":
        return table.programme == programme

    def oracle(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
        return Decimal(len({row[key] for row in rows if row["programme"] == programme})), None

    return Measure(
        code=f"programmes.{code}",
        title=title,
        version=1,
        since=SINCE,
        dataset="recognitions",
        shape=Shape.DISTINCT,
        counts=counts,
        oracle=oracle,
        key=key,
        within=within,
        on=on,
        row_word=row_word,
        note=note,
    )


STANDARD_LEADERS = _recognised(
    "standard_leaders",
    _("推荐的企业标准领跑者"),
    "enterprise-standard-leader",
    key="subject",
    within="year",
    row_word=_("项"),
    note=_("当年列入推荐的企业标准，按标准编号计，同一标准一年计一次；以认定日期计入。"),
)
RESEARCH_UNITS = _recognised(
    "research_units",
    _("新增工业企业研发机构"),
    "industrial-research-unit",
    key="organisation",
    row_word=_("家"),
    note=_("企业首次被认定的当月计入，升级、复核不再计；已核实的计入，以后撤销的仍留在认定当年。"),
)
RENOVATION_STARTED = _recognised(
    "renovation_started",
    _("开工的工业技改项目"),
    "technical-renovation-project",
    key="record",
    on="started_on",
    row_word=_("项"),
    note=_("登记并核实的技改项目，以开工日期计入；“实施”按开工理解，是本市的设定。"),
)
RENOVATION_FINISHED = _recognised(
    "renovation_finished",
    _("完工的工业技改项目"),
    "technical-renovation-project",
    key="record",
    on="finished_on",
    row_word=_("项"),
    note=_("登记并核实的技改项目，以完工日期计入；“实施”若按完工理解，把指标改绑到这里。"),
)
DESIGN_PRODUCTS = _recognised(
    "design_products",
    _("设计赋能产品"),
    "design-empowered-product",
    key="record",
    row_word=_("个"),
    note=_("认定的设计赋能产品，每个产品计一次，以认定日期计入。"),
)
UPLIFT_CASES = _recognised(
    "uplift_cases",
    _("小微企业质量提升典型案例"),
    "small-enterprise-uplift",
    key="organisation",
    within="year",
    row_word=_("个"),
    note=_("认定为典型案例的企业，一家一年计一次，记在企业所在县区；以认定日期计入。"),
)

MEASURES = (
    STANDARD_LEADERS,
    RESEARCH_UNITS,
    RENOVATION_STARTED,
    RENOVATION_FINISHED,
    DESIGN_PRODUCTS,
    UPLIFT_CASES,
)
