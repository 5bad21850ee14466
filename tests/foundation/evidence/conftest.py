"""Evidence in a folder of its own, and a small city whose records tests make straight in the tables."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhiqiang.domains.goals.models import OutsideValue
from zhiqiang.domains.metrology.models import Instrument, MeasurementStandard, StandardEvent, Verification
from zhiqiang.domains.sampling.models import Sample
from zhiqiang.domains.standards.models import StandardRole
from zhiqiang.foundation import catalogue, clock
from zhiqiang.foundation.evidence.dirty import mark_dirty
from zhiqiang.foundation.reference.models import Organisation, ProductClass, Unit
from zhiqiang.foundation.testing.city import City

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
REGISTERS = {
    Sample: "samples",
    StandardRole: "standards",
    StandardEvent: "standard_events",
    MeasurementStandard: "measurement_standards",
    Instrument: "instruments",
    Verification: "instrument_verifications",
    OutsideValue: "outside_values",
}


class Town:
    """The small city, two of its counties, and a quick way to put records of each register there."""

    def __init__(self, city: City) -> None:
        self.city = city.city
        self.units = [Unit.objects.get(code=code) for code in ("130802", "130825")]
        self.user = city.users["reporter"]
        self.laboratory = city.laboratory
        self.firms = [Organisation.objects.create(title=f"企业{place}", unit=self.city) for place in range(4)]
        self.classes = {
            domain: ProductClass.objects.filter(domain=domain).first() for domain in ("food", "agri", "drug")
        }
        self.made = 0

    def put(self, model: Any, *, unit: Unit | None = None, state: str = "verified", **fields: Any) -> Any:
        """A record as the write path leaves it, with its month marked dirty."""
        self.made += 1
        defaults = {
            Sample: {"number": f"S{self.made}", "level": "county", "design": "representative", "product": "酱牛肉",
                     "product_class": self.classes["food"], "place": "超市", "sampled_on": date(2026, 3, 5),
                     "laboratory": self.laboratory, "method": "laboratory", "conclusion": "pass"},
            StandardRole: {"number": f"GB/T {self.made}-2026", "title": "标准", "level": "national", "role": "joined",
                           "organisation": self.firms[0], "published_on": date(2026, 3, 5), "proof": "前言"},
            StandardEvent: {"certificate": f"C{self.made}", "title": "装置", "kind": "new", "proof": "证书",
                            "institution": self.laboratory, "happened_on": date(2026, 3, 5)},
            MeasurementStandard: {"number": f"M{self.made}", "title": "装置", "kind": "highest", "level": "city",
                                  "holder": self.laboratory, "quantity": "质量", "measuring_range": "1 kg",
                                  "valid_from": date(2024, 3, 5), "valid_to": date(2029, 3, 4),
                                  "traced_until": date(2027, 3, 4)},
            Instrument: {"number": f"I{self.made}", "title": "电子秤", "category": "scale_digital",
                         "owner": self.firms[0], "valid_from": date(2024, 3, 5)},
            Verification: {"number": f"V{self.made}", "valid_from": date(2026, 3, 5), "result": "pass",
                           "verified_by": self.laboratory},
            OutsideValue: {"series": "hightech_share", "period_end": date(2025, 12, 31), "value": "21.5",
                           "vintage": date(2026, 3, 5), "publisher": "统计局", "source_title": "公报"},
        }  # fmt: skip
        row = model(
            unit=unit or self.units[0], state=state, recorded_by=self.user, recorded_at=NOON, changed_at=NOON,
            **(defaults[model] | fields),
        )  # fmt: skip
        row.save()
        self.mark(row)
        return row

    def mark(self, *rows: Any) -> None:
        """Mark the months of these rows dirty, as every write does."""
        for row in rows:
            slug = REGISTERS[type(row)]
            month = catalogue.datasets()[slug][1].month_of(row)
            assert month is not None
            mark_dirty(slug, [month])


@pytest.fixture
def town(city: City) -> Iterator[Town]:
    with clock.as_of(NOON):
        yield Town(city)
