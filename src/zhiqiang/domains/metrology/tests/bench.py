"""Standards, instruments and verifications put straight into the tables, for tests that read."""

from datetime import date
from typing import Any

from zhiqiang.domains.metrology.models import Instrument, MeasurementStandard, Verification
from zhiqiang.foundation import clock
from zhiqiang.foundation.standing.models import Interruption
from zhiqiang.foundation.testing.city import City

LONG_AGO, FAR = date(2020, 1, 1), date(2035, 12, 31)


class Bench:
    """Makes verified records quickly."""

    def __init__(self, city: City) -> None:
        self.city, self.made = city, 0

    def _common(self, other: dict[str, Any]) -> dict[str, Any]:
        self.made += 1
        now = clock.now()
        common = {"unit": self.city.unit, "recorded_by": self.city.users["reporter"], "recorded_at": now,
                  "changed_at": now, "state": "verified"}  # fmt: skip
        return common | other

    def standard(self, parent: MeasurementStandard | None = None, **other: Any) -> MeasurementStandard:
        other = {"valid_from": LONG_AGO, "valid_to": FAR, "kind": "highest", "level": "city"} | other
        values = self._common(other)
        return MeasurementStandard.objects.create(
            number=f"M{self.made}", title=f"装置{self.made}", holder=self.city.laboratory, quantity="质量",
            measuring_range="1 kg", parent=parent, **values,
        )  # fmt: skip

    def instrument(self, category: str = "scale_digital", **other: Any) -> Instrument:
        values = self._common({"valid_from": LONG_AGO, "owner": self.city.enterprise} | other)
        return Instrument.objects.create(number=f"I{self.made}", title="器具", category=category, **values)

    def verification(self, instrument: Instrument, day: date, result: str = "pass", **other: Any) -> Verification:
        values = self._common({"verified_by": self.city.laboratory} | other)
        return Verification.objects.create(
            number=f"V{self.made}", instrument=instrument, valid_from=day, result=result, **values
        )

    def interrupt(self, row: Any, first: date, last: date | None = None, kind: str = "suspended") -> None:
        slugs = {MeasurementStandard: "standards", Instrument: "instruments", Verification: "verifications"}
        Interruption.objects.create(
            register=f"metrology.{slugs[type(row)]}",
            record=row.pk,
            kind=kind,
            starts_on=first,
            ends_on=last,
            cause="修",
        )
