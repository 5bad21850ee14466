"""A small city with a quarter of verified samples and a bulletin issued of it, made through the real writers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from zhiqiang.domains.bulletins.models import Bulletin
from zhiqiang.domains.bulletins.registers import BULLETINS
from zhiqiang.domains.sampling.registers import SAMPLES
from zhiqiang.foundation import clock
from zhiqiang.foundation.access.models import User
from zhiqiang.foundation.evidence.refresh import refresh
from zhiqiang.foundation.papers.models import IssuedPaper
from zhiqiang.foundation.papers.queries import papers_of
from zhiqiang.foundation.reference.models import ProductClass, Unit
from zhiqiang.foundation.registers.write import create_record, take_step
from zhiqiang.foundation.testing.city import City

EACH = 32  # batches a unit: enough to be shown


@dataclass
class Issued:
    """The city and what is done in it; every act has its moment."""

    city: City
    leader: User
    made: int = 0

    def sampled(self, unit: Unit, number: int, failing: int, day: date = date(2026, 8, 3)) -> None:
        """So many verified food samples of a unit, of which some failed."""
        for place in range(number):
            self.made += 1
            values = {
                "number": f"S{self.made}", "unit": unit, "level": "county", "design": "representative",
                "product_class": ProductClass.objects.get(code="food-04"), "product": "酱牛肉", "place": "某超市",
                "sampled_on": day + timedelta(place % 20), "laboratory": self.city.laboratory,
                "conclusion": "fail" if place < failing else "pass",
            }  # fmt: skip
            row = create_record(register=SAMPLES, values=values, actor=self.city.users["city_officer"])
            take_step(register=SAMPLES, record_id=row.pk, step="verify", actor=self.city.users["city_verifier"])

    def drafted(self, **changed: Any) -> Bulletin:
        values = {
            "kind": "bulletin", "period": "2026Q3", "title": "", "findings": "3家企业整改不力。",
            "next_steps": "12月底前整改到位。", "corrects": None, "unit": self.city.city,
        }  # fmt: skip
        row = create_record(register=BULLETINS, values=values | changed, actor=self.city.users["city_officer"])
        assert isinstance(row, Bulletin)
        return row

    def step(self, row: Bulletin, step: str, role: str, **more: Any) -> Bulletin:
        actor = self.leader if role == "leader" else self.city.users[role]
        taken = take_step(register=BULLETINS, record_id=row.pk, step=step, actor=actor, **more)
        assert isinstance(taken, Bulletin)
        return taken

    def issued(self, row: Bulletin) -> IssuedPaper:
        """Submitted by the officer, issued by the leader, published."""
        self.step(row, "submit", "city_officer")
        self.step(row, "issue", "leader")
        self.step(row, "publish", "city_officer")
        return papers_of(BULLETINS.slug, row.pk)[0]


def on(*parts: int) -> Any:
    """`with on(2026, 10, 12):` acts at nine in the morning of that day."""
    return clock.as_of(datetime(*parts, 9, 0, tzinfo=clock.ZONE))  # type: ignore[arg-type]


def third_quarter(city: City) -> Issued:
    """Two counties with samples of the third quarter, one of them below its goal; figures of 8 October."""
    found = Issued(city, city.person("leader", city.city))
    with on(2026, 10, 8):
        found.sampled(city.unit, EACH, 8)
        found.sampled(city.other_unit, EACH, 0)
        refresh()
    return found
