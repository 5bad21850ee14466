"""Patents in force for every 10,000 residents, and the clusters that stand on the two lists."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from zhiqiang.domains.innovation import rules
from zhiqiang.domains.innovation.queries import SINCE, high_value_age
from zhiqiang.foundation.evidence.declaration import Measure, Other, Row, Shape
from zhiqiang.foundation.text import Text
from zhiqiang.foundation.text import lazy as _

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

Keep = Callable[[Row], bool]


def _population(table: "Table") -> "BooleanValue":
    return table.series == "population"


#: Residents at a year's end in units of 10,000, as the statistical office last published them.
RESIDENTS = Other(dataset="outside_values", value="value", vintage="vintage", counts=_population)


def _in_force(table: "Table") -> "BooleanValue":
    return table.number.notnull()


def _of_high_value(table: "Table") -> "BooleanValue":
    """Rows that begin on or after the day from which their patent is of high value: spans are cut there."""
    import ibis  # heavy: only what computes or opens evidence pays for it

    aged = table.granted_on + ibis.interval(months=high_value_age())
    dated = (aged, table.family_on, table.pledged_on, table.awarded_on)
    ways = [table.strategic, *(table.valid_from >= day for day in dated)]
    return ibis.or_(*(way.fill_null(False) for way in ways))


def _is_of_high_value(row: Row) -> bool:
    day: date = rules.high_value_from(
        row["granted_on"],
        strategic=bool(row["strategic"]),
        family_on=row["family_on"],
        pledged_on=row["pledged_on"],
        awarded_on=row["awarded_on"],
        age=high_value_age(),
    )
    return bool(row["valid_from"] >= day)


def _numbers(rows: Iterable[Row], keep: Keep) -> Decimal:
    return Decimal(len({row["number"] for row in rows if row["number"] is not None and keep(row)}))


def _density(code: str, title: Text, counts: "Callable[[Table], BooleanValue]", keep: Keep, note: Text) -> Measure:
    def oracle(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
        """The patents among the rows of one day, and the residents that stand beside each row."""
        return _numbers(rows, keep), next((row["level"] for row in rows if row.get("level") is not None), None)

    return Measure(
        code=code,
        title=title,
        version=1,
        since=SINCE,
        dataset="patents",
        shape=Shape.DENSITY,
        counts=counts,
        oracle=oracle,
        key="number",
        other=RESIDENTS,
        row_word=_("件"),
        note=note,
    )


PATENTS_PER_10K = _density(
    "innovation.patents_per_10k",
    _("每万人口发明专利拥有量"),
    _in_force,
    lambda _row: True,
    _("当日有效的发明专利，按专利号去重，除以常住人口（万人）；人口取当时已结束的最近一期、最新一次发布。"),
)
HIGH_VALUE_PATENTS_PER_10K = _density(
    "innovation.high_value_patents_per_10k",
    _("每万人口高价值发明专利拥有量"),
    _of_high_value,
    _is_of_high_value,
    _("五类之一即为高价值：战略性新兴产业、海外同族、质押融资、获奖，以及授权满十年仍有效；自符合之日起计入。"),
)


def _clusters(code: str, title: Text, level: str, note: Text) -> Measure:
    def counts(table: "Table") -> "BooleanValue":
        return table.level == level

    def oracle(rows: Sequence[Row]) -> tuple[Decimal, Decimal | None]:
        return Decimal(len({row["title"] for row in rows if row["level"] == level})), None

    return Measure(
        code=code,
        title=title,
        version=1,
        since=SINCE,
        dataset="clusters",
        shape=Shape.STOCK,
        counts=counts,
        oracle=oracle,
        key="title",
        row_word=_("个"),
        note=note,
    )


PROVINCIAL_CLUSTERS = _clusters(
    "innovation.provincial_clusters",
    _("省级重点产业集群"),
    "provincial",
    _("当日在省级名单上的集群，按名称去重；退出的自退出日起不再计入。"),
)
CITY_CLUSTERS = _clusters(
    "innovation.city_clusters",
    _("市级重点产业集群"),
    "city",
    _("当日在市级名单上的集群，按名称去重；退出的自退出日起不再计入。"),
)

MEASURES = (PATENTS_PER_10K, HIGH_VALUE_PATENTS_PER_10K, PROVINCIAL_CLUSTERS, CITY_CLUSTERS)
