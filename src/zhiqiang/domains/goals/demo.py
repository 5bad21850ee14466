"""Made-up outside statistics for a demo city, each with a source file that says so."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from zhiqiang.domains.goals.models import OutsideValue
from zhiqiang.domains.goals.registers import OUTSIDE_VALUES
from zhiqiang.foundation import clock
from zhiqiang.foundation.documents.models import Document
from zhiqiang.foundation.documents.store import store_document
from zhiqiang.foundation.reference.models import Unit
from zhiqiang.foundation.testing.cast import Cast, in_office
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, PlannedStep

MADE_UP = "演示数据"
#: Residents at the end of each year in units of 10,000, by the day of publication; the units' own add up to the city's.
RESIDENTS = {
    2022: ("332.4", date(2023, 4, 20)),
    2023: ("331.5", date(2024, 4, 18)),
    2024: ("330.7", date(2025, 4, 17)),
    2025: ("329.8", date(2026, 4, 16)),
}
#: How the residents lie over the units, in thousandths, in the plan's order; the last takes the rest.
SHARES = (105, 55, 16, 98, 90, 76, 108, 112, 76, 124, 136, 3)
#: Monthly rates: the value at the plan's start, what each month adds, the most there can be, how far months scatter.
MONTHLY = {
    "complaint_on_time_rate": ("88.5", "0.21", "97.4", "0.9"),
    "vaccine_check_coverage": ("83.0", "0.75", "100", "0.4"),
}
#: Year, value, the province's value beside it, day of publication. A second vintage of a year is a revision.
VALUES: dict[str, tuple[tuple[int, str, str, date], ...]] = {
    "hightech_share": (
        (2022, "13.9", "20.4", date(2023, 5, 18)),
        (2023, "15.3", "21.2", date(2024, 5, 16)),
        (2024, "16.9", "22.0", date(2025, 5, 15)),
        (2025, "18.2", "22.7", date(2026, 5, 14)),
    ),
    "manufacturing_pass_rate": (
        (2022, "92.3", "92.0", date(2023, 6, 20)),
        (2023, "92.9", "92.6", date(2024, 6, 20)),
        (2024, "93.4", "93.3", date(2025, 6, 19)),
        (2025, "94.1", "93.9", date(2026, 6, 18)),
    ),
    "rd_spending": (
        (2021, "19.80", "702.0", date(2023, 2, 9)),
        (2022, "21.70", "786.0", date(2023, 9, 21)),
        (2023, "24.10", "858.0", date(2024, 9, 19)),
        (2023, "24.05", "858.0", date(2024, 12, 12)),
        (2024, "25.60", "930.0", date(2025, 9, 18)),
    ),
}


def planned(cast: Cast) -> list[PlannedRecord]:
    """Every value published by now, entered by the city's officer from a stored file; another verifies it."""
    dice, found = cast.dice("goals"), []
    yearly = [
        _Published(series, date(year, 12, 31), value, vintage, cast.city, province)
        for series, rows in VALUES.items()
        for year, value, province, vintage in rows
    ]
    for one in (*yearly, *_months(cast), *_residents(cast)):
        at = in_office(one.vintage + timedelta(days=dice.randint(5, 12)), dice)
        if at >= cast.now:
            continue
        values = {
            "series": one.series,
            "period_end": one.period_end,
            "value": Decimal(one.value),
            "benchmark": Decimal(one.province) if one.province else None,
            "vintage": one.vintage,
            "publisher": f"{MADE_UP}：某统计机构",
            "source_title": one.title,
            "source": _source(cast, one, at),
            "unit": one.unit,
        }
        verify = PlannedStep("verify", cast.city_verifier, min(at + timedelta(days=2), cast.now))
        found.append(PlannedRecord(OUTSIDE_VALUES, values, cast.officer, at, (verify,)))
    return found


@dataclass(frozen=True, slots=True)
class _Published:
    """One value as its publication gives it."""

    series: str
    period_end: date
    value: str
    vintage: date
    unit: Unit
    province: str = ""

    @property
    def title(self) -> str:
        period = f"{self.period_end:%Y} 年"
        if self.series in MONTHLY:
            period += f" {self.period_end.month} 月"
        where = "" if self.unit.is_city else self.unit.short
        return f"{period}{where}{OutsideValue.Series(self.series).label}（{MADE_UP}）"


def _months(cast: Cast) -> Iterator[_Published]:
    """The monthly rates, each published in the middle of the month after."""
    dice, month, number = cast.dice("months"), cast.start, 0
    while month < cast.now.date():
        ended = clock.month_end(clock.month_of(month))
        for series, (first, step, most, scatter) in MONTHLY.items():
            about = Decimal(first) + number * Decimal(step) + Decimal(scatter) * dice.randint(-10, 10) / 10
            value = min(about, Decimal(most)).quantize(Decimal("0.01"))
            yield _Published(series, ended, str(value), ended + timedelta(days=15), cast.city)
        month, number = ended + timedelta(days=1), number + 1


def _residents(cast: Cast) -> Iterator[_Published]:
    for year, (whole, vintage) in RESIDENTS.items():
        parts = [(Decimal(whole) * share / 1000).quantize(Decimal("0.01")) for share in SHARES]
        rest = Decimal(whole) - sum(parts)
        for unit, value in zip((cast.city, *cast.units), (whole, *parts, rest), strict=True):
            yield _Published("population", date(year, 12, 31), str(value), vintage, unit)


def _source(cast: Cast, one: _Published, at: datetime) -> Document:
    """The file of a publication; the units' residents stand in one file with the city's."""
    by_unit = one.series == "population"
    lines = (
        f"【{MADE_UP}】{replace(one, unit=cast.city).title if by_unit else one.title}",
        "本文件由演示程序生成，不是任何机构发布的统计数据，不得引用。",
        f"发布日期：{one.vintage.isoformat()}",
        *(() if by_unit else (f"全市：{one.value}",)),
        *((f"全省：{one.province}",) if one.province else ()),
    )
    content = ("\n".join(lines) + "\n").encode()
    name = f"{MADE_UP}-{one.series}-{one.period_end:%Y%m}-{one.vintage:%Y%m%d}.txt"
    with clock.as_of(at):
        return store_document(name=name, content=content, actor=cast.officer)
