"""Made-up outside statistics for a demo city, each with a source file that says so."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from zhiqiang.domains.goals.models import OutsideValue
from zhiqiang.domains.goals.registers import OUTSIDE_VALUES
from zhiqiang.foundation import clock
from zhiqiang.foundation.documents.models import Document
from zhiqiang.foundation.documents.store import store_document
from zhiqiang.foundation.testing.cast import Cast, in_office
from zhiqiang.foundation.testing.rehearsal import PlannedRecord, PlannedStep

MADE_UP = "演示数据"
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
    for series, rows in VALUES.items():
        for year, value, province, vintage in rows:
            at = in_office(vintage + timedelta(days=dice.randint(5, 12)), dice)
            if at >= cast.now:
                continue
            values = {
                "series": series,
                "period_end": date(year, 12, 31),
                "value": Decimal(value),
                "benchmark": Decimal(province),
                "vintage": vintage,
                "publisher": f"{MADE_UP}：某统计机构",
                "source_title": _title(series, year),
                "source": _source(cast, series, (year, value, province, vintage), at),
                "unit": cast.city,
            }
            verify = PlannedStep("verify", cast.city_verifier, min(at + timedelta(days=2), cast.now))
            found.append(PlannedRecord(OUTSIDE_VALUES, values, cast.officer, at, (verify,)))
    return found


def _title(series: str, year: int) -> str:
    return f"{year} 年{OutsideValue.Series(series).label}（{MADE_UP}）"


def _source(cast: Cast, series: str, row: tuple[int, str, str, date], at: datetime) -> Document:
    year, value, province, vintage = row
    lines = (
        f"【{MADE_UP}】{_title(series, year)}",
        "本文件由演示程序生成，不是任何机构发布的统计数据，不得引用。",
        f"发布日期：{vintage.isoformat()}",
        f"全市：{value}",
        f"全省：{province}",
    )
    content = ("\n".join(lines) + "\n").encode()
    name = f"{MADE_UP}-{series}-{year}-{vintage:%Y%m%d}.txt"
    with clock.as_of(at):
        return store_document(name=name, content=content, actor=cast.officer)
