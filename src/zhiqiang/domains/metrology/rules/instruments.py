"""Rules over instruments under compulsory verification and their verifications (计量法第九条；公告2020年第42号).

Three modes: verified periodically; verified once and used until out of tolerance; verified once and replaced when a
limit of service ends. How long each may go is a dated parameter that cites its verification regulation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.domains.metrology.rules.periods import last_valid_day
from zhiqiang.kernel.findings import Finding
from zhiqiang.kernel.parameters import ParameterSet, Version

PERIODIC, SCRAP, REPLACE = "periodic", "scrap", "replace"
MODES = (PERIODIC, SCRAP, REPLACE)


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of instrument: its mode, the parameter of its period, and the sizes it covers (over, up to)."""

    code: str
    group: str
    title: str
    mode: str
    period: str = ""
    size_name: str = ""
    size_over: Decimal | None = None
    size_up_to: Decimal | None = None

    def fits(self, size: Decimal) -> bool:
        """Whether an instrument of this size is of this kind; a kind without sizes takes every one."""
        above = self.size_over is None or size > self.size_over
        return above and (self.size_up_to is None or size <= self.size_up_to)


def read_categories(table: Mapping[str, Any]) -> Mapping[str, Category]:
    """Code → kind. Raises ValueError for a mistake in the table, naming the kind."""
    found: dict[str, Category] = {}
    for row in table["category"]:
        sizes = {name: Decimal(row[name]) for name in ("size_over", "size_up_to") if name in row}
        one = Category(**{**row, **sizes})
        if one.mode not in MODES or bool(one.period) is (one.mode == SCRAP) or one.code in found:
            raise ValueError(
                f"强检类别 {one.code} 有误：方式应为 {'、'.join(MODES)} 之一，除失准报废外都要有周期，代码不能重复"
            )
        found[one.code] = one
    return found


def is_verified_once(category: Category) -> bool:
    return category.mode != PERIODIC


def period_on(category: Category, day: date, parameters: ParameterSet) -> Version | None:
    """The period in force on the day of a verification, or the first one before it; None where a kind has none."""
    if not category.period:
        return None
    versions = parameters.get(category.period).versions
    return next((one for one in versions if one.in_force(day)), versions[0])


def due_on(category: Category, verified_on: date, printed: date | None, parameters: ParameterSet) -> date | None:
    """The last day on which a verification holds: the printed day, else by the period; None where it never ends."""
    if printed is not None:
        return printed
    period = period_on(category, verified_on, parameters)
    return last_valid_day(verified_on, int(period.value)) if period else None


def broken_instrument(values: Mapping[str, Any], today: date, categories: Mapping[str, Category]) -> Iterable[Finding]:
    """Every rule that an instrument's values break."""
    start, end, size = values.get("valid_from"), values.get("valid_to"), values.get("size")
    if start and start > today:
        yield Finding("valid_from", f"投用日期 {start} 晚于今天。", "请在投用后登记。")
    if start and end and end < start:
        yield Finding("valid_to", f"停用日期 {end} 早于投用日期 {start}。", "请核对两个日期。")
    category = categories.get(values.get("category") or "")
    if category is None or size is None:
        return
    if size <= 0:
        yield Finding("size", f"规格 {size} 不是正数。", "请核对规格。")
    elif not category.fits(size):
        fitting = [one.title for one in categories.values() if one.group == category.group and one.fits(size)]
        advice = f"请改选“{'”或“'.join(fitting)}”。" if fitting else "请核对规格。"
        yield Finding("category", f"{category.size_name} {size} 不属于“{category.title}”。", advice)


def broken_verification(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that a verification's values break."""
    day, printed = values.get("valid_from"), values.get("valid_to")
    if day and day > today:
        yield Finding("valid_from", f"检定日期 {day} 晚于今天。", "请在检定完成后填报。")
    if day and printed and printed < day:
        yield Finding("valid_to", f"证书有效期至 {printed} 早于检定日期 {day}。", "请按证书核对。")
    if printed and values.get("result") == "fail":
        yield Finding("valid_to", "检定不合格，没有有效期。", "请清空“证书有效期至”，或核对检定结论。")
