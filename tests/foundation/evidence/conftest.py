"""Evidence in a folder of its own, and a small city whose records tests make straight in the tables."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhiqiang.domains.brands.models import Brand
from zhiqiang.domains.conformity.models import Certificate, SmallFirmVisit
from zhiqiang.domains.enterprise_quality.models import AboveScale, QualityOfficer
from zhiqiang.domains.goals.models import OutsideValue
from zhiqiang.domains.innovation.models import Cluster, Patent
from zhiqiang.domains.metrology.models import Instrument, MeasurementStandard, StandardEvent, Verification
from zhiqiang.domains.one_stop.models import Request, Service, Visit, Window
from zhiqiang.domains.programmes.models import Recognition
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
    AboveScale: "above_scale",
    QualityOfficer: "quality_officers",
    Brand: "brands",
    Patent: "patents",
    Cluster: "clusters",
    Recognition: "recognitions",
    Certificate: "certificates",
    SmallFirmVisit: "small_firm_visits",
    Window: "one_stop_windows",
    Service: "one_stop_services",
    Request: "one_stop_requests",
    Visit: "firm_visits",
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
            AboveScale: {"organisation": self.firms[0], "division": "13", "valid_from": date(2023, 3, 5),
                         "source": "名册"},
            QualityOfficer: {"name": f"张某{self.made}", "organisation": self.firms[0], "valid_from": date(2023, 6, 1),
                             "appointed_by": "legal_representative", "document": "任命书"},
            Brand: {"title": f"品牌{self.made}", "kind": "farm_regional", "owner": self.firms[0], "products": "板栗",
                    "recognised_by": "市政府", "valid_from": date(2023, 3, 5)},
            Patent: {"number": f"P{self.made}", "title": "方法", "holder": self.firms[0], "filed_on": date(2014, 3, 5),
                     "valid_from": date(2024, 3, 5), "valid_to": date(2034, 3, 4), "proof": "证书"},
            Cluster: {"title": f"集群{self.made}", "level": "city", "industry": "装备", "listed_by": "名单",
                      "valid_from": date(2023, 3, self.made % 28 + 1)},
            Recognition: {"programme": "quality-award", "organisation": self.firms[0], "subject": f"甲{self.made}",
                          "basis": "文", "valid_from": date(2026, 3, 5)},
            Certificate: {"number": f"Q{self.made}", "scheme": "quality", "holder": self.firms[0], "body": "机构",
                          "standard": "GB/T 19001-2016", "valid_from": date(2024, 3, 5), "valid_to": date(2027, 3, 4)},
            SmallFirmVisit: {"enterprise": self.firms[0], "size": "small", "visited_on": date(2026, 3, 5),
                             "helper": "机构", "needs": "需求", "done": "措施"},
            Window: {"title": f"窗口{self.made}", "kind": "window", "organisation": self.laboratory, "address": "大厅",
                     "services": "计量", "valid_from": date(2024, 3, 5)},
            Service: {"number": f"F{self.made}", "title": "检验", "kind": "testing", "provider": self.laboratory,
                      "gives": "检验", "valid_from": date(2024, 3, 5)},
            Request: {"enterprise": self.firms[0], "asked_on": date(2026, 3, 5), "needs": "需求"},
            Visit: {"enterprise": self.firms[0], "visited_on": date(2026, 3, 5), "visitors": "机构",
                    "outcome": "answered"},
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
