"""The periods that bulletins speak of, and what must agree within one bulletin."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhiqiang.kernel.findings import Finding

PERIOD = re.compile(r"(?P<year>20\d{2})(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")
QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter ("2026Q3"), a month ("2026-09") or a year ("2026"): its first and last day, and its words."""

    code: str
    first: date
    last: date
    words: str

    @property
    def before(self) -> "Period":
        """The period of the same length that ends the day before."""
        day = self.first - timedelta(days=1)
        if "Q" in self.code:
            return period_of(f"{day.year}Q{(day.month + 2) // 3}")
        return period_of(f"{day.year}-{day.month:02d}" if "-" in self.code else f"{day.year}")


def period_of(code: str) -> Period:
    """The period of a code. Raises ValueError with the forms that there are."""
    found = PERIOD.fullmatch(code.strip().upper())
    if found is None:
        raise ValueError(f"时期“{code}”无法识别，应写作 2026Q3（季）、2026-09（月）或 2026（年）")
    year = int(found["year"])
    if found["quarter"]:
        last_month, months = int(found["quarter"]) * 3, 3
        words = f"{year}年第{QUARTERS[int(found['quarter']) - 1]}季度"
    elif found["month"]:
        last_month, months = int(found["month"]), 1
        words = f"{year}年{last_month}月"
    else:
        last_month, months, words = 12, 12, f"{year}年"
    last = date(year + last_month // 12, last_month % 12 + 1, 1) - timedelta(days=1)
    return Period(found[0], date(year, last_month - months + 1, 1), last, words)


def broken_rules(values: Mapping[str, Any], today: date) -> Iterable[Finding]:
    """Every rule that these values break."""
    code, kind, corrects = values.get("period") or "", values.get("kind"), values.get("corrects")
    try:
        period = period_of(code)
    except ValueError as error:
        yield Finding("period", f"{error}。", "请按例子填写。")
        return
    if period.first > today:
        yield Finding("period", f"时期 {code} 还没有开始。", "请填已经开始的时期。")
    if kind == "analysis" and "Q" not in period.code:
        yield Finding("period", f"质量分析按季度写，现填的是 {code}。", f"请填季度，如 {today.year}Q1。")
    if corrects is not None and (corrects.kind, corrects.period) != (kind, period.code):
        yield Finding("corrects", "被更正的一件是另一文种或另一时期。", "请选同一文种、同一时期的一件。")
